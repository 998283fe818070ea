package browser

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

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
// the beginning if positive, at a speed in pixels a second. What a finger has moved goes on by itself. Only Chromium does.
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
	if touch {
		return c.flick(ctx, x, y, distance, speed)
	}
	return c.run(ctx, command(input.SynthesizeScrollGesture, input.SynthesizeScrollGestureParams{
		X: x, Y: y, YDistance: distance, Speed: int64(speed), GestureSourceType: input.GestureSourceTypeMouse,
	}))
}

// reach is how far a finger goes each way from the point, pixels; it moves on every tick.
const (
	reach = 110
	tick  = 16 * time.Millisecond
	rolls = 300 * time.Millisecond // by itself, before the next time
)

// flick moves a finger up or down again and again, each time as far as there is room for it.
func (c *chromium) flick(ctx context.Context, x, y, distance float64, speed int) error {
	way := math.Copysign(1, distance)
	touches := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) error {
		return c.run(ctx, command(input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: append([]*input.TouchPoint{}, points...)}))
	}
	for done := 0.0; done < math.Abs(distance); done += 2 * reach {
		at := y - way*reach
		if err := touches(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: x, Y: at}); err != nil {
			return err
		}
		for moved := 0.0; moved < 2*reach; {
			part := float64(speed) * tick.Seconds()
			moved += part
			at += way * part
			if err := touches(input.DispatchTouchEventTypeTouchMove, &input.TouchPoint{X: x, Y: at}); err != nil {
				return err
			}
			time.Sleep(tick)
		}
		if err := touches(input.DispatchTouchEventTypeTouchEnd); err != nil {
			return err
		}
		time.Sleep(rolls)
	}
	return nil
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
