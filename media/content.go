package media

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
)

// Content is a version of a film, opened for reading. The caller closes it.
type Content struct {
	Media Media
	file  *os.File // nil when the bytes lie in the store or at another node
	parts parts    // nil: all bytes are in the file
}

// parts are the bytes of a film of which some have not arrived yet.
type parts interface {
	// ReadAt is that of io.ReaderAt, but waits for bytes that have not arrived,
	// until ctx ends.
	ReadAt(ctx context.Context, p []byte, at int64) (int, error)
	// Has reports whether all bytes from start to before end are there.
	Has(start, end int64) bool
	// Complete reports whether all bytes are there.
	Complete() bool
}

// File returns the bare file, which the kernel can send by itself, when all
// bytes are in one on this machine; else ok is false.
func (c *Content) File() (file *os.File, ok bool) {
	return c.file, c.file != nil && (c.parts == nil || c.parts.Complete())
}

// whole reports whether all bytes can be read.
func (c *Content) whole() bool { return c.parts == nil || c.parts.Complete() }

// Has reports whether all bytes from start to before end are there.
func (c *Content) Has(start, end int64) bool { return c.parts == nil || c.parts.Has(start, end) }

// Reader returns a reader of the bytes. Reads of bytes that have not arrived
// wait until ctx ends, and so do those of bytes that the store or another node is
// to send.
func (c *Content) Reader(ctx context.Context) io.ReaderAt {
	if _, ok := c.File(); ok {
		return c.file
	}
	return waiting{ctx, c.parts}
}

// Reachable returns ErrElsewhere when the bytes are at another node, and that one does
// not answer.
func (c *Content) Reachable(ctx context.Context) error {
	if d, ok := c.parts.(distant); ok {
		return d.reachable(ctx)
	}
	return nil
}

// Close ends the reading.
func (c *Content) Close() error {
	if c.file == nil {
		return nil
	}
	return c.file.Close()
}

type waiting struct {
	ctx   context.Context
	parts parts
}

func (w waiting) ReadAt(p []byte, at int64) (int, error) { return w.parts.ReadAt(w.ctx, p, at) }

// Has lets package container look at what is there without waiting for the rest.
func (w waiting) Has(start, end int64) bool { return w.parts.Has(start, end) }

// Content opens a version of a film. ErrNotFound and ErrReplaced are as of File.
func (l *Library) Content(id, version string) (*Content, error) {
	m, f, err := l.find(id)
	switch {
	case err != nil:
		return nil, err
	case f.src != nil:
		file, m, err := l.File(id, version)
		if err != nil {
			return nil, err
		}
		return &Content{Media: m, file: file}, nil
	case m.Version != version:
		return nil, ErrReplaced
	case f.coming != nil:
		return &Content{Media: m, parts: distant{l.shelf, f.coming}}, nil
	case f.away != nil:
		return &Content{Media: m, parts: object{l.shelf.blocks, f.away.object}}, nil
	}
	l.shelf.touch(id)
	file, err := f.up.Open()
	if errors.Is(err, fs.ErrNotExist) {
		if _, f, again := l.find(id); again == nil && f.away != nil { // it went to the store just now
			return l.Content(id, version)
		}
	}
	if err != nil {
		return nil, err
	}
	return &Content{Media: m, file: file, parts: arrivals{f.up, file}}, nil
}
