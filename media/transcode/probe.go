package transcode

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/language"

	"goblet/media/container"
	"goblet/words"
)

// Probe reads with ffprobe what is known of a film whose container this program
// does not read itself: AVI, MPEG, Windows Media and the like. The film's Format
// is ffprobe's name; samples and keyframes can't be had from it. The error is
// container.ErrNotFilm when the file is none, and nothing of it was followed that
// names other files; ErrNoFFmpeg when there is no ffprobe; ctx's own when it has ended.
func (t *Tools) Probe(ctx context.Context, file *os.File) (*container.Film, error) {
	if t == nil || t.FFprobe == "" {
		if command := toInstall(); command != "" {
			return nil, words.Refuse(ErrNoFFmpeg, "Goblet needs ffprobe to read this film: {command}", "command", command)
		}
		return nil, words.Refuse(ErrNoFFmpeg, "Goblet needs ffprobe to read this film, from ffmpeg.org")
	}
	const patience = 20 * time.Second
	bounded, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	url, files := inherit(file)
	cmd := exec.CommandContext(bounded, t.FFprobe, "-hide_banner", "-loglevel", "error",
		"-protocol_whitelist", "file", "-format_whitelist", formats, "-max_pixels", maxPixels,
		"-print_format", "json", "-show_format", "-show_streams", "-show_chapters", url)
	cmd.Env, cmd.Dir, cmd.ExtraFiles, cmd.WaitDelay = environment(), os.TempDir(), files, time.Second
	var out bytes.Buffer
	var complaint tail
	cmd.Stdout, cmd.Stderr = &limited{&out, 1 << 20}, &complaint
	err := cmd.Run()
	if err := ctx.Err(); err != nil {
		return nil, err // which says nothing of the film
	}
	if bounded.Err() != nil {
		return nil, fmt.Errorf("%w: ffprobe did not answer in time", container.ErrNotFilm)
	}
	if _, ok := errors.AsType[*exec.ExitError](err); ok {
		return nil, fmt.Errorf("%w: %s", container.ErrNotFilm, complaint.String())
	}
	if err != nil {
		return nil, err
	}
	return parseProbe(out.Bytes())
}

// probed is ffprobe's answer, as far as it counts.
type probed struct {
	Format struct {
		Name     string `json:"format_name"`
		Duration string `json:"duration"`
		Start    string `json:"start_time"`
	} `json:"format"`
	Streams  []probedStream `json:"streams"`
	Chapters []struct {
		Start string            `json:"start_time"`
		Tags  map[string]string `json:"tags"`
	} `json:"chapters"`
}

type probedStream struct {
	Index       int               `json:"index"`
	Type        string            `json:"codec_type"`
	Codec       string            `json:"codec_name"`
	Width       int               `json:"width"`
	Height      int               `json:"height"`
	Aspect      string            `json:"sample_aspect_ratio"`
	Rate        string            `json:"avg_frame_rate"`
	Start       string            `json:"start_time"`
	Duration    string            `json:"duration"`
	SampleRate  string            `json:"sample_rate"`
	Channels    int               `json:"channels"`
	Bitrate     string            `json:"bit_rate"`
	Disposition map[string]int    `json:"disposition"`
	Tags        map[string]string `json:"tags"`
}

// Bounds of what is believed of a file.
const (
	maxTracks   = 64
	maxChapters = 1000
	maxSide     = 16384 // pixels
	maxRateHz   = 384_000
	maxChannels = 64
)

// parseProbe makes a film of ffprobe's answer.
func parseProbe(answer []byte) (*container.Film, error) {
	var p probed
	if err := json.Unmarshal(answer, &p); err != nil {
		return nil, fmt.Errorf("%w: %w", container.ErrNotFilm, err)
	}
	name, _, _ := strings.Cut(p.Format.Name, ",")
	if !slices.Contains(strings.Split(formats, ","), name) {
		return nil, fmt.Errorf("%w: no known format", container.ErrNotFilm)
	}
	f := &container.Film{Format: container.Format(name), Duration: number(p.Format.Duration, maxDuration), Start: signed(p.Format.Start)}
	pictures := false
	for _, s := range p.Streams[:min(len(p.Streams), maxTracks)] {
		track, ok := s.track()
		if !ok {
			continue
		}
		if track.Kind == container.Video && !pictures {
			pictures = true
			f.Start = signed(s.Start) // the first picture is shown at 0
		}
		if f.Duration == 0 {
			f.Duration = number(s.Duration, maxDuration)
		}
		f.Tracks = append(f.Tracks, track)
	}
	if !pictures {
		return nil, fmt.Errorf("%w: it has no picture", container.ErrNotFilm)
	}
	for _, c := range p.Chapters[:min(len(p.Chapters), maxChapters)] {
		f.Chapters = append(f.Chapters, container.Chapter{Start: max(0, signed(c.Start)-f.Start), Title: c.Tags["title"]})
	}
	return f, nil
}

// track makes a track of a stream. Pictures that are only a cover are none.
func (s probedStream) track() (container.Track, bool) {
	t := container.Track{
		ID: s.Index + 1, Codec: container.Codec(s.Codec), Timescale: 1000, Title: s.Tags["title"],
		Default: s.Disposition["default"] == 1, Forced: s.Disposition["forced"] == 1, Bitrate: number(s.Bitrate, 1e10),
	}
	if s.Index < 0 || s.Index > 1000 || s.Codec == "" || s.Disposition["attached_pic"] == 1 {
		return t, false
	}
	if tag, err := language.Parse(s.Tags["language"]); err == nil && tag != language.Und {
		t.Language = tag.String()
	}
	switch s.Type {
	case "video":
		t.Kind = container.Video
		if s.Width <= 0 || s.Height <= 0 || s.Width > maxSide || s.Height > maxSide {
			return t, false
		}
		t.Width, t.Height = shown(s.Width, ratio(s.Aspect, ":")), s.Height
		t.FrameRate = ratio(s.Rate, "/")
	case "audio":
		t.Kind = container.Audio
		t.Channels = min(s.Channels, maxChannels)
		t.SampleRate = int(number(s.SampleRate, maxRateHz))
		if t.Channels <= 0 || t.SampleRate == 0 {
			return t, false
		}
	default:
		return t, false // subtitles are read from containers that we know
	}
	return t, true
}

// shown returns how many pixels wide a picture is shown whose pixels have an aspect.
func shown(width int, aspect float64) int {
	if aspect < 0.1 || aspect > 10 {
		return width
	}
	return int(math.Round(float64(width) * aspect))
}

// ratio reads "25/1" or "16:15", 0 when it is none.
func ratio(text, sign string) float64 {
	a, b, _ := strings.Cut(text, sign)
	over, under := number(a, 1e9), number(b, 1e9)
	if under == 0 {
		return 0
	}
	return over / under
}

// number reads a number from 0 to a limit, 0 when it is none.
func number(text string, limit float64) float64 {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n >= 0) || n > limit {
		return 0
	}
	return n
}

// signed reads a number of seconds that may be negative, 0 when it is none.
func signed(text string) float64 {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(math.Abs(n) <= 10*maxDuration) {
		return 0
	}
	return n
}
