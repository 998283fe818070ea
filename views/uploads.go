package views

import (
	"context"
	"fmt"
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
		return t(ctx, "Uploaded") + " · " + say(ctx, Bytes(u.Size))
	case u.Size > 0:
		return t(ctx, "{part} uploaded. Choose the same file again to go on.", "part", Percent(float64(u.Have)/float64(u.Size)))
	}
	return ""
}

// Percent writes a part of 1 for people; it never says 100 % before it is.
func Percent(part float64) words.Sentence { return percent(int(100 * max(0, min(1, part)))) }

func percent(n int) words.Sentence { return words.Say("{n} %", "n", n) }

// Bytes writes a size for people: 850 MB, 4.7 GB.
func Bytes(n int64) words.Sentence {
	switch f := float64(n); {
	case f < 1e6:
		return words.Say("{n} kB", "n", fmt.Sprintf("%.0f", f/1e3))
	case f < 1e9:
		return words.Say("{n} MB", "n", fmt.Sprintf("%.0f", f/1e6))
	case f < 1e12:
		return words.Say("{n} GB", "n", tenths(f/1e9))
	default:
		return words.Say("{n} TB", "n", tenths(f/1e12))
	}
}

// tenths writes a number with one digit after the decimal sign, also if that is 0.
func tenths(x float64) words.Sentence {
	whole, tenth, _ := strings.Cut(fmt.Sprintf("%.1f", x), ".")
	return words.Say("{whole}.{tenth}", "whole", whole, "tenth", tenth)
}

// facts says how much there is; how many films, the list says.
func (l Library) facts(ctx context.Context) string {
	var facts []string
	if l.Seconds > 0 {
		facts = append(facts, length(ctx, l.Seconds))
	}
	if l.Bytes > 0 {
		facts = append(facts, say(ctx, Bytes(l.Bytes)))
	}
	return strings.Join(facts, " · ")
}
