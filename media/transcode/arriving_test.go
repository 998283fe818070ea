package transcode

import (
	"context"
	"errors"
	"io"
	"os"
	"sync"
	"testing"
	"time"

	"goblet/media/hls"
)

// upload is a film of which only the first bytes have arrived.
type upload struct {
	*os.File
	ctx     context.Context
	have    int64
	arrived <-chan struct{} // closed when the rest has
}

func (u upload) ReadAt(p []byte, at int64) (int, error) {
	if at+int64(len(p)) > u.have {
		select {
		case <-u.arrived:
		case <-u.ctx.Done():
			return 0, u.ctx.Err()
		}
	}
	return u.File.ReadAt(p, at)
}

// partial is an opened upload.
type partial struct {
	f       *os.File
	have    int64
	arrived <-chan struct{}
}

func (p partial) File() (*os.File, bool) { return p.f, false }
func (p partial) Close() error           { return p.f.Close() }
func (p partial) Reader(ctx context.Context) io.ReaderAt {
	return upload{p.f, ctx, p.have, p.arrived}
}

// arriving opens a film of which the rest arrives when arrived is closed.
func arriving(t *testing.T, path string, have int64, arrived <-chan struct{}) func() (hls.Bytes, error) {
	t.Helper()
	return func() (hls.Bytes, error) {
		f, err := os.Open(path)
		return partial{f, have, arrived}, err
	}
}

func TestAFilmIsConvertedWhileItIsUploaded(t *testing.T) {
	path := film(t, "long.mkv")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	s := sourceOf(t, tools(t), path)
	arrived := make(chan struct{})
	s.Open = arriving(t, path, info.Size()/4, arrived)
	tr := start(t, Options{Ahead: 400 * time.Second})
	picture, sound := renditionOf(s, hls.Low), renditionOf(s, hls.AAC)
	get(t, tr, s, picture, 3)
	get(t, tr, s, sound, 3)
	ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
	defer cancel()
	if _, err := tr.Segment(ctx, s, picture, 50); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("a segment that has not arrived: %v", err)
	}
	var wg sync.WaitGroup
	wg.Go(func() { get(t, tr, s, picture, 50) })
	wg.Go(func() { get(t, tr, s, sound, 50) })
	close(arrived)
	wg.Wait()
}

func TestAFilmThatOnlyFFmpegKnowsMustHaveArrived(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "xvid.avi"))
	s.Open = arriving(t, film(t, "xvid.avi"), 1000, nil)
	if _, err := start(t, Options{}).Segment(t.Context(), s, renditionOf(s, hls.H264), 0); !errors.Is(err, ErrFailed) {
		t.Errorf("got %v", err)
	}
}

func TestAFilmThatCannotBeReadIsNotTakenForAShortOne(t *testing.T) {
	path := film(t, "ac3.mkv")
	s := sourceOf(t, tools(t), path)
	s.Open = func() (hls.Bytes, error) {
		f, err := os.Open(path)
		return broken{f}, err
	}
	tr := start(t, Options{})
	if _, err := tr.Segment(t.Context(), s, renditionOf(s, hls.H264), 7); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

// broken is a film on a disk that fails behind its first part.
type broken struct{ f *os.File }

var errBroken = errors.New("the disk is broken")

func (b broken) File() (*os.File, bool)             { return b.f, true }
func (b broken) Close() error                       { return b.f.Close() }
func (b broken) Reader(context.Context) io.ReaderAt { return b }
func (b broken) ReadAt(p []byte, at int64) (int, error) {
	if at > 100_000 {
		return 0, errBroken
	}
	return b.f.ReadAt(p, at)
}
