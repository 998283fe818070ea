package room

import "time"

// Clock tells the server's time as Unix milliseconds with fractions.
type Clock func() float64

func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// NewClock returns a Clock that starts at the wall clock and then follows the
// monotonic one, so that a step of the wall clock never moves a film.
func NewClock() Clock {
	start := time.Now()
	base := float64(start.UnixMicro()) / 1000
	return func() float64 {
		return base + milliseconds(time.Since(start))
	}
}
