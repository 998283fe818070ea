package handlers

import (
	"strings"
	"testing"
	"time"

	"goblet/media/container"
	"goblet/media/hls"
	"goblet/media/transcode"
)

func TestConversionsAreToldInWords(t *testing.T) {
	sound := hls.Rendition{Kind: container.Audio, Track: 2, To: hls.AAC}
	picture := hls.Rendition{Kind: container.Video, Track: 1, To: hls.H264}
	for _, c := range []struct {
		conversion transcode.Conversion
		want       string
		done       float64
	}{
		{transcode.Conversion{Rendition: sound, Track: container.Track{Codec: container.AC3}, Done: 30 * time.Minute, Duration: 2 * time.Hour, Speed: 45},
			"Sound is AC-3: converting it for browsers, ready in about 2 min.", 0.25},
		{transcode.Conversion{Rendition: sound, Track: container.Track{Codec: container.AC3}, Duration: time.Hour},
			"Sound is AC-3: converting it for browsers.", 0},
		{transcode.Conversion{Rendition: picture, Track: container.Track{Codec: container.HEVC}, Duration: time.Hour, Speed: 3},
			"Picture is HEVC: converting it while you watch.", 0},
		{transcode.Conversion{Rendition: picture, Track: container.Track{Codec: container.HEVC}, Duration: time.Hour, Speed: 0.5},
			"This computer is too slow for that right now, so the film will stop to wait.", 0},
		{transcode.Conversion{Rendition: hls.Rendition{Kind: container.Video, Track: 1, To: hls.Low}, Duration: time.Hour},
			"A smaller picture is being made for slow lines.", 0},
	} {
		if got := conversionNote(c.conversion); !strings.Contains(got.Text.String(), c.want) || got.Done != c.done {
			t.Errorf("%+v, want %q", got, c.want)
		}
	}
}
