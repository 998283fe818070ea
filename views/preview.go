package views

import (
	"context"

	"goblet/words"
)

// Preview is what other programs show of a pasted link. Without Film nothing is said of
// what is watched; the zero Preview says nothing at all.
type Preview struct {
	Title    words.Sentence
	Film     string
	Duration float64 // seconds, 0 when unknown
	URL      string  // the whole address, may be empty
	Image    string  // the whole address of a poster, may be empty
	Icon     string  // the whole address of a picture of Goblet, for when there is no poster
}

// RoomPreview is the Preview of a room of which nothing is told.
func RoomPreview(icon string) Preview {
	return Preview{Title: words.Say("A room on Goblet"), Icon: icon}
}

func (p Preview) heading(ctx context.Context) string {
	if p.Film == "" {
		return say(ctx, p.Title)
	}
	return t(ctx, "Watch {title} together", "title", titleOf(ctx, p.Film))
}

func (p Preview) words(ctx context.Context) string {
	if long := length(ctx, p.Duration); p.Film != "" && long != "" {
		return t(ctx, "{length}. Same film, same frame, same moment: open the link and watch in step.", "length", long)
	}
	return t(ctx, "Same film, same frame, same moment: open the link and watch in step.")
}

func (p Preview) card() string {
	if p.Image != "" {
		return "summary_large_image"
	}
	return "summary"
}
