package container

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"math/bits"
)

// maxMaster bounds the elements that are read whole: tables of contents, which
// are a few MB in the longest films.
const maxMaster = 64 << 20

// errDamaged is of data that contradict themselves.
var errDamaged = fmt.Errorf("%w: its Matroska elements are damaged", ErrNotFilm)

// element is the place of an EBML element (RFC 8794) in its file.
type element struct {
	id        uint32 // with its length marker
	body, end int64
	unknown   bool // the size is not known; end is the parent's
}

// window reads a file through a buffer that grows while reading is sequential
// and shrinks after a jump, so that passing over data is cheap.
type window struct {
	r    io.ReaderAt
	size int64
	buf  []byte
	off  int64 // of buf
	next int   // bytes of the next read

	shared bool // somebody keeps a part of buf
}

const (
	minRead = 4 << 10
	maxRead = 256 << 10
)

// bytes returns n bytes at an offset, valid until the next call. It may read on,
// but not beyond limit. Bytes that the file has not are io.ErrUnexpectedEOF.
func (w *window) bytes(off int64, n int, limit int64) ([]byte, error) {
	end := off + int64(n)
	if off < 0 || n < 0 || end > w.size {
		return nil, io.ErrUnexpectedEOF
	}
	have := w.off + int64(len(w.buf))
	if off >= w.off && end <= have {
		return w.buf[off-w.off:][:n], nil
	}
	if off >= w.off && off <= have && len(w.buf) > 0 {
		w.next = min(w.next*2, maxRead)
	} else {
		w.next = minRead
	}
	length := max(n, int(min(int64(w.next), min(limit, w.size)-off)))
	if w.shared || cap(w.buf) < length {
		w.buf, w.shared = make([]byte, length), false
	}
	w.buf, w.off = w.buf[:length], off
	if err := readFull(w.r, w.buf, off); err != nil {
		w.buf = w.buf[:0]
		return nil, err
	}
	return w.buf[:n], nil
}

// copy returns n bytes at an offset, the caller's to keep.
func (w *window) copy(off int64, n int, limit int64) ([]byte, error) {
	if end := off + int64(n); off < 0 || n < 0 || end > w.size {
		return nil, io.ErrUnexpectedEOF
	}
	if n <= maxRead {
		b, err := w.bytes(off, n, limit)
		return append([]byte(nil), b...), err
	}
	b := make([]byte, n)
	have := 0
	if skip := off - w.off; skip >= 0 && skip < int64(len(w.buf)) {
		have = copy(b, w.buf[skip:])
	}
	if err := readFull(w.r, b[have:], off+int64(have)); err != nil {
		return nil, err
	}
	w.buf, w.off = w.buf[:0], off+int64(n)
	return b, nil
}

// share is copy without copying: what is kept of a buffer keeps all of it, which
// does when most of it is.
func (w *window) share(off int64, n int, limit int64) ([]byte, error) {
	if n > maxRead {
		return w.copy(off, n, limit)
	}
	b, err := w.bytes(off, n, limit)
	w.shared = w.shared || len(b) > 0
	return b[:len(b):len(b)], err
}

func readFull(r io.ReaderAt, b []byte, off int64) error {
	n, err := r.ReadAt(b, off)
	if n == len(b) {
		return nil
	}
	if err == nil || errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return err
}

// element reads the header of the element at an offset of a parent that ends at
// limit.
func (w *window) element(off, limit int64) (element, error) {
	b, err := w.bytes(off, int(min(12, limit-off, w.size-off)), limit)
	if err != nil {
		return element{}, err
	}
	id, n := vint(b, true)
	if n == 0 || n > 4 {
		return element{}, errDamaged
	}
	size, m := vint(b[n:], false)
	if m == 0 {
		return element{}, errDamaged
	}
	e := element{id: uint32(id), body: off + int64(n+m)}
	switch {
	case size == unknownSize:
		e.unknown, e.end = true, limit
	case size > math.MaxInt64/2:
		return element{}, errDamaged
	default:
		e.end = e.body + int64(size)
	}
	return e, nil
}

// master reads an element whole.
func (w *window) master(e element) ([]byte, error) {
	if e.unknown || e.end-e.body > maxMaster {
		return nil, errDamaged
	}
	return w.copy(e.body, int(e.end-e.body), e.end)
}

// unknownSize is what vint returns for a size whose bits are all one.
const unknownSize = math.MaxUint64

// vint decodes a variable-size integer (RFC 8794, section 4) and returns its
// length, 0 when b holds none. marked keeps the length marker, as IDs do.
func vint(b []byte, marked bool) (v uint64, n int) {
	if len(b) == 0 || b[0] == 0 {
		return 0, 0
	}
	n = bits.LeadingZeros8(b[0]) + 1
	if len(b) < n {
		return 0, 0
	}
	v = uint64(b[0])
	if !marked {
		v &= 0xFF >> n
	}
	for _, c := range b[1:n] {
		v = v<<8 | uint64(c)
	}
	if !marked && v == 1<<(7*n)-1 {
		v = unknownSize
	}
	return v, n
}

// children calls visit for the elements in a parent's body, until they end or
// make no sense.
func children(b []byte, visit func(id uint32, body []byte)) {
	for len(b) > 0 {
		id, n := vint(b, true)
		if n == 0 || n > 4 {
			return
		}
		size, m := vint(b[n:], false)
		if m == 0 {
			return
		}
		b = b[n+m:]
		length := int(min(size, uint64(len(b))))
		visit(uint32(id), b[:length])
		b = b[length:]
	}
}

func ebmlUint(b []byte) (v uint64) {
	for _, c := range b[:min(len(b), 8)] {
		v = v<<8 | uint64(c)
	}
	return v
}

func ebmlInt(b []byte) int64 {
	if len(b) == 0 || len(b) > 8 {
		return 0
	}
	shift := 64 - 8*len(b)
	return int64(ebmlUint(b)) << shift >> shift
}

func ebmlFloat(b []byte) float64 {
	var v float64
	switch len(b) {
	case 4:
		v = float64(math.Float32frombits(binary.BigEndian.Uint32(b)))
	case 8:
		v = math.Float64frombits(binary.BigEndian.Uint64(b))
	}
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return 0
	}
	return v
}

// ebmlText returns a string without its padding.
func ebmlText(b []byte) string {
	for i, c := range b {
		if c == 0 {
			return string(b[:i])
		}
	}
	return string(b)
}
