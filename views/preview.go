package views

import "context"

// Preview is what other programs show of a pasted link. Without Film nothing is said of
// what is watched; the zero Preview says nothing at all.
type Preview struct {
	Title    string
	Film     string
	Duration float64 // seconds, 0 when unknown
	URL      string  // the whole address, may be empty
	Image    string  // the whole address of a poster, may be empty
}

// RoomPreview is the Preview of a room of which nothing is told.
func RoomPreview() Preview { return Preview{Title: "A room on Goblet"} }

func (p Preview) heading(ctx context.Context) string {
	if p.Film == "" {
		return p.Title
	}
	return "Watch " + titleOf(ctx, p.Film) + " together"
}

func (p Preview) words(ctx context.Context) string {
	text := "Same film, same frame, same moment: open the link and watch in step."
	if long := length(ctx, p.Duration); p.Film != "" && long != "" {
		return long + ". " + text
	}
	return text
}

func (p Preview) card() string {
	if p.Image != "" {
		return "summary_large_image"
	}
	return "summary"
}
