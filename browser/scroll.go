package browser

import (
	"context"
	"errors"
	"fmt"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/performance"
	"github.com/chromedp/chromedp"
)

var errChromiumOnly = errors.New("only Chromium does that")

// scroller is a driver that can scroll and knows what a page's scripts hold.
type scroller interface {
	scroll(ctx context.Context, x, y, distance float64, speed int, touch bool) error
	heap(ctx context.Context) (float64, error)
}

// Scroll turns the wheel over the centre of an element, of a phone it flicks a finger there: so many CSS pixels, towards
// the beginning if positive, at a speed in pixels a second. It returns when the page has scrolled. Only Chromium does.
func (p *Page) Scroll(ctx context.Context, selector string, distance float64, speed int) error {
	s, ok := p.driver.(scroller)
	if !ok {
		return errChromiumOnly
	}
	return p.point(ctx, "scroll", selector, func(ctx context.Context, x, y float64) error {
		return s.scroll(ctx, x, y, distance, speed, p.options.Mobile)
	})
}

// Heap returns how many bytes the page's scripts hold, after a collection of garbage. Only Chromium knows.
func (p *Page) Heap(ctx context.Context) (float64, error) {
	s, ok := p.driver.(scroller)
	if !ok {
		return 0, errChromiumOnly
	}
	return step(ctx, p, s.heap)
}

func (c *chromium) scroll(ctx context.Context, x, y, distance float64, speed int, touch bool) error {
	by := input.GestureSourceTypeMouse
	if touch {
		by = input.GestureSourceTypeTouch
	}
	stays := !touch // a finger's list goes on by itself, a wheel's stands
	return c.run(ctx, command(input.SynthesizeScrollGesture, input.SynthesizeScrollGestureParams{
		X: x, Y: y, YDistance: distance, Speed: int64(speed), GestureSourceType: by, PreventFling: &stays,
	}))
}

func (c *chromium) heap(ctx context.Context) (used float64, err error) {
	err = c.run(ctx, chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		if _, err := cdp.Call(ctx, t, heapprofiler.CollectGarbage, cdp.Empty{}); err != nil {
			return err
		}
		if _, err := cdp.Call(ctx, t, performance.Enable, performance.EnableParams{}); err != nil {
			return err
		}
		metrics, err := cdp.Call(ctx, t, performance.GetMetrics, cdp.Empty{})
		if err != nil {
			return err
		}
		for _, m := range metrics.Metrics {
			if m.Name == "JSHeapUsedSize" {
				used = m.Value
				return nil
			}
		}
		return fmt.Errorf("no JSHeapUsedSize among %d metrics", len(metrics.Metrics))
	}))
	return used, err
}
