package main

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"testing"
)

// frames are what comes on an event stream.
type frames struct {
	t     testing.TB
	lines *bufio.Scanner
	ids   []uint64 // of the events that came
}

// frames opens the room's event stream, which is read frame by frame.
func (v *viewer) frames() *frames {
	v.t.Helper()
	return readFrames(v.t, v.stream())
}

// framesSince is frames after an event that was seen.
func (v *viewer) framesSince(seen uint64) *frames {
	v.t.Helper()
	return readFrames(v.t, v.streamOf(fmt.Sprintf("/events?since=%d", seen)))
}

func readFrames(t testing.TB, stream io.Reader) *frames {
	lines := bufio.NewScanner(stream)
	lines.Buffer(nil, 1<<20)
	return &frames{t: t, lines: lines}
}

// contiguous fails the test if an event was lost or came twice.
func (f *frames) contiguous() {
	f.t.Helper()
	for i := 1; i < len(f.ids); i++ {
		if f.ids[i] != f.ids[i-1]+1 {
			f.t.Fatalf("the events were %v", f.ids)
		}
	}
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
		case key == "id":
			if id, err := strconv.ParseUint(value, 10, 64); err == nil {
				f.ids = append(f.ids, id)
			}
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
