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

	"goblet/words"
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

// About writes a time in seconds as roughly as people do: 45 s, 7 min, 1 h 52 min. Unknown is silent.
func About(seconds float64) words.Sentence {
	if !(seconds > 0) || math.IsInf(seconds, 0) {
		return words.Sentence{}
	}
	if seconds < 60 {
		return words.Say("{s} s", "s", max(1, int64(math.Round(seconds))))
	}
	minutes := int64(math.Round(seconds / 60))
	switch h, m := minutes/60, minutes%60; {
	case h == 0:
		return words.Say("{m} min", "m", m)
	case m == 0:
		return words.Say("{h} h", "h", h)
	default:
		return words.Say("{h} h {m} min", "h", h, "m", m)
	}
}

// length writes a film's duration for people, see [About]. Unknown is "".
func length(ctx context.Context, seconds float64) string { return say(ctx, About(seconds)) }

// number writes seconds for a data attribute, exact to the millisecond.
func number(seconds float64) string {
	return strconv.FormatFloat(math.Round(seconds*1000)/1000, 'f', -1, 64)
}

// facts joins what is known of a film: "Westerns · 1 h 52 min".
func facts(ctx context.Context, film Film) string {
	var known []string
	for _, fact := range []string{film.Folder, length(ctx, film.Duration), film.Note} {
		if fact != "" {
			known = append(known, fact)
		}
	}
	return strings.Join(known, " · ")
}

// titleOf never leaves a film without something to call it.
func titleOf(ctx context.Context, title string) string {
	if strings.TrimSpace(title) == "" {
		return t(ctx, "Untitled film")
	}
	return title
}

// roomName turns "amber-otter-k3v9x2m7q4tz" into "Amber otter": the readable part of a room id.
func roomName(ctx context.Context, id string) string {
	words := strings.Split(id, "-")
	if len(words) > 1 {
		words = words[:len(words)-1]
	}
	name := strings.Join(words, " ")
	first, size := utf8.DecodeRuneInString(name)
	if size == 0 {
		return t(ctx, "A room")
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
func present(ctx context.Context, viewers []Viewer, count int) string {
	count = max(count, len(viewers))
	switch len(viewers) {
	case 0:
		if count == 0 {
			return t(ctx, "You are the first one here")
		}
		return tn(ctx, count, "{n} person is here", "{n} people are here")
	case 1:
		if count == 1 {
			return t(ctx, "{name} is here", "name", viewers[0].Name)
		}
		return tn(ctx, count-1, "{name} and {n} more are here", "{name} and {n} more are here", "name", viewers[0].Name)
	}
	first, second := viewers[0].Name, viewers[1].Name
	if count == 2 {
		return t(ctx, "{first} and {second} are here", "first", first, "second", second)
	}
	return tn(ctx, count-2, "{first}, {second} and {n} more are here", "{first}, {second} and {n} more are here", "first", first, "second", second)
}

// Names joins names for a sentence: "Maya", "Maya and Jon", "Maya, Jon and 3 others".
func Names(names []string) words.Sentence {
	const most = 3
	n := len(names)
	if n <= most {
		return words.List(names...)
	}
	return words.Count(n-most+1, "{first}, {second} and {n} other", "{first}, {second} and {n} others", "first", names[0], "second", names[1])
}

// series puts some facts after each other, as in a sentence.
func series(ctx context.Context, facts []string) string {
	if len(facts) == 0 {
		return ""
	}
	list := facts[0]
	for _, fact := range facts[1:] {
		list = t(ctx, "{list}, {item}", "list", list, "item", fact)
	}
	return list
}

// ago says when something was, as roughly as people do.
func ago(ctx context.Context, then, now time.Time) string {
	switch d := now.Sub(then); {
	case then.IsZero():
		return ""
	case d < time.Minute:
		return t(ctx, "just now")
	case d < time.Hour:
		return tn(ctx, int(d.Minutes()), "{n} minute ago", "{n} minutes ago")
	case d < 24*time.Hour:
		return tn(ctx, int(d.Hours()), "{n} hour ago", "{n} hours ago")
	case d < 30*24*time.Hour:
		return tn(ctx, int(d.Hours()/24), "{n} day ago", "{n} days ago")
	case d < 365*24*time.Hour:
		return tn(ctx, int(d.Hours()/24/30), "{n} month ago", "{n} months ago")
	default:
		return tn(ctx, int(d.Hours()/24/365), "{n} year ago", "{n} years ago")
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
