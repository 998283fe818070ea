package room

import (
	"context"
	"encoding/json"
	"time"
)

// Bounds of what is kept.
const (
	snapshotEvery = 64              // events
	snapshotQuiet = 5 * time.Second // after the last event
	keepIdle      = 5 * time.Minute // in memory after the last viewer
)

// snapshot says which state was saved last.
type snapshot struct {
	seq      uint64
	revision uint64
}

// lookAfter marks the rooms that play, saves those that moved on and forgets
// those that nobody uses.
func (rs *Rooms) lookAfter(ctx context.Context) {
	for _, r := range rs.all() {
		select {
		case <-r.opened:
		default:
			continue
		}
		now := rs.now()
		asked := r.sweepKnocks(now)
		r.mu.Lock()
		s, idle := r.state, r.idle
		watched := r.watched()
		behind := s.Seq - r.saved.seq
		quiet := now-r.touched > milliseconds(snapshotQuiet)
		r.mu.Unlock()
		if !s.Playback.stopped() && watched {
			rs.setMark(ctx, r)
		}
		if behind >= snapshotEvery || behind > 0 && quiet {
			rs.save(ctx, r, s)
		}
		if idle != 0 && !asked && now-idle > milliseconds(keepIdle) && r.saved.seq == s.Seq {
			rs.forget(r)
		}
	}
}

func (rs *Rooms) saveAll(ctx context.Context) {
	for _, r := range rs.all() {
		if s := r.State(); s.Seq > r.saved.seq {
			rs.save(ctx, r, s)
		}
	}
}

// save writes a snapshot unless there is a newer one of another node.
func (rs *Rooms) save(ctx context.Context, r *Room, s State) {
	data, err := json.Marshal(s)
	if err != nil {
		rs.logger.Error("snapshot failed", "room", r.id, "err", err)
		return
	}
	revision, ok, err := rs.snapshots.Put(ctx, r.id, r.saved.revision, data)
	if err == nil && !ok {
		revision, err = rs.overwrite(ctx, r, s.Seq, data)
	}
	if err != nil {
		rs.logger.Warn("snapshot failed", "room", r.id, "err", err)
		return
	}
	r.saved = snapshot{s.Seq, revision}
}

// overwrite replaces another node's snapshot if it is older.
func (rs *Rooms) overwrite(ctx context.Context, r *Room, seq uint64, data []byte) (uint64, error) {
	theirs, revision, err := rs.snapshots.Get(ctx, r.id)
	if err != nil {
		return 0, err
	}
	var s State
	if theirs != nil && json.Unmarshal(theirs, &s) == nil && s.Seq >= seq {
		return revision, nil
	}
	written, ok, err := rs.snapshots.Put(ctx, r.id, revision, data)
	if err == nil && !ok {
		return revision, nil // a third node was first; the next round looks again
	}
	return written, err
}
