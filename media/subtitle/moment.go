package subtitle

import (
	"strconv"
	"strings"
	"time"
)

// maxMoment bounds when a cue can be: no film is longer.
const maxMoment = 100 * time.Hour

// moment reads a time as subtitles write it: hours that may be missing, minutes,
// seconds, and behind a comma or a dot a fraction that may be missing.
func moment(s string) (time.Duration, bool) {
	s = strings.TrimSpace(s)
	parts := strings.Split(s, ":")
	if len(parts) < 2 || len(parts) > 4 {
		return 0, false
	}
	if len(parts) == 4 { // 00:00:01:500
		parts = []string{parts[0], parts[1], parts[2] + "." + parts[3]}
	}
	last := len(parts) - 1
	whole, fraction, _ := strings.Cut(strings.Replace(parts[last], ",", ".", 1), ".")
	parts[last] = whole
	var d time.Duration
	for _, p := range parts {
		n, ok := digits(p)
		if !ok {
			return 0, false
		}
		d = d*60 + time.Duration(n)*time.Second
	}
	if fraction = strings.TrimSpace(fraction); fraction != "" {
		n, ok := digits((fraction + "00")[:3])
		if !ok {
			return 0, false
		}
		d += time.Duration(n) * time.Millisecond
	}
	return d, d <= maxMoment
}

// digits reads a small number that is written in digits alone.
func digits(s string) (int, bool) {
	s = strings.TrimSpace(s)
	if s == "" || len(s) > 6 || strings.Trim(s, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.Atoi(s)
	return n, err == nil
}

// span reads the line of a cue's times, "start --> end", and what follows it.
func span(line string) (start, end time.Duration, rest string, ok bool) {
	from, to, found := strings.Cut(line, "-->")
	if !found {
		return 0, 0, "", false
	}
	to = strings.TrimLeft(to, " \t")
	to, rest, _ = strings.Cut(strings.ReplaceAll(to, "\t", " "), " ")
	start, ok = moment(from)
	if !ok {
		return 0, 0, "", false
	}
	end, ok = moment(to)
	return start, end, rest, ok && end > start
}
