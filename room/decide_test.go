package room

import (
	"errors"
	"math"
	"testing"
)

var (
	maya = &Person{"maya", "Maya"}
	jon  = &Person{"jon", "Jon"}
)

const now = 1_000_000.0 // Unix milliseconds

// watching is a room whose host is Maya, 60 s into a film of 100 s.
func watching(paused bool) State {
	return State{
		Seq: 7, Revision: 70, Host: "maya", Loaded: 3,
		Media:    Media{ID: "bunny", Title: "Bunny", Version: "v1", Duration: 100},
		Playback: Playback{Media: "bunny", Version: "v1", Paused: paused, Position: 50, Rate: 1, At: now - 10_000},
	}
}

func TestACommandLeadsToTheRightPlayback(t *testing.T) {
	unknown := func(s State) State { s.Media.Duration = 0; return s }
	ended := func(s State) State { s.Playback.Position = 99; return s }
	scheduled := func(s State) State { s.Playback.At = now + 300; return s }
	other := Media{ID: "sintel", Title: "Sintel", Version: "s1", Duration: 888}
	for _, tt := range []struct {
		name  string
		state State
		cmd   Command
		want  Playback
	}{
		{"play starts where the room stands, after the lead", watching(true), Play{}, Playback{"bunny", "v1", false, 50, 1, now + 80, false}},
		{"play at the end starts from the beginning", ended(watching(false)), Play{}, Playback{"bunny", "v1", false, 0, 1, now + 80, false}},
		{"pause stops at the frame that the viewer saw", watching(false), Pause{59.9}, Playback{"bunny", "v1", true, 59.9, 1, now, false}},
		{"pause ignores a viewer who is far off", watching(false), Pause{12}, Playback{"bunny", "v1", true, 60, 1, now, false}},
		{"pause before a scheduled start stays at its position", scheduled(watching(false)), Pause{-1}, Playback{"bunny", "v1", true, 50, 1, now, false}},
		{"seek while playing starts after the lead", watching(false), Seek{10}, Playback{"bunny", "v1", false, 10, 1, now + 80, false}},
		{"seek while paused applies at once", watching(true), Seek{10}, Playback{"bunny", "v1", true, 10, 1, now, false}},
		{"seek ends at the film's end", watching(true), Seek{5000}, Playback{"bunny", "v1", true, 100, 1, now, false}},
		{"seek in a film of unknown duration goes anywhere", unknown(watching(true)), Seek{5000}, Playback{"bunny", "v1", true, 5000, 1, now, false}},
		{"speed changes where the film is", watching(false), SetRate{2}, Playback{"bunny", "v1", false, 60, 2, now, false}},
		{"speed changes leave a scheduled start", scheduled(watching(false)), SetRate{2}, Playback{"bunny", "v1", false, 50, 2, now + 300, false}},
		{"follow takes the room to the host", watching(false), Follow{61}, Playback{"bunny", "v1", false, 61, 1, now + 80, false}},
		{"load shows the film's beginning", watching(false), Load{other}, Playback{"sintel", "s1", true, 0, 1, now, false}},
		{"refresh while playing gives players time", watching(false), Refresh{Media{ID: "bunny", Version: "v2", Duration: 100}}, Playback{"bunny", "v2", false, 60, 1, now + 500, false}},
		{"refresh to a shorter film stops at its end", watching(true), Refresh{Media{ID: "bunny", Version: "v2", Duration: 20}}, Playback{"bunny", "v2", true, 20, 1, now, false}},
		{"a film that nobody watches stops when the last one left", watching(false), halt{now - 5000, ReasonEmpty}, Playback{"bunny", "v1", true, 55, 1, now, false}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e, changes, err := Decide(tt.state, tt.cmd, Circumstances{Now: now, Lead: 80, By: maya, Action: "a", Seen: 7})
			if err != nil || !changes {
				t.Fatalf("changes %v, error %v", changes, err)
			}
			if e.Playback != tt.want {
				t.Errorf("playback %+v, want %+v", e.Playback, tt.want)
			}
			if e.Seq != 8 || e.By != maya || e.At != now || e.Action != "a" {
				t.Errorf("event %+v is not numbered, signed and dated", e)
			}
		})
	}
}

func TestWhatIsAlreadySoBecomesNoEvent(t *testing.T) {
	for name, tt := range map[string]struct {
		state State
		cmd   Command
	}{
		"play while playing":            {watching(false), Play{}},
		"pause while paused":            {watching(true), Pause{50}},
		"seek to the very frame":        {watching(true), Seek{50}},
		"the speed that it has":         {watching(false), SetRate{1}},
		"the host claims the role":      {watching(false), ClaimHost{}},
		"the film that is on":           {watching(false), Load{watching(false).Media}},
		"hand over to the host":         {watching(false), HandOver{"maya"}},
		"a host who was replaced":       {watching(false), elect{Left: "ann", Next: *jon}},
		"nobody watches a paused film":  {watching(true), halt{now, ReasonEmpty}},
		"a halt after the film stopped": {watching(true), halt{now, ReasonRestart}},
	} {
		_, changes, err := Decide(tt.state, tt.cmd, Circumstances{Now: now, By: maya, Action: "a", Seen: 7})
		if changes || err != nil {
			t.Errorf("%s: changes %v, error %v", name, changes, err)
		}
	}
	longer := watching(false).Media
	longer.Duration *= 2
	e, _, err := Decide(watching(false), Refresh{longer}, Circumstances{Now: now})
	if err != nil || e.Kind != KindRefresh || e.Reason != ReasonFacts || *e.Media != longer || e.Playback != watching(false).Playback {
		t.Errorf("a duration that became known leads to %+v, %v", e, err)
	}
	if _, changes, err := Decide(watching(false), Refresh{watching(false).Media}, Circumstances{Now: now}); changes || err != nil {
		t.Errorf("the room's own refresh of an unchanged file: changes %v, error %v", changes, err)
	}
}

func TestARefusalSaysWhy(t *testing.T) {
	for name, tt := range map[string]struct {
		cmd  Command
		by   *Person
		seen uint64
		want error
	}{
		"a position that is no number": {Seek{math.NaN()}, maya, 7, ErrInvalid},
		"an endless position":          {Seek{math.Inf(1)}, maya, 7, ErrInvalid},
		"a position before the film":   {Seek{-1}, maya, 7, ErrInvalid},
		"a pause at no number":         {Pause{math.NaN()}, maya, 7, ErrInvalid},
		"too fast":                     {SetRate{4.01}, maya, 7, ErrInvalid},
		"too slow":                     {SetRate{0}, maya, 7, ErrInvalid},
		"a speed that is no number":    {SetRate{math.NaN()}, maya, 7, ErrInvalid},
		"a guest chooses the film":     {Load{Media{ID: "x"}}, jon, 7, ErrForbidden},
		"a guest hands over":           {HandOver{"jon"}, jon, 7, ErrForbidden},
		"a host who is not here":       {HandOver{"ann"}, maya, 7, ErrInvalid},
		"a seek in the film before":    {Seek{1}, maya, 2, ErrStale},
		"a pause in the film before":   {Pause{1}, maya, 2, ErrStale},
		"a room's future":              {Seek{1}, maya, 8, ErrStale},
		"a refresh of another film":    {Refresh{Media{ID: "x"}}, maya, 7, ErrStale},
		"opening a room that is open":  {open{Media{ID: "x"}}, nil, 0, errTaken},
	} {
		present := func(id string) (Person, bool) { return *jon, id == "jon" }
		_, changes, err := Decide(watching(false), tt.cmd, Circumstances{Now: now, By: tt.by, Action: "a", Seen: tt.seen, Present: present})
		if changes || !errors.Is(err, tt.want) {
			t.Errorf("%s: changes %v, error %v, want %v", name, changes, err, tt.want)
		}
	}
	if _, _, err := Decide(State{}, Play{}, Circumstances{Now: now, By: maya}); !errors.Is(err, ErrNoRoom) {
		t.Errorf("playing in no room: %v", err)
	}
}

func TestHostIsWhoClaimsOrIsHandedTheRole(t *testing.T) {
	present := func(id string) (Person, bool) { return *jon, id == "jon" }
	e, changes, err := Decide(watching(false), ClaimHost{}, Circumstances{Now: now, By: jon, Seen: 7})
	if err != nil || !changes || e.Host != "jon" || e.To.Name != "Jon" {
		t.Errorf("claim: %+v, %v", e, err)
	}
	e, changes, err = Decide(watching(false), HandOver{"jon"}, Circumstances{Now: now, By: maya, Seen: 7, Present: present})
	if err != nil || !changes || e.Host != "jon" || e.To.Name != "Jon" {
		t.Errorf("hand over: %+v, %v", e, err)
	}
	e, changes, err = Decide(watching(false), HandOver{"jon"}, Circumstances{Now: now, By: &Person{"ann", "Ann"}, Admin: true, Seen: 7, Present: present})
	if err != nil || !changes || e.Host != "jon" {
		t.Errorf("the admin hands over: %+v, %v", e, err)
	}
}

func TestARepeatedActionIsRemembered(t *testing.T) {
	s := State{}
	for i := range uint64(3 * memory) {
		s = Apply(s, Event{Seq: i + 1, Kind: KindSeek, Action: string(rune('a' + i))}, i)
	}
	if len(s.Accepted) != memory {
		t.Errorf("%d actions remembered, want %d", len(s.Accepted), memory)
	}
	if seq, ok := s.accepted(string(rune('a' + 3*memory - 1))); !ok || seq != 3*memory {
		t.Errorf("the newest action: seq %d, %v", seq, ok)
	}
	if _, ok := s.accepted("a"); ok {
		t.Error("the oldest action is still remembered")
	}
}
