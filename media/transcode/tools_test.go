package transcode

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"goblet/media/container"
	"goblet/media/hls"
)

func TestTheInstallCommandIsThatOfTheSystem(t *testing.T) {
	for _, c := range []struct {
		system string
		root   bool
		has    []string
		want   string
	}{
		{"linux", false, []string{"apt", "sudo"}, "sudo apt install ffmpeg"},
		{"linux", true, []string{"apt", "sudo"}, "apt install ffmpeg"},
		{"linux", false, []string{"apk"}, "apk add ffmpeg"},
		{"linux", false, []string{"dnf", "sudo"}, "sudo dnf install ffmpeg"},
		{"linux", false, []string{"pacman", "sudo"}, "sudo pacman -S ffmpeg"},
		{"darwin", false, []string{"brew", "sudo"}, "brew install ffmpeg"},
		{"windows", false, []string{"winget"}, "winget install Gyan.FFmpeg"},
		{"windows", false, nil, ""},
		{"linux", false, nil, ""},
	} {
		if got := installCommand(c.system, c.root, func(p string) bool { return slices.Contains(c.has, p) }); got != c.want {
			t.Errorf("%s with %v: %q, want %q", c.system, c.has, got, c.want)
		}
	}
}

func TestVersionsOfFFmpegAreRead(t *testing.T) {
	for out, want := range map[string][2]int{
		"ffmpeg version 5.1.6-0+deb12u1 Copyright (c)": {5, 1},
		"ffmpeg version n7.0 Copyright":                {7, 0},
		"ffmpeg version 8.0-essentials_build-www":      {8, 0},
		"ffmpeg version N-109542-g1bf1f8a Copyright":   {1000, 0},
		"ffmpeg version 2024-05-02-git-71669f2 Copy":   {1000, 0},
		"hello": {0, 0},
		"ffmpeg version 99999999999999999999999.1 C": {0, 1},
	} {
		if _, major, minor := parseVersion(out); major != want[0] && want[0] != 0 || minor != want[1] && want[0] != 0 {
			t.Errorf("%q: %d.%d", out, major, minor)
		}
	}
}

func TestWithoutFFmpegASentenceSaysWhatToDo(t *testing.T) {
	folder := t.TempDir()
	old := filepath.Join(folder, "old")
	if err := os.WriteFile(old, []byte("#!/bin/sh\necho ffmpeg version 3.4.11 Copyright\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{filepath.Join(folder, "none"): "does not work as ffmpeg", old: "is too old"} {
		_, err := Find(t.Context(), path)
		if !errors.Is(err, ErrNoFFmpeg) || !strings.Contains(err.Error(), want) {
			t.Errorf("%v", err)
		}
	}
	t.Setenv("PATH", folder)
	_, missing := Find(t.Context(), "")
	if !errors.Is(missing, ErrNoFFmpeg) || !strings.HasPrefix(missing.Error(), "Goblet needs ffmpeg to convert films") {
		t.Errorf("%v", missing)
	}
	tr, err := New(Options{Missing: missing, Folder: filepath.Join(folder, "converted")})
	if err != nil {
		t.Fatal(err)
	}
	if tr.Missing() != missing {
		t.Errorf("%v", tr.Missing())
	}
	if _, err := tr.Segment(t.Context(), hls.Source{Film: &container.Film{}}, hls.Rendition{}, 0); !errors.Is(err, ErrNoFFmpeg) {
		t.Errorf("a segment: %v", err)
	}
}

func TestAnEncoderMustProveItself(t *testing.T) {
	tr := start(t, Options{})
	if err := tr.try(t.Context(), software); err != nil {
		t.Errorf("libx264: %v", err)
	}
	unruly := software
	unruly.quality = func(s size, rate int) []string {
		return append(software.quality(s, rate), "-frames:v", "30")
	}
	if err := tr.try(t.Context(), unruly); err == nil {
		t.Error("an encoder that loses frames is trusted")
	}
	absent := software
	absent.name = "h264_absent"
	if err := tr.try(t.Context(), absent); err == nil {
		t.Error("an encoder that does not exist is trusted")
	}
	if err := tr.can(absent); !errors.Is(err, ErrNoFFmpeg) {
		t.Errorf("%v", err)
	}
	tr.encoder = nil
	if e, err := tr.choose(t.Context()); err != nil || e.name == "" {
		t.Errorf("%+v, %v", e, err)
	}
}

func TestPicturesAreFittedToTheirSize(t *testing.T) {
	for _, c := range []struct{ width, height, w, h, lowW, lowH int }{
		{3840, 2160, 1920, 1080, 640, 360},
		{1920, 800, 1920, 800, 640, 266},
		{1080, 1920, 1080, 1920, 360, 640},
		{853, 479, 854, 480, 640, 360},
		{720, 576, 720, 576, 450, 360},
		{2, 2, 2, 2, 2, 2},
		{16384, 1, 1920, 2, 640, 2},
		{0, 0, 1920, 1080, 640, 360},
	} {
		w, h := sizes[hls.H264].fit(c.width, c.height)
		lowW, lowH := sizes[hls.Low].fit(c.width, c.height)
		if w != c.w || h != c.h || lowW != c.lowW || lowH != c.lowH {
			t.Errorf("%d×%d becomes %d×%d and %d×%d", c.width, c.height, w, h, lowW, lowH)
		}
	}
}
