package events

import "testing"

// textOf is the frames of a text that begins at a place; a frame is its number, 0 for none, and its bytes.
func textOf(at uint64, frames ...frame) *text {
	t := &text{end: at}
	for _, f := range frames {
		t.frames = append(t.frames, placed{f, t.end})
		t.end += uint64(len(f.wire))
	}
	return t
}

func TestAViewerIsOwedWhatFollowsItsPlaceAndNotWhatItKnows(t *testing.T) {
	of := func(seq uint64, wire string) frame { return frame{seq, []byte(wire)} }
	for name, c := range map[string]struct {
		text         *text
		place, known uint64
		want         string
		begins       uint64
	}{
		"nothing is new":             {textOf(7), 7, 0, "", 7},
		"one frame":                  {textOf(7, of(1, "one;")), 7, 0, "one;", 7},
		"the rest of a frame":        {textOf(7, of(1, "one;")), 9, 0, "e;", 9},
		"several, in one write":      {textOf(7, of(1, "one;"), of(0, "beat;"), of(2, "two;")), 7, 0, "one;beat;two;", 7},
		"from within the first":      {textOf(7, of(1, "one;"), of(2, "two;")), 10, 0, ";two;", 10},
		"from the second on":         {textOf(7, of(1, "one;"), of(2, "two;")), 11, 0, "two;", 11},
		"what its head has had":      {textOf(7, of(1, "one;"), of(2, "two;")), 7, 1, "two;", 11},
		"all of it":                  {textOf(7, of(1, "one;"), of(2, "two;")), 7, 5, "", 15},
		"before what it knows":       {textOf(7, of(0, "beat;"), of(1, "one;"), of(2, "two;")), 7, 1, "beat;", 7},
		"half of what it would know": {textOf(7, of(1, "one;"), of(2, "two;")), 8, 1, "ne;two;", 8},
	} {
		if wire, begins := c.text.after(c.place, c.known); string(wire) != c.want || begins != c.begins {
			t.Errorf("%s: %q from %d on, want %q from %d", name, wire, begins, c.want, c.begins)
		}
	}
}
