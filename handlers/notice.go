package handlers

import (
	"goblet/room"
	"goblet/views"
	"goblet/words"
)

// viewNotice is an event as the chat tells it in passing. What a later event of the
// same kind by the same person is about makes up for an earlier one.
func viewNotice(e room.Event, text words.Sentence) views.Notice {
	n := views.Notice{Text: text, Kind: string(e.Kind), About: string(e.Reason), At: e.At}
	if e.By != nil {
		n.By = e.By.ID
	}
	if e.To != nil {
		n.About = e.To.ID
	}
	return n
}
