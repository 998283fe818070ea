package container

import (
	"errors"
	"fmt"
	"io"
)

// movie collects what an MP4 or QuickTime file says.
type movie struct {
	r    io.ReaderAt
	size int64 // of the file, bytes

	found    bool   // there was a moov
	scale    uint32 // ticks a second of the movie
	duration uint64 // of the movie's header, ticks
	extended uint64 // with all fragments, ticks
	tracks   []*movieTrack
	byID     map[uint32]*movieTrack
	chapters []Chapter // Nero's, on the movie's own timeline
	moofs    int       // how many fragments there were
	sampled  int64     // bytes of all samples of fragments
}

// openMP4 reads the table of contents of an MP4 or QuickTime film: the moov, and
// the moofs when there are any.
func openMP4(r io.ReaderAt, size int64) (*Film, error) {
	m := &movie{r: r, size: size, byID: make(map[uint32]*movieTrack)}
	if err := m.walk(); err != nil && !malformed(err) {
		return nil, err
	}
	// What follows a complete movie does not matter: padding, tags, rubbish.
	if !m.found {
		return nil, fmt.Errorf("%w: there is no moov", ErrIncomplete)
	}
	return m.film()
}

// malformed reports whether an error is due to what the file says rather than
// to reading it.
func malformed(err error) bool {
	return errors.Is(err, errBadBox) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// walk looks at the boxes of the file's top level.
func (m *movie) walk() error {
	boxes := 0
	for at := int64(0); at < m.size; {
		if boxes++; boxes > maxBoxes {
			return errBadBox
		}
		b, err := nextBox(m.r, at, m.size)
		if err != nil {
			return err
		}
		if err := m.top(b); err != nil {
			return err
		}
		at = b.end
	}
	return nil
}

// top looks at one box of the file's top level.
func (m *movie) top(b box) error {
	switch b.kind {
	case "ftyp":
		return m.brand(b)
	case "mdat", "moov", "moof":
		if b.end > m.size {
			return fmt.Errorf("%w: its %s goes on", ErrIncomplete, b.kind)
		}
	}
	switch {
	case b.kind == "moov" && !m.found:
		body, err := b.read(m.r)
		if err != nil {
			return err
		}
		m.found = true
		return m.moov(body)
	case b.kind == "moof":
		body, err := b.read(m.r)
		if err != nil {
			return err
		}
		m.moofs++
		return m.moof(body, b.start)
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
		return fmt.Errorf("%w: a still picture", ErrNotFilm)
	}
	return nil
}
