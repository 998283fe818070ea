package transcode

import (
	"io"
	"testing"
	"testing/synctest"
	"time"
)

// readerAt is a film whose reads take as long as a function does.
type readerAt func()

func (f readerAt) ReadAt(p []byte, _ int64) (int, error) { f(); return len(p), nil }

func TestOnlyAnFFmpegThatIsGivenAllItNeedsCanStandStill(t *testing.T) {
	const patience = time.Minute
	for name, c := range map[string]struct {
		bytes, output time.Duration // how long bytes of the film and ffmpeg's output let wait
		written       time.Duration // how often ffmpeg takes a little
		held          time.Duration // how long its output is left alone
		want          bool
	}{
		"it gives nothing":             {output: 3 * patience, want: true},
		"it works on a long picture":   {output: patience / 2},
		"it takes and gives later":     {output: 3 * patience, written: patience / 2},
		"bytes of the film are missed": {output: 3 * patience, bytes: 3 * patience},
		"its output is left alone":     {held: 3 * patience},
		"bytes come, but do not help":  {output: 5 * patience, bytes: patience, want: true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				stood := false
				w := &watch{patience: patience}
				stop := w.start(func() { stood = true })
				done := make(chan struct{})
				go func() {
					_, _ = w.fetching(readerAt(func() { time.Sleep(c.bytes) })).ReadAt(nil, 0)
					in := w.writing(io.Discard)
					for c.written > 0 {
						select {
						case <-done:
							return
						case <-time.After(c.written):
							_, _ = in.Write([]byte{0})
						}
					}
				}()
				out := w.reading(readerFunc(func([]byte) (int, error) { time.Sleep(c.output); return 0, nil }))
				_, _ = out.Read(nil)
				time.Sleep(c.held)
				close(done)
				stop()
				if stood != c.want {
					t.Errorf("it stood still: %v, want %v", stood, c.want)
				}
			})
		})
	}
}
