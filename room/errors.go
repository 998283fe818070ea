package room

import "goblet/words"

// The kinds of refusals. Every error of [Room.Do] that a viewer can do something
// about wraps one of them; its text is a sentence for that viewer.
var (
	ErrInvalid     error = refuse(nil, "That makes no sense to this room.")
	ErrForbidden   error = refuse(nil, "You may not do that in this room.")
	ErrNoRoom      error = refuse(nil, "There is no such room.")
	ErrClosed      error = refuse(nil, "This room was closed.")
	ErrStale       error = refuse(nil, "The room has moved on. Try again.")
	ErrUnavailable error = refuse(nil, "The room can't save anything right now. Try again in a moment.")
)

// refuse returns an error of a kind that says something to the viewer, see [words.Refuse].
func refuse(kind error, text string, values ...any) error { return words.Refuse(kind, text, values...) }

// fault refuses what only a program asks for, in English.
func fault(text string) error { return words.Fault(ErrInvalid, text) }
