package room

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

func TestTheCheapestFixIsNamed(t *testing.T) {
	const left = 600 // seconds of the film
	for _, c := range []struct {
		name string
		st   Status
		want Fitness
	}{
		{"a line of which nothing is known", Status{}, Fitness{}},
		{"a fast line", Status{Fill: 8}, Fitness{}},
		{"a line that is just fast enough", Status{Fill: fastEnough}, Fitness{}},
		{"a slow line where there is a smaller picture", Status{Fill: 0.52, Smaller: true}, Fitness{Fill: 0.5, Fix: FixSmaller}},
		{"a slow line without one", Status{Fill: 0.5, Buffer: 100}, Fitness{Fill: 0.5, Fix: FixWait, Wait: 500}},
		{"a slow line that brings all before it is needed", Status{Fill: 1.1}, Fitness{Fill: 1.1, Fix: FixWait}},
		{"a line that nobody would wait for", Status{Fill: 0.05}, Fitness{Fill: 0.1, Fix: FixWait}},
		{"a slow line that has brought it all", Status{Fill: 0.5, Buffer: left}, Fitness{}},
		{"a browser that can't play it", Status{Unplayable: true, Fill: 9}, Fitness{Fix: FixBrowser}},
	} {
		if got := (&presence{status: &c.st}).fitness(left); got != c.want {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
	}
	if got := (&presence{}).fitness(left); got != (Fitness{}) {
		t.Errorf("somebody who has not been heard of: %+v", got)
	}
	if got := (&presence{status: &Status{Fill: 0.5}}).fitness(0); got.Wait != 0 {
		t.Errorf("a film of unknown length: a head start of %g s", got.Wait)
	}
}

func TestThePageCallsTheSameLineFastEnough(t *testing.T) {
	script, err := os.ReadFile("../assets/js/fitness.js")
	if err != nil {
		t.Fatal(err)
	}
	if line := fmt.Sprintf("FAST_ENOUGH = %v;", fastEnough); !strings.Contains(string(script), line) {
		t.Errorf("fitness.js lacks %s", line)
	}
}
