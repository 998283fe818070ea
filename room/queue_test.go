package room

import (
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// queued is watching with films in the queue, each named by one letter; b has two
// votes and c has one.
func queued(films string) State {
	s := watching(false)
	s.CoHosts = []Person{*helper}
	s.Settings.Load = Everyone
	for i, letter := range strings.Split(films, "") {
		item := QueueItem{ID: uint64(i + 1), Media: letter, Title: strings.ToUpper(letter), Duration: 100, By: *jon}
		s.Queue.Last = item.ID
		s.Queue.Items = append(s.Queue.Items, item)
	}
	return s
}

// letters are the films of the queue in a row.
func letters(s State) (row string) {
	for _, item := range s.Queue.Items {
		row += item.Media
	}
	return row
}

// does applies a command that changes the room, and checks that the state before stays as it was.
func does(t *testing.T, s State, c Command, in Circumstances) State {
	t.Helper()
	was := fmt.Sprintf("%+v", s)
	in.Seen = s.Seq
	e, changes, err := Decide(s, c, in)
	if err != nil || !changes {
		t.Fatalf("%T: changes %v, %v", c, changes, err)
	}
	after := Apply(s, e, s.Revision+1)
	if is := fmt.Sprintf("%+v", s); is != was {
		t.Errorf("%T has changed the state before it:\n%s\nwas\n%s", c, is, was)
	}
	checkQueue(t, after)
	return after
}

// checkQueue holds a queue to its bounds, and votes to who has given them.
func checkQueue(t *testing.T, s State) {
	t.Helper()
	q := s.Queue
	ids, films := map[uint64]bool{}, map[string]bool{}
	for _, item := range q.Items {
		if ids[item.ID] || films[item.Media] || item.ID == 0 || item.ID > q.Last {
			t.Fatalf("item %+v of %+v", item, q.Items)
		}
		ids[item.ID], films[item.Media] = true, true
		if item.Votes != len(q.Upvotes[item.ID]) {
			t.Fatalf("%d votes for %s, of %v", item.Votes, item.Media, q.Upvotes[item.ID])
		}
	}
	for id := range q.Upvotes {
		if !ids[id] {
			t.Fatalf("votes for %d, which is not in the queue", id)
		}
	}
	if len(q.Items) > MaxQueue || len(q.Watched) > maxWatched || len(q.Removals) > maxRemovals || len(q.Skippers) > maxSkippers {
		t.Fatalf("%d items, %d watched, %d removals, %d skip", len(q.Items), len(q.Watched), len(q.Removals), len(q.Skippers))
	}
	if n := s.Next; n != nil && (len(q.Items) == 0 || n.Item != q.Items[0].ID || !s.Playback.Paused || !finite(n.At)) {
		t.Fatalf("next is %+v of %+v while %+v", n, q.Items, s.Playback)
	}
}

func films(names string) (list []Media) {
	for name := range strings.SplitSeq(names, "") {
		list = append(list, Media{ID: name, Title: strings.ToUpper(name), Version: "v1"})
	}
	return list
}

func TestTheQueueIsChangedAsIsAsked(t *testing.T) {
	for name, tt := range map[string]struct {
		queue string
		cmd   Command
		want  string // "" = refused or nothing to do
	}{
		"added to the end":                   {"ab", Enqueue{films("cd")}, "abcd"},
		"those that are in it are left out":  {"ab", Enqueue{films("bcac")}, "abc"},
		"only those that are in it":          {"ab", Enqueue{films("ba")}, ""},
		"nothing":                            {"ab", Enqueue{}, ""},
		"removed":                            {"abc", Unqueue{Items: []uint64{2}}, "ac"},
		"several":                            {"abc", Unqueue{Items: []uint64{3, 1, 9}}, "b"},
		"what has gone":                      {"abc", Unqueue{Items: []uint64{9}}, ""},
		"before another":                     {"abcd", Move{Item: 4, Before: 2}, "adbc"},
		"behind another":                     {"abcd", Move{Item: 1, Behind: 3}, "bcad"},
		"to the front":                       {"abcd", Move{Item: 3, Before: 1}, "cabd"},
		"to the end":                         {"abcd", Move{Item: 1}, "bcda"},
		"where it is":                        {"abcd", Move{Item: 2, Behind: 1}, ""},
		"before itself":                      {"abcd", Move{Item: 2, Before: 2}, ""},
		"before what has gone":               {"abcd", Move{Item: 2, Before: 9}, ""},
		"both":                               {"abcd", Move{Item: 2, Before: 1, Behind: 3}, ""},
		"what has gone to the front":         {"abcd", Move{Item: 9, Before: 1}, ""},
		"put on, which takes it out":         {"abc", Load{Media{ID: "b", Version: "v1"}}, "ac"},
		"a film that is not in it is put on": {"abc", Load{Media{ID: "x", Version: "v1"}}, "abc"},
	} {
		s := queued(tt.queue)
		e, changes, err := Decide(s, tt.cmd, in(jon))
		if (changes && err == nil) != (tt.want != "") {
			t.Errorf("%s: changes %v, %v", name, changes, err)
			continue
		}
		if tt.want == "" {
			continue
		}
		after := Apply(s, e, 80)
		checkQueue(t, after)
		if got := letters(after); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
	if s := does(t, queued("abc"), Unqueue{All: true}, in(jon)); len(s.Queue.Items) != 0 {
		t.Errorf("all: %v", s.Queue.Items)
	}
}

func TestTwoWhoMoveAtOnceDoNotCorruptEachOther(t *testing.T) {
	s := queued("abcd")
	s = does(t, s, Move{Item: 4, Before: 1}, in(jon))
	s = does(t, s, Move{Item: 2, Before: 1}, in(maya)) // Maya saw abcd
	if got := letters(s); got != "dbac" {
		t.Errorf("the queue is %s", got)
	}
	s = does(t, s, Unqueue{Items: []uint64{1}}, in(jon))
	if _, _, err := Decide(s, Move{Item: 3, Before: 1}, Circumstances{By: maya, Now: now, Action: "a", Seen: s.Seq}); !errors.Is(err, ErrStale) {
		t.Errorf("a move before what has gone: %v", err)
	}
}

func TestARemovalIsUndoneWhereItWas(t *testing.T) {
	s := queued("abcd")
	s = does(t, s, Upvote{2}, in(eve))
	if got := letters(s); got != "bacd" {
		t.Fatalf("after a vote %s", got)
	}
	s = does(t, s, Unqueue{Items: []uint64{2, 3}}, in(jon))
	removal := s.Seq
	s = does(t, s, Enqueue{films("e")}, in(maya))
	if _, _, err := Decide(s, Requeue{removal}, in(eve)); !errors.Is(err, ErrForbidden) && !errors.Is(err, ErrStale) {
		t.Errorf("somebody else undoes it: %v", err)
	}
	s = does(t, s, Requeue{removal}, in(jon))
	if got := letters(s); got != "bacde" || s.Queue.Items[0].Votes != 1 {
		t.Errorf("undone: %s, %+v", got, s.Queue.Items[0])
	}
	if _, _, err := Decide(s, Requeue{removal}, Circumstances{By: jon, Now: now, Action: "a", Seen: s.Seq}); !errors.Is(err, ErrStale) {
		t.Errorf("undone twice: %v", err)
	}
	if _, changes, err := Decide(s, Upvote{2}, Circumstances{By: eve, Now: now, Action: "a", Seen: s.Seq}); err != nil || changes {
		t.Errorf("a vote that came back counts again: %v, %v", changes, err)
	}
	s = does(t, s, Unqueue{All: true}, in(jon))
	removal = s.Seq
	s = does(t, s, Enqueue{films("c")}, in(jon)) // again, under another id
	s = does(t, s, Requeue{removal}, in(helper)) // a co-host may, too
	if got := letters(s); got != "bacde" {
		t.Errorf("all undone: %s", got)
	}
	for range 2 * maxRemovals {
		s = does(t, s, Unqueue{Items: []uint64{s.Queue.Items[0].ID}}, in(jon))
		s = does(t, s, Requeue{s.Seq}, in(jon))
	}
}

func TestVotesMoveAFilmAboveThoseWithFewer(t *testing.T) {
	s := queued("abcd")
	for _, step := range []struct {
		voter *Person
		item  uint64
		want  string
	}{
		{jon, 3, "cabd"}, {eve, 4, "cdab"}, {maya, 4, "dcab"}, {maya, 3, "dcab"}, {eve, 3, "cdab"}, {ada, 1, "cdab"},
	} {
		if step.voter == eve && step.item == 3 {
			// A third vote for c, which has as many as d before: it goes above.
			s = does(t, s, upvote{3, "li"}, Circumstances{Now: now, Action: "a"})
			continue
		}
		s = does(t, s, Upvote{step.item}, in(step.voter))
		if got := letters(s); got != step.want {
			t.Errorf("after the vote of %s for %d: %s, want %s", step.voter.Name, step.item, got, step.want)
		}
	}
	if _, changes, err := Decide(s, Upvote{4}, Circumstances{By: eve, Now: now, Action: "a", Seen: s.Seq}); changes || err != nil {
		t.Errorf("a second vote of one viewer: %v, %v", changes, err)
	}
	if _, _, err := Decide(s, Upvote{9}, Circumstances{By: eve, Now: now, Action: "a", Seen: s.Seq}); !errors.Is(err, ErrStale) {
		t.Errorf("a vote for what has gone: %v", err)
	}
	e, _, err := Decide(s, upvote{2, "eve"}, Circumstances{Now: now, Action: "a"})
	if err != nil {
		t.Fatal(err)
	}
	e.Private = nil
	if data, _ := json.Marshal(e); strings.Contains(string(data), `"eve"`) {
		t.Errorf("a vote names who gave it: %s", data)
	}
}

func TestAVoteMovesStably(t *testing.T) {
	s := queued("abcdef")
	for i, id := range []uint64{2, 4, 6, 5} {
		s = does(t, s, upvote{id, "v" + strconv.Itoa(i)}, Circumstances{Now: now, Action: "a"})
	}
	if got := letters(s); got != "bdfeac" {
		t.Errorf("one vote each, in the order of the votes: %s", got)
	}
}

func TestAFullQueueTakesNoMore(t *testing.T) {
	many := make([]Media, MaxQueue)
	for i := range many {
		many[i] = Media{ID: "abcdefghijkl" + strconv.Itoa(1000+i), Title: "A Series S01E" + strconv.Itoa(i), Version: "abcdefghijkl", Type: "video/mp4"}
	}
	s := watching(true)
	s.Settings.Load = Everyone
	s = does(t, s, Enqueue{many[1:]}, in(jon))
	s = does(t, s, Enqueue{many[:1]}, in(jon))
	for name, c := range map[string]Enqueue{"one more": {films("x")}} {
		if _, _, err := Decide(s, c, Circumstances{By: jon, Now: now, Action: "a", Seen: s.Seq}); !errors.Is(err, ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	long := films("abcdefghijklmnopqrstuvwxyz")
	for i := range long {
		long[i].URL = "https://films.example/" + strings.Repeat("x", 6000)
	}
	if _, _, err := Decide(watching(true), Enqueue{long}, in(maya)); !errors.Is(err, ErrInvalid) {
		t.Errorf("too many bytes: %v", err)
	}
	for i := range maxUpvotes {
		s = Apply(s, mustDecide(t, s, upvote{s.Queue.Items[i%100].ID, room16(i)}), uint64(i))
	}
	if _, _, err := Decide(s, upvote{1, "one more"}, Circumstances{Now: now, Action: "a"}); !errors.Is(err, ErrInvalid) {
		t.Errorf("one more vote: %v", err)
	}
	s = does(t, s, Unqueue{All: true}, in(jon))
	s = does(t, s, Enqueue{many}, in(jon))
	if data, err := json.Marshal(s); err != nil || len(data) > 400<<10 {
		t.Errorf("the state has %d bytes, %v", len(data), err)
	}
}

func room16(i int) string { return fmt.Sprintf("viewer%010d", i) }

func mustDecide(t *testing.T, s State, c Command) Event {
	t.Helper()
	e, changes, err := Decide(s, c, Circumstances{Now: now, Action: "a"})
	if err != nil || !changes {
		t.Fatalf("%T: %v, %v", c, changes, err)
	}
	return e
}

func TestShuffleGoesByChanceBehindVotes(t *testing.T) {
	s := queued("abcdefgh")
	s = does(t, s, Upvote{8}, in(eve))
	c := in(maya)
	c.Chance = 7
	shuffled := does(t, s, Set{Shuffle: new(true)}, c)
	if got := letters(shuffled); got == letters(s) || got[0] != 'h' || len(got) != 8 {
		t.Errorf("shuffled %s", got)
	}
	if again := does(t, s, Set{Shuffle: new(true)}, c); letters(again) != letters(shuffled) {
		t.Error("the same chance gives another order")
	}
	places := map[int]bool{}
	for chance := range 40 {
		c.Chance = uint64(chance)
		after := does(t, shuffled, Enqueue{films("x")}, c)
		places[strings.Index(letters(after), "x")] = true
	}
	if places[0] || len(places) < 5 {
		t.Errorf("added at %v", places)
	}
	off := does(t, shuffled, Set{Shuffle: new(false)}, c)
	if letters(off) != letters(shuffled) {
		t.Errorf("switched off: %s", letters(off))
	}
	if _, _, err := Decide(s, Set{Shuffle: new(true)}, in(eve)); !errors.Is(err, ErrForbidden) {
		t.Errorf("a guest shuffles: %v", err)
	}
}

func TestFilmsAreMarkedThatWereWatchedToTheirEnd(t *testing.T) {
	at := func(position float64, paused bool) State {
		s := watching(paused)
		s.Playback.Position, s.Playback.At = position, now
		return s
	}
	for name, tt := range map[string]struct {
		state State
		cmd   Command
		want  bool
	}{
		"at the end":              {at(100, false), finish{}, true},
		"stopped near it":         {at(95, false), Pause{95}, true},
		"left near it":            {at(96, false), Load{Media{ID: "x", Version: "v1"}}, true},
		"stopped before":          {at(94, false), Pause{94}, false},
		"sought to it, not seen":  {at(10, true), Seek{99}, false},
		"stood there":             {at(99, true), SetRate{2}, false},
		"the end of unknown ones": {func() State { s := at(80, false); s.Media.Duration = 0; return s }(), finish{80}, true},
	} {
		c := in(maya)
		if _, own := tt.cmd.(finish); own {
			c.By = nil
		}
		s := does(t, tt.state, tt.cmd, c)
		if got := slices.Contains(s.Queue.Watched, "bunny"); got != tt.want {
			t.Errorf("%s: %v", name, s.Queue.Watched)
		}
	}
	s := watching(false)
	for i := range maxWatched + 5 {
		s.Media.ID, s.Playback.Media = strconv.Itoa(i), strconv.Itoa(i)
		s.Queue.Watched = s.watched(Event{Reason: ReasonEnd})
	}
	if n := len(s.Queue.Watched); n != maxWatched || s.Queue.Watched[n-1] != strconv.Itoa(maxWatched+4) {
		t.Errorf("%d are kept", n)
	}
	if before := s.Queue.Watched; !reflect.DeepEqual(before, s.watched(Event{Reason: ReasonEnd})) {
		t.Error("a film counts twice")
	}
}
