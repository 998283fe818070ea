package main

import (
	"net/http"
	"strings"
	"testing"
)

func TestStreamsOverPlainHTTPAreWrittenToTheirSocketsUnlessTheyShallNot(t *testing.T) {
	for flag, want := range map[string]string{"--portable-streams=false": "goblet_streams_direct 1\n", "--portable-streams": "goblet_streams_direct 0\n"} {
		p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), flag, film(t, "Test Film.mp4", t.TempDir()))
		v := newViewer(t, p.room)
		f := v.frames()
		f.next("reset", "")
		v.act("seek", "position=3")
		f.next("room", `"kind":"seek"`)
		if text := v.load(http.MethodGet, p.base()+"/metrics"); !strings.Contains(text, want) {
			t.Errorf("with %s the metrics lack %q", flag, want)
		}
	}
}
