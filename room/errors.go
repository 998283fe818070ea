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

// refusal is an error that says something to the viewer.
type refusal struct {
	kind error // nil for a kind itself
	said words.Sentence
}

// refuse returns a refusal; text and values are those of [words.Say].
func refuse(kind error, text string, values ...any) error {
	return &refusal{kind, words.Say(text, values...)}
}

// fault refuses what only a program asks for, in English.
func fault(text string) error { return &refusal{ErrInvalid, words.Plain(text)} }

func (r *refusal) Error() string            { return r.said.String() }
func (r *refusal) Unwrap() error            { return r.kind }
func (r *refusal) Sentence() words.Sentence { return r.said }
