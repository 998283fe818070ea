package media

import (
	"context"
	"errors"
	"io"
)

// ReadSeeker returns the bytes as a stream. A read of bytes that have not
// arrived waits until ctx ends, but calls idle first, so that who passes the
// bytes on can hand over what it has.
func (c *Content) ReadSeeker(ctx context.Context, idle func()) io.ReadSeeker {
	if file, ok := c.File(); ok {
		return file
	}
	return &stream{ctx: ctx, content: c, idle: idle}
}

// stream reads a film that is not a complete file from a position on.
type stream struct {
	ctx     context.Context
	content *Content
	idle    func()
	at      int64
}

var errSeek = errors.New("seek before the beginning of the film")

// Seek is that of io.Seeker.
func (s *stream) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += s.at
	case io.SeekEnd:
		offset += s.content.Media.Size
	}
	if offset < 0 {
		return 0, errSeek
	}
	s.at = offset
	return s.at, nil
}

// Read returns what is there, and waits when that is nothing.
func (s *stream) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if left := s.content.Media.Size - s.at; left <= 0 {
		return 0, io.EOF
	} else if int64(len(p)) > left {
		p = p[:left]
	}
	if !s.content.Has(s.at, s.at+1) {
		s.idle()
		if _, err := s.content.parts.ReadAt(s.ctx, p[:1], s.at); err != nil {
			return 0, err
		}
	}
	n := s.there(len(p))
	n, err := s.content.parts.ReadAt(s.ctx, p[:n], s.at)
	s.at += int64(n)
	if n > 0 {
		err = nil
	}
	return n, err
}

// there returns how many of the next n bytes have arrived, at least 1: the
// largest of n, n/2, n/4…
func (s *stream) there(n int) int {
	for ; n > 1 && !s.content.Has(s.at, s.at+int64(n)); n /= 2 {
	}
	return n
}
