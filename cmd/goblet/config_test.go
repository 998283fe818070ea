package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

func env(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

func TestFlagsWinOverTheEnvironmentAndThatOverDefaults(t *testing.T) {
	c, err := parseConfig(nil, env())
	if err != nil || c.addr != ":5000" || c.logFormat != "text" || c.events != 5000 || c.data == "" {
		t.Errorf("defaults: %+v, %v", c, err)
	}
	c, err = parseConfig(nil, env("GOBLET_ADDR", ":1", "GOBLET_DATA", "/d", "GOBLET_TRUSTED_PROXIES", "10.0.0.0/8, ::1"))
	if err != nil || c.addr != ":1" || c.data != "/d" || len(c.proxies) != 2 {
		t.Errorf("environment: %+v, %v", c, err)
	}
	c, err = parseConfig([]string{"--addr", ":2", "a.mp4", "b"}, env("GOBLET_ADDR", ":1"))
	if err != nil || c.addr != ":2" || strings.Join(c.films, " ") != "a.mp4 b" {
		t.Errorf("flags: %+v, %v", c, err)
	}
	c, err = parseConfig(nil, env("XDG_DATA_HOME", "/xdg"))
	if err != nil || c.data != "/xdg/goblet" {
		t.Errorf("the user's data directory: %+v, %v", c, err)
	}
}

func TestSizesAreReadAsPeopleWriteThem(t *testing.T) {
	for text, want := range map[string]int64{
		"1073741824": 1 << 30, "20GB": 20e9, "500 mb": 500e6, "1.5T": 1.5e12, "64k": 64e3, "0": 0, "GB": 0, "-1GB": 0, "1e30": 0, "NaN": 0,
	} {
		var got int64
		if err := setSize(&got, text); (err == nil) != (want > 0) || got != want {
			t.Errorf("%q is read as %d, %v; want %d", text, got, err, want)
		}
	}
}

func TestABadFlagIsOneLineThatNamesIt(t *testing.T) {
	for _, args := range [][]string{
		{"--addr", "5000"}, {"--url", "party"}, {"--url", "https://x/a b"}, {"--url", "//x/y"}, {"--url", "/r/"}, {"--url", "https://x/media/"}, {"--url", "https://x/../y"}, {"--url", "https://x/?a"}, {"--url", "https://x//y"}, {"--url", "ftp://x"}, {"--trusted-proxies", "x"},
		{"--room-events", "0"}, {"--room-viewers", "-1"}, {"--streams", "many"}, {"--room-age", "1s"}, {"--uploads", "friends"}, {"--upload-max", "much"}, {"--upload-total", "-5GB"}, {"--upload-keep", "1s"}, {"--log-format", "xml"}, {"--log-level", "loud"}, {"--nonsense"},
	} {
		_, err := parseConfig(args, env())
		if err == nil || !strings.Contains(err.Error(), strings.TrimPrefix(args[0], "--")) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%v: %v", args, err)
		}
	}
	if _, err := parseConfig(nil, env("GOBLET_LOG_FORMAT", "xml")); err == nil || !strings.Contains(err.Error(), "GOBLET_LOG_FORMAT") {
		t.Errorf("environment: %v", err)
	}
}

func TestASwitchIsOnWithoutAValue(t *testing.T) {
	for _, c := range []struct {
		args []string
		env  func(string) string
		want bool
	}{
		{nil, env(), false},
		{[]string{"--portable-streams", "a.mp4"}, env(), true},
		{[]string{"--portable-streams=false"}, env("GOBLET_PORTABLE_STREAMS", "true"), false},
		{nil, env("GOBLET_PORTABLE_STREAMS", "1"), true},
	} {
		if got, err := parseConfig(c.args, c.env); err != nil || got.portable != c.want {
			t.Errorf("%q: %v, %v; want %v", c.args, got.portable, err, c.want)
		}
	}
	if _, err := parseConfig(nil, env("GOBLET_PORTABLE_STREAMS", "maybe")); err == nil || !strings.Contains(err.Error(), "GOBLET_PORTABLE_STREAMS") {
		t.Errorf("neither on nor off: %v", err)
	}
}

func TestHelpNamesEveryFlagAndItsVariable(t *testing.T) {
	if _, err := parseConfig([]string{"--help"}, env()); !errors.Is(err, errHelp) {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(t.Context(), []string{"-h"}, env(), &out, &out); err != nil {
		t.Fatal(err)
	}
	for _, g := range groups {
		for _, o := range g.options {
			if !strings.Contains(out.String(), "--"+o.name+" ") || !strings.Contains(out.String(), o.env()) {
				t.Errorf("--help lacks %s", o.name)
			}
		}
	}
}
