package container

import (
	"encoding/binary"
	"errors"
	"io"
)

// maxBlock bounds one block; a picture of 8K without loss has some 50 MB.
const maxBlock = 128 << 20

// maxTicks bounds timestamps, so that they stay far from overflows in any unit.
const maxTicks = 1 << 50

// block is the place of a SimpleBlock or BlockGroup, with one frame or several.
type block struct {
	track    uint64
	time     int64 // in ticks of the file
	duration int64 // in ticks of the file, -1 when not said
	discard  int64 // nanoseconds at the end that a decoder drops
	key      bool
	lacing   byte

	data, end int64       // of the frames, and of their sizes when laced
	at        blockCursor // of the block itself
}

// blockCursor is a place from which blocks can be walked.
type blockCursor struct {
	at      int64 // of the next element
	end     int64 // of the cluster, 0 outside of one
	unknown bool  // the cluster's size is
	time    int64 // of the cluster
	cluster int64 // offset of the cluster
}

// walker visits the blocks of a segment in the order of the file.
type walker struct {
	win    window
	limit  int64 // end of the segment
	want   func(track uint64) bool
	frames bool // the blocks' data will be read
	blockCursor
}

// next returns the next block of the tracks that are wanted. io.EOF ends the film.
func (w *walker) next() (block, error) {
	for {
		if w.end == 0 || w.at >= w.end {
			if err := w.enter(); err != nil {
				return block{}, err
			}
		}
		if w.at >= w.end { // an empty cluster
			continue
		}
		e, err := w.win.element(w.at, w.end)
		if err != nil {
			return block{}, w.cut(err)
		}
		if w.unknown && endsCluster(e.id) {
			w.end = 0
			continue
		}
		switch {
		case e.end > w.end && w.end == w.limit:
			return block{}, w.cut(io.ErrUnexpectedEOF)
		case e.unknown || e.end > w.end:
			return block{}, errDamaged
		}
		here := w.blockCursor
		w.at = e.end
		b, err := w.block(e)
		if err != nil {
			return block{}, w.cut(err)
		}
		if b.data > 0 && w.want(b.track) {
			b.at = here
			return b, nil
		}
	}
}

// cut makes the end of a file that was cut off within a segment of unknown size
// the end of the film, as when a recorder dies.
func (w *walker) cut(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) && w.limit == w.win.size {
		return io.EOF
	}
	return err
}

// enter goes to the start of the next cluster's body.
func (w *walker) enter() error {
	for w.end = 0; w.at < w.limit; {
		e, err := w.win.element(w.at, w.limit)
		if err != nil {
			return w.cut(err)
		}
		if e.id != idCluster {
			if e.unknown {
				return io.EOF
			}
			w.at = e.end
			continue
		}
		w.blockCursor = blockCursor{at: e.body, end: min(e.end, w.limit), unknown: e.unknown, cluster: w.at}
		return nil
	}
	return io.EOF
}

// block looks at one element of a cluster.
func (w *walker) block(e element) (block, error) {
	switch e.id {
	case idTimestamp:
		b, err := w.value(e)
		v := ebmlUint(b)
		if v > maxTicks {
			return block{}, errDamaged
		}
		w.time = int64(v)
		return block{}, err
	case idSimpleBlock:
		return w.header(e, true)
	case idBlockGroup:
		return w.group(e)
	}
	return block{}, nil
}

// value reads the body of an element that holds a number.
func (w *walker) value(e element) ([]byte, error) {
	if e.end-e.body > 8 {
		return nil, errDamaged
	}
	return w.win.bytes(e.body, int(e.end-e.body), w.end)
}

// header reads what stands before a block's frames.
func (w *walker) header(e element, simple bool) (block, error) {
	if e.end-e.body > maxBlock {
		return block{}, errDamaged
	}
	h, err := w.win.bytes(e.body, int(min(12, e.end-e.body)), e.end)
	if err != nil {
		return block{}, err
	}
	track, n := vint(h, false)
	if n == 0 || len(h) < n+3 {
		return block{}, errDamaged
	}
	flags := h[n+2]
	return block{
		track:    track,
		time:     w.time + int64(int16(binary.BigEndian.Uint16(h[n:]))),
		duration: -1,
		key:      simple && flags&0x80 != 0,
		lacing:   flags >> 1 & 3,
		data:     e.body + int64(n+3),
		end:      e.end,
	}, nil
}

// group looks at a BlockGroup. What stands behind the block of a track that is
// not wanted stays unread.
func (w *walker) group(g element) (block, error) {
	if size := g.end - g.body; w.frames && size <= maxRead {
		if _, err := w.win.bytes(g.body, int(size), w.end); err != nil {
			return block{}, err
		}
	}
	b := block{}
	key, duration, discard := true, int64(-1), int64(0)
	for at := g.body; at < g.end; {
		e, err := w.win.element(at, g.end)
		if err != nil {
			return block{}, err
		}
		if e.unknown || e.end > g.end {
			return block{}, errDamaged
		}
		at = e.end
		switch e.id {
		case idBlock:
			if b, err = w.header(e, false); err == nil && !w.want(b.track) {
				return block{}, nil
			}
		case idReferenceBlock:
			key = false
		case idBlockDuration:
			var v []byte
			v, err = w.value(e)
			duration = int64(min(ebmlUint(v), maxTicks))
		case idDiscardPadding:
			var v []byte
			v, err = w.value(e)
			discard = ebmlInt(v)
		}
		if err != nil {
			return block{}, err
		}
	}
	b.key, b.duration, b.discard = key, duration, discard
	return b, nil
}

// peek returns up to n bytes of the first frame of a block that is not laced.
func (w *walker) peek(b block, n int) ([]byte, error) {
	return w.win.bytes(b.data, int(min(int64(n), b.end-b.data)), b.end)
}

// read returns the frames of a block. Pictures are most of what a film's bytes
// are, and so stay in what was read.
func (w *walker) read(b block, pictures bool) ([][]byte, error) {
	get := w.win.copy
	if pictures {
		get = w.win.share
	}
	data, err := get(b.data, int(b.end-b.data), b.at.end)
	if err != nil {
		return nil, err
	}
	return unlace(data, b.lacing)
}

// Kinds of lacing: several frames in a block (RFC 9559, section 10.3).
const (
	laceNone = iota
	laceXiph
	laceFixed
	laceEBML
)

// unlace splits the data of a block into frames.
func unlace(b []byte, lacing byte) ([][]byte, error) {
	if lacing == laceNone {
		return [][]byte{b}, nil
	}
	if len(b) == 0 {
		return nil, errDamaged
	}
	count := int(b[0]) + 1
	b = b[1:]
	sizes := make([]int, 0, count)
	var err error
	switch lacing {
	case laceXiph:
		sizes, b, err = xiphSizes(sizes, b, count)
	case laceEBML:
		sizes, b, err = ebmlSizes(sizes, b, count)
	case laceFixed:
		if len(b)%count != 0 {
			return nil, errDamaged
		}
		for range count - 1 {
			sizes = append(sizes, len(b)/count)
		}
	}
	if err != nil {
		return nil, err
	}
	frames := make([][]byte, 0, count)
	for _, n := range sizes {
		if n < 0 || n > len(b) {
			return nil, errDamaged
		}
		frames = append(frames, b[:n:n])
		b = b[n:]
	}
	return append(frames, b), nil // the last one takes the rest
}

// xiphSizes reads the sizes of all frames but the last as runs of 255 and a rest.
func xiphSizes(sizes []int, b []byte, count int) ([]int, []byte, error) {
	for range count - 1 {
		n := 0
		for {
			if len(b) == 0 {
				return nil, nil, errDamaged
			}
			c := b[0]
			b = b[1:]
			n += int(c)
			if c != 255 {
				break
			}
		}
		sizes = append(sizes, n)
	}
	return sizes, b, nil
}

// ebmlSizes reads the first size and the differences to the following ones, each
// a variable-size integer; differences are biased to be signed.
func ebmlSizes(sizes []int, b []byte, count int) ([]int, []byte, error) {
	last := int64(0)
	for i := range count - 1 {
		v, n := vint(b, false)
		if n == 0 || v == unknownSize {
			return nil, nil, errDamaged
		}
		b = b[n:]
		if i == 0 {
			last = int64(v)
		} else {
			last += int64(v) - (1<<(7*n-1) - 1)
		}
		if last < 0 || last > maxBlock {
			return nil, nil, errDamaged
		}
		sizes = append(sizes, int(last))
	}
	return sizes, b, nil
}
