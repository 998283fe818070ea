package main

import (
	"strings"
	"testing"
	"time"
)

func TestNobodyLosesAnEventWhenNodesAreKilledAndReplaced(t *testing.T) {
	t.Chdir("../..") // where it can be built
	var out strings.Builder
	if err := run(t.Context(), []string{"failover", "-viewers", "9"}, strings.NewReader(""), &out, t.Output()); err != nil {
		t.Fatal(err)
	}
	for _, row := range []string{"| one of three Goblets is killed ", "| all are ended and started anew", "0 / 0 / 0 "} {
		if !strings.Contains(out.String(), row) {
			t.Errorf("the table lacks %q: %s", row, out.String())
		}
	}
}

func TestPausesAreThoseOfThePage(t *testing.T) {
	for range 1000 {
		for _, tt := range []struct {
			failures, crowd int
			least, most     time.Duration
		}{
			{1, 3, 150 * time.Millisecond, 450 * time.Millisecond},
			{1, 10_000, 150 * time.Millisecond, 2150 * time.Millisecond},
			{2, 10_000, 225 * time.Millisecond, 20_225 * time.Millisecond},
			{99, 3, 4 * time.Second, 12 * time.Second},
		} {
			if got := pagePause(tt.failures, tt.crowd); got < tt.least || got > tt.most {
				t.Fatalf("a pause of %v after %d failures of %d viewers; want %v to %v", got, tt.failures, tt.crowd, tt.least, tt.most)
			}
		}
	}
}
