package room

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"strings"
	"testing"
)

// polled is watching, where Jon has asked what comes next: Maya is for Alien, Ann for Heat.
func polled() State {
	s := watching(true)
	s.CoHosts = []Person{*helper}
	s.Poll = &Poll{ID: 5, Question: "What next?", Options: []PollOption{{"Alien", 1}, {"Heat", 1}, {"Brazil", 0}}, By: *jon}
	s.Votes = map[string]int{"maya": 0, "ann": 1}
	return s
}

func TestAPollIsAskedAsItIsCleaned(t *testing.T) {
	for name, tt := range map[string]struct {
		ask      Ask
		question string
		options  string
	}{
		"a question":         {Ask{" What  next?\n", []string{"Alien", " Heat "}}, "What next?", "Alien|Heat"},
		"blank options":      {Ask{"Q", []string{"", "a", "\u200b", "b", "  "}}, "Q", "a|b"},
		"what is invisible":  {Ask{"a\u202eb\x00c\nd", []string{"x\u2066", "y"}}, "abc d", "x|y"},
		"eight options":      {Ask{"Q", strings.Split("abcdefgh", "")}, "Q", "a|b|c|d|e|f|g|h"},
		"the longest of all": {Ask{strings.Repeat("😀", MaxQuestion), []string{strings.Repeat("ä", MaxOption), "b"}}, strings.Repeat("😀", MaxQuestion), strings.Repeat("ä", MaxOption) + "|b"},
	} {
		e, changes, err := Decide(watching(true), tt.ask, in(jon))
		if err != nil || !changes || e.Kind != KindPoll {
			t.Errorf("%s: %+v, %v", name, e, err)
			continue
		}
		var options []string
		for _, o := range e.Poll.Options {
			options = append(options, o.Text)
		}
		p := e.Poll
		if p.ID != 8 || p.By != *jon || p.Closed != 0 || p.Voters() != 0 || p.Question != tt.question || strings.Join(options, "|") != tt.options {
			t.Errorf("%s: %+v", name, p)
		}
	}
}

func TestWhatMakesNoPollIsRefusedWithASentence(t *testing.T) {
	two := []string{"a", "b"}
	for name, tt := range map[string]struct {
		state State
		ask   Ask
		kind  error
	}{
		"no question":          {watching(true), Ask{" \u200b ", two}, ErrInvalid},
		"a long question":      {watching(true), Ask{strings.Repeat("x", MaxQuestion+1), two}, ErrInvalid},
		"one option":           {watching(true), Ask{"Q", []string{"a", " "}}, ErrInvalid},
		"nine options":         {watching(true), Ask{"Q", strings.Split("abcdefghi", "")}, ErrInvalid},
		"a long option":        {watching(true), Ask{"Q", []string{"a", strings.Repeat("x", MaxOption+1)}}, ErrInvalid},
		"the same twice":       {watching(true), Ask{"Q", []string{"Alien", "b", " alien"}}, ErrInvalid},
		"while there is one":   {polled(), Ask{"Q", two}, ErrStale},
		"in a room that's not": {State{}, Ask{"Q", two}, ErrNoRoom},
	} {
		if _, _, err := Decide(tt.state, tt.ask, Circumstances{Now: now, By: jon, Action: "a"}); !errors.Is(err, tt.kind) || !strings.HasSuffix(err.Error(), ".") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestVotesMoveTheTallies(t *testing.T) {
	for name, tt := range map[string]struct {
		votes map[string]int
		want  string // tallies, "" = nothing changes
		err   error
	}{
		"a first vote":           {map[string]int{"jon": 2}, "1 1 1", nil},
		"another mind":           {map[string]int{"maya": 1}, "0 2 0", nil},
		"the same again":         {map[string]int{"maya": 0}, "", nil},
		"several at once":        {map[string]int{"maya": 2, "jon": 2, "ann": 1, "li": 0}, "1 1 2", nil},
		"an option that is none": {map[string]int{"jon": 3}, "", ErrInvalid},
		"a negative one":         {map[string]int{"jon": -1}, "", ErrInvalid},
	} {
		s := polled()
		e, changes, err := Decide(s, ballots{5, tt.votes}, Circumstances{Now: now, Action: "a"})
		if !errors.Is(err, tt.err) || changes != (tt.want != "") {
			t.Errorf("%s: changes %v, %v", name, changes, err)
			continue
		}
		if !changes {
			continue
		}
		if got := tally(e.Poll); got != tt.want || e.Kind != KindVotes || e.By != nil {
			t.Errorf("%s: %s by %v, tallies %s, want %s", name, e.Kind, e.By, got, tt.want)
		}
		after := Apply(s, e, 80)
		checkPoll(t, after)
		for viewer, option := range tt.votes {
			if after.Votes[viewer] != option {
				t.Errorf("%s: the vote of %s is for %d", name, viewer, after.Votes[viewer])
			}
		}
		if again := polled(); !reflect.DeepEqual(s.Poll, again.Poll) || !maps.Equal(s.Votes, again.Votes) {
			t.Errorf("%s: the state before has changed: %+v", name, s.Poll)
		}
	}
}

func tally(p *Poll) string {
	var votes []string
	for _, o := range p.Options {
		votes = append(votes, fmt.Sprint(o.Votes))
	}
	return strings.Join(votes, " ")
}

// checkPoll holds the tallies to who has voted for what.
func checkPoll(t *testing.T, s State) {
	t.Helper()
	if s.Poll == nil {
		if s.Votes != nil {
			t.Fatalf("votes %v for no poll", s.Votes)
		}
		return
	}
	counts := make([]int, len(s.Poll.Options))
	for viewer, option := range s.Votes {
		if option < 0 || option >= len(counts) {
			t.Fatalf("%s has voted for %d of %d", viewer, option, len(counts))
		}
		counts[option]++
	}
	for i, o := range s.Poll.Options {
		if o.Votes != counts[i] {
			t.Fatalf("option %d has %d votes, %d viewers are for it", i, o.Votes, counts[i])
		}
	}
	if n := len(s.Poll.Options); n < MinOptions || n > MaxOptions || len(s.Votes) > MaxVoters {
		t.Fatalf("%d options, %d voters", n, len(s.Votes))
	}
}

func TestAFullPollTakesOnlyOtherMinds(t *testing.T) {
	s := polled()
	s.Votes = map[string]int{}
	for i := range MaxVoters {
		s.Votes[fmt.Sprintf("v%015d", i)] = 0
	}
	s.Poll.Options[0].Votes, s.Poll.Options[1].Votes = MaxVoters, 0
	if _, _, err := Decide(s, Vote{5, 0}, in(jon)); !errors.Is(err, ErrInvalid) || !strings.Contains(err.Error(), "5,000") {
		t.Errorf("one more: %v", err)
	}
	e, changes, err := Decide(s, Vote{5, 1}, in(&Person{"v000000000000042", "x"}))
	if err != nil || !changes {
		t.Fatalf("another mind: %v", err)
	}
	if data, err := json.Marshal(e); err != nil || len(data) > 2000 {
		t.Errorf("one vote of 5,000 makes an event of %d bytes, %v", len(data), err)
	}
	full, err := json.Marshal(s)
	if err != nil || len(full) > 200<<10 {
		t.Errorf("a state of 5,000 votes takes %d bytes, %v", len(full), err)
	}
}

func TestTheLargestEventOfVotesIsBounded(t *testing.T) {
	s := watching(true)
	ask := Ask{strings.Repeat("😀", MaxQuestion), nil}
	for i := range MaxOptions {
		ask.Options = append(ask.Options, fmt.Sprint(i)+strings.Repeat("😀", MaxOption-1))
	}
	e, _, err := Decide(s, ask, in(jon))
	if err != nil {
		t.Fatal(err)
	}
	s = Apply(s, e, 80)
	c := ballots{8, map[string]int{}}
	for i := range maxBallots {
		c.Votes[fmt.Sprintf("v%015d", i)] = i % MaxOptions
	}
	if e, _, err = Decide(s, c, Circumstances{Now: now, Action: "a"}); err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(e)
	if err != nil || len(data) > 32<<10 {
		t.Errorf("%d bytes, %v", len(data), err)
	}
}

func TestWhoAskedOrModeratesEndsAPoll(t *testing.T) {
	for name, tt := range map[string]struct {
		by  *Person
		may bool
	}{
		"who asked": {jon, true}, "the host": {maya, true}, "a co-host": {helper, true}, "the admin": {ada, true}, "another guest": {&Person{"li", "Li"}, false},
	} {
		s := polled()
		e, changes, err := Decide(s, EndPoll{5}, in(tt.by))
		if changes != tt.may || !tt.may && (!errors.Is(err, ErrForbidden) || !strings.Contains(err.Error(), "who asked")) {
			t.Errorf("%s: changes %v, %v", name, changes, err)
		}
		if !changes {
			continue
		}
		s = Apply(s, e, 80)
		if s.Poll.Closed != now || tally(s.Poll) != "1 1 0" || len(s.Votes) != 2 {
			t.Errorf("%s: %+v, votes %v", name, s.Poll, s.Votes)
		}
		late := in(jon)
		if _, _, err := Decide(s, Vote{5, 0}, late); !errors.Is(err, ErrStale) {
			t.Errorf("a vote after the end: %v", err)
		}
		if _, changes, err := Decide(s, EndPoll{5}, late); changes || err != nil {
			t.Errorf("ended again: %v, %v", changes, err)
		}
		e, _, err = Decide(s, Ask{"And then?", []string{"a", "b"}}, late)
		if err != nil {
			t.Fatalf("the next poll: %v", err)
		}
		if s = Apply(s, e, 81); s.Poll.ID != 9 || s.Votes != nil {
			t.Errorf("the next poll begins with %+v, votes %v", s.Poll, s.Votes)
		}
	}
	for _, c := range []Command{Vote{4, 0}, EndPoll{4}} {
		if _, _, err := Decide(polled(), c, in(maya)); !errors.Is(err, ErrStale) {
			t.Errorf("%+v of another poll: %v", c, err)
		}
		if _, _, err := Decide(watching(true), c, in(maya)); !errors.Is(err, ErrStale) {
			t.Errorf("%+v without a poll: %v", c, err)
		}
	}
}

func TestInACinemaGuestsVoteButDoNotAsk(t *testing.T) {
	s := polled()
	s.Settings.Chat = Hosts
	if _, changes, err := Decide(s, Vote{5, 2}, in(jon)); err != nil || !changes {
		t.Errorf("a guest's vote: %v", err)
	}
	s.Poll = nil
	if _, _, err := Decide(s, Ask{"Q", []string{"a", "b"}}, in(jon)); !errors.Is(err, ErrForbidden) {
		t.Errorf("a guest asks: %v", err)
	}
	if _, changes, err := Decide(s, Ask{"Q", []string{"a", "b"}}, in(helper)); err != nil || !changes {
		t.Errorf("a co-host asks: %v", err)
	}
}

func TestTheOptionsThatLead(t *testing.T) {
	for want, votes := range map[string][]int{"": {0, 0}, "b": {1, 2, 0}, "a c": {3, 1, 3}} {
		var p Poll
		for i, n := range votes {
			p.Options = append(p.Options, PollOption{string(rune('a' + i)), n})
		}
		var ahead []string
		for _, o := range p.Leading() {
			ahead = append(ahead, o.Text)
		}
		if got := strings.Join(ahead, " "); got != want {
			t.Errorf("%v: %q leads, want %q", votes, got, want)
		}
	}
}
