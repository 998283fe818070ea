package room

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func of(states ...Status) *roster {
	r := newRoster()
	for i, s := range states {
		id := fmt.Sprintf("v%02d", i)
		r.here[id] = &presence{Viewer: Viewer{ID: id}, streams: 1, status: &s}
	}
	return r
}

func TestTheSkewIsOfThosePlayersWhoHaveReportedLately(t *testing.T) {
	const at = 1e12
	plays := func(drift float64) Status { return Status{At: at - 3000, State: "playing", Drift: drift} }
	for _, tt := range []struct {
		name    string
		roster  *roster
		skew    float64 // NaN: unknown
		playing int
		told    int
	}{
		{"nobody", of(), math.NaN(), 0, 0},
		{"one alone is in step with nobody", of(plays(4)), math.NaN(), 1, 1},
		{"two", of(plays(4), plays(-2.5)), 6.5, 2, 2},
		{"of many the first and the last count", of(plays(4), plays(-2), plays(11), plays(0)), 13, 4, 4},
		{"one waits for film", of(plays(4), plays(-2), Status{At: at, State: "waiting", Drift: -900}), 6, 2, 3},
		{"one is away", of(plays(4), Status{At: at, State: "away", Drift: -9000}), math.NaN(), 1, 2},
		{"one has not reported for long", of(plays(4), plays(1), Status{At: at - 12_001, State: "playing", Drift: 500}), 3, 2, 2},
		{"all stand", of(Status{At: at, State: "paused"}, Status{At: at, State: "paused"}), math.NaN(), 0, 2},
		{"more than a page can list", of(slices.Repeat([]Status{plays(2), plays(3)}, sample)...), 1, 2 * sample, 0},
	} {
		s := tt.roster.standing(at)
		if (s.Skew == nil) != math.IsNaN(tt.skew) || s.Skew != nil && *s.Skew != tt.skew || s.Playing != tt.playing || len(s.Viewers) != tt.told {
			t.Errorf("%s: %+v", tt.name, s)
		}
	}
}

func TestOnlyWhatSomebodyWouldNoticeIsNews(t *testing.T) {
	v := ViewerStanding{ID: "v", State: "playing", Drift: 4, Delay: 10, Buffer: 5, Transport: "events"}
	with := func(change func(*ViewerStanding)) ViewerStanding { w := v; change(&w); return w }
	for name, tt := range map[string]struct {
		now  ViewerStanding
		news bool
	}{
		"the same":                    {v, false},
		"drifts a little":             {with(func(v *ViewerStanding) { v.Drift = 5.5 }), false},
		"drifts":                      {with(func(v *ViewerStanding) { v.Drift = 6 }), true},
		"waits":                       {with(func(v *ViewerStanding) { v.State = "waiting" }), true},
		"polls now":                   {with(func(v *ViewerStanding) { v.Transport = "poll" }), true},
		"a delay that jitters":        {with(func(v *ViewerStanding) { v.Delay = 14 }), false},
		"a delay that is another":     {with(func(v *ViewerStanding) { v.Delay = 16 }), true},
		"a little more is loaded":     {with(func(v *ViewerStanding) { v.Buffer = 6 }), false},
		"the film runs out":           {with(func(v *ViewerStanding) { v.Buffer = 2.5 }), true},
		"somebody else at this place": {with(func(v *ViewerStanding) { v.ID = "w" }), true},
	} {
		if got := (Standing{Viewers: []ViewerStanding{tt.now}}).differs(Standing{Viewers: []ViewerStanding{v}}); got != tt.news {
			t.Errorf("%s: news is %v", name, got)
		}
	}
	much, more := ViewerStanding{Buffer: 50}, ViewerStanding{Buffer: 60}
	if much.differs(more) {
		t.Error("ten seconds more of plenty are news")
	}
	if !(Standing{Playing: 2}).differs(Standing{Playing: 1}) {
		t.Error("another player is no news")
	}
}

// listener notes the standings that a room tells.
type listener struct {
	told []Standing
	at   []time.Time
}

func (*listener) Opened(string, uint64)       {}
func (*listener) Event(string, Event)         {}
func (*listener) Viewers(string, Viewers)     {}
func (*listener) Ready(string, Readiness)     {}
func (*listener) Closed(string)               {}
func (*listener) Typing(string, Typing)       {}
func (*listener) Knocks(string, int)          {}
func (*listener) Log(string, bool)            {}
func (*listener) Reactions(string, Reactions) {}
func (l *listener) Standing(_ string, s Standing) {
	l.told, l.at = append(l.told, s), append(l.at, time.Now())
}

func TestARoomTellsHowItsViewersAreDoingNowAndThen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		heard := &listener{}
		rooms := New(Options{Audience: heard})
		r := newRoom("amber-otter-aaaaaaaaaaaa", rooms)
		r.state.Host = "maya" // so that nobody has to be elected, which takes a log
		defer rooms.end()
		defer r.Join(Viewer{ID: "maya"})()
		defer r.Join(Viewer{ID: "jon"})()
		report := func(id string, drift float64) {
			r.Report(id, Status{State: "playing", Drift: drift, Delay: 1, At: rooms.now()})
		}

		for i := range 100 { // ten seconds, every viewer ten times a second, changing all the time
			report("maya", float64(i*3))
			report("jon", float64(-i*3))
			time.Sleep(100 * time.Millisecond)
		}
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if n := len(heard.told); n < 5 || n > 7 {
			t.Errorf("%d standings were told in 13 s, want one every two seconds of changes", n)
		}
		for i := 1; i < len(heard.at); i++ {
			if between := heard.at[i].Sub(heard.at[i-1]); between < standingEvery {
				t.Errorf("two standings within %v", between)
			}
		}
		if last := heard.told[len(heard.told)-1]; last.Skew == nil || *last.Skew != 2*99*3 {
			t.Errorf("the last change was not told: %+v", last)
		}

		before := len(heard.told)
		for range 4 {
			report("maya", 297.5)
			report("jon", -296.6)
			time.Sleep(5 * time.Second)
		}
		synctest.Wait()
		if len(heard.told) != before {
			t.Errorf("what nobody would notice was told: %+v", heard.told[before:])
		}
		leave := r.Join(Viewer{ID: "ann"})
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if len(heard.told) != before+1 {
			t.Error("a newcomer is not told how the others are doing")
		}
		leave()
		time.Sleep(20 * time.Second)
		report("jon", 0)
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if last := heard.told[len(heard.told)-1]; last.Skew != nil || len(last.Viewers) != 1 {
			t.Errorf("who has not reported for 20 s still counts: %+v", last)
		}
	})
}

func TestALargeRoomTellsOnlyTheSkewAndSeldom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		heard := &listener{}
		rooms := New(Options{Audience: heard})
		r := newRoom("amber-otter-aaaaaaaaaaaa", rooms)
		r.state.Host = "v000"
		defer rooms.end()
		for i := range 10 * sample {
			defer r.Join(Viewer{ID: fmt.Sprintf("v%03d", i)})()
		}
		for i := range 300 {
			r.Report(fmt.Sprintf("v%03d", i%(10*sample)), Status{State: "playing", Drift: float64(i), At: rooms.now()})
			time.Sleep(100 * time.Millisecond)
		}
		synctest.Wait()
		if n := len(heard.told); n < 2 || n > 4 {
			t.Errorf("%d standings in 30 s", n)
		}
		if last := heard.told[len(heard.told)-1]; len(last.Viewers) != 0 || last.Skew == nil {
			t.Errorf("%+v", last)
		}
	})
}

func TestReportsAreCountedByTheirDrift(t *testing.T) {
	h := newHistogram()
	for _, drift := range []float64{0, 2, 2.1, 39, 5000} {
		h.observe(drift)
	}
	got := h.snapshot()
	if want := []uint64{2, 3, 3, 3, 4, 4, 4, 4, 4}; !slices.Equal(got.Within, want) || got.Count != 5 || got.Sum != 5043.1 {
		t.Errorf("%+v", got)
	}
}
