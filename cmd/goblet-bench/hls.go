package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"time"

	"goblet/measure"
	"goblet/media/container"
	"goblet/media/hls"
)

// The film that is packaged: a short clip, again and again.
const (
	filmBytes  = 1 << 30
	clipLength = 10 // seconds
	clipRate   = 2  // Mbit/s: a film of 70 minutes
)

// packaging measures how soon and how fast a film of 1 GB is copied into HLS segments, beside what ffmpeg needs for the
// same in the same run.
func (b *bench) packaging(ctx context.Context) ([]row, error) {
	path, err := b.longFilm(ctx)
	if err != nil {
		return nil, err
	}
	defer os.Remove(path)
	fmt.Fprintln(b.log, "  copying with ffmpeg ...")
	theirs, err := b.ffmpegHLS(ctx, path)
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(b.log, "  copying with Goblet ...")
	ours, err := b.gobletHLS(path)
	if err != nil {
		return nil, err
	}
	sooner, rate := theirs.first.Seconds()/ours.first.Seconds(), ours.rate()/theirs.rate()
	return []row{
		{"HLS of a 1 GB film: open and index", fmt.Sprintf("%.1f ms", measure.MS(ours.open)), "", false},
		{"HLS of a 1 GB film: first segment, how much sooner than ffmpeg -c copy",
			fmt.Sprintf("%.0f x (%.1f / %.0f ms)", sooner, measure.MS(ours.first), measure.MS(theirs.first)), ">= 20 x", sooner >= 20},
		{"HLS of a 1 GB film: throughput, beside ffmpeg -c copy",
			fmt.Sprintf("%.2f x (%.0f / %.0f MB/s)", rate, ours.rate(), theirs.rate()), ">= 0.5 x", rate >= .5},
	}, nil
}

// copied is how long the copying of a film into files took.
type copied struct {
	open  time.Duration // until its table of contents was read
	first time.Duration // until the first segment was there, from nothing
	all   time.Duration
	bytes int64
}

// rate returns megabytes of segments a second.
func (c copied) rate() float64 { return float64(c.bytes) / 1e6 / c.all.Seconds() }

// longFilm makes a Matroska film of about filmBytes.
func (b *bench) longFilm(ctx context.Context) (string, error) {
	clip, film := filepath.Join(b.dir, "clip.mkv"), filepath.Join(b.dir, "long.mkv")
	rate := strconv.Itoa(clipRate) + "M"
	loops := filmBytes / (clipRate * 1e6 / 8 * clipLength)
	for _, args := range [][]string{
		{"-f", "lavfi", "-i", "testsrc2=size=1280x720:rate=25", "-f", "lavfi", "-i", "sine=frequency=440", "-t", strconv.Itoa(clipLength),
			"-c:v", "libx264", "-preset", "superfast", "-bf", "2", "-g", "50", "-pix_fmt", "yuv420p", "-b:v", rate, "-minrate", rate, "-maxrate", rate,
			"-bufsize", rate, "-x264-params", "nal-hrd=cbr", "-c:a", "aac", clip},
		{"-stream_loop", strconv.Itoa(int(loops)), "-i", clip, "-c", "copy", film},
	} {
		out, err := exec.CommandContext(ctx, "ffmpeg", append([]string{"-nostdin", "-v", "error", "-y"}, args...)...).CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("make a film with ffmpeg (go tool task setup installs it): %w\n%s", err, out)
		}
	}
	return film, nil
}

// ffmpegHLS copies the film with ffmpeg.
func (b *bench) ffmpegHLS(ctx context.Context, film string) (copied, error) {
	dir, err := os.MkdirTemp(b.dir, "ffmpeg-")
	if err != nil {
		return copied{}, err
	}
	defer os.RemoveAll(dir)
	playlist := filepath.Join(dir, "index.m3u8")
	var c copied
	start := time.Now()
	cmd := exec.CommandContext(ctx, "ffmpeg", "-nostdin", "-v", "error", "-i", film, "-map", "0", "-c", "copy", "-f", "hls",
		"-hls_time", "6", "-hls_segment_type", "fmp4", "-hls_list_size", "0", "-hls_flags", "temp_file", playlist)
	if err := cmd.Start(); err != nil {
		return c, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for { // the playlist is written after each segment
		if _, err := os.Stat(playlist); c.first == 0 && err == nil {
			c.first = time.Since(start)
		}
		select {
		case err := <-ended:
			c.all = time.Since(start)
			if err == nil && c.first == 0 {
				err = errors.New("ffmpeg wrote no playlist")
			}
			if err == nil {
				c.bytes, err = sizeOf(dir)
			}
			return c, err
		case <-time.After(500 * time.Microsecond):
		}
	}
}

// gobletHLS copies all tracks of the film, one segment after the other.
func (b *bench) gobletHLS(path string) (copied, error) {
	var c copied
	dir, err := os.MkdirTemp(b.dir, "goblet-")
	if err != nil {
		return c, err
	}
	defer os.RemoveAll(dir)
	start := time.Now()
	file, err := os.Open(path)
	if err != nil {
		return c, err
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return c, err
	}
	film, err := container.Open(file, info.Size())
	if err != nil {
		return c, err
	}
	packager, err := hls.New(film, file)
	if err != nil {
		return c, err
	}
	c.open = time.Since(start)
	for n := range packager.Len() {
		// Players ask for picture and sound at the same time.
		failures := make([]error, len(film.Tracks))
		var making sync.WaitGroup
		for i, t := range film.Tracks {
			making.Go(func() {
				segment, err := packager.Segment(file, t.ID, n)
				if err == nil {
					err = os.WriteFile(filepath.Join(dir, fmt.Sprintf("%d-%d.m4s", t.ID, n)), segment, 0o600)
				}
				failures[i] = err
			})
		}
		making.Wait()
		if err := errors.Join(failures...); err != nil {
			return c, err
		}
		if n == 0 {
			c.first = time.Since(start)
		}
	}
	c.all = time.Since(start)
	c.bytes, err = sizeOf(dir)
	return c, err
}

// sizeOf adds up the files in a folder.
func sizeOf(dir string) (sum int64, err error) {
	err = filepath.WalkDir(dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	})
	return sum, err
}
