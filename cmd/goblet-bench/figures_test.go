package main

import (
	"io"
	"math"
	"strings"
	"testing"
	"time"

	"goblet/measure"
)

func TestDistancesCompareSteadyPlayOnly(t *testing.T) {
	line := func(from, shift float64, playing bool) (all []sample) {
		for i := range 10 {
			moment := from + float64(i)*20
			all = append(all, sample{moment, moment/1000 + shift, playing})
		}
		return all
	}
	apart := distances(line(1000, 0, true), line(1007, .030, true))
	if len(apart) != 9 {
		t.Errorf("%d of 10 samples lie between two others, want 9", len(apart))
	}
	for _, d := range apart {
		if math.Abs(d-30) > 1e-6 {
			t.Errorf("a player that is 30 ms ahead is %v ms away", d)
		}
	}
	if got := distances(line(1000, 0, true), line(1000, .030, false)); len(got) > 0 {
		t.Errorf("a player that stands was compared: %v", got)
	}
	if got := distances(line(1000, 0, true), line(9000, .030, true)); len(got) > 0 {
		t.Errorf("samples of another time were compared: %v", got)
	}
}

func TestEachWayToMissAnEventIsCounted(t *testing.T) {
	start := time.Unix(100, 0)
	after := func(d int) time.Time { return start.Add(time.Duration(d) * time.Millisecond) }
	c := &crowd{heard: [][]arrival{
		{{1, after(0), 0}, {2, after(5), 10}, {3, after(9), 10}},
		{{1, after(0), 0}, {2, after(7), 10}, {2, after(8), 10}, {3, after(9), 10}},
		{{1, after(0), 0}, {3, after(4), 10}, {2, after(6), 10}},
		{{1, after(0), 0}, {2, after(6), 10}},
	}}
	d := c.judge(map[uint64]time.Time{2: start, 3: start})
	if d.lost != 1 || d.repeated != 1 || d.misordered != 1 {
		t.Errorf("lost %d, repeated %d, out of order %d; want one of each", d.lost, d.repeated, d.misordered)
	}
	if measure.Quantile(d.last, 1) != 9 || d.bytes != 80 || d.frames != 8 {
		t.Errorf("last %v ms, %d bytes in %d frames", d.last, d.bytes, d.frames)
	}
}

func TestTheTableSaysWhichBudgetIsMissed(t *testing.T) {
	var out strings.Builder
	rows := []row{{"a", "1 ms", "<= 2 ms", true}, {"longer", "3 ms", "<= 2 ms", false}, {"c", "7", "", false}}
	if err := writeTable(&out, rows); err != nil {
		t.Fatal(err)
	}
	want := `| measure | figure | goal    | ok  |
|---------|--------|---------|-----|
| a       | 1 ms   | <= 2 ms | yes |
| longer  | 3 ms   | <= 2 ms | NO  |
| c       | 7      | -       | -   |
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestAnUnknownMeasurementIsRefused(t *testing.T) {
	err := run(t.Context(), []string{"-only", "start,speed"}, io.Discard, io.Discard)
	if err == nil || !strings.Contains(err.Error(), `"speed"`) || !strings.Contains(err.Error(), "streams") {
		t.Errorf("got %v, want a message that lists what there is", err)
	}
}
