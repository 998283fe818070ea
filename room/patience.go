package room

import "context"

// Times by which a room judges its viewers' players, in milliseconds.
const (
	dryFor    = 700    // a player has run dry that starves so long after it said so
	settling  = 3000   // after a start or a seek players may load before they count as dry
	newcomer  = 5000   // who has not been in step for so long since joining never stops the room
	inStep    = 10_000 // who was left behind has caught up then
	departure = 2000   // without a stream for so long a viewer has gone
	checkPace = 400    // between two looks at all viewers during a ready check
	forgotten = 60_000 // who is behind and unknown here for so long is gone from all nodes
)

// Bounds of what is told of single viewers.
const maxNamed = 50 // viewers; in larger rooms who is merely behind is not named

// watch lets rooms wait for their viewers, go on, end their films and begin the next ones.
func (rs *Rooms) watch(ctx context.Context) {
	for _, r := range rs.Open() {
		c := r.due(rs.now())
		if c == nil {
			c = r.upNext(rs.now())
		}
		if c == nil {
			continue
		}
		if err := r.command(ctx, c); err != nil && ctx.Err() == nil {
			rs.logger.Warn("the room does not wait or go on as it should", "room", r.id, "err", err)
		}
	}
}

// due returns what the room has to do now (Unix milliseconds) for how its
// viewers' players are doing, or nil. It looks only at those who wait, but for a
// ready check and the end of a film of unknown duration.
func (r *Room) due(now float64) Command {
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.state
	if s.waitsFor(CauseReady) {
		return r.check(now)
	}
	if s.waitsFor(CauseViewers) {
		c := release{r.done(s.Wait.For, now), !s.Settings.waits(r.roster.count())}
		if len(c.Ready) > 0 || c.All || now-s.Wait.Since >= maxWait {
			return c
		}
	}
	if c := r.stalled(now); c != nil {
		return c
	}
	if ids := r.caughtUp(now); len(ids) > 0 {
		return regain{ids}
	}
	if !s.Playback.Paused {
		if d := s.Media.Duration; d > 0 && s.PositionAt(now) >= d {
			return finish{}
		} else if d <= 0 {
			return r.foundEnd(now)
		}
	}
	return nil
}

// done returns those of the awaited who can go on, or are not to be awaited.
func (r *Room) done(awaited []Person, now float64) (ids []string) {
	for _, a := range awaited {
		p := r.roster.here[a.ID]
		if p == nil && !r.knowsAll() || p != nil && p.node != "" {
			continue // another node knows
		}
		if p == nil || !p.here(now) || p.absent(now) || p.status.Ready {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

// stalled returns the command for those whose players have run dry, nil when
// there are none to be told of.
func (r *Room) stalled(now float64) Command {
	s := r.state
	if len(r.dry) == 0 || s.Playback.Paused && !s.waitsFor(CauseViewers) {
		return nil
	}
	named := r.roster.count() <= maxNamed
	waits := s.Settings.waits(r.roster.count())
	if !named && !waits {
		return nil
	}
	var dry []Person
	for id := range r.dry {
		p := r.roster.here[id]
		if p == nil || p.node != "" {
			delete(r.dry, id)
			continue
		}
		since := max(p.dry, s.Playback.At+settling)
		if s.waitsFor(CauseViewers) {
			since = p.dry
		}
		awaited := among(s.awaited(), id) || s.isBehind(id)
		if now-since >= dryFor && p.settled && p.here(now) && !p.absent(now) && !awaited {
			dry = append(dry, Person{p.ID, p.Name})
		}
	}
	if len(dry) == 0 {
		return nil
	}
	return stall{inOrder(dry), r.roster.count()}
}

// caughtUp returns those who were behind and are in step again, or gone.
func (r *Room) caughtUp(now float64) (ids []string) {
	for _, b := range r.state.Behind {
		p := r.roster.here[b.ID]
		switch {
		case p == nil:
			if r.knowsAll() || now-b.At > forgotten {
				ids = append(ids, b.ID)
			}
		case p.node != "": // another node knows
		case !p.here(now), p.absent(now) && now-b.At > newcomer, p.steady != 0 && now-max(p.steady, b.At) >= inStep:
			ids = append(ids, b.ID)
		}
	}
	return ids
}

// foundEnd returns finish when all viewers whose players play have reached the
// end of a film of unknown duration.
func (r *Room) foundEnd(now float64) Command {
	if !r.ended {
		return nil
	}
	r.ended = false // until the next report of it
	end, started := 0.0, r.state.Playback.At
	for _, p := range r.roster.here {
		if !p.here(now) || p.absent(now) {
			continue
		}
		if !p.status.Ended || p.status.At < started {
			return nil
		}
		end = max(end, p.status.Position)
	}
	if end <= 0 {
		return nil
	}
	return finish{end}
}

// note takes what the player of p says of itself; mu is held.
func (r *Room) note(p *presence, s Status, now float64) {
	if p.status != nil && p.status.Page != s.Page {
		p.settled, p.steady, p.dry = false, 0, 0 // the page was loaded anew
	}
	p.status = &s
	if p.steady != 0 && now-p.steady >= newcomer {
		p.settled = true
	}
	r.ended = r.ended || s.Ended
	if s.State == "waiting" && !s.Ready && !s.Hidden {
		if p.dry == 0 {
			p.dry = now
		}
		p.steady = 0
		r.dry[p.ID] = struct{}{}
		return
	}
	p.dry = 0
	delete(r.dry, p.ID)
	if s.State == "away" {
		p.steady = 0
	} else if p.steady == 0 {
		p.steady = now
	}
}
