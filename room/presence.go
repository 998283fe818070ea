package room

import (
	"context"
	"math"
	"time"
)

// announce coalesces the lists of viewers; guarded by Room.mu.
type announce struct {
	last    time.Time
	list    Viewers // told then
	pending *time.Timer
}

// At least this is between two lists of so many viewers. Each goes to everybody: large rooms tell less often, so that what
// their viewers are sent does not grow with the square of them.
func betweenLists(viewers int) time.Duration {
	return coalescing * time.Duration(min(max(1, viewers/250), 20))
}

// Join is JoinFrom of somebody of whom no more is known.
func (r *Room) Join(v Viewer) (leave func()) { return r.JoinFrom(Actor{Viewer: v}) }

// JoinFrom counts a stream of a viewer. The caller must call leave once when it
// ends. Who is out is not counted.
func (r *Room) JoinFrom(by Actor) (leave func()) {
	v, from := by.Viewer, Origin{Network(by.Address), by.Admin}
	r.mu.Lock()
	if r.state.Door.keepsOut(Caller{Viewer: v.ID, Admin: by.Admin, Address: by.Address}) != nil {
		r.mu.Unlock()
		return func() {}
	}
	p, news := r.roster.add(v, r.rooms.now())
	p.from = from
	r.idle = 0
	if news { // and not when a stream was only renewed, as those of all may be at once
		r.announceViewers()
	}
	r.tellNodes()
	r.telling.afresh = true
	r.tellStanding()
	_, hosted := r.roster.here[r.state.Host]
	r.mu.Unlock()
	if !hosted {
		r.rooms.run(r.settle)
	}
	return func() { r.leave(p) }
}

func (r *Room) leave(p *presence) {
	r.mu.Lock()
	last := r.roster.here[p.ID] == p && r.roster.remove(p.ID, r.rooms.now())
	if last {
		r.awaitGrace()
	}
	r.mu.Unlock()
}

// awaitGrace has the room settled when the grace of those who have left is over; mu is held.
func (r *Room) awaitGrace() {
	if !r.sweeping {
		r.sweeping = true
		r.rooms.after(r.rooms.grace, r.sweep)
	}
}

// sweepPause is the least time between two looks for those whose grace is over: many may have left at nearly the same moment.
const sweepPause = 50 * time.Millisecond

// sweep settles the room as the grace of those who have left is over, until all of them are back or forgotten.
func (r *Room) sweep(ctx context.Context) {
	r.settle(ctx)
	r.mu.Lock()
	left, more := r.roster.vacant()
	r.sweeping = more
	r.mu.Unlock()
	if more {
		wait := left + milliseconds(r.rooms.grace) - r.rooms.now()
		r.rooms.after(max(sweepPause, time.Duration(wait*float64(time.Millisecond))), r.sweep)
	}
}

// settle makes the room fit who is there: it forgets those whose grace is over,
// gives a room without its host a new one, and pauses a film that nobody
// watches. It can be called at any time. The node on which the next host is
// elects; should several do so at once, the log takes the first.
func (r *Room) settle(ctx context.Context) {
	r.mu.Lock()
	now := r.rooms.now()
	if left := r.roster.sweep(now - milliseconds(r.rooms.grace)); left != 0 {
		if len(r.roster.here) == 0 {
			r.idle = left
		}
		r.changedHere()
		r.tellStanding()
	}
	host, idle := r.state.Host, r.idle
	_, here := r.roster.here[host]
	awaited := host != "" && now < r.absent
	unknown := !r.rooms.alone() && now < r.acquainted
	var next Person
	heir := r.roster.heir(r.state)
	occupied, ours := heir != nil, heir != nil && heir.node == ""
	if ours {
		next = heir.person()
	}
	playing := !r.state.Playback.stopped()
	r.mu.Unlock()

	var c Command
	switch {
	case ours && !here && !awaited:
		c = elect{Left: host, Next: next}
	case !occupied && playing && !awaited && !unknown:
		c = halt{At: idle, Reason: ReasonEmpty}
	default:
		return
	}
	if err := r.command(ctx, c); err != nil && ctx.Err() == nil {
		r.rooms.logger.Warn("settling failed", "room", r.id, "err", err)
		r.rooms.after(r.rooms.grace, r.settle)
	}
}

// expectHost gives a host of whom no node has told yet time to be told of. mu is held.
func (r *Room) expectHost() {
	if host := r.state.Host; r.ready && host != "" && r.roster.here[host] == nil && !r.rooms.alone() {
		r.absent = r.rooms.now() + milliseconds(r.rooms.grace)
		r.rooms.after(r.rooms.grace, r.settle)
	}
}

// Report notes what a present viewer's player says of itself, on the node that
// holds its stream. A moment that cannot be true counts as now.
func (r *Room) Report(viewer string, s Status) {
	if now := r.rooms.now(); s.At > now || s.At < now-freshness {
		s.At = now
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	switch p := r.roster.here[viewer]; {
	case r.heldElsewhere(p):
		r.say(remark{Report: &report{viewer, s}})
	case p != nil:
		r.takeReport(p, s)
	}
}

// takeReport is Report for a viewer of this node; mu is held.
func (r *Room) takeReport(p *presence, s Status) {
	r.note(p, s, r.rooms.now())
	r.tellStanding()
	if p.ID == r.state.Host || r.state.waitsFor(CauseReady) {
		r.tellNodes() // who follows the host, or waits for all, wants to know at once
	}
	if s.State == "playing" {
		r.rooms.drifts.observe(math.Abs(s.Drift))
	}
}

// Viewers returns who is in the room. Of a large room it is the list that was told last.
func (r *Room) Viewers() Viewers {
	r.mu.Lock()
	defer r.mu.Unlock()
	if n := r.roster.count(); n > sample && len(r.list.List) == sample {
		return Viewers{n, r.list.List}
	}
	return r.roster.viewers(r.state)
}

func (r *Room) present(id string) (Person, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.roster.here[id]
	if p == nil {
		return Person{}, false
	}
	return Person{p.ID, p.Name}, true
}

// here returns who is in the room, the longest present first.
func (r *Room) here() []Person {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := r.roster.byAge()
	people := make([]Person, len(all))
	for i, p := range all {
		people[i] = Person{p.ID, p.Name}
	}
	return people
}

// lead returns the lead in milliseconds that suits who is there.
func (r *Room) lead() float64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return leadFor(r.roster.allNeeds(r.rooms.now()))
}

// hostPosition returns where the host's own player is, in seconds.
func (r *Room) hostPosition() (float64, error) {
	now := r.rooms.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.roster.here[r.state.Host]
	if p == nil || p.status == nil || now-p.status.At > freshness || p.status.At < r.state.Playback.At {
		return 0, refuse(ErrStale, "Where the host is isn't known yet. Try again in a moment.")
	}
	own := Playback{Paused: p.status.Paused, Position: p.status.Position, Rate: r.state.Playback.Rate, At: p.status.At}
	return own.PositionAt(now, r.state.Media.Duration), nil
}

// changedHere tells this node's audience and the other nodes that who is on it
// has changed. mu is held.
func (r *Room) changedHere() {
	r.announceViewers()
	r.tellNodes()
}

// announceViewers tells the audience who is there, now or when the time since
// the last list is up. mu is held.
func (r *Room) announceViewers() {
	if r.pending != nil {
		return
	}
	wait := betweenLists(r.roster.count()) - time.Since(r.last)
	if r.last.IsZero() || wait <= 0 {
		r.tellViewers()
		return
	}
	r.pending = time.AfterFunc(wait, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.pending = nil
		r.tellViewers()
	})
}

// tellViewers tells the audience who is there. mu is held.
func (r *Room) tellViewers() {
	r.last, r.list = time.Now(), r.roster.viewers(r.state)
	r.rooms.audience.Viewers(r.id, r.list)
}
