package transcode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"goblet/media/container"
	"goblet/media/hls"
	"goblet/words"
)

// choose returns the encoder of pictures: a graphics card's, if one proves that
// it does what is wanted, else software. It tries them once.
func (t *Transcoder) choose(ctx context.Context) (encoder, error) {
	t.chosen.Lock()
	defer t.chosen.Unlock()
	if t.encoder != nil {
		return *t.encoder, t.can(*t.encoder)
	}
	for _, e := range hardware {
		if !t.tools.encoders[e.name] || !e.present() {
			continue
		}
		if err := t.try(ctx, e); err != nil {
			if ctx.Err() != nil {
				return encoder{}, ctx.Err()
			}
			t.log.Debug("hardware encoder left alone", "encoder", e.name, "error", err)
			continue
		}
		t.log.Info("films are converted by the graphics card", "encoder", e.name)
		t.encoder = &e
		return e, nil
	}
	t.encoder = &software
	return software, t.can(software)
}

// can reports whether ffmpeg has an encoder.
func (t *Transcoder) can(e encoder) error {
	if !t.tools.encoders[e.name] {
		return words.Refuse(ErrNoFFmpeg, "The ffmpeg that is installed can't make H.264 (it has no {name}): install one that can, from ffmpeg.org.", "name", e.name)
	}
	return nil
}

// distrust gives a hardware encoder up for software.
func (t *Transcoder) distrust(e encoder) {
	if e.hardware {
		t.chosen.Lock()
		t.encoder = &software
		t.chosen.Unlock()
		t.log.Warn("the graphics card's encoder failed, films are converted by the processor from now on", "encoder", e.name)
	}
}

// What encoders are tried with: a film that ends in its third segment.
const (
	trialSeconds = 2*Grid + 1
	trialRate    = 10
)

var errTrial = errors.New("the encoder does not do what it should")

// try has an encoder convert some seconds, and looks whether every frame comes
// back from a decoder, and segments begin where they should.
func (t *Transcoder) try(ctx context.Context, e encoder) error {
	ctx, cancel := context.WithTimeout(ctx, 15*time.Second)
	defer cancel()
	track := container.Track{ID: 1, Kind: container.Video, Width: 320, Height: 180, FrameRate: trialRate}
	film := &container.Film{Duration: trialSeconds, Tracks: []container.Track{track}}
	j, err := newJob(hls.Source{Film: film}, hls.Rendition{Kind: container.Video, Track: 1, To: hls.H264}, e, "")
	if err != nil {
		return err
	}
	c := command{program: t.tools.FFmpeg, hardware: e.hardware}
	c.args = slices.Concat(common, e.device, []string{"-copyts", "-itsoffset", seconds(leeway), "-f", "lavfi",
		"-i", fmt.Sprintf("testsrc2=s=320x180:r=%d:d=%d", trialRate, trialSeconds), "-map", "0:0"}, j.output(0, t.tools.syncOption()))
	p, err := t.spawner.start(ctx, c)
	if err != nil {
		return err
	}
	var output []byte
	var made []int
	inner, end := context.WithCancelCause(ctx)
	defer end(nil)
	nothing := func(io.Writer) error { return nil }
	err = attend(inner, end, j, 0, p, &watch{patience: 15 * time.Second}, nothing, func(number int, data []byte) error {
		output = append(output, data...)
		made = append(made, number)
		return nil
	})
	if err != nil {
		return err
	}
	if !slices.Equal(made, []int{initialization, 0, 1, 2}) {
		return fmt.Errorf("%w: it made segments %v", errTrial, made)
	}
	return t.decodes(ctx, output, trialSeconds*trialRate)
}
