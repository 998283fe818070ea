package room

import (
	"context"
	"time"
)

// Ahead tells how many seconds of the film that is on have arrived from a
// position (seconds) on; whole is true when that is all there is to come.
type Ahead func(position float64) (seconds float64, whole bool)

// A room whose film is still being uploaded waits when less than dry seconds are
// ahead of it, and goes on when there are plenty: far enough apart that it does
// not stutter. When the film arrives clearly faster than it plays, dry will do.
const (
	dry    = 1.5
	plenty = 8

	faster = 1.3 // times the speed of the film
	even   = 2   // times: half of it would do, if others wait for other parts of the film
)

// hunger is how a room's waiting began.
type hunger struct {
	seq   uint64  // of the state that waits
	since float64 // Unix milliseconds
	first float64 // seconds that were ahead then
	// ranDry: the film was playing, and did not arrive fast enough, whatever its pace.
	ranDry bool
}

// need returns how many seconds must be ahead for the room to go on, when there
// are so many now (Unix milliseconds), rate is the film's speed, and pace that of
// its upload.
func (h hunger) need(there, now, rate, pace float64) float64 {
	if pace >= even*rate && !h.ranDry {
		return dry
	}
	const measurable = 300 // milliseconds
	if waited := now - h.since; waited >= measurable && (there-h.first)/(waited/1000) >= faster*rate {
		return dry
	}
	return plenty
}

// look returns how the waiting of a state began, when so many seconds are ahead
// now. What has to come first, such as what lies between the keyframe before and
// the position, says nothing of how fast the rest comes.
func (h hunger) look(seq uint64, now, there float64) hunger {
	if h.seq == seq && there > 0 {
		return h
	}
	return hunger{seq, now, there, h.ranDry && h.seq+1 >= seq}
}

// lookAhead is how often rooms look at what is ahead of them.
const lookAhead = 150 * time.Millisecond

// enough reports whether at least so many seconds, or all that is to come, are
// there from a position on.
func (a Ahead) enough(position, seconds float64) bool {
	if a == nil {
		return true
	}
	there, whole := a(position)
	return whole || there >= seconds
}

// start completes an event after which the film is to play, from where it
// stands: with the lead, or if it is not there yet when it has arrived.
func (e Event) start(in Circumstances) Event {
	if in.Ahead.enough(e.Playback.Position, dry) {
		e.Playback, e.Wait = e.Playback.run(in.Now+in.Lead), nil
		return e
	}
	e.Playback = e.Playback.wait(e.Playback.Position, in.Now)
	e.Wait = &Wait{Cause: CauseUpload, Since: in.Now}
	e.Reason = ReasonUpload
	return e
}

func (starve) decide(s State, in Circumstances) (Event, error) {
	position := s.PositionAt(in.Now)
	if s.Playback.Paused || in.Ahead.enough(position, dry) {
		return Event{}, errAlready
	}
	e := s.next(KindPause)
	e.Playback, e.Reason = s.Playback.wait(position, in.Now), ReasonUpload
	return e, nil
}

func (c feed) decide(s State, in Circumstances) (Event, error) {
	if !s.waitsFor(CauseUpload) || !in.Ahead.enough(s.Playback.Position, c.Need) {
		return Event{}, errAlready
	}
	e := s.next(KindPlay)
	e.Playback, e.Reason = s.Playback.run(in.Now+in.Lead), ReasonUpload
	return e, nil
}

// ahead returns what tells how much of a film is there.
func (rs *Rooms) ahead(m Media) Ahead {
	if rs.library == nil {
		return nil
	}
	return func(position float64) (float64, bool) { return rs.library.Ahead(m.ID, m.Version, position) }
}

// feed lets the rooms wait whose film has not arrived as far as they play, and
// those go on before viewers whose film has.
func (rs *Rooms) feed(ctx context.Context) {
	if rs.library == nil {
		return
	}
	for _, r := range rs.Open() {
		c := r.hungry(rs.now())
		if c == nil {
			continue
		}
		if err := r.command(ctx, c); err != nil && ctx.Err() == nil {
			rs.logger.Warn("the room does not wait for its film as it should", "room", r.id, "err", err)
		}
	}
}

// tardy is for how long (milliseconds) what another node tells of a film must call for
// the same before a room does it: that node, who knows better, mostly does it before.
const tardy = 2000

// hearsay is what a room would do by what another node tells of its film.
type hearsay struct {
	seq   uint64  // of the state
	stop  bool    // or go on
	since float64 // Unix milliseconds; 0: nothing
}

// heard returns what is to be done at a moment (Unix milliseconds) when c would be by
// hearsay, and how that stands then.
func (h hearsay) heard(c Command, seq uint64, now float64) (hearsay, Command) {
	_, stop := c.(starve)
	switch {
	case c == nil:
		return hearsay{}, nil
	case h.since == 0 || h.seq != seq || h.stop != stop:
		return hearsay{seq, stop, now}, nil
	case now-h.since < tardy:
		return h, nil
	}
	return h, c
}

// hungry returns what the room has to do now (Unix milliseconds) since its film
// is being uploaded, or nil.
func (r *Room) hungry(now float64) Command {
	c, s := r.wants(now)
	if s.Media.ID == "" || r.rooms.library.Near(s.Media.ID) {
		return c
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.hearsay, c = r.hearsay.heard(c, s.Seq, now)
	return c
}

// wants returns what the room has to do now by how far its film has arrived, or nil,
// and its state.
func (r *Room) wants(now float64) (Command, State) {
	r.mu.Lock()
	s, watched, began := r.state, r.idle == 0, r.hunger
	r.mu.Unlock()
	ahead := r.rooms.ahead(s.Media)
	switch {
	case !s.Playback.Paused && !ahead.enough(s.PositionAt(now), dry):
		r.mu.Lock()
		r.hunger = hunger{seq: s.Seq, ranDry: true}
		r.mu.Unlock()
		return starve{}, s
	case !s.waitsFor(CauseUpload) || !watched:
		return nil, s
	}
	there, whole := ahead(s.Playback.Position)
	if looked := began.look(s.Seq, now, there); looked != began {
		began = looked
		r.mu.Lock()
		r.hunger = began
		r.mu.Unlock()
	}
	if need := began.need(there, now, s.Playback.Rate, r.rooms.library.Pace(s.Media.ID)); whole || there >= need {
		return feed{need}, s
	}
	return nil, s
}
