package transcode

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strconv"
	"sync"

	"goblet/media/container"
)

// Picture is a frame of a film as a JPEG.
type Picture struct {
	Time float64 // seconds on the film's timeline
	JPEG []byte
}

// maxPictures bounds what ffmpeg makes of one film, in bytes.
const maxPictures = 64 << 20

// Pictures returns frames of a video track as JPEGs of a size in pixels, in the
// order of the samples, each of which decoding can begin with, turned as the
// track says. What cannot be decoded is left out. The error is that of the samples, of ctx, ErrNoFFmpeg or
// ErrFailed.
func (t *Transcoder) Pictures(ctx context.Context, track container.Track, frames iter.Seq2[container.Sample, error], width, height int) ([]Picture, error) {
	input := []string{"-protocol_whitelist", "pipe", "-threads", "1", "-max_pixels", maxPixels, "-f", "matroska", "-i", "pipe:0", "-map", "0:0"}
	return t.pictures(ctx, input, nil, turns[track.Rotation]+scaled(width, height), func(w io.Writer) error {
		mux, err := container.NewMuxer(w, track)
		if err != nil {
			return err
		}
		for s, err := range frames {
			if err == nil {
				err = mux.Write(track.ID, s)
			}
			if err != nil {
				return err
			}
		}
		return mux.Close()
	})
}

// PicturesOf returns frames of a film that only ffmpeg reads, as Pictures does:
// keyframes that lie at least every seconds apart.
func (t *Transcoder) PicturesOf(ctx context.Context, file *os.File, f *container.Film, track container.Track, every float64, width, height int) ([]Picture, error) {
	url, files := inherit(file)
	input := []string{"-protocol_whitelist", "file", "-format_whitelist", formats, "-threads", "1", "-max_pixels", maxPixels,
		"-skip_frame", "nokey", "-itsoffset", seconds(-f.Start), "-i", url, "-map", "0:" + strconv.Itoa(streamOf(track))}
	filter := fmt.Sprintf("select='isnan(prev_selected_t)+gte(t-prev_selected_t,%s)',%s", seconds(every), scaled(width, height))
	return t.pictures(ctx, input, files, filter, func(io.Writer) error { return nil })
}

func scaled(width, height int) string {
	return fmt.Sprintf("scale=%d:%d:flags=area", width, height)
}

// pictures runs ffmpeg and reads what it makes: Matroska, which tells the times.
func (t *Transcoder) pictures(ctx context.Context, input []string, files []*os.File, filter string, feed func(io.Writer) error) ([]Picture, error) {
	if t.tools == nil {
		return nil, t.Missing()
	}
	p, err := t.spawner.start(ctx, command{program: t.tools.FFmpeg, files: files, args: slices.Concat(common, []string{"-copyts"}, input,
		[]string{"-vf", filter, t.tools.syncOption(), "passthrough", "-c:v", "mjpeg", "-pix_fmt", "yuvj420p", "-q:v", "4", "-f", "matroska", "pipe:1"})})
	if err != nil {
		return nil, err
	}
	stop := context.AfterFunc(ctx, p.kill)
	defer stop()
	var fed error
	var feeding sync.WaitGroup
	feeding.Go(func() {
		if fed = feed(p.stdin); fed != nil && closed(fed) {
			fed = nil // ffmpeg says why it has ended
		}
		_ = p.stdin.Close()
	})
	out, err := io.ReadAll(io.LimitReader(p.stdout, maxPictures))
	if err != nil || len(out) == maxPictures {
		p.kill()
	}
	complaint := p.wait()
	feeding.Wait()
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case fed != nil:
		return nil, fed
	case complaint != nil && len(out) == 0:
		return nil, fmt.Errorf("%w: %w", ErrFailed, complaint)
	}
	return readPictures(out)
}

// readPictures reads a Matroska file of JPEGs.
func readPictures(data []byte) ([]Picture, error) {
	r := bytes.NewReader(data)
	film, err := container.Open(r, r.Size())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFailed, err)
	}
	var all []Picture
	for _, track := range film.Of(container.Video) {
		for s, err := range film.Samples(r, track.ID, 0) {
			if err != nil {
				return all, fmt.Errorf("%w: %w", ErrFailed, err)
			}
			all = append(all, Picture{film.Start + float64(s.PTS)/float64(track.Timescale), s.Data})
		}
	}
	return all, nil
}
