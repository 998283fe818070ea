package main

import (
	"context"

	"goblet/cluster"
	"goblet/measure"
)

// goblets are Goblets of our own with one room.
type goblets struct {
	rooms []string // URL of the room at each
	stops []func()
}

// serve starts c.nodes Goblets with the film; several share a NATS server. The caller must call stop.
func serve(ctx context.Context, c config, dir string) (*goblets, error) {
	var err error
	if c.goblet == "" {
		if c.goblet, err = measure.Build(ctx, dir); err != nil {
			return nil, err
		}
	}
	g := &goblets{}
	args := []string{c.film}
	if c.nodes > 1 {
		nats, err := share(ctx, dir)
		if err != nil {
			return nil, err
		}
		g.stops = append(g.stops, nats.Close)
		args = []string{"--nats", nats.URL(), c.film}
	}
	for range c.nodes {
		s, err := measure.Serve(ctx, c.goblet, dir, args...)
		if err != nil {
			g.stop()
			return nil, err
		}
		g.rooms, g.stops = append(g.rooms, s.Room), append(g.stops, s.Stop)
	}
	return g, nil
}

// share starts a NATS server for several Goblets.
func share(ctx context.Context, dir string) (*cluster.Cluster, error) {
	program, err := cluster.Build(ctx, dir)
	if err != nil {
		return nil, err
	}
	return cluster.Start(ctx, program, dir, 1)
}

func (g *goblets) stop() {
	for i := len(g.stops) - 1; i >= 0; i-- {
		g.stops[i]()
	}
}
