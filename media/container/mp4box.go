package container

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"iter"
)

// Bounds of what is looked at in an MP4 file.
const (
	maxMoov   = 64 << 20 // bytes of a moov or moof, which are read into memory
	maxBoxes  = 500_000  // boxes at the top level
	maxTracks = 1000
)

// errBadBox ends a walk where the bytes are no boxes any more.
var errBadBox = errors.New("bad box")

// box is the place of an MP4 box at the top level of its file.
type box struct {
	kind             string
	start, body, end int64 // end may lie behind the end of the file
}

// nextBox reads the box header at an offset. A size of 0 means: up to the end.
func nextBox(r io.ReaderAt, at, to int64) (box, error) {
	var h [16]byte
	n, err := r.ReadAt(h[:min(int64(len(h)), to-at)], at)
	if n < 8 {
		if err == nil {
			err = io.ErrUnexpectedEOF
		}
		return box{}, err
	}
	b := box{kind: string(h[4:8]), start: at, body: at + 8}
	size := uint64(binary.BigEndian.Uint32(h[:4]))
	switch {
	case size == 0:
		size = uint64(to - at)
	case size == 1:
		if n < len(h) {
			return box{}, io.ErrUnexpectedEOF
		}
		size, b.body = binary.BigEndian.Uint64(h[8:]), at+16
	}
	if size < uint64(b.body-at) || size > 1<<62 {
		return box{}, errBadBox
	}
	b.end = at + int64(size)
	return b, nil
}

// read returns the body of a box that lies within the file.
func (b box) read(r io.ReaderAt) ([]byte, error) {
	if b.end-b.body > maxMoov {
		return nil, fmt.Errorf("%w: a %s of %d MB", ErrNotFilm, b.kind, (b.end-b.body)>>20)
	}
	body := make([]byte, b.end-b.body)
	if n, err := r.ReadAt(body, b.body); n < len(body) {
		return nil, err
	}
	return body, nil
}

// boxesIn yields kind and body of each box in the body of another one, as long
// as they are boxes.
func boxesIn(b []byte) iter.Seq2[string, []byte] {
	return func(yield func(string, []byte) bool) {
		for len(b) >= 8 {
			size, head := uint64(binary.BigEndian.Uint32(b)), 8
			switch {
			case size == 0:
				size = uint64(len(b))
			case size == 1 && len(b) >= 16:
				size, head = binary.BigEndian.Uint64(b[8:]), 16
			}
			if size < uint64(head) || size > uint64(len(b)) || !yield(string(b[4:8]), b[head:size]) {
				return
			}
			b = b[size:]
		}
	}
}

// inBox returns the body of the first box of a kind in the body of another one,
// or nil. More kinds lead further down.
func inBox(b []byte, path ...string) []byte {
	for _, want := range path {
		var found []byte
		for kind, body := range boxesIn(b) {
			if kind == want {
				found = body
				break
			}
		}
		b = found
	}
	return b
}

// fields reads big-endian numbers one after the other. Behind the end it reads
// zeros.
type fields []byte

func (f *fields) take(n int) []byte {
	n = min(n, len(*f))
	taken := (*f)[:n]
	*f = (*f)[n:]
	return taken
}

func (f *fields) uint(bytes int) (v uint64) {
	var b [8]byte
	copy(b[8-bytes:], f.take(bytes))
	return binary.BigEndian.Uint64(b[:])
}

func (f *fields) u8() byte    { return byte(f.uint(1)) }
func (f *fields) u16() uint16 { return uint16(f.uint(2)) }
func (f *fields) u32() uint32 { return uint32(f.uint(4)) }
func (f *fields) u64() uint64 { return f.uint(8) }

// time reads a time or a duration of a box of a version: 32 bits in version 0,
// else 64. Unknown durations, all ones, are 0.
func (f *fields) time(version byte) uint64 {
	if version == 0 {
		if v := f.u32(); v != 1<<32-1 {
			return uint64(v)
		}
		return 0
	}
	if v := f.u64(); v != 1<<64-1 {
		return v
	}
	return 0
}

// fullBox splits the body of a box that begins with a version and flags.
func fullBox(b []byte) (version byte, flags uint32, rest fields) {
	rest = b
	version = rest.u8()
	flags = uint32(rest.uint(3))
	return version, flags, rest
}
