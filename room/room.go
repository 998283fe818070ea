package room

import (
	"context"
	"encoding/json"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Times of a room.
const (
	coalescing = 500 * time.Millisecond // at least this between two lists of viewers
	patience   = 5 * time.Second        // for the log
	freshness  = 12_000                 // milliseconds for which a status counts
)

// Actor is who acts, how the action is known, and what the actor had seen.
type Actor struct {
	Viewer
	Admin   bool
	Address string // from which the actor came, as limits count it; "" = not known
	Action  string // random id, at most MaxActionID characters
	Seen    uint64 // seq of the last event applied
}

// Room is one room in the memory of one node. Its state changes only by events
// that the log delivers. Its methods may be called from any goroutine.
type Room struct {
	id    string
	rooms *Rooms

	mu       sync.Mutex
	state    State
	moved    chan struct{} // closed when the state moves on
	roster   *roster
	sweeping bool // somebody's grace is waited for
	announce
	posting    announce // of who is on this node, to the others
	acquainted float64  // Unix milliseconds from when on the other nodes have told of all viewers
	telling    telling
	reacting   reacting
	writing    writing
	box        ballotBox
	absent     float64 // Unix milliseconds until when the host may still come back after a restart
	idle       float64 // Unix milliseconds since when nobody is here
	touched    float64 // Unix milliseconds of the last event
	hunger     hunger  // of a room that waits for an upload
	hearsay    hearsay
	checked    float64 // Unix milliseconds of the last look during a ready check
	told       told    // of a ready check

	dry   map[string]struct{} // ids of viewers whose players starve
	ended bool                // a player has come to the film's end

	knocks knocks

	recalling chan struct{} // holds one while somebody reads old lines
	deciding  chan struct{} // holds one while a command is decided and appended: two at once would cost both another try

	queue []record // what the tail delivered while the room was being opened
	ready bool     // the tail delivers to the state

	opened chan struct{} // closed when the room can be used; err is set before
	err    error

	saved snapshot // touched by the opener, then by Rooms.Run alone
}

type record struct {
	revision uint64
	data     []byte
}

func newRoom(id string, rs *Rooms) *Room {
	now := rs.now()
	return &Room{
		id: id, rooms: rs, moved: make(chan struct{}), roster: newRoster(),
		idle: now, touched: now, opened: make(chan struct{}),
		dry: map[string]struct{}{}, recalling: make(chan struct{}, 1), deciding: make(chan struct{}, 1),
		box: ballotBox{full: make(chan struct{}, 1)},
	}
}

// ID returns the room's id.
func (r *Room) ID() string { return r.id }

// State returns the present state.
func (r *Room) State() State {
	s, _ := r.current()
	return s
}

// current returns the state and a channel that closes when it moves on.
func (r *Room) current() (State, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.state, r.moved
}

// Do lets a viewer's command become an event. It returns the event's seq once
// this node has applied it, or 0 when the room was already so. An action that
// was accepted before is not accepted again: its seq is returned.
func (r *Room) Do(ctx context.Context, by Actor, c Command) (seq uint64, err error) {
	if follow, ok := c.(Follow); ok {
		if follow.Position, err = r.hostPosition(); err != nil {
			return 0, err
		}
		c = follow
	}
	if v, ok := c.(Vote); ok {
		return r.vote(ctx, by, v)
	}
	if del, ok := c.(DeleteLine); ok {
		if c, err = r.lookUp(ctx, del); err != nil {
			return 0, err
		}
	}
	if set, ok := c.(Set); ok && set.Password != nil {
		if c, err = r.withHash(ctx, by, set); err != nil {
			return 0, err
		}
	}
	switch next := c.(type) {
	case PlayNext:
		next.first, err = r.furnish(ctx)
		c = next
	case VoteSkip:
		next.first, err = r.furnish(ctx)
		c = next
	}
	if err != nil {
		return 0, err
	}
	rename, isRename := c.(Rename)
	undo := func() {}
	if isRename {
		_, rename.was, undo = r.rename(rename)
		c = rename
	}
	me := r.shown(by.Viewer)
	in := Circumstances{
		By: &Person{me.ID, me.Name}, Admin: by.Admin, Action: by.Action, Seen: by.Seen, Present: r.present,
		Color: me.Color, Emoji: me.Emoji, Here: r.here, Origin: r.origin, Asking: r.asking, Watching: r.watching, Elsewhere: r.elsewhere,
	}
	if secret := r.unnamed(c, in); secret != nil {
		return r.voteFor(ctx, in, c, secret)
	}
	seq, err = r.decide(ctx, c, in)
	if err != nil {
		undo() // so that another attempt tells the room
	}
	return seq, err
}

// command lets the room itself do something.
func (r *Room) command(ctx context.Context, c Command) error {
	_, err := r.decide(ctx, c, Circumstances{Action: "room-" + randomText(16), Present: r.present, Watching: r.watching, Elsewhere: r.elsewhere})
	return err
}

// decide decides, appends, and when another node was first catches up and
// decides again.
func (r *Room) decide(ctx context.Context, c Command, in Circumstances) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case r.deciding <- struct{}{}:
		defer func() { <-r.deciding }()
	case <-ctx.Done():
		return 0, ErrUnavailable
	}
	for ctx.Err() == nil {
		s, _ := r.current()
		if seq, ok := s.accepted(in.Action); ok {
			return seq, nil
		}
		if in.Seen > s.Seq && r.catchUp(ctx, in.Seen) {
			continue
		}
		in.Now, in.Lead, in.Ahead = r.rooms.now(), r.lead(), r.rooms.ahead(s.Media)
		in.Chance = rand.Uint64()
		e, changes, err := Decide(s, c, in)
		if err != nil || !changes {
			return 0, err
		}
		data, err := json.Marshal(e)
		if err != nil {
			return 0, err
		}
		_, ok, err := r.rooms.log.Append(ctx, r.id, s.Revision, r.id+"."+e.Action, data)
		if err != nil {
			return r.outcome(ctx, in.Action, err)
		}
		if !ok {
			if !r.catchUp(ctx, s.Seq+1) {
				break
			}
			continue
		}
		if err := r.await(ctx, e.Seq); err != nil {
			break
		}
		return e.Seq, nil
	}
	return 0, ErrUnavailable
}

// outcome finds out what became of an append that failed: if its action is
// delivered after all, it was accepted.
func (r *Room) outcome(ctx context.Context, action string, cause error) (uint64, error) {
	r.rooms.logger.WarnContext(ctx, "append failed", "room", r.id, "err", cause)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	for {
		s, moved := r.current()
		if seq, ok := s.accepted(action); ok {
			return seq, nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return 0, ErrUnavailable
		}
	}
}

// await waits until the state has reached seq.
func (r *Room) await(ctx context.Context, seq uint64) error {
	for {
		s, moved := r.current()
		if s.Seq >= seq {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// catchUp waits a moment for the tail to reach seq, else reads the log itself.
// It reports whether the state has reached seq.
func (r *Room) catchUp(ctx context.Context, seq uint64) bool {
	soon, cancel := context.WithTimeout(ctx, 250*time.Millisecond)
	defer cancel()
	if r.await(soon, seq) == nil {
		return true
	}
	s, _ := r.current()
	if err := r.rooms.log.Read(ctx, r.id, s.Revision, r.receive); err != nil {
		r.rooms.logger.WarnContext(ctx, "catching up failed", "room", r.id, "err", err)
	}
	s, _ = r.current()
	return s.Seq >= seq
}

// receive applies a record of the log and tells the audience. Records that the
// state already holds change nothing, so that it may be called by whoever reads
// the log. The lock orders what the audience is told.
func (r *Room) receive(revision uint64, data []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.apply(revision, data)
}

// deliver is receive for the tail: while the room is being opened its records
// wait for the older ones.
func (r *Room) deliver(revision uint64, data []byte) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.ready {
		r.queue = append(r.queue, record{revision, data})
		return nil
	}
	return r.apply(revision, data)
}

// apply does the work of receive; mu is held.
func (r *Room) apply(revision uint64, data []byte) error {
	var e Event
	if err := json.Unmarshal(data, &e); err != nil {
		return err
	}
	if e.Seq <= r.state.Seq {
		return nil
	}
	if e.Seq != r.state.Seq+1 && r.state.Seq != 0 {
		r.rooms.logger.Warn("events are missing", "room", r.id, "after", r.state.Seq, "before", e.Seq)
	}
	was := r.state
	r.state = Apply(r.state, e, revision)
	r.touched = r.rooms.now()
	close(r.moved)
	r.moved = make(chan struct{})
	r.rooms.audience.Event(r.id, e)
	if e.Line != nil && e.Line.ID == e.Seq {
		r.wrote(e.Line.Author.ID)
	}
	r.answerDoor(e)
	if r.state.Host != was.Host || !slices.Equal(r.state.CoHosts, was.CoHosts) {
		r.changedHere()
	}
	if r.state.Host != was.Host {
		r.expectHost()
	}
	r.rooms.logger.Debug("event", "room", r.id, "event", slog.AnyValue(e))
	return nil
}
