package events

import (
	"context"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
)

// Channel carries one room's events to the browsers on this node, in editions: the same events under the same numbers,
// with data that may differ, as for browsers in several languages. Each edition is a Stream of its own, which is opened
// when somebody first asks for it. The edition "" is always there.
type Channel struct {
	hub  *Hub
	name string // of this incarnation

	mu       sync.Mutex // held while an event is handed to the editions, so that a new one begins between two events
	newest   uint64     // number of the newest event handed to them
	final    uint64     // the event after which the channel ends; 0 = none
	editions map[string]*Stream
	told     []telling // of each kind of frame without a number the newest, for editions that are opened later
	closed   atomic.Bool
}

// Data makes the data of an event for an edition: one line of JSON, which must not be changed afterwards, or nil if it can't
// be made, which leaves the event out. It must not call the channel.
type Data func(edition string) []byte

// telling is the newest frame of a kind that has no numbers.
type telling struct {
	event string
	data  Data
}

// maxEditions is more than there are languages. Who asks for one more gets the edition "".
const maxEditions = 32

func newChannel(h *Hub, name string) *Channel {
	c := &Channel{hub: h, name: name, editions: map[string]*Stream{}}
	c.In("")
	return c
}

// In returns the stream of an edition, opening it if need be: it begins with the next event.
func (c *Channel) In(edition string) *Stream {
	c.mu.Lock()
	defer c.mu.Unlock()
	if s := c.editions[edition]; s != nil {
		return s
	}
	if c.closed.Load() || c.final != 0 && c.newest >= c.final {
		return &Stream{hub: c.hub, channel: c, closed: true, done: closedChannel()}
	}
	if len(c.editions) == maxEditions {
		return c.editions[""]
	}
	s := newStream(c.hub, c.name+"."+strconv.Itoa(len(c.editions)))
	s.channel = c
	s.Begin(c.newest)
	for _, t := range c.told {
		if data := t.data(edition); data != nil {
			s.Publish(0, t.event, data)
		}
	}
	c.editions[edition] = s
	return s
}

// Begin tells a channel that has carried nothing yet which event was the room's newest before it,
// so that those who have seen that one need no reset. It is a no-op later.
func (c *Channel) Begin(seq uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.newest != 0 {
		return
	}
	c.newest = seq
	for _, s := range c.editions {
		s.Begin(seq)
	}
}

// Publish hands an event to every browser, in the order of the calls, and never waits for one.
// seq is the event's number in the log; a number that has been published before is ignored. seq 0 means an event without a
// number: of each name the newest is told to newcomers. data is called once for each edition.
func (c *Channel) Publish(seq uint64, event string, data Data) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.closed.Load() || seq != 0 && seq <= c.newest {
		return
	}
	c.newest = max(c.newest, seq)
	if seq == 0 {
		c.tell(event, data)
	}
	for edition, s := range c.editions {
		if made := data(edition); made != nil {
			s.Publish(seq, event, made)
		}
	}
}

// tell remembers the newest frame of its kind. mu held.
func (c *Channel) tell(event string, data Data) {
	c.told = append(slices.DeleteFunc(c.told, func(t telling) bool { return t.event == event }), telling{event, data})
}

// Pass is Publish for an event without a number that means nothing a moment later: it
// reaches the browsers that are here, and those that poll within that moment, but no newcomers.
func (c *Channel) Pass(event string, data Data) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for edition, s := range c.editions {
		if made := data(edition); made != nil {
			s.Pass(event, made)
		}
	}
}

// Amend lets the event seq, which must not have been published yet, take back something of those
// before it: as soon as it is carried, change gets the data of each event that is kept for those
// who come back, and returns what it is from then on, or nil to leave it. change must not call
// the channel.
func (c *Channel) Amend(seq uint64, change func(edition string, data []byte) []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for edition, s := range c.editions {
		s.Amend(seq, func(data []byte) []byte { return change(edition, data) })
	}
}

// EndAfter lets the channel end with the event seq, which must not have been published yet: browsers get it as their last
// frame. The room's next event begins another channel.
func (c *Channel) EndAfter(seq uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if seq > c.newest {
		c.final = seq
	}
	for _, s := range c.editions {
		s.EndAfter(seq)
	}
}

// Expel ends the streams of a viewer, and those from a network unless it is "",
// each with one last frame without a number.
func (c *Channel) Expel(who, network, event string, data []byte) {
	for _, s := range c.streams() {
		s.Expel(who, network, event, data)
	}
}

// Serve answers one browser, see Stream.Serve.
func (c *Channel) Serve(w http.ResponseWriter, r *http.Request, sub Subscriber) {
	c.In(sub.Edition).Serve(w, r, sub)
}

// Wait is the long poll, see Stream.Wait.
func (c *Channel) Wait(ctx context.Context, p Poll) News { return c.In(p.Edition).Wait(ctx, p) }

func (c *Channel) streams() []*Stream {
	c.mu.Lock()
	defer c.mu.Unlock()
	all := make([]*Stream, 0, len(c.editions))
	for _, s := range c.editions {
		all = append(all, s)
	}
	return all
}

// close ends all editions and lets no other begin.
func (c *Channel) close() {
	c.mu.Lock()
	c.closed.Store(true)
	c.mu.Unlock()
	for _, s := range c.streams() {
		s.close()
	}
}
