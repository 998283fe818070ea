package room

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// abandoned is how old (milliseconds) another node's mark must be before its
// room counts as abandoned.
const abandoned = 3000

// open brings a room from the log into memory and then lets others use it.
func (rs *Rooms) open(r *Room) {
	defer close(r.opened)
	ctx, cancel := context.WithTimeout(rs.ctx, patience)
	defer cancel()
	r.mu.Lock()
	r.acquainted = rs.now() + milliseconds(rs.grace)
	r.mu.Unlock()
	if err := rs.replay(ctx, r); err != nil {
		r.err = err
		if !errors.Is(err, ErrNoRoom) {
			rs.logger.Error("opening failed", "room", r.id, "err", err)
			r.err = ErrUnavailable
		}
		rs.forget(r)
		return
	}
	rs.tellOfLog(r)
	r.greet(ctx)
	if err := rs.amend(ctx, r); err != nil {
		rs.logger.Warn("room could not be brought up to date", "room", r.id, "err", err)
	}
}

// replay takes the newest snapshot and the events after it, then lets the tail
// in without a gap.
func (rs *Rooms) replay(ctx context.Context, r *Room) error {
	s, err := rs.load(ctx, r)
	if err != nil {
		return err
	}
	last, _, err := rs.log.Last(ctx, r.id)
	if err != nil {
		return err
	}
	if last == 0 {
		s.Revision = 0 // the log has forgotten even the newest event
	}
	r.mu.Lock()
	r.state = s
	if s.Seq != 0 {
		rs.audience.Opened(r.id, s.Seq)
	}
	r.mu.Unlock()
	if err := rs.log.Read(ctx, r.id, s.Revision, r.receive); err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, q := range r.queue {
		if err := r.apply(q.revision, q.data); err != nil {
			return err
		}
	}
	r.queue, r.ready = nil, true
	if r.state.Seq == 0 {
		return ErrNoRoom
	}
	return nil
}

func (rs *Rooms) load(ctx context.Context, r *Room) (s State, err error) {
	data, revision, err := rs.snapshots.Get(ctx, r.id)
	if err != nil || data == nil {
		return s, err
	}
	if err := json.Unmarshal(data, &s); err != nil {
		return s, fmt.Errorf("snapshot: %w", err)
	}
	r.saved = snapshot{s.Seq, revision}
	return s.complete(), nil
}

// amend brings a room that was not in memory up to date: a film that played when
// its server ended is paused where it was, and a file that was replaced
// meanwhile is noticed. The host is given time to come back.
func (rs *Rooms) amend(ctx context.Context, r *Room) error {
	s := r.State()
	if s.Host != "" {
		r.mu.Lock()
		r.absent = rs.now() + milliseconds(rs.grace)
		r.mu.Unlock()
		rs.after(rs.grace, r.settle)
	}
	checking := s.waitsFor(CauseReady) && rs.now()-s.Wait.Since < absentCheck
	if !s.Playback.stopped() && !checking {
		data, _, err := rs.marks.Get(ctx, r.id)
		if err != nil {
			return err
		}
		m := mark{At: s.Playback.At}
		if data != nil {
			if err := json.Unmarshal(data, &m); err != nil {
				return err
			}
		}
		if rs.alone() || m.Node == rs.node || rs.now()-m.At > abandoned {
			if err := r.command(ctx, halt{m.At, ReasonRestart}); err != nil {
				return err
			}
		}
	}
	if rs.library == nil {
		return nil
	}
	if m, ok := rs.library.Film(s.Media.ID); ok && m != s.Media {
		return r.command(ctx, Refresh{m})
	}
	return nil
}
