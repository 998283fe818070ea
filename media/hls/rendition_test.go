package hls

import (
	"testing"

	"goblet/media/container"
)

func TestRenditionsAreNamedAfterTheirTrackAndWhatItBecomes(t *testing.T) {
	for name, want := range map[string]Rendition{
		"v1":      {container.Video, 1, Copy},
		"a2":      {container.Audio, 2, Copy},
		"a12-aac": {container.Audio, 12, AAC},
		"v1-h264": {container.Video, 1, H264},
		"v1-low":  {container.Video, 1, Low},
	} {
		if got, ok := ParseRendition(name); !ok || got != want {
			t.Errorf("ParseRendition(%q) = %v, %v", name, got, ok)
		}
		if got := want.String(); got != name {
			t.Errorf("%+v is called %q, want %q", want, got, name)
		}
	}
	for _, name := range []string{"", "v", "a", "x1", "v1-", "v1-aac", "a1-h264", "a1-low", "v01", "v+1", "v1-h264-low", "v99999999999999999999", "../v1"} {
		if got, ok := ParseRendition(name); ok {
			t.Errorf("ParseRendition(%q) = %v, want none", name, got)
		}
	}
}
