package room

import (
	"math"
	"slices"
	"testing"
)

func TestTheLeadSuitsWhoIsThere(t *testing.T) {
	players := func(delays ...float64) []float64 {
		var needs []float64
		for _, d := range delays {
			needs = append(needs, Status{Delay: d}.need())
		}
		return needs
	}
	for _, tt := range []struct {
		name  string
		needs []float64
		want  float64
	}{
		{"nobody has measured", nil, defaultLead},
		{"one on a LAN", players(0.4), minLead},
		{"a household", players(0.4, 2, 3, 5), minLead},
		{"two in one country", players(12, 20), 70},
		{"everybody near is waited for, however few", players(1, 1, 1, 1, 1, 1, 1, 60), 130},
		{"two on two continents", players(2, 90), 175},
		{"one of four is far: the others start", players(2, 3, 4, 150), minLead},
		{"half of them are far: all start together", players(2, 3, 150, 150), 265},
		{"a terrible link slows nobody down", players(2, 400), minLead},
		{"nor do many", players(2, 400, 900, 3000), minLead},
		{"among the far the nearest counts", players(300, 400), 490},
		{"and never beyond the bound", players(3000, 4000), maxLead},
		{"a player that starts slowly is waited for, too", []float64{Status{Delay: 1, Start: 60}.need()}, 71.5},
		{"but an action on a LAN starts soon", []float64{Status{Delay: 1, Start: 400}.need()}, 76.5},
	} {
		if got := leadFor(tt.needs); got != tt.want {
			t.Errorf("%s: %v ms, want %v", tt.name, got, tt.want)
		}
	}
}

func TestOnlyFreshReportsOfThoseWhoWatchDecideTheLead(t *testing.T) {
	const now = 1e12
	r := newRoster()
	for id, p := range map[string]presence{
		"here":    {streams: 1, status: &Status{At: now, Delay: 10, State: "playing"}},
		"polls":   {left: now - 500, status: &Status{At: now - 5000, Delay: 20, State: "paused"}},
		"left":    {left: now - 5000, status: &Status{At: now - 5000, Delay: 30, State: "playing"}},
		"stale":   {streams: 1, status: &Status{At: now - 15_001, Delay: 40, State: "playing"}},
		"away":    {streams: 1, status: &Status{At: now, Delay: 50, State: "away"}},
		"unknown": {streams: 1},
	} {
		r.here[id] = &p
	}
	got := slices.Sorted(slices.Values(r.needs(now)))
	if want := []float64{55, 70}; !slices.Equal(got, want) {
		t.Errorf("needs %v, want %v", got, want)
	}
}

func FuzzTheLeadStaysWithinItsBounds(f *testing.F) {
	f.Add(1.0, 50.0, 0.0, 3)
	f.Add(1e300, 2e5, 6e4, 40)
	f.Fuzz(func(t *testing.T, a, b, start float64, n int) {
		if math.IsNaN(a) || math.IsNaN(b) || math.IsNaN(start) {
			return // which no form can say
		}
		var needs []float64
		for i := range max(0, n%60) {
			needs = append(needs, Status{Delay: []float64{a, b}[i%2], Start: start}.need())
		}
		if lead := leadFor(needs); !(lead >= minLead && lead <= maxLead) {
			t.Errorf("a lead of %v ms for %v", lead, needs)
		}
	})
}
