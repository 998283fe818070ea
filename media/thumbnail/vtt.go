package thumbnail

import (
	"fmt"
	"math"
	"strings"
)

// cue is a part of a sheet and when it is shown.
type cue struct {
	from, to float64 // seconds
	picture  int     // its number among all
}

// bridge is over how many pictures that are not made yet the one before is
// shown: better an old one than none.
const bridge = 6

// cues says which of the pictures that are there is shown when. there reports
// whether moment i's is; pictures are numbered in order.
func cues(all []moment, there func(i int) bool, duration float64) []cue {
	var list []cue
	for i := range all {
		if !there(i) {
			continue
		}
		next := i + 1
		for next < len(all) && !there(next) && next-i <= bridge {
			next++
		}
		to := duration
		switch {
		case next < len(all):
			to = all[next].from
		case !(to > all[i].from): // not known
			to = all[i].from + least
		}
		list = append(list, cue{all[i].from, to, len(list)})
	}
	return list
}

// vtt writes cues as WebVTT. The sheets' addresses are relative to the file's
// own, and other ones for each revision.
func vtt(list []cue, w, h int, revision uint32) []byte {
	var b strings.Builder
	b.WriteString("WEBVTT\n")
	for _, c := range list {
		at := place(c.picture%onSheet, w, h).Min
		fmt.Fprintf(&b, "\n%s --> %s\nthumbnails/%d.jpg?r=%08x#xywh=%d,%d,%d,%d\n",
			clock(c.from), clock(c.to), c.picture/onSheet, revision, at.X, at.Y, w, h)
	}
	return []byte(b.String())
}

// clock writes seconds as WebVTT does: 01:02:03.456.
func clock(seconds float64) string {
	ms := int64(math.Round(max(0, seconds) * 1000))
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}
