package main

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"os"

	"goblet/measure"
)

// target is what is put under load: a Goblet, or a bare server to compare it with.
type target struct {
	name   string
	rooms  []string // their links
	pid    int      // of its process; 0: not known
	memory int      // bytes that it had before anybody came; 0: not known
	text   int      // bytes of each text that a bare server gets, see bare.go; 0: it is a Goblet
}

func (t target) bare() bool { return t.text > 0 }

// goblet is the name of the target that the others are compared with.
const goblet = "Goblet"

// target returns the Goblet that is to be loaded, starting one if none is named. The caller must call stop.
func (o options) target(ctx context.Context) (t target, stop func(), err error) {
	if o.links != nil {
		return target{name: goblet, rooms: o.links, pid: o.pid}, func() {}, nil
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
	var flags []string
	if o.portable {
		flags = append(flags, "--portable-streams")
	}
	s, err := measure.Serve(ctx, program, dir, flags...)
	if err != nil {
		remove()
		return t, nil, err
	}
	stop = func() {
		s.Stop()
		remove()
	}
	t = target{name: goblet, rooms: []string{s.Room}, pid: s.PID(), memory: s.Memory()}
	more, err := makeRooms(ctx, s.Admin, o.rooms-1)
	if err != nil {
		stop()
		return t, nil, err
	}
	t.rooms = append(t.rooms, more...)
	return t, stop, nil
}

// makeRooms makes n rooms as the admin, whose unused link is given, and returns their links. Goblet lets one person make
// ten a second.
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
