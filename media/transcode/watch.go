package transcode

import (
	"io"
	"sync"
	"time"
)

// watch notices when ffmpeg stands still: when it neither takes nor gives
// anything for a time, although its output is read and no bytes of the film are
// waited for.
type watch struct {
	patience time.Duration

	mu      sync.Mutex
	last    time.Time // when something went on
	reads   bool      // its output is being read
	fetches bool      // bytes of the film are being fetched
}

// start calls still, once, when ffmpeg stands still. stop ends that.
func (w *watch) start(still func()) (stop func()) {
	w.note(func() {})
	done := make(chan struct{})
	var wg sync.WaitGroup
	wg.Go(func() {
		ticker := time.NewTicker(w.patience / 4)
		defer ticker.Stop()
		for {
			select {
			case <-done:
				return
			case <-ticker.C:
			}
			w.mu.Lock()
			stands := w.reads && !w.fetches && time.Since(w.last) > w.patience
			w.mu.Unlock()
			if stands {
				still()
				return
			}
		}
	})
	return func() { close(done); wg.Wait() }
}

// note changes the state, with mu held, and that something went on.
func (w *watch) note(change func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change()
	w.last = time.Now()
}

// reading returns r, watched as ffmpeg's output.
func (w *watch) reading(r io.Reader) io.Reader {
	return readerFunc(func(p []byte) (int, error) {
		w.note(func() { w.reads = true })
		defer w.note(func() { w.reads = false })
		return r.Read(p)
	})
}

// writing returns to, watched as ffmpeg's input.
func (w *watch) writing(to io.Writer) io.Writer {
	return writerFunc(func(p []byte) (int, error) {
		defer w.note(func() {})
		return to.Write(p)
	})
}

// fetching returns r, watched as the film's bytes.
func (w *watch) fetching(r io.ReaderAt) io.ReaderAt { return fetched{r, w} }

type fetched struct {
	io.ReaderAt
	w *watch
}

func (f fetched) ReadAt(p []byte, at int64) (int, error) {
	f.w.note(func() { f.w.fetches = true })
	defer f.w.note(func() { f.w.fetches = false })
	return f.ReaderAt.ReadAt(p, at)
}

// Has reports whether reads of some bytes would not wait, as far as r tells.
func (f fetched) Has(start, end int64) bool {
	r, ok := f.ReaderAt.(interface{ Has(start, end int64) bool })
	return !ok || r.Has(start, end)
}

type (
	readerFunc func([]byte) (int, error)
	writerFunc func([]byte) (int, error)
)

func (f readerFunc) Read(p []byte) (int, error)  { return f(p) }
func (f writerFunc) Write(p []byte) (int, error) { return f(p) }
