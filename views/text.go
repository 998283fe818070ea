package views

import (
	"context"
	"fmt"
	"math"
	"net/url"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Clock writes seconds as a player does: 0:07, 12:34, 1:02:33.
func Clock(seconds float64) string {
	if math.IsNaN(seconds) || math.IsInf(seconds, 0) || seconds < 0 {
		seconds = 0
	}
	whole := int64(seconds)
	h, m, s := whole/3600, whole/60%60, whole%60
	if h > 0 {
		return fmt.Sprintf("%d:%02d:%02d", h, m, s)
	}
	return fmt.Sprintf("%d:%02d", m, s)
}

// length writes a film's duration for people: 45 s, 7 min, 1 h 52 min. Unknown is "".
func length(seconds float64) string {
	if !(seconds > 0) || math.IsInf(seconds, 0) {
		return ""
	}
	if seconds < 60 {
		return fmt.Sprintf("%d s", max(1, int64(math.Round(seconds))))
	}
	minutes := int64(math.Round(seconds / 60))
	switch h, m := minutes/60, minutes%60; {
	case h == 0:
		return fmt.Sprintf("%d min", m)
	case m == 0:
		return fmt.Sprintf("%d h", h)
	default:
		return fmt.Sprintf("%d h %d min", h, m)
	}
}

// number writes seconds for a data attribute, exact to the millisecond.
func number(seconds float64) string {
	return strconv.FormatFloat(math.Round(seconds*1000)/1000, 'f', -1, 64)
}

// facts joins what is known of a film: "Westerns · 1 h 52 min".
func facts(film Film) string {
	var known []string
	for _, fact := range []string{film.Folder, length(film.Duration), film.Note} {
		if fact != "" {
			known = append(known, fact)
		}
	}
	return strings.Join(known, " · ")
}

// titleOf never leaves a film without something to call it.
func titleOf(title string) string {
	if strings.TrimSpace(title) == "" {
		return "Untitled film"
	}
	return title
}

// roomName turns "amber-otter-k3v9x2m7q4tz" into "Amber otter": the readable part of a room id.
func roomName(id string) string {
	words := strings.Split(id, "-")
	if len(words) > 1 {
		words = words[:len(words)-1]
	}
	name := strings.Join(words, " ")
	first, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return "A room"
	}
	return string(unicode.ToUpper(first)) + name[size:]
}

// initial is what an avatar shows: the name's first letter with the marks that belong to it.
func initial(name string) string {
	name = strings.TrimSpace(name)
	first, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return "?"
	}
	end := size
	for end < len(name) {
		r, n := utf8.DecodeRuneInString(name[end:])
		if !unicode.In(r, unicode.Mn, unicode.Me) {
			break
		}
		end += n
	}
	return string(unicode.ToUpper(first)) + name[size:end]
}

// faceOf is what an avatar shows.
func faceOf(v Viewer) string {
	if v.Emoji != "" {
		return v.Emoji
	}
	return initial(v.Name)
}

// hues is how many colours the style sheet knows.
const hues = 12

// hue keeps foreign class names out of the page.
func hue(color string) string {
	n, err := strconv.Atoi(strings.TrimPrefix(color, "hue-"))
	if err != nil || n < 0 || n >= hues {
		return "hue-0"
	}
	return "hue-" + strconv.Itoa(n)
}

// present says who is here by name: "Maya, Jon and 3 more are here".
func present(viewers []Viewer, count int) string {
	const named = 2
	count = max(count, len(viewers))
	if count == 0 {
		return "You are the first one here"
	}
	if len(viewers) == 0 {
		return plural(count, "person is", "people are") + " here"
	}
	names := make([]string, 0, named)
	for _, v := range viewers[:min(named, len(viewers))] {
		names = append(names, v.Name)
	}
	switch rest := count - len(names); {
	case rest > 0:
		return fmt.Sprintf("%s and %d more are here", strings.Join(names, ", "), rest)
	case len(names) == 1:
		return names[0] + " is here"
	default:
		return strings.Join(names, " and ") + " are here"
	}
}

// Names joins names for a sentence: "Maya", "Maya and Jon", "Maya, Jon and 3 others".
func Names(names []string) string {
	const most = 3
	switch n := len(names); {
	case n == 0:
		return ""
	case n == 1:
		return names[0]
	case n > most:
		return fmt.Sprintf("%s and %d others", strings.Join(names[:most-1], ", "), n-most+1)
	default:
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return strconv.Itoa(n) + " " + many
}

// ago says when something was, as roughly as people do.
func ago(then, now time.Time) string {
	switch d := now.Sub(then); {
	case then.IsZero():
		return ""
	case d < time.Minute:
		return "just now"
	case d < time.Hour:
		return plural(int(d.Minutes()), "minute", "minutes") + " ago"
	case d < 24*time.Hour:
		return plural(int(d.Hours()), "hour", "hours") + " ago"
	case d < 30*24*time.Hour:
		return plural(int(d.Hours()/24), "day", "days") + " ago"
	default:
		return "on " + then.Format("2 January 2006")
	}
}

// roomPath is the address of a room, below which its actions lie.
func roomPath(ctx context.Context, room string) string { return at(ctx, "/r/"+url.PathEscape(room)) }

// permille is how much of duration lies behind position, as whole thousandths.
func permille(position, duration float64) string {
	if !(duration > 0) || !(position > 0) {
		return "0"
	}
	return strconv.Itoa(int(1000 * min(1, position/duration)))
}
