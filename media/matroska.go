package media

import (
	"encoding/binary"
	"errors"
	"io"
	"math"
	"math/bits"
)

// EBML element IDs of Matroska, with their length marker.
const (
	idEBML           = 0x1A45DFA3
	idDocType        = 0x4282
	idSegment        = 0x18538067
	idSeekHead       = 0x114D9B74
	idSeek           = 0x4DBB
	idSeekID         = 0x53AB
	idSeekPosition   = 0x53AC
	idInfo           = 0x1549A966
	idTimestampScale = 0x2AD7B1
	idDuration       = 0x4489
	idCluster        = 0x1F43B675
)

// errStop ends a walk that has found what it looked for.
var errStop = errors.New("stop")

// maxElements bounds how many elements a Matroska probe looks at.
const maxElements = 10_000

// element is the place of an EBML element in its file.
type element struct {
	id        uint32
	body, end int64
	unknown   bool // the size is not known; end is the parent's
}

// matroska collects what a probe finds.
type matroska struct {
	r        io.ReaderAt
	elements int     // how many were looked at
	docType  string  // "matroska" or "webm"
	segment  element // what the seek head's positions are relative to
	info     int64   // offset of the Info by the seek head, 0 when unknown
	seen     bool    // the Info was read
	scale    uint64  // nanoseconds a tick
	ticks    float64 // duration
}

// probeMatroska tells MIME type and duration in seconds of a Matroska or WebM film.
func probeMatroska(r io.ReaderAt, size int64) (string, float64, error) {
	m := &matroska{r: r, scale: 1_000_000}
	if err := m.walk(0, size, m.top(size)); err != nil && err != errStop {
		return "", 0, err
	}
	if m.segment.body == 0 {
		return "", 0, errIncomplete
	}
	if !m.seen && m.info > 0 {
		if err := m.walk(m.info, m.segment.end, m.child); err != nil && err != errStop {
			return "", 0, err
		}
	}
	mime := typeMatroska
	if m.docType == "webm" {
		mime = typeWebM
	}
	return mime, m.ticks * float64(m.scale) / 1e9, nil
}

// top returns the visitor of the file's top level.
func (m *matroska) top(size int64) func(element) error {
	return func(e element) error {
		switch e.id {
		case idEBML:
			if err := m.walk(e.body, min(e.end, size), m.header); err != nil {
				return err
			}
			if m.docType != "matroska" && m.docType != "webm" {
				return errNotFilm
			}
		case idSegment:
			if e.end > size {
				return errIncomplete
			}
			m.segment = e
			if err := m.walk(e.body, e.end, m.child); err != nil {
				return err
			}
			return errStop
		}
		return nil
	}
}

func (m *matroska) header(e element) error {
	if e.id != idDocType {
		return nil
	}
	b, err := m.bytes(e, 32)
	for len(b) > 0 && b[len(b)-1] == 0 { // padding
		b = b[:len(b)-1]
	}
	m.docType = string(b)
	return err
}

// child looks at one element of the segment. The first cluster ends the
// search: behind it come the film's data.
func (m *matroska) child(e element) error {
	switch e.id {
	case idSeekHead:
		return m.walk(e.body, e.end, m.seek)
	case idInfo:
		m.seen = true
		if err := m.walk(e.body, e.end, m.details); err != nil {
			return err
		}
		return errStop
	case idCluster:
		return errStop
	}
	if e.unknown {
		return errStop
	}
	return nil
}

// seek notes where the Info lies.
func (m *matroska) seek(e element) error {
	if e.id != idSeek {
		return nil
	}
	var id, position uint64
	err := m.walk(e.body, e.end, func(e element) (err error) {
		switch e.id {
		case idSeekID:
			id, err = m.uint(e)
		case idSeekPosition:
			position, err = m.uint(e)
		}
		return err
	})
	if id == idInfo && position < uint64(m.segment.end-m.segment.body) {
		m.info = m.segment.body + int64(position)
	}
	return err
}

// details looks at one element of the Info.
func (m *matroska) details(e element) error {
	switch e.id {
	case idTimestampScale:
		scale, err := m.uint(e)
		if err != nil {
			return err
		}
		if scale > 0 {
			m.scale = scale
		}
	case idDuration:
		b, err := m.bytes(e, 8)
		if err != nil {
			return err
		}
		switch len(b) {
		case 4:
			m.ticks = float64(math.Float32frombits(binary.BigEndian.Uint32(b)))
		case 8:
			m.ticks = math.Float64frombits(binary.BigEndian.Uint64(b))
		}
	}
	return nil
}

// walk calls visit for each element between two offsets of the file.
func (m *matroska) walk(from, to int64, visit func(element) error) error {
	for at := from; at < to; {
		if m.elements++; m.elements > maxElements {
			return errNotFilm
		}
		e, err := nextElement(m.r, at, to)
		if err != nil {
			return err
		}
		if err := visit(e); err != nil {
			return err
		}
		at = e.end
	}
	return nil
}

// nextElement reads the element header at an offset.
func nextElement(r io.ReaderAt, at, to int64) (element, error) {
	var h [12]byte
	n, err := r.ReadAt(h[:min(int64(len(h)), to-at)], at)
	if err != nil && err != io.EOF {
		return element{}, err
	}
	id, idLen := varint(h[:n], 4)
	if idLen == 0 {
		return element{}, truncatedOr(n)
	}
	size, sizeLen := varint(h[idLen:n], 8)
	if sizeLen == 0 {
		return element{}, truncatedOr(n - idLen)
	}
	mask := uint64(1)<<(7*sizeLen) - 1
	e := element{id: uint32(id), body: at + int64(idLen+sizeLen)}
	if size &= mask; size == mask {
		e.end, e.unknown = to, true
		return e, nil
	}
	if size > 1<<62 {
		return element{}, errNotFilm
	}
	e.end = e.body + int64(size)
	return e, nil
}

// truncatedOr tells a number cut off by the end of the file from a wrong one.
func truncatedOr(available int) error {
	if available < 8 {
		return io.ErrUnexpectedEOF
	}
	return errNotFilm
}

// varint reads an EBML number of at most limit bytes, with its length marker,
// and its length: 0 when there is none.
func varint(b []byte, limit int) (uint64, int) {
	if len(b) == 0 {
		return 0, 0
	}
	length := bits.LeadingZeros8(b[0]) + 1
	if length > limit || length > len(b) {
		return 0, 0
	}
	var v uint64
	for _, c := range b[:length] {
		v = v<<8 | uint64(c)
	}
	return v, length
}

// uint reads an element's unsigned number.
func (m *matroska) uint(e element) (uint64, error) {
	b, err := m.bytes(e, 8)
	var v uint64
	for _, c := range b {
		v = v<<8 | uint64(c)
	}
	return v, err
}

// bytes reads an element's value of at most limit bytes.
func (m *matroska) bytes(e element, limit int64) ([]byte, error) {
	if e.end-e.body > limit {
		return nil, errNotFilm
	}
	b := make([]byte, e.end-e.body)
	_, err := m.r.ReadAt(b, e.body)
	return b, err
}
