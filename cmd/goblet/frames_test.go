package main

import (
	"bufio"
	"strings"
	"testing"
)

// frames are what comes on an event stream.
type frames struct {
	t     testing.TB
	lines *bufio.Scanner
}

// frames opens the room's event stream, which is read frame by frame.
func (v *viewer) frames() *frames {
	v.t.Helper()
	lines := bufio.NewScanner(v.stream())
	lines.Buffer(nil, 1<<20)
	return &frames{v.t, lines}
}

// next returns the data of the next frame of a kind that contains a text. The
// stream's end fails the test; that nothing comes is left to its time limit.
func (f *frames) next(event, text string) string {
	f.t.Helper()
	var kind, data string
	for f.lines.Scan() {
		key, value, _ := strings.Cut(f.lines.Text(), ": ")
		switch {
		case key == "event":
			kind = value
		case key == "data":
			data = value
		case key == "":
			if kind == event && strings.Contains(data, text) {
				return data
			}
			kind, data = "", ""
		}
	}
	f.t.Fatalf("the stream ended before a frame %s with %s: %v", event, text, f.lines.Err())
	return ""
}
