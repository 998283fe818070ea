package room

import "time"

// Clock tells the server's time as Unix milliseconds with fractions.
type Clock func() float64

// Time is what the clock tells, to the microsecond.
func (c Clock) Time() time.Time { return time.UnixMicro(int64(c() * 1000)) }

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
