package handlers_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
)

// askForm is the form of a poll.
func askForm(action, question string, options ...string) string {
	return url.Values{"action": {action}, "seen": {"1"}, "question": {question}, "option": options}.Encode()
}

func TestPollsAreAnsweredAsTheProtocolSays(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frames := host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	guest, other := g.member(t), g.member(t)
	me := guest.id(g.path(""))
	if a := guest.get(g.path("/poll")); a.StatusCode != http.StatusOK || strings.TrimSpace(a.body) != "" {
		t.Errorf("no poll: %s %q", a.Status, a.body)
	}
	a := guest.post(g.path("/poll"), askForm("ask", "What <next>?", "Alien", "Heat", ""))
	poll := a.Header.Get("Goblet-Seq")
	if a.StatusCode != http.StatusNoContent || poll == "" {
		t.Fatalf("asking: %s %q", a.Status, a.body)
	}
	frame(t, frames, `"kind":"poll"`, `"poll":{"id":`+poll+`,"question":"What <next>?","options":[{"text":"Alien","votes":0},{"text":"Heat","votes":0}],"by":{"id":"`+me,
		`asks: What &lt;next&gt;?`, `hx-target=\"#poll\"`)
	for i, tt := range []struct {
		by    *browser
		verb  string
		pairs []string
		want  int
		event bool
	}{
		{other, "poll", []string{"question", "Q", "option", "a"}, 409, false}, // one is open
		{other, "poll/vote", []string{"poll", poll, "option", "1"}, 204, true},
		{other, "poll/vote", []string{"poll", poll, "option", "1"}, 204, false},
		{other, "poll/vote", []string{"poll", poll, "option", "0"}, 204, true},
		{guest, "poll/vote", []string{"poll", poll, "option", "0"}, 204, true},
		{other, "poll/vote", []string{"poll", poll, "option", "2"}, 400, false},
		{other, "poll/vote", []string{"poll", poll, "option", "x"}, 400, false},
		{other, "poll/vote", []string{"poll", poll}, 400, false},
		{other, "poll/vote", []string{"option", "1"}, 400, false},
		{other, "poll/vote", []string{"poll", "1", "option", "1"}, 409, false},
		{other, "poll/end", []string{"poll", poll}, 403, false},
		{other, "poll/end", []string{"poll", "0"}, 400, false},
		{guest, "poll/end", []string{"poll", poll}, 204, true},
		{guest, "poll/end", []string{"poll", poll}, 204, false},
		{other, "poll/vote", []string{"poll", poll, "option", "1"}, 409, false},
		{other, "poll", nil, 400, false},
		{other, "poll", []string{"question", "Q"}, 400, false},
	} {
		a := tt.by.post(g.path("/"+tt.verb), lineForm("a"+strconv.Itoa(i), tt.pairs...))
		if a.StatusCode != tt.want || tt.want >= 400 && len(a.body) < 10 {
			t.Errorf("%s %q: %s %q, want %d", tt.verb, tt.pairs, a.Status, a.body, tt.want)
		}
		if seq := a.Header.Get("Goblet-Seq"); (seq != "") != tt.event {
			t.Errorf("%s %q: Goblet-Seq %q", tt.verb, tt.pairs, seq)
		}
	}
	frame(t, frames, `"kind":"poll"`, `"closed":`, "The poll has ended: Alien (2 of 2)", "data-closed")
}

func TestWhoVotedForWhatIsToldToNobody(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frames := host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	guest := g.member(t)
	me := guest.id(g.path(""))
	poll := host.post(g.path("/poll"), askForm("ask", "What next?", "Alien", "Heat")).Header.Get("Goblet-Seq")
	if a := guest.post(g.path("/poll/vote"), lineForm("v", "poll", poll, "option", "1")); a.StatusCode != http.StatusNoContent {
		t.Fatalf("a vote: %s %s", a.Status, a.body)
	}
	if got := g.room.State().Votes[me]; got != 1 {
		t.Errorf("the room has the vote as %d", got)
	}
	told := map[string]string{
		"the frame": frame(t, frames, `"kind":"votes"`, `"by":null`, `{"text":"Heat","votes":1}`, `"html":""`),
		"the log":   host.get(g.path("/log?since=1&wait=0")).body,
		"the state": host.get(g.path("/state")).body,
		"the card":  host.get(g.path("/poll")).body,
		"the page":  host.get(g.path("")).body,
	}
	for what, text := range told {
		if strings.Contains(text, me) || strings.Contains(text, "private") {
			t.Errorf("%s names who has voted: %s", what, text)
		}
		if !strings.Contains(text, "Heat") {
			t.Errorf("%s lacks the poll", what)
		}
	}
	if !strings.Contains(told["the state"], `"poll":{"id":`+poll) {
		t.Errorf("the state is %s", told["the state"])
	}
	for _, path := range []string{"", "/poll"} {
		if page := guest.get(g.path(path)).body; !strings.Contains(page, `data-choice="1"`) {
			t.Errorf("%q does not know one's own choice", path)
		}
		if page := host.get(g.path(path)).body; !strings.Contains(page, `data-choice="-1"`) {
			t.Errorf("%q makes up a choice", path)
		}
	}
}
