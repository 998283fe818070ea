package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"

	"github.com/Eyevinn/mp4ff/mp4"
)

// Bounds of an MP4 probe.
const (
	maxMoov   = 64 << 20 // bytes of a movie box
	maxLeaf   = 1 << 20  // bytes of a box that is read into memory
	maxMemory = 16 << 20 // bytes that are read into memory one after the other
	maxBoxes  = 500_000  // boxes that are looked at
	maxTracks = 1000
)

var (
	errBadBox  = errors.New("bad box")
	errTooMuch = errors.New("too much to read")
)

// malformed reports whether an error is due to what the file says rather than
// to reading it.
func malformed(err error) bool {
	return errors.Is(err, errBadBox) || errors.Is(err, errTooMuch) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// box is the place of an MP4 box in its file.
type box struct {
	kind             string
	start, body, end int64 // end may lie behind the end of the file
}

// movie collects what a probe finds.
type movie struct {
	r        io.ReaderAt
	boxes    int     // how many were looked at
	memory   int64   // bytes that were read into memory
	found    bool    // there was a moov
	scale    uint32  // ticks a second of the movie
	duration float64 // of the movie's header, seconds
	extended int64   // with all fragments, in ticks
	tracks   map[uint32]*track
	samples  map[uint32]uint32 // default duration of a sample, by track
	moofs    []box             // the fragments, in file order
}

// probeMP4 tells an MP4 or QuickTime film's duration in seconds. Only headers
// are read, never the media data.
func probeMP4(r io.ReaderAt, size int64) (float64, error) {
	m := &movie{r: r, tracks: make(map[uint32]*track), samples: make(map[uint32]uint32)}
	err := m.walk(0, size, func(b box) error { return m.top(b, size) })
	switch {
	case err != nil && !malformed(err):
		return 0, err
	case !m.found:
		return 0, errIncomplete
	case len(m.tracks) == 0:
		return 0, errNotFilm
	}
	// What follows a complete movie does not matter: padding, tags, rubbish.
	return m.length()
}

// length tells the duration in seconds when everything has been looked at.
func (m *movie) length() (float64, error) {
	if m.extended > 0 && m.scale > 0 {
		return float64(m.extended) / float64(m.scale), nil
	}
	if len(m.moofs) > 0 {
		fragments, err := m.fragments()
		return max(m.duration, fragments), err
	}
	if m.duration > 0 {
		return m.duration, nil
	}
	var longest float64
	for _, t := range m.tracks {
		longest = max(longest, t.duration)
	}
	return longest, nil
}

// top looks at one box of the file's top level.
func (m *movie) top(b box, size int64) error {
	switch b.kind {
	case "ftyp":
		return m.brand(b)
	case "moov", "moof", "mdat":
		if b.end > size {
			return errIncomplete
		}
	}
	switch b.kind {
	case "moov":
		if b.end-b.start > maxMoov {
			return errNotFilm
		}
		m.found = true
		return m.inside(b, m.header)
	case "moof":
		m.moofs = append(m.moofs, b)
	}
	return nil
}

// brand refuses still pictures, which use the same format.
func (m *movie) brand(b box) error {
	var brand [4]byte
	if _, err := m.r.ReadAt(brand[:], b.body); err != nil {
		return err
	}
	switch string(brand[:]) {
	case "heic", "heix", "heim", "heis", "mif1", "avif", "crx ":
		return errNotFilm
	}
	return nil
}

// header looks at one box of the moov.
func (m *movie) header(b box) error {
	switch b.kind {
	case "mvhd":
		mvhd, err := leaf[*mp4.MvhdBox](m, b, mp4.DecodeMvhd)
		if err != nil {
			return err
		}
		m.scale = mvhd.Timescale
		m.duration = seconds(mvhd.Duration, mvhd.Timescale, mvhd.Version)
	case "trak":
		return m.track(b)
	case "mvex":
		return m.inside(b, m.extends)
	}
	return nil
}

// seconds turns a duration of a header box into seconds, 0 when it is unknown.
func seconds(duration uint64, scale uint32, version byte) float64 {
	if scale == 0 || duration == math.MaxUint64 || version == 0 && duration == math.MaxUint32 {
		return 0
	}
	return float64(duration) / float64(scale)
}

// inside calls visit for each box in another one. It ends without an error
// where what it finds is no box any more.
func (m *movie) inside(parent box, visit func(box) error) error {
	err := m.walk(parent.body, parent.end, func(b box) error {
		if b.end > parent.end {
			return errBadBox
		}
		return visit(b)
	})
	if malformed(err) && !errors.Is(err, errTooMuch) {
		return nil
	}
	return err
}

// walk calls visit for each box between two offsets of the file.
func (m *movie) walk(from, to int64, visit func(box) error) error {
	for at := from; at < to; {
		if m.boxes++; m.boxes > maxBoxes {
			return errTooMuch
		}
		b, err := nextBox(m.r, at, to)
		if err != nil {
			return err
		}
		if err := visit(b); err != nil {
			return err
		}
		at = b.end
	}
	return nil
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

// leaf reads a small box into memory and lets mp4ff decode it.
func leaf[B mp4.Box](m *movie, b box, decode mp4.BoxDecoder) (B, error) {
	var none B
	size := b.end - b.body
	if m.memory += size; size > maxLeaf || m.memory > maxMemory {
		return none, errTooMuch
	}
	body := make([]byte, size)
	if _, err := m.r.ReadAt(body, b.body); err != nil {
		return none, err
	}
	header := mp4.BoxHeader{Name: b.kind, Size: uint64(size) + 8, Hdrlen: 8}
	decoded, err := decode(header, 0, bytes.NewReader(body))
	if err != nil {
		return none, fmt.Errorf("%w: %w", errBadBox, err)
	}
	return decoded.(B), nil
}
