package views

import (
	"context"
	"strings"

	"goblet/words"
)

// Upload is a film that a viewer sends or has sent. Sizes are in bytes.
type Upload struct {
	ID       string
	Name     string // of the file
	Size     int64
	Have     int64  // that have arrived
	Modified int64  // Unix milliseconds, of the file
	Media    string // id of the film, "" while it can't be watched
	Complete bool
	Problem  string // why it is of no use
}

// FilmNote is a sentence on what is being done with the film that is on, with a
// bar when it is known how much of it is done (0 to 1).
type FilmNote struct {
	Text words.Sentence
	Bar  bool
	Done float64
	// Converting: what is done to the film right now, instead of what is done to it in general.
	Converting bool
	Gone       bool // the film can't be had any more, so that the player has nothing to show
}

// Library is what LibraryPage shows.
type Library struct {
	Films     Films
	Seconds   float64 // of all films together
	Bytes     int64
	Own       []Upload // of who looks
	MayUpload bool
}

// uploadStateOf is what the scripts find an upload to be.
func uploadStateOf(u Upload) string {
	switch {
	case u.Problem != "":
		return "refused"
	case u.Complete:
		return "complete"
	}
	return "stopped"
}

// uploadText says how it stands with an upload that nobody sends.
func uploadText(ctx context.Context, u Upload) string {
	switch {
	case u.Problem != "":
		return u.Problem
	case u.Complete:
		return t(ctx, "Uploaded") + " · " + say(ctx, words.Bytes(u.Size))
	case u.Size > 0:
		return t(ctx, "{part} uploaded. Choose the same file again to go on.", "part", Percent(float64(u.Have)/float64(u.Size)))
	}
	return ""
}

// Percent writes a part of 1 for people; it never says 100 % before it is.
func Percent(part float64) words.Sentence { return percent(int(100 * max(0, min(1, part)))) }

func percent(n int) words.Sentence { return words.Say("{n} %", "n", n) }

// facts says how much there is; how many films, the list says.
func (l Library) facts(ctx context.Context) string {
	var facts []string
	if l.Seconds > 0 {
		facts = append(facts, length(ctx, l.Seconds))
	}
	if l.Bytes > 0 {
		facts = append(facts, say(ctx, words.Bytes(l.Bytes)))
	}
	return strings.Join(facts, " · ")
}
