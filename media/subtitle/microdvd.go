package subtitle

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// frames is the beginning of a line of MicroDVD: the first frame that shows it
// and the last, which may be missing.
var frames = regexp.MustCompile(`^\{(\d{1,8})\}\{(\d{0,8})\}`)

// Frame rates of MicroDVD, whose times are frames.
const (
	usualRate = 23.976
	lowRate   = 10
	highRate  = 130
)

// parseMicroDVD reads MicroDVD. The frame rate is what the first line says, else
// the film's, else the usual one.
func parseMicroDVD(text string, rate float64) []Cue {
	if !(rate >= lowRate && rate <= highRate) {
		rate = usualRate
	}
	at := func(frame int) time.Duration { return time.Duration(float64(frame) / rate * float64(time.Second)) }
	var cues []Cue
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		m := frames.FindStringSubmatch(line)
		if m == nil || len(cues) >= maxCues {
			continue
		}
		said := line[len(m[0]):]
		first, _ := strconv.Atoi(m[1])
		last, err := strconv.Atoi(m[2])
		if f, ok := rateLine(said); ok && first <= 1 && len(cues) == 0 {
			rate = f
			continue
		}
		c := Cue{Start: at(first), End: at(last), Text: microText(said)}
		if err != nil {
			c.End = c.Start + 3*time.Second
		}
		if c.Text != "" && c.End > c.Start && c.End <= maxMoment {
			cues = append(cues, c)
		}
	}
	return cues
}

// rateLine reads the text of a first line that says the frame rate.
func rateLine(said string) (float64, bool) {
	rate, err := strconv.ParseFloat(strings.Replace(strings.TrimSpace(said), ",", ".", 1), 64)
	return rate, err == nil && rate >= lowRate && rate <= highRate
}

// control is a code of MicroDVD: {y:i} holds for a line, {Y:i} for all.
var control = regexp.MustCompile(`\{([yYcCfFsSpPoO]):([^}]{0,100})\}`)

// microText reads a text whose lines are separated by bars.
func microText(s string) string {
	var p payload
	for i, line := range strings.Split(s, "|") {
		if i > 0 {
			p.text("\n")
		}
		said := control.ReplaceAllString(line, "")
		italic := strings.HasPrefix(said, "/")
		said = strings.TrimPrefix(said, "/")
		for _, c := range control.FindAllStringSubmatch(line, -1) {
			italic = italic || strings.EqualFold(c[1], "y") && strings.Contains(strings.ToLower(c[2]), "i")
		}
		if italic {
			p.start("i", "")
		}
		p.text(said)
		if italic {
			p.end("i")
		}
	}
	return p.String()
}
