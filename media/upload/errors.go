package upload

import (
	"errors"
	"fmt"

	"goblet/words"
)

// Errors of uploads; compare with errors.Is. Those with a text that a person
// can do something about say so in a whole sentence.
var (
	// ErrNotFound: there is no such upload (any more).
	ErrNotFound = errors.New("there is no such upload; it was removed, or nobody went on with it for too long")
	// ErrInvalid: what was sent can't belong to the upload.
	ErrInvalid = errors.New("that does not fit the upload")
	// ErrTooLarge: the film is larger than what is allowed.
	ErrTooLarge = errors.New("the film is too large")
	// ErrNoRoom: the uploads together are as large as allowed.
	ErrNoRoom = errors.New("there is no room for more uploads")
	// ErrDiskFull: too little space is left on the disk. Nothing is lost, and
	// the upload can go on when there is space again.
	ErrDiskFull = errors.New("the disk is full")
	// ErrClosed: the store has ended.
	ErrClosed = errors.New("uploads have ended")
)

// refusal is an error that says something to whoever uploads.
type refusal struct {
	kind error
	said words.Sentence
}

// refuse returns a refusal; text and values are those of [words.Say].
func refuse(kind error, text string, values ...any) error {
	return &refusal{kind, words.Say(text, values...)}
}

// fault refuses what only a program sends, in English.
func fault(text string) error { return &refusal{ErrInvalid, words.Plain(text)} }

func (r *refusal) Error() string            { return r.said.String() }
func (r *refusal) Unwrap() error            { return r.kind }
func (r *refusal) Sentence() words.Sentence { return r.said }

// Bytes writes a size for people: 850 MB, 4.7 GB.
func Bytes(n int64) string {
	const unit = 1000
	switch {
	case n < unit*unit:
		return fmt.Sprintf("%d kB", max(n, 0)/unit)
	case n < unit*unit*unit:
		return fmt.Sprintf("%d MB", n/unit/unit)
	case n < 100*unit*unit*unit:
		return fmt.Sprintf("%.1f GB", float64(n)/unit/unit/unit)
	default:
		return fmt.Sprintf("%d GB", n/unit/unit/unit)
	}
}
