package main

import (
	"math"
	"math/rand/v2"
	"testing"
)

// player is a script of a film: from each moment on, where it is and what it does.
type player []struct {
	from, position float64 // ms, s
	flags          int
}

// sampled is what a sampler sees of it: every 25 ms from shift on until the end.
func (p player) sampled(shift, end float64) *trace {
	t := &trace{}
	for at := shift; at < end; at += 25 {
		i := 0
		for i+1 < len(p) && p[i+1].from <= at {
			i++
		}
		s := sample{at: at, position: p[i].position, flags: p[i].flags, rate: 1}
		if s.flags&(paused|seeking|starved) == 0 {
			s.position += (at - p[i].from) / 1000
		}
		t.samples = append(t.samples, s)
	}
	return t
}

func near(a, b float64) bool { return math.Abs(a-b) < 1e-6 }

func TestPlayersAreComparedAtTheSameMoment(t *testing.T) {
	a, b := player{{0, 10, 0}}, player{{0, 10.030, 0}}
	moments := compare([]*trace{a.sampled(0, 2000), b.sampled(7, 2000)}, 100, 1900)
	if len(moments) != 180 {
		t.Fatalf("%d moments in 1.8 s", len(moments))
	}
	for _, m := range moments {
		if !m.playing || m.standing || !near(m.apart, 30) {
			t.Fatalf("30 ms apart and playing, but %+v", m)
		}
	}
}

func TestTheWorstPairOfManyCounts(t *testing.T) {
	all := []*trace{player{{0, 10, 0}}.sampled(0, 1000), player{{0, 10.020, 0}}.sampled(3, 1000), player{{0, 9.990, 0}}.sampled(9, 1000)}
	for _, d := range distances(compare(all, 100, 900)) {
		if !near(d, 30) {
			t.Fatalf("%v ms apart, want 30", d)
		}
	}
}

func TestWhatCannotBeComparedIsNot(t *testing.T) {
	playing := player{{0, 10, 0}}
	for name, other := range map[string]*trace{
		"never sampled":         {},
		"sampled at other time": playing.sampled(5000, 9000),
		"paused":                player{{0, 10, paused}}.sampled(0, 1000),
		"seeking":               player{{0, 10, seeking}}.sampled(0, 1000),
		"without data":          player{{0, 10, starved}}.sampled(0, 1000),
		"with a hole":           {samples: []sample{{at: 0, position: 10, rate: 1}, {at: 900, position: 10.9, rate: 1}}},
	} {
		if d := distances(compare([]*trace{playing.sampled(0, 1000), other}, 100, 800)); len(d) > 0 {
			t.Errorf("%s: compared %d times", name, len(d))
		}
	}
}

func TestAJumpBetweenTwoSamplesIsNotPlay(t *testing.T) {
	jumping := player{{0, 10, 0}, {510, 20, 0}}.sampled(0, 1000)
	if s, ok := jumping.at(505); !ok || s.playing() {
		t.Errorf("amid a jump it plays: %+v", s)
	}
	if s, ok := jumping.at(560); !ok || !s.playing() || !near(s.position, 20.050) {
		t.Errorf("after the jump it is at %+v", s)
	}
}

func TestStandingPlayersAreCompared(t *testing.T) {
	a, b := player{{0, 10, 0}, {500, 10.5, paused}}, player{{0, 10, 0}, {520, 10.52, paused}}
	d := standing(compare([]*trace{a.sampled(0, 1000), b.sampled(3, 1000)}, 0, 900))
	if len(d) < 30 {
		t.Fatalf("only %d moments of standing", len(d))
	}
	for _, apart := range d {
		if !near(apart, 20) {
			t.Errorf("%v ms apart, want 20", apart)
		}
	}
}

func TestRecovery(t *testing.T) {
	steady := player{{0, 10, 0}}
	for name, test := range map[string]struct {
		other  player
		parted bool
		want   float64 // about, ms; NaN: never
	}{
		"never apart":                             {steady, false, math.NaN()},
		"never apart, but expected to be":         {steady, true, 0},
		"apart for a second":                      {player{{0, 10, 0}, {1000, 8, 0}, {2000, 12, 0}}, false, 2000},
		"waiting for data":                        {player{{0, 10, 0}, {1000, 11, starved}, {1500, 11.5, 0}}, false, 1500},
		"together too briefly in between":         {player{{0, 10, 0}, {1000, 8, 0}, {1500, 11.5, 0}, {1700, 8, 0}, {2500, 12.5, 0}}, false, 2500},
		"90 ms off is together":                   {player{{0, 10, 0}, {1000, 8, 0}, {2000, 12.090, 0}}, false, 2000},
		"110 ms off is not":                       {player{{0, 10, 0}, {1000, 8, 0}, {2000, 12.110, 0}}, false, math.NaN()},
		"together at the very end, for too short": {player{{0, 8, 0}, {3800, 13.8, 0}}, true, math.NaN()},
	} {
		moments := compare([]*trace{steady.sampled(0, 4100), test.other.sampled(4, 4100)}, 10, 4000)
		took, ok := recovery(moments, within, 500, test.parted)
		if ok == math.IsNaN(test.want) || ok && math.Abs(took+10-test.want) > 60 {
			t.Errorf("%s: %v after %v ms, want %v", name, ok, took, test.want)
		}
	}
}

func TestAJoinerIsApartUntilItIsThere(t *testing.T) {
	room := player{{0, 10, 0}}.sampled(0, 4100)
	joiner := player{{0, 0, starved}, {1800, 11.8, 0}}.sampled(1200, 4100)
	if took, ok := recovery(compare([]*trace{room, joiner}, 1000, 4000), within, 1000, false); !ok || math.Abs(took-800) > 60 {
		t.Errorf("together %v after %v ms, want 800", ok, took)
	}
}

func TestAStretchIsTheFirstSecondOfCommonPlay(t *testing.T) {
	a := player{{0, 10, 0}, {500, 20, paused}, {800, 20, 0}}
	b := player{{0, 10, 0}, {520, 20, seeking}, {900, 20.060, 0}}
	got := stretch(compare([]*trace{a.sampled(0, 4000), b.sampled(9, 4000)}, 0, 3900))
	if len(got) != 100 {
		t.Fatalf("%d moments in the first second", len(got))
	}
	for _, d := range got {
		if !near(d, 40) {
			t.Errorf("%v ms apart, want 40", d)
		}
	}
	if got := stretch(compare([]*trace{a.sampled(0, 400), a.sampled(9, 400)}, 0, 390)); got != nil {
		t.Errorf("a stretch began where nothing did: %v", got)
	}
}

func TestNoiseIsAroundALineWhateverItsSlope(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	var noisy []sample
	for at := 0.0; at < 5000; at += 25 {
		noisy = append(noisy, sample{at: at, position: 3 + at/1000*1.02 + random.NormFloat64()*.004, rate: 1.02})
	}
	if got := noise(noisy); math.Abs(got-4) > .8 {
		t.Errorf("noise of 4 ms is measured as %v", got)
	}
	if got := noise(player{{0, 10, paused}}.sampled(0, 3000).samples); !math.IsNaN(got) {
		t.Errorf("a player that stands has a noise of %v", got)
	}
}

func TestMovedIsHowFarAPlayerLeftItsPace(t *testing.T) {
	if got := moved(player{{0, 10, 0}}.sampled(0, 2000).samples); !near(got, 0) {
		t.Errorf("a player that only plays moved by %v", got)
	}
	if got := moved(player{{0, 10, 0}, {1000, 11.2, 0}}.sampled(0, 2000).samples); !near(got, 200) {
		t.Errorf("a player that jumped 200 ms moved by %v", got)
	}
	if got := moved(player{{0, 10, 0}, {1000, 11, paused}}.sampled(0, 2000).samples); !math.IsInf(got, 1) {
		t.Errorf("a player that stopped moved by %v", got)
	}
}

func TestBoundsOfManyRoundTripsAreNarrow(t *testing.T) {
	b := unbounded()
	for _, trip := range []struct{ there, back float64 }{{5, 1}, {.2, 9}, {3, .3}} {
		sent := 1000 + trip.there*100
		b.exchange(sent, sent+trip.there-400, sent+trip.there+trip.back)
	}
	if math.Abs(b.offset()-400) > b.uncertainty() || b.uncertainty() > .25+1e-9 {
		t.Errorf("offset %v, off by %v at most; want 400 and .25", b.offset(), b.uncertainty())
	}
}
