package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"

	"goblet/measure"
)

// target returns the Goblet that is to be loaded, starting one if none is named. The caller must call stop.
func (o options) target(ctx context.Context) (t target, stop func(), err error) {
	if o.links != nil {
		return target{rooms: o.links, pid: o.pid}, func() {}, nil
	}
	dir, err := os.MkdirTemp("", "goblet-load-")
	if err != nil {
		return t, nil, err
	}
	remove := func() { os.RemoveAll(dir) }
	program := o.goblet
	if program == "" {
		if program, err = measure.Build(ctx, dir); err != nil {
			remove()
			return t, nil, err
		}
	}
	s, err := measure.Serve(ctx, program, dir)
	if err != nil {
		remove()
		return t, nil, err
	}
	stop = func() {
		s.Stop()
		remove()
	}
	t = target{rooms: []string{s.Room}, pid: s.PID()}
	more, err := makeRooms(ctx, s.Admin, o.rooms-1)
	if err != nil {
		stop()
		return t, nil, err
	}
	t.rooms = append(t.rooms, more...)
	return t, stop, nil
}

// makeRooms makes n rooms as the admin, whose unused link is given, and returns their links.
func makeRooms(ctx context.Context, admin string, n int) (links []string, err error) {
	if n == 0 {
		return nil, nil
	}
	base, err := url.Parse(admin)
	if err != nil {
		return nil, err
	}
	from := newSource(nil)
	defer from.transport.CloseIdleConnections()
	answer, err := from.do(ctx, http.MethodPost, admin, "", "")
	if err != nil {
		return nil, err
	}
	cookie := session(answer)
	for range n {
		answer, err := from.do(ctx, http.MethodPost, base.ResolveReference(&url.URL{Path: "/rooms"}).String(), cookie, "")
		if err != nil {
			return nil, err
		}
		place, err := answer.Location()
		if err != nil {
			return nil, fmt.Errorf("a new room was answered with %s: %w", answer.Status, err)
		}
		links = append(links, place.String())
	}
	return links, nil
}
