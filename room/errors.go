package room

// The kinds of refusals. Every error of [Room.Do] that a viewer can do something
// about wraps one of them; its text is a sentence for that viewer.
var (
	ErrInvalid     error = &refusal{text: "That makes no sense to this room."}
	ErrForbidden   error = &refusal{text: "You may not do that in this room."}
	ErrNoRoom      error = &refusal{text: "There is no such room."}
	ErrClosed      error = &refusal{text: "This room was closed."}
	ErrStale       error = &refusal{text: "The room has moved on. Try again."}
	ErrUnavailable error = &refusal{text: "The room can't save anything right now. Try again in a moment."}
)

// refusal is an error whose text is a sentence for the viewer.
type refusal struct {
	kind error // nil for a kind itself
	text string
}

func refuse(kind error, text string) error { return &refusal{kind, text} }

func (r *refusal) Error() string { return r.text }
func (r *refusal) Unwrap() error { return r.kind }
