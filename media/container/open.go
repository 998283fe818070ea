package container

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// Open reads the table of contents of a film of size bytes. It reads headers
// and indexes only, and waits for bytes that have not arrived as r does. The
// error is ErrNotFilm, ErrIncomplete or one of r.
func Open(r io.ReaderAt, size int64) (film *Film, err error) {
	defer func() {
		if p := recover(); p != nil {
			film, err = nil, fmt.Errorf("%w: %v", ErrNotFilm, p)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = fmt.Errorf("%w: %w", ErrIncomplete, err)
		}
	}()
	var head [8]byte
	if size < int64(len(head)) {
		return nil, ErrNotFilm
	}
	if _, err := r.ReadAt(head[:], 0); err != nil {
		return nil, err
	}
	if bytes.HasPrefix(head[:], []byte{0x1A, 0x45, 0xDF, 0xA3}) {
		return openMatroska(r, size)
	}
	switch string(head[4:]) {
	case "ftyp", "moov", "mdat", "wide", "free", "skip", "pnot":
		return openMP4(r, size)
	}
	return nil, ErrNotFilm
}
