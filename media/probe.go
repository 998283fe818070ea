package media

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
)

var (
	// errNotFilm: no format that the library plays.
	errNotFilm = errors.New("no film")
	// errIncomplete: a film of which a part is missing, as while it is copied.
	errIncomplete = errors.New("the copy is not complete")
	// errChanging: the file was written to while it was probed.
	errChanging = errors.New("the file is being written")
)

// definite reports whether a probe that failed so would fail again as long as
// the file stays as it is.
func definite(err error) bool { return errors.Is(err, errNotFilm) || errors.Is(err, errIncomplete) }

const (
	typeMP4      = "video/mp4"
	typeWebM     = "video/webm"
	typeMatroska = "video/x-matroska"
)

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
	version  string
	info     fs.FileInfo
}

// examine probes an open file. The info of the answer is set even when the
// probe fails with errNotFilm or errIncomplete.
func examine(f *os.File) (film, error) {
	info, err := f.Stat()
	if err != nil {
		return film{}, err
	}
	found := film{info: info}
	var failure error
	found.mime, found.duration, failure = probe(f, info.Size())
	if failure == nil {
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

// probe tells MIME type and duration (seconds, 0 when unknown) of a film of
// size bytes. It reads the film's headers only, and is safe on hostile input:
// errNotFilm, errIncomplete or an error of r, but no panic and no big buffer.
func probe(r io.ReaderAt, size int64) (mime string, duration float64, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", errNotFilm, p)
		}
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			err = fmt.Errorf("%w: %w", errIncomplete, err)
		}
		duration = sane(duration)
	}()
	var head [8]byte
	if size < int64(len(head)) {
		return "", 0, errNotFilm
	}
	if _, err := r.ReadAt(head[:], 0); err != nil {
		return "", 0, err
	}
	if bytes.HasPrefix(head[:], []byte{0x1A, 0x45, 0xDF, 0xA3}) {
		return probeMatroska(r, size)
	}
	switch string(head[4:]) {
	case "ftyp", "moov", "mdat", "wide", "free", "skip", "pnot":
		duration, err = probeMP4(r, size)
		return typeMP4, duration, err
	}
	return "", 0, errNotFilm
}

// sane turns durations that no film has into "unknown".
func sane(seconds float64) float64 {
	const year = 365 * 24 * 3600
	if math.IsNaN(seconds) || seconds < 0 || seconds > year {
		return 0
	}
	return seconds
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
