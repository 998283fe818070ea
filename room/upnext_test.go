package room

import (
	"errors"
	"testing"
)

// ending is queued, where the film stands at its end and the room counts down.
func ending(t *testing.T, films string) State {
	t.Helper()
	s := queued(films)
	s.Playback.Position, s.Playback.At = 100, now
	s = does(t, s, finish{}, Circumstances{Now: now, Action: "a"})
	if s.Next == nil || s.Next.Item != s.Queue.Items[0].ID || s.Next.At != now+nextIn || !s.Playback.Paused {
		t.Fatalf("at the end: next %+v, %+v", s.Next, s.Playback)
	}
	return s
}

// next is the film of an item as the room hands it to a command.
func next(s State, id uint64) first { return first{item: id, media: s.Queue.Items[0].film()} }

func TestAtTheEndTheRoomCountsDownToTheNextFilm(t *testing.T) {
	later := func(ms float64) Circumstances { return Circumstances{Now: now + ms, Lead: 80, Action: "b"} }
	s := ending(t, "ab")
	if _, changes, _ := Decide(s, advance{next(s, 1)}, later(nextIn-1)); changes {
		t.Error("the next film begins too soon")
	}
	played := does(t, s, advance{next(s, 1)}, later(nextIn))
	if p := played.Playback; played.Media.ID != "a" || p.Paused || p.Position != 0 || p.At != now+nextIn+nextLead || letters(played) != "b" || played.Next != nil {
		t.Errorf("then %+v, queue %s, next %+v", p, letters(played), played.Next)
	}
	if played.Queue.On == nil || played.Queue.On.By != *jon {
		t.Errorf("whose film is on: %+v", played.Queue.On)
	}
	if _, changes, err := Decide(played, advance{next(s, 1)}, later(nextIn)); changes || err != nil {
		t.Errorf("another node loads it once more: %v, %v", changes, err)
	}
	missing := first{item: 1, media: s.Queue.Items[0].film(), ahead: func(float64) (float64, bool) { return 0, false }}
	if arriving := does(t, s, advance{missing}, later(nextIn)); !arriving.waitsFor(CauseUpload) {
		t.Errorf("a film that arrives is not waited for: %+v", arriving.Playback)
	}
	if _, changes, _ := Decide(s, recount{}, later(nextIn+nextStale-1)); changes {
		t.Error("counted anew too soon")
	}
	if again := does(t, s, recount{}, later(nextIn+nextStale)); again.Next == nil || again.Next.At != now+nextIn+nextStale+nextIn {
		t.Errorf("nobody was there: %+v", again.Next)
	}
}

func TestTheCountdownIsHurriedOrEndedByWhoControlsTheFilm(t *testing.T) {
	s := ending(t, "ab")
	if after := does(t, s, PlayNext{next(s, 1)}, in(eve)); after.Media.ID != "a" || after.Playback.Paused {
		t.Errorf("hurried: %+v", after.Playback)
	}
	stands := does(t, s, CancelNext{}, in(eve))
	if stands.Next != nil || letters(stands) != "ab" || !stands.Playback.Paused {
		t.Errorf("ended: %+v", stands)
	}
	if _, _, err := Decide(stands, PlayNext{next(s, 1)}, Circumstances{By: eve, Now: now, Action: "a", Seen: stands.Seq}); !errors.Is(err, ErrStale) {
		t.Errorf("hurried when there is no countdown: %v", err)
	}
	s.Settings.Control = Hosts
	for _, c := range []Command{PlayNext{next(s, 1)}, CancelNext{}} {
		if _, _, err := Decide(s, c, Circumstances{By: eve, Now: now, Action: "a", Seen: s.Seq}); !errors.Is(err, ErrForbidden) {
			t.Errorf("%T by a guest: %v", c, err)
		}
	}
}

func TestWhatMovesTheFilmEndsTheCountdown(t *testing.T) {
	for name, tt := range map[string]struct {
		cmd  Command
		next uint64 // 0 = none any more
	}{
		"play":            {Play{}, 0},
		"seek":            {Seek{10}, 0},
		"another film":    {Load{Media{ID: "x", Version: "v1"}}, 0},
		"the room closes": {Close{}, 0},
		"the last goes":   {Unqueue{All: true}, 0},
		"another is 1st":  {Move{Item: 2, Before: 1}, 2},
		"the first goes":  {Unqueue{Items: []uint64{1}}, 2},
		"a vote":          {Upvote{2}, 2},
		"a line":          {Say{Text: "Hello"}, 1},
		"a film more":     {Enqueue{films("c")}, 1},
		"the speed":       {SetRate{2}, 1},
	} {
		s := ending(t, "ab")
		by := maya
		if _, closes := tt.cmd.(Close); closes {
			by = ada
		}
		after := does(t, s, tt.cmd, in(by))
		switch n := after.Next; {
		case (n == nil) != (tt.next == 0):
			t.Errorf("%s: %+v", name, n)
		case n != nil && (n.Item != tt.next || n.At != s.Next.At):
			t.Errorf("%s: %+v, was %+v", name, n, s.Next)
		}
	}
}

func TestAFilmThatIsQueuedWhereTheRoomStandsAtTheEndComesByItself(t *testing.T) {
	s := watching(false)
	s.Playback.Position, s.Playback.At = 100, now
	s = does(t, s, finish{}, Circumstances{Now: now, Action: "a"})
	if s.Next != nil {
		t.Fatalf("next of an empty queue: %+v", s.Next)
	}
	s = does(t, s, Enqueue{films("a")}, in(maya))
	if s.Next == nil || s.Next.Item != 1 {
		t.Errorf("next is %+v", s.Next)
	}
	if s := does(t, watching(true), Enqueue{films("a")}, in(maya)); s.Next != nil {
		t.Errorf("in the middle of a film: %+v", s.Next)
	}
}

func TestARoomThatLoopsPutsWhatHasEndedToTheQueuesEnd(t *testing.T) {
	s := ending(t, "ab")
	s.Settings.Loop = true
	s.Queue.On = &QueueItem{ID: 99, Media: "bunny", By: *eve}
	c := Circumstances{Now: now + nextIn, Action: "b"}
	after := does(t, s, advance{next(s, 1)}, c)
	last := after.Queue.Items[len(after.Queue.Items)-1]
	if letters(after) != "bbunny" || last.By != *eve || last.ID != 3 || last.Title != "Bunny" {
		t.Errorf("the queue is %s, its last %+v", letters(after), last)
	}
	s.Playback.Position = 50 // skipped in the middle
	if after := does(t, s, VoteSkip{next(s, 1)}, in(maya)); letters(after) != "b" {
		t.Errorf("what was skipped: %s", letters(after))
	}
	s = watching(false)
	s.Settings.Loop, s.Playback.Position = true, 100
	if again := does(t, s, finish{}, Circumstances{Now: now, Action: "a"}); again.Playback.Paused || again.Next != nil {
		t.Errorf("with nothing in the queue: %+v", again.Playback)
	}
}

func TestMoreThanHalfOfThoseWhoWatchSkipAFilm(t *testing.T) {
	watch := func(people ...Person) func() []Person { return func() []Person { return people } }
	five := watch(*maya, *jon, *helper, *eve, Person{"li", "Li"})
	s := queued("ab")
	vote := func(s State, viewer string, who func() []Person) (State, bool) {
		t.Helper()
		after := does(t, s, skip{next(s, 1), viewer, s.Loaded}, Circumstances{Now: now, Lead: 80, Action: "a", Watching: who})
		return after, after.Media.ID == "a"
	}
	one, skipped := vote(s, "jon", five)
	if skipped || *one.Queue.Skip != (Skip{1, 3}) {
		t.Fatalf("one of five: %v, %+v", skipped, one.Queue.Skip)
	}
	two, skipped := vote(one, "eve", five)
	if skipped || *two.Queue.Skip != (Skip{2, 3}) {
		t.Fatalf("two of five: %v, %+v", skipped, two.Queue.Skip)
	}
	if _, changes, err := Decide(two, skip{next(s, 1), "eve", s.Loaded}, Circumstances{Now: now, Action: "a", Watching: five}); changes || err != nil {
		t.Errorf("the same vote again: %v, %v", changes, err)
	}
	three, skipped := vote(two, "li", five)
	if !skipped || three.Queue.Skip != nil || three.Queue.Skippers != nil || three.Playback.Paused {
		t.Errorf("three of five: %v, %+v", skipped, three.Queue)
	}
	if gone, skipped := vote(two, "", watch(*jon, *eve, *maya)); !skipped {
		t.Errorf("two of the three who are left: %+v", gone.Queue.Skip)
	}
	if _, changes, _ := Decide(two, skip{first: next(s, 1), Loaded: s.Loaded}, Circumstances{Now: now, Action: "a", Watching: five}); changes {
		t.Error("two of five are enough when nobody left")
	}
	if one, skipped := vote(s, "jon", watch(*maya, *jon)); skipped || *one.Queue.Skip != (Skip{1, 2}) {
		t.Errorf("half is enough: %+v", one.Queue.Skip)
	}
	for _, by := range []*Person{maya, helper, ada} {
		c := in(by)
		c.Watching = five
		if after := does(t, s, VoteSkip{next(s, 1)}, c); after.Media.ID != "a" {
			t.Errorf("%s does not skip at once", by.Name)
		}
	}
	other := does(t, two, Load{Media{ID: "x", Version: "v1"}}, in(maya))
	if other.Queue.Skip != nil || other.Queue.Skippers != nil {
		t.Errorf("votes for another film: %+v", other.Queue)
	}
	if _, _, err := Decide(other, skip{next(s, 1), "li", s.Loaded}, Circumstances{Now: now, Action: "a", Watching: five}); !errors.Is(err, ErrStale) {
		t.Errorf("a vote for the film before: %v", err)
	}
	if _, _, err := Decide(watching(false), VoteSkip{}, in(eve)); !errors.Is(err, ErrInvalid) {
		t.Errorf("nothing to skip to: %v", err)
	}
}
