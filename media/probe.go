package media

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"goblet/media/container"
)

// errChanging: the file was written to while it was probed.
var errChanging = errors.New("the file is being written")

// definite reports whether a probe that failed so would fail again as long as
// the file stays as it is.
func definite(err error) bool {
	return errors.Is(err, container.ErrNotFilm) || errors.Is(err, container.ErrIncomplete)
}

// stamp is what a look at a directory tells about a file; the zero stamp is no file.
type stamp struct {
	exists bool
	size   int64
	mtime  int64 // Unix nanoseconds
}

func stampOf(info fs.FileInfo) stamp {
	return stamp{exists: true, size: info.Size(), mtime: info.ModTime().UnixNano()}
}

// film is what a probe has learnt about a file.
type film struct {
	mime     string
	duration float64 // seconds, 0 when unknown
	streams  string
	plain    bool
	version  string
	info     fs.FileInfo
}

// Prober reads what is known of a film in a format that package container does
// not read. It is asked about files that are named like films. The error is
// container.ErrNotFilm when the file is none; after other errors the library
// asks again later.
type Prober func(ctx context.Context, file *os.File) (*container.Film, error)

// examine probes an open file. The info of the answer is set even when the
// probe fails with container.ErrNotFilm or container.ErrIncomplete.
func (p Prober) examine(ctx context.Context, f *os.File) (film, error) {
	info, err := f.Stat()
	if err != nil {
		return film{}, err
	}
	found := film{info: info}
	table, failure := p.probe(ctx, f.Name(), headers{f}, info.Size(), f)
	if failure == nil {
		found.mime, found.duration, found.streams = mimeOf(table.Format), table.Duration, streamsOf(table)
		found.plain = plain(table)
		found.version, failure = versionOf(f, info)
	}
	after, err := f.Stat()
	if err != nil {
		return film{}, err
	}
	if stampOf(after) != stampOf(info) {
		return film{}, errChanging
	}
	return found, failure
}

// headers is a file of which no more is to be read than it takes to list it: it
// has arrived, but says that it has not.
type headers struct{ io.ReaderAt }

// Has answers no.
func (headers) Has(int64, int64) bool { return false }

// probe reads the table of contents of a film of some name and of size bytes,
// which has a picture or sound. file is nil as long as it is not complete. The
// errors are those of container.Open and of p.
func (p Prober) probe(ctx context.Context, name string, r io.ReaderAt, size int64, file *os.File) (*container.Film, error) {
	table, err := container.Open(r, size)
	if errors.Is(err, container.ErrNotFilm) && p != nil && file != nil && resemblesFilm(name, file) {
		table, err = p(ctx, file)
	}
	if err != nil {
		return nil, err
	}
	if len(table.Of(container.Video)) == 0 && len(table.Of(container.Audio)) == 0 {
		return nil, fmt.Errorf("%w: it has neither picture nor sound", container.ErrNotFilm)
	}
	return table, nil
}

// versionOf hashes the size, the time of the last change and both ends of a file.
func versionOf(r io.ReaderAt, info fs.FileInfo) (string, error) {
	const end = 64 << 10
	h := sha256.New()
	s := stampOf(info)
	var facts [16]byte
	binary.BigEndian.PutUint64(facts[:8], uint64(s.size))
	binary.BigEndian.PutUint64(facts[8:], uint64(s.mtime))
	h.Write(facts[:])
	if _, err := io.Copy(h, io.NewSectionReader(r, 0, min(end, s.size))); err != nil {
		return "", err
	}
	if _, err := io.Copy(h, io.NewSectionReader(r, max(0, s.size-end), end)); err != nil {
		return "", err
	}
	return encoding.EncodeToString(h.Sum(nil))[:12], nil
}
