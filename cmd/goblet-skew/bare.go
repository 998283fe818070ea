package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"goblet/browser"
)

// barePage is a film and nothing else, muted until it is clicked.
const barePage = `<!doctype html><title>A film</title>
<video id="video" src="film" autoplay muted playsinline width="800" onclick="muted = false"></video>`

// bareSeeks are where the players are sent, as seekKeys send them.
var bareSeeks = []string{"at + 10", "0.6 * all", "at - 10", "0.2 * all", "at + 10", "0.4 * all", "at - 10", "0.3 * all"}

// bare measures what browsers take on this machine for a film without a room: how soon it plays in a page that has just
// been opened, and two that are sent elsewhere by the program at the same moment. It is what the rows of a room are to be
// compared with. The room's browsers end, so that no phase can follow.
func (p *party) bare(ctx context.Context) ([]row, error) {
	p.end()
	p.viewers = make([]*viewer, 2)
	address, stop, err := serveBare(ctx, p.film)
	if err != nil {
		return nil, err
	}
	defer stop()
	var opened, took []float64
	for i := range p.viewers {
		v, err := launch(ctx, p.watch, fmt.Sprintf("bare %c", 'A'+i), address, kind{engine: p.engines[i]})
		if err != nil {
			return nil, err
		}
		p.viewers[i], p.traces = v, append(p.traces, v.trace)
		if err := errors.Join(pause(ctx, warming), v.open(ctx), v.Click(ctx, "#video"), pause(ctx, settling), v.collect(ctx)); err != nil {
			return nil, err
		}
		at, ok := v.first("playing", v.opened)
		if !ok {
			return nil, fmt.Errorf("playing in %s: %w", v.name, errNoMark)
		}
		opened = append(opened, at-v.opened)
	}
	for i := range p.long.rounds {
		from, err := p.sendBoth(ctx, bareSeeks[i%len(bareSeeks)])
		if err != nil {
			return nil, err
		}
		after, err := p.near(ctx, anyhow, from, 500, 12*time.Second, false)
		if err != nil {
			return nil, err
		}
		took = append(took, after)
	}
	return []row{
		figure("a bare page opened, until its film plays", opened, "", nil),
		figure("two bare players sought at once, until both play", took, "", nil),
	}, nil
}

// sendBoth seeks the first two players to a place of the first one's film at the same moment, and returns when, ms.
func (p *party) sendBoth(ctx context.Context, where string) (from float64, err error) {
	place, err := browser.Value[float64](ctx, p.a().Page, "(({currentTime: at, duration: all}) => "+where+")(document.querySelector('#video'))")
	if err != nil {
		return 0, err
	}
	seek := fmt.Sprintf("document.querySelector('#video').currentTime = %f", place)
	other := make(chan error, 1)
	go func() {
		_, err := p.b().do(ctx, seek)
		other <- err
	}()
	from, err = p.a().do(ctx, seek)
	return from, errors.Join(err, <-other)
}

// serveBare serves the bare page and the film on a free port of loopback until stop is called.
func serveBare(ctx context.Context, film string) (address string, stop func(), err error) {
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, barePage) })
	mux.HandleFunc("GET /film", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, film) })
	server := &http.Server{Handler: mux}
	go server.Serve(listener)
	return "http://" + listener.Addr().String() + "/", func() { server.Close() }, nil
}
