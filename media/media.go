// Package media is the library: the films that a room can watch, where their
// bytes lie, and which version of them is on the disk right now.
//
// Films are local files that are played as they are. A film keeps its ID for
// as long as its path stays the same; its version changes when the file does,
// so that bytes of two different files never mix in one player.
package media

import (
	"errors"
	"log/slog"
	"strconv"
)

// Media is a film in the library. It is a value: a later version of the same
// film is another Media with the same ID.
type Media struct {
	ID       string  // 16 characters [a-z0-9], stable over restarts
	Title    string  // made from the file name, for people
	Folder   string  // folder inside the library folder, "" at its top
	Name     string  // file name
	Type     string  // MIME type
	Version  string  // 12 characters [a-z0-9], another one after every replacement
	Duration float64 // seconds, 0 when unknown
	Size     int64   // bytes
	Streams  string  // what it consists of, for people: "1920×1080 H.264, AC-3 5.1"; may be ""
	Plain    bool    // browsers play it without conversion, as far as can be told
	Added    int64   // when its file was last changed or its upload begun, Unix milliseconds
	URL      string  // where browsers load a film that is not of the library, see Link
}

// LogValue names the film without its place on the disk.
func (m Media) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", m.ID), slog.String("title", m.Title), slog.String("version", m.Version))
}

// Errors that Get, File and Check answer; compare with errors.Is. Their texts
// name no path, so that they can be shown to every viewer.
var (
	// ErrNotFound: the library has no film of this ID (any more).
	ErrNotFound = errors.New("there is no such film in the library")
	// ErrReplaced: the file is no longer the version that was asked for.
	ErrReplaced = errors.New("the film has been replaced by a newer version")
	// ErrUnfinished: the file on the disk cannot be played (yet). The library
	// keeps the version it knows and looks again when the file changes.
	ErrUnfinished = errors.New("the film's file is not complete yet; try again when it has been copied")
)

// PathError says in one sentence what is wrong with a path that the user gave
// to Open, and what to do about it.
type PathError struct {
	Path    string
	Problem string // continues the sentence that begins with the path
	Err     error  // cause, may be nil
}

// Error returns the sentence.
func (e *PathError) Error() string { return strconv.Quote(e.Path) + " " + e.Problem }

// Unwrap returns the cause.
func (e *PathError) Unwrap() error { return e.Err }
