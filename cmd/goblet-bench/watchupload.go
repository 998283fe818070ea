package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"time"

	"goblet/browser"
	"goblet/measure"
)

// The line that films are uploaded over, in bytes a second: 6 Mbit/s, as facts of watching while uploading were measured.
const (
	homeLine   = 750_000
	farSeek    = 91 // seconds: amid what lies between two keyframes, of a film of 100 s
	farSeekMax = 1500 * time.Millisecond
)

// uploadedPart is JavaScript for how much of the upload has arrived, 0 to 1.
const uploadedPart = `document.querySelector('#upload-list .upload progress').value / 1000`

// watchUploads measures how films play in Chromium while the same page uploads them.
func (b *bench) watchUploads(ctx context.Context) ([]row, error) {
	var rows []row
	for _, kind := range []struct{ name, file string }{
		{"MP4 with its index at the end", "watched.mp4"},
		{"Matroska", "watched.mkv"},
	} {
		film, err := b.filmOf2Mbit(ctx, kind.file)
		if err != nil {
			return nil, err
		}
		var parts, seeks []float64
		for range 3 {
			part, seek, err := b.watchUpload(ctx, film)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", kind.name, err)
			}
			parts, seeks = append(parts, 100*part), append(seeks, seek.Seconds())
		}
		part, seek := measure.Quantile(parts, .5), measure.Quantile(seeks, .5)
		rows = append(rows,
			row{kind.name + " of 2.1 Mbit/s over 6 Mbit/s: uploaded when it plays, median of 3", fmt.Sprintf("%.1f %%", part), "<= 10 %", part <= 10},
			row{"the same: from a seek far ahead to playing there", fmt.Sprintf("%.2f s (%.2f to %.2f s)", seek, measure.Quantile(seeks, 0), measure.Quantile(seeks, 1)),
				"<= 1.5 s", seek <= farSeekMax.Seconds()})
	}
	return rows, nil
}

// filmOf2Mbit makes a film of 100 s, of 2.1 Mbit/s with its sound.
func (b *bench) filmOf2Mbit(ctx context.Context, name string) (string, error) {
	path := filepath.Join(b.dir, name)
	out, err := exec.CommandContext(ctx, "ffmpeg", "-v", "error", "-y", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25",
		"-f", "lavfi", "-i", "sine=frequency=440:r=48000", "-t", "100", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
		"-g", "50", "-b:v", "2M", "-minrate", "2M", "-maxrate", "2M", "-bufsize", "500k", "-x264-params", "nal-hrd=cbr:scenecut=0",
		"-c:a", "aac", "-b:a", "64k", path).CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("make a film with ffmpeg: %w\n%s", err, out)
	}
	return path, nil
}

// watchUpload uploads a film over the slow line, plays it as soon as it can be, and seeks far ahead. It returns how much had
// arrived when it played, 0 to 1, and how long the seek took.
func (b *bench) watchUpload(ctx context.Context, film string) (part float64, seek time.Duration, err error) {
	s, err := b.serveWith(ctx, []string{"--disk-free", "1MB"})
	if err != nil {
		return 0, 0, err
	}
	defer s.Stop()
	w, err := watchRoom(ctx, "uploader", s.Room)
	if err != nil {
		return 0, 0, err
	}
	defer w.Close()
	const within = 30 * time.Second
	playing := func(from float64) error {
		return w.Until(ctx, fmt.Sprintf(`(v => v.currentTime > %g && !v.paused && !v.seeking && v.readyState > 2 && `+
			`v.currentSrc && v.webkitDecodedFrameCount > 2)(document.querySelector('#video'))`, from), within)
	}
	err = w.enter(ctx)
	w.Uplink(homeLine)
	err = errors.Join(err, w.Click(ctx, "#tab-film"), w.Choose(ctx, "#upload-files", film),
		w.Until(ctx, `!document.querySelector('.upload [data-do="watch"]').hidden`, within),
		w.Click(ctx, `.upload [data-do="watch"]`),
		w.Until(ctx, `goblet.status().playback.media === document.querySelector('.upload').dataset.media`, within),
		w.Press(ctx, "k"), playing(0.1))
	if err != nil {
		return 0, 0, err
	}
	if part, err = browser.Value[float64](ctx, w.Page, uploadedPart); err != nil {
		return 0, 0, err
	}
	began := time.Now()
	err = errors.Join(w.seek(ctx, farSeek), playing(farSeek+0.05))
	return part, time.Since(began), err
}
