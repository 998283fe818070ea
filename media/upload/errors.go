package upload

import (
	"errors"

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

// fault refuses what only a program sends, in English.
func fault(text string) error { return words.Fault(ErrInvalid, text) }
