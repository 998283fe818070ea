package handlers

import (
	"net/http"
	"sync"

	"goblet/room"
)

// Crowd is how many may watch at once; 0: any number. The admin may always.
type Crowd struct {
	Room    int // viewers in one room
	Address int // streams and polls of one network address
	All     int // streams and polls of this process
}

// crowded says that there are as many viewers as may be, where its error tells.
type crowded struct{ error }

func (c crowded) Unwrap() error { return c.error }

const (
	errCrowded        = sentence("This Goblet has as many viewers as it takes. Try again in a while.")
	errCrowdedAddress = sentence("Your network has as many viewers here as Goblet takes. Try again in a while.")
)

// crowd counts streams and polls.
type crowd struct {
	most Crowd

	mu   sync.Mutex
	all  int
	from map[string]int // network address -> how many
}

func newCrowd(most Crowd) *crowd { return &crowd{most: most, from: map[string]int{}} }

// enter counts one more, who always may or only if there are not too many. The caller calls leave once when it ends.
func (c *crowd) enter(address string, always bool) (leave func(), err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case always:
	case c.most.All > 0 && c.all >= c.most.All:
		return nil, crowded{errCrowded}
	case c.most.Address > 0 && c.from[address] >= c.most.Address:
		return nil, crowded{errCrowdedAddress}
	}
	c.all++
	c.from[address]++
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.all--
		if c.from[address]--; c.from[address] == 0 {
			delete(c.from, address)
		}
	}, nil
}

// enters lets a visitor's stream or poll in, unless there are too many. Some who come to a room at the same moment may
// be counted late: a room may have a few more than it takes.
func (s *Server) enters(r *http.Request, v visitor, rm *room.Room) (leave func(), err error) {
	if err := rm.Takes(v.Viewer, s.crowd.most.Room); err != nil && !v.Admin {
		return nil, crowded{err}
	}
	return s.crowd.enter(s.proxies.address(r).String(), v.Admin)
}

// hasPlace says beforehand what enters would. Who is here already may load the page again.
func (s *Server) hasPlace(r *http.Request, v visitor, rm *room.Room) error {
	if rm.Here(v.Viewer) {
		return nil
	}
	leave, err := s.enters(r, v, rm)
	if err != nil {
		return err
	}
	leave()
	return nil
}
