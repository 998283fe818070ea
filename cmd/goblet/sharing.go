package main

import (
	"context"
	"log/slog"

	"goblet/events"
	"goblet/media"
	"goblet/media/store"
	"goblet/media/transcode"
)

// sharing is how nodes on one NATS share conversions, and films that arrive at one of them.
type sharing struct {
	node      string
	leases    *events.Leases
	peers     *events.Peers
	arrivals  *events.Peers
	library   *media.Library
	shelf     *media.Converted // nil: segments come from the node that has made them
	converter *transcode.Transcoder
}

// tidying is the lease of the node that bounds what is in the store.
const tidying = "shelf"

// newSharing lets a library give what arrives, and a converter share with those of the other nodes, also by a store, which may be nil.
func newSharing(c config, node string, e *events.Engine, bucket *store.Store, library *media.Library, converter *transcode.Transcoder, logger *slog.Logger) *sharing {
	s := &sharing{node: node, leases: e.Leases(node), peers: e.Peers(node), arrivals: e.Arrivals(node), library: library, converter: converter}
	o := transcode.Sharing{Node: node, Leases: s.leases, Peers: s.peers}
	if bucket != nil {
		s.shelf = media.NewConverted(bucket, c.cacheBytes, logger)
		o.Shelf = s.shelf
	}
	converter.Share(o)
	return s
}

// start starts what sharing takes.
func (s *sharing) start(start func(func(context.Context) error)) {
	start(s.leases.Run)
	start(func(ctx context.Context) error { return s.peers.Answer(ctx, s.converter.Answer) })
	start(func(ctx context.Context) error { return s.arrivals.Answer(ctx, s.library.Answer) })
	if s.shelf != nil {
		start(func(ctx context.Context) error {
			return s.shelf.Run(ctx, func(ctx context.Context) bool {
				holder, err := s.leases.Take(ctx, tidying)
				return err == nil && holder == s.node
			})
		})
	}
}
