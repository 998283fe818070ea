package measure

import (
	"testing"
	"time"
)

func TestAProcessNameMayHoldAnything(t *testing.T) {
	for stat, want := range map[string]time.Duration{
		"7 (goblet) S 1 7 7 0 -1 4194560 1 0 0 0 150 50 0 0 20 0 9 0 1 1 1":  2 * time.Second,
		"7 (a ) S 1 (b) R 1 7 7 0 -1 4194560 1 0 0 0 3 4 0 0 20 0 9 0 1 1 1": 70 * time.Millisecond,
		"7 (goblet) S 1": 0,
		"":               0,
		"7 (goblet) S 1 7 7 0 -1 4194560 1 0 0 0 none 50 0 0 20 0 9 0 1 1 1 1 1 1": 500 * time.Millisecond,
	} {
		if got := processor([]byte(stat)); got != want {
			t.Errorf("%q: %v, want %v", stat, got, want)
		}
	}
}
