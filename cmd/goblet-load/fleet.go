package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
)

const (
	joinsOnce = 16 // sessions that begin at once
	opensOnce = 64 // streams that are opened at once, but for a storm
	lookPause = 2 * time.Millisecond
)

// place is a room, and who is there.
type place struct {
	link         string // its page
	scheme, host string // of that
	path         string
	viewers      []*viewer

	text    int        // bytes of a text for a bare server; 0: it is a Goblet's
	sending sync.Mutex // held while a text is on its way
	sent    uint64     // number of the newest one
}

func (p *place) bare() bool { return p.text > 0 }

// site is the address of its server, without a path.
func (p *place) site() string { return p.scheme + "://" + p.host }

// newPlace reads a room's link, which has to lead to this machine.
func newPlace(link string) (*place, error) {
	u, err := url.Parse(link)
	if err != nil {
		return nil, err
	}
	name := u.Hostname()
	if name == "localhost" {
		name = "127.0.0.1"
	}
	ip := net.ParseIP(name)
	if u.Scheme != "http" && u.Scheme != "https" || u.Port() == "" || ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("%s is no link with a port to 127.0.0.1: load is for a Goblet on this machine alone", link)
	}
	u.Host = net.JoinHostPort(name, u.Port())
	return &place{link: u.String(), scheme: u.Scheme, host: u.Host, path: strings.TrimSuffix(u.EscapedPath(), "/")}, nil
}

// fleet is the viewers of all rooms.
type fleet struct {
	places  []*place
	viewers []*viewer // in all places, those who read promptly first
	start   time.Time // of its clock
	pages   bool      // viewers come back as Goblet's page does, see assets/js/backoff.js; else at once

	gate   sync.RWMutex  // locked while all streams are being cut
	hurry  chan struct{} // closed when slow viewers shall read all there is
	done   chan struct{} // closed at the end
	once   sync.Once
	failed chan error
	all    sync.WaitGroup
}

// newFleet puts viewers into the rooms in turn: prompt, slow and stopped ones. ahead is how many events each room is going
// to have, about.
func newFleet(places []*place, from []*source, counts map[manner]int, ahead int) *fleet {
	f := &fleet{places: places, start: time.Now(), hurry: make(chan struct{}), done: make(chan struct{}), failed: make(chan error, 1)}
	for _, m := range []manner{prompt, slow, stopped} {
		for range counts[m] {
			i := len(f.viewers)
			p := places[i%len(places)]
			v := &viewer{room: p, from: from[i%len(from)], manner: m}
			if m != stopped {
				v.arrived = make([]uint32, 0, ahead+8)
			}
			p.viewers = append(p.viewers, v)
			f.viewers = append(f.viewers, v)
		}
	}
	return f
}

// dial connects a viewer to its room; while a storm cuts all streams none comes back.
func (f *fleet) dial(ctx context.Context, v *viewer) (net.Conn, error) {
	f.gate.RLock()
	defer f.gate.RUnlock()
	return v.from.dialer.DialContext(ctx, "tcp", v.room.host)
}

// now is the fleet's clock, in microseconds; never 0.
func (f *fleet) now() uint32 { return uint32(time.Since(f.start).Microseconds()) + 1 }

// join makes a session for every viewer.
func (f *fleet) join(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var joining sync.WaitGroup
	for worker := range joinsOnce {
		joining.Go(func() {
			for i := worker; i < len(f.viewers) && ctx.Err() == nil; i += joinsOnce {
				if err := f.viewers[i].join(ctx); err != nil {
					cancel(err)
				}
			}
		})
	}
	joining.Wait()
	return context.Cause(ctx)
}

// open opens every viewer's stream and returns once all have spoken.
func (f *fleet) open(ctx context.Context) error {
	for i, v := range f.viewers {
		f.all.Go(func() {
			if err := v.watch(ctx, f); err != nil {
				f.fail(err)
			}
		})
		if first := i - opensOnce; first >= 0 {
			if err := f.until(ctx, func() bool { return f.viewers[first].begun.Load() > 0 }); err != nil {
				return fmt.Errorf("%d of %d streams are open: %w", f.opened(1), len(f.viewers), err)
			}
		}
	}
	if err := f.until(ctx, func() bool { return f.opened(1) == len(f.viewers) }); err != nil {
		return fmt.Errorf("%d of %d streams are open: %w", f.opened(1), len(f.viewers), err)
	}
	return nil
}

func (f *fleet) fail(err error) {
	select {
	case f.failed <- err:
	default:
	}
}

// opened returns how many viewers have had so many streams.
func (f *fleet) opened(times uint32) (n int) {
	for _, v := range f.viewers {
		if v.begun.Load() >= times {
			n++
		}
	}
	return n
}

// until looks until something is so.
func (f *fleet) until(ctx context.Context, so func() bool) error {
	for !so() {
		select {
		case err := <-f.failed:
			return err
		default:
		}
		if err := wait(ctx, lookPause); err != nil {
			return err
		}
	}
	return nil
}

// settle has slow viewers read on, and waits until all who read have each room's newest event, or the limit is over: what
// is missing then is lost.
func (f *fleet) settle(ctx context.Context, newest map[*place]uint64, limit time.Duration) error {
	inner, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	err := f.until(inner, func() bool {
		return !slices.ContainsFunc(f.viewers, func(v *viewer) bool {
			return v.manner != stopped && v.seen.Load() < newest[v.room]
		})
	})
	if errors.Is(err, context.DeadlineExceeded) {
		return ctx.Err()
	}
	return err
}

// dawdle is what a slow viewer does between two reads.
func (f *fleet) dawdle() {
	select {
	case <-f.hurry:
		return
	default:
	}
	timer := time.NewTimer(slowPause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-f.hurry:
	case <-f.done:
	}
}

// ended reports whether the fleet has been ended.
func (f *fleet) ended() bool {
	select {
	case <-f.done:
		return true
	default:
		return false
	}
}

// close ends all streams and lets none be opened any more. It can be called at any time, and more than once.
func (f *fleet) close() {
	f.once.Do(func() { close(f.done) })
	for _, v := range f.viewers {
		v.cut(true)
	}
}

// dropped returns how many streams of prompt viewers the server has ended.
func (f *fleet) dropped() (n int) {
	for _, v := range f.viewers {
		if v.manner == prompt {
			n += int(v.ended.Load())
		}
	}
	return n
}

// hangUp closes the connections that wait for a next request.
func (f *fleet) hangUp() {
	for _, v := range f.viewers {
		v.from.transport.CloseIdleConnections()
	}
}

// end closes all streams and waits for their readers; then what viewers have noted may be read.
func (f *fleet) end() {
	f.close()
	f.all.Wait()
	f.hangUp()
}
