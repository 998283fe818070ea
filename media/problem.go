package media

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"

	"goblet/media/container"
	"goblet/words"
)

// Sentences for whoever looks for a film that can't be played.
var (
	copying    = words.Say("Its copy is not complete: it is still being copied, or the copy broke off.")
	forbidden  = words.Say("Its file can’t be read: give the user that runs Goblet the permission to read it.")
	unreadable = words.Say("Its file can’t be read right now. Goblet tries again.")
)

// note keeps why a file can't be played, or that it can: err is what a probe
// came to. Only what is named like a film is said to be none. l.mu is held.
func (l *Library) note(f *file, err error) {
	var problem words.Sentence
	if ending := strings.ToLower(filepath.Ext(f.path)); isFilmExtension(ending) && ending != ".ts" { // which programs have, too
		problem = problemOf(err)
	}
	if f.problem.String() != problem.String() {
		f.problem, l.fresh = problem, false
	}
}

func problemOf(err error) words.Sentence {
	switch {
	case errors.Is(err, container.ErrIncomplete), errors.Is(err, errChanging):
		return copying
	case errors.Is(err, container.ErrNotFilm):
		return notPlayable
	case errors.Is(err, fs.ErrPermission):
		return forbidden
	case err == nil, vanished(err), errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return words.Sentence{}
	}
	return unreadable
}
