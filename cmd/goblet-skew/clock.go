package main

import (
	"context"
	"fmt"
	"math"
	"time"

	"goblet/browser"
	"goblet/measure"
)

// bounds enclose what must be added to another clock, ms, to get this program's: each round trip proves that the other
// clock was read within it, so that the least delayed ones bound it best. Both clocks run on the machine's monotonic one.
type bounds struct{ low, high float64 }

func unbounded() bounds { return bounds{math.Inf(-1), math.Inf(1)} }

// exchange takes a reading of the other clock that was asked for at sent and came at received, ms of this program's.
func (b *bounds) exchange(sent, reading, received float64) {
	b.low, b.high = max(b.low, sent-reading), min(b.high, received-reading)
}

// offset is the middle, uncertainty how far off it may be; ms.
func (b *bounds) offset() float64      { return (b.low + b.high) / 2 }
func (b *bounds) uncertainty() float64 { return math.Abs(b.high-b.low) / 2 }

// stopwatch is the program's own clock: ms since it began.
type stopwatch time.Time

func (s stopwatch) now() float64 { return measure.MS(time.Since(time.Time(s))) }

// readings is how often a clock is read to begin with. Clocks on one machine need it once: they don't drift apart.
const readings = 40

// calibrate reads the page's clock n times over.
func calibrate(ctx context.Context, page *browser.Page, clock stopwatch, b *bounds, n int) error {
	for range n {
		sent := clock.now()
		reading, err := browser.Value[float64](ctx, page, "performance.now()")
		if err != nil {
			return fmt.Errorf("read the page's clock: %w", err)
		}
		b.exchange(sent, reading, clock.now())
	}
	return nil
}

// wrongClock is a script that sets the wall clock of a page ahead, as on a device whose clock is wrong.
func wrongClock(ahead time.Duration) string {
	return fmt.Sprintf(`(() => {
  const Real = Date, ahead = %d, origin = performance.timeOrigin
  const now = () => Real.now() + ahead
  window.Date = new Proxy(Real, {
    construct: (target, args, self) => Reflect.construct(target, args.length ? args : [now()], self),
    apply: () => new Real(now()).toString(),
    get: (target, key) => key === 'now' ? now : Reflect.get(target, key),
  })
  Object.defineProperty(performance, 'timeOrigin', {get: () => origin + ahead})
})();
`, ahead.Milliseconds())
}
