package transcode

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strconv"
	"sync"

	"goblet/media/container"
	"goblet/media/hls"
)

// job is what it takes to make a rendition: from which film, and how.
type job struct {
	source    hls.Source
	rendition hls.Rendition
	track     container.Track
	encoder   encoder // of pictures
	count     int     // segments
	folder    string  // in the store
}

// newJob returns the job that makes a rendition. The error is hls.ErrNoSegment when
// the film has no such track or no known length. version is ffmpeg's.
func newJob(s hls.Source, r hls.Rendition, e encoder, version string) (*job, error) {
	track := s.Film.Track(r.Track)
	if track == nil || track.Kind != r.Kind {
		return nil, hls.ErrNoSegment
	}
	j := &job{source: s, rendition: r, track: *track, encoder: e}
	_, picture := sizes[r.To]
	switch {
	case picture && r.Kind == container.Video:
		j.count = segments(s.Film.Duration)
	case r.To == hls.AAC && r.Kind == container.Audio:
		j.count = audioSegments(s.Film.Duration)
	}
	if j.count == 0 {
		return nil, hls.ErrNoSegment
	}
	// Segments that were made in another way don't go together with these.
	way := sha256.Sum256(fmt.Append(nil, version, j.output(0, "")))
	j.folder = path.Join(filmFolder(s.Key), r.String()+"-"+hex.EncodeToString(way[:6]))
	return j, nil
}

// filmFolder returns the folder of a film in the store, by hls.Source's key.
func filmFolder(key string) string {
	film := sha256.Sum256([]byte(key))
	return hex.EncodeToString(film[:12])
}

func (j *job) video() bool { return j.rendition.Kind == container.Video }

// file returns the name of a segment in the store.
func (j *job) file(number int) string {
	if number == initialization {
		return path.Join(j.folder, "init.mp4")
	}
	return path.Join(j.folder, strconv.Itoa(number)+".m4s")
}

// output returns ffmpeg's arguments after the input.
func (j *job) output(from int, sync string) []string {
	if j.video() {
		return videoOutput(j.encoder, sizes[j.rendition.To], j.track, from, j.end(from), j.source.Film.Duration, sync)
	}
	return audioOutput(from)
}

// end returns the segment before which a run ends that begins at one.
func (j *job) end(from int) int {
	if j.video() {
		return min(j.count, from+longestRun)
	}
	return j.count
}

// bounds returns where the segments begin and the last one ends, in seconds.
func (j *job) bounds() []float64 {
	all := make([]float64, 0, j.count+1)
	for n := range j.count {
		if j.video() {
			all = append(all, float64(n*Grid))
		} else {
			all = append(all, float64(firstFrame(n)*audioFrame)/audioRate)
		}
	}
	return append(all, j.source.Film.Duration)
}

// foreign reports whether only ffmpeg knows the film's container.
func foreign(f *container.Film) bool {
	return f.Format != container.MP4 && f.Format != container.Matroska && f.Format != container.WebM
}

// common are ffmpeg's first arguments.
var common = []string{"-nostdin", "-hide_banner", "-loglevel", "error"}

// maxPixels bounds the pictures that are decoded: 8192×4320.
const maxPixels = "35389440"

// threads bounds ffmpeg's threads, and with them its memory.
const threads = "8"

// convert runs ffmpeg from a segment on and emits what it makes, until the last
// one is made, ctx ends, or out returns an error.
func (t *Transcoder) convert(ctx context.Context, j *job, bytes hls.Bytes, from int, out emit) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	w := &watch{patience: t.options.Patience}
	c := command{program: t.tools.FFmpeg, hardware: j.video() && j.encoder.hardware, args: slices.Clone(common)}
	if j.video() {
		c.args = append(c.args, j.encoder.device...)
	}
	feed := func(io.Writer) error { return nil }
	if foreign(j.source.Film) {
		file, complete := bytes.File()
		if !complete {
			return fmt.Errorf("%w: it must have arrived as a whole first", ErrFailed)
		}
		url, files := inherit(file)
		c.args, c.files = append(c.args, foreignInput(j, from, url)...), files
	} else {
		c.args = append(c.args, "-protocol_whitelist", "pipe", "-threads", threads, "-max_pixels", maxPixels,
			"-copyts", "-f", "matroska", "-i", "pipe:0", "-map", "0:0")
		feed = func(to io.Writer) error { return j.feed(ctx, w.fetching(bytes.Reader(ctx)), from, to) }
	}
	c.args = append(c.args, j.output(from, t.tools.syncOption())...)
	p, err := t.spawner.start(ctx, c)
	if err != nil {
		return err
	}
	return attend(ctx, cancel, j, from, p, w, feed, out)
}

// attend feeds a process and reads what it makes, and sees to its end.
func attend(ctx context.Context, cancel context.CancelCauseFunc, j *job, from int, p *process, w *watch,
	feed func(io.Writer) error, out emit) error {
	var feeding sync.WaitGroup
	feeding.Go(func() {
		// Without an end of its input ffmpeg does not take what it has got for the whole film.
		if err := feed(w.writing(p.stdin)); err != nil {
			cancel(err)
		} else {
			_ = p.stdin.Close() // ffmpeg may have ended before
		}
	})
	stop := context.AfterFunc(ctx, p.kill)
	unwatch := w.start(func() { cancel(fmt.Errorf("%w: ffmpeg stands still", ErrFailed)) })
	next := from
	failure := j.cut(from, w.reading(p.stdout), func(number int, data []byte) error {
		next = number + 1
		return out(number, data)
	})
	if failure == errEnd && p.wait() == nil && next > from {
		failure = fill(next, j.end(from), out)
	}
	cause := context.Cause(ctx)
	unwatch()
	stop()
	cancel(errDone)
	complaint := p.end()
	feeding.Wait()
	switch {
	case cause != nil:
		return cause
	case errors.Is(failure, errOutput), failure == errEnd:
		return fmt.Errorf("%w: %w (%w)", ErrFailed, failure, cmp.Or(complaint, errDone))
	}
	return failure
}

// cut reads ffmpeg's output.
func (j *job) cut(from int, r io.Reader, out emit) error {
	if j.video() {
		return cutVideo(from, j.end(from), j.source.Film.Duration, r, out)
	}
	return cutAudio(from, j.count, j.source.Film.Duration, r, out)
}

var errDone = errors.New("the conversion is over")
