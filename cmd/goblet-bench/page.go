package main

import (
	"context"
	"fmt"
	"time"

	"goblet/browser"
	"goblet/measure"
)

// interactive runs in the page before its own scripts and notes when it can take part: the stream speaks, the button joins.
const interactive = `(() => {
  const look = () => {
    if (window.goblet?.status().connected && !document.querySelector('#join')?.disabled) window.interactive = performance.now()
    else setTimeout(look, 4)
  }
  look()
})()`

// pages measures how long the room's page takes until one can take part, with an empty cache and with a full one.
func (b *bench) pages(ctx context.Context) ([]row, error) {
	s, err := b.serve(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Stop()
	var cold, warm []float64
	for range 5 {
		first, again, err := opened(ctx, s.Room)
		if err != nil {
			return nil, err
		}
		cold, warm = append(cold, first), append(warm, again)
	}
	rows := []row{}
	for _, c := range []struct {
		name string
		ms   []float64
	}{{"empty cache", cold}, {"full cache", warm}} {
		median := measure.Quantile(c.ms, .5)
		rows = append(rows, row{"room's page until one can join, " + c.name + ", median of 5", fmt.Sprintf("%.0f ms", median), "<= 1000 ms", median <= 1000})
	}
	return rows, nil
}

// opened returns how long a new browser's page took, ms, and the same page once more.
func opened(ctx context.Context, room string) (first, again float64, err error) {
	page, err := browser.Launch(ctx, browser.Options{Name: "page", Width: 1440, Height: 900, Script: interactive})
	if err != nil {
		return 0, 0, err
	}
	defer page.Close()
	for _, to := range []*float64{&first, &again} {
		if err := page.Open(ctx, room); err != nil {
			return 0, 0, err
		}
		if err := page.Until(ctx, "window.interactive > 0", 30*time.Second); err != nil {
			return 0, 0, err
		}
		if *to, err = browser.Value[float64](ctx, page, "window.interactive"); err != nil {
			return 0, 0, err
		}
	}
	return first, again, nil
}
