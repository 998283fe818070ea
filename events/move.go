package events

import (
	"context"
	"math/rand/v2"
	"time"
)

// Move ends the streams that there are one by one, in an order by chance and evenly over a time, each with a last frame
// "move": its browser goes to another server at once. It returns when that is done or ctx ends.
func (h *Hub) Move(ctx context.Context, over time.Duration) {
	var all []viewer
	h.mu.Lock()
	channels := make([]*Channel, 0, len(h.rooms))
	for _, c := range h.rooms {
		channels = append(channels, c)
	}
	h.mu.Unlock()
	for _, c := range channels {
		for _, s := range c.streams() {
			s.mu.Lock()
			all = append(all, s.all()...)
			s.mu.Unlock()
		}
	}
	rand.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	last, began := encode("move", []byte("{}")), time.Now()
	for i, v := range all {
		due := began.Add(over * time.Duration(i) / time.Duration(len(all)))
		if early := time.Until(due); early > 0 {
			select {
			case <-time.After(early):
			case <-ctx.Done():
				return
			}
		}
		v.endAfter(ErrClosed, last)
	}
}
