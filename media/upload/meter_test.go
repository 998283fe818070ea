package upload

import (
	"math"
	"testing"
	"time"
)

func TestTheRateIsThatOfTheLastSecondsWhenEverItBegan(t *testing.T) {
	second := time.Unix(1_000_000, 0)
	for _, phase := range []time.Duration{0, 400 * time.Millisecond, 950 * time.Millisecond} {
		var m meter
		begin := second.Add(phase)
		add := func(from, to time.Duration, rate int64) {
			for at := from; at < to; at += 50 * time.Millisecond {
				m.add(begin.Add(at), rate/20)
			}
		}
		says := func(at time.Duration, want float64) {
			t.Helper()
			if got := m.rate(begin.Add(at)); math.Abs(got-want) > 0.1*want {
				t.Errorf("begun %v into a slot, after %v: %.0f bytes a second, want %.0f", phase, at, got, want)
			}
		}
		says(0, 0)
		add(0, time.Second, 1000)
		says(time.Second, 1000)
		add(time.Second, 3*time.Second, 1000)
		says(3*time.Second, 1000)
		add(3*time.Second, 15*time.Second, 4000)
		says(15*time.Second, 4000)
		says(20*time.Second, 0)
		add(20*time.Second, 22*time.Second, 500)
		says(22*time.Second, 500)
	}
}
