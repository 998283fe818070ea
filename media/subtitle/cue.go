// Package subtitle turns subtitles of every kind into WebVTT: SubRip, WebVTT,
// ASS and SSA, MicroDVD, in any encoding, from files and from the tracks of films.
//
// What comes in is nobody's friend: the cues that go out hold nothing but the
// few tags that WebVTT knows, balanced, and no input makes this package panic,
// hang, or need much more memory than the input is long.
package subtitle

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"
)

// ErrUnreadable: no subtitles that this package reads. Compare with errors.Is.
var ErrUnreadable = errors.New("these subtitles cannot be read")

// Bounds of what is read.
const (
	MaxSize = 10 << 20 // bytes of a file; a film's has some 100 KB
	maxCues = 200_000
	maxText = 16 << 10 // bytes of a cue; what is more is cut off
)

// Cue is a text and when it is shown.
type Cue struct {
	Start, End time.Duration
	Settings   string // where it is shown: WebVTT cue settings, "" = at the bottom
	Text       string // WebVTT cue text: escaped, with balanced tags, without blank lines
}

// WebVTT writes cues as a WebVTT file, in the order of their starts.
func WebVTT(cues []Cue) []byte {
	var out bytes.Buffer
	out.WriteString("WEBVTT\n")
	for _, c := range cues {
		fmt.Fprintf(&out, "\n%s --> %s", stamp(c.Start), stamp(c.End))
		if c.Settings != "" {
			out.WriteByte(' ')
			out.WriteString(c.Settings)
		}
		out.WriteByte('\n')
		out.WriteString(c.Text)
		out.WriteByte('\n')
	}
	return out.Bytes()
}

// stamp writes a moment as WebVTT does.
func stamp(d time.Duration) string {
	ms := max(d, 0).Milliseconds()
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

// Sort puts cues in the order in which they are shown and drops doubles.
func Sort(cues []Cue) []Cue {
	slices.SortStableFunc(cues, func(a, b Cue) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	seen := make(map[Cue]bool, len(cues))
	return slices.DeleteFunc(cues, func(c Cue) bool {
		double := seen[c]
		seen[c] = true
		return double
	})
}

// join merges cues of the same text that follow each other without a gap, as
// programs that animate a sign write them frame by frame.
func join(cues []Cue) []Cue {
	const gap = 50 * time.Millisecond
	type shown struct{ settings, text string }
	last := make(map[shown]int)
	var joined []Cue
	for _, c := range cues {
		key := shown{c.Settings, c.Text}
		if i, ok := last[key]; ok && c.Start <= joined[i].End+gap {
			joined[i].End = max(joined[i].End, c.End)
			continue
		}
		last[key] = len(joined)
		joined = append(joined, c)
	}
	return joined
}
