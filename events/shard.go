package events

import (
	"sync"
	"time"
)

// shardSize is how many viewers are written to in one turn: so many that what is common to them costs nothing, so few
// that another room's turn comes soon.
const shardSize = 256

// shard is a share of a stream's viewers whose sockets are written to directly. Their frames make one text, of which each
// viewer has had so many bytes: nothing is queued, copied or locked for one of them.
type shard struct {
	hub   *Hub
	write func(*desk) // the method turn

	mu      sync.Mutex // may be taken while Stream.mu is held
	viewers []*direct
	frames  []placed // those that somebody lacks
	length  uint64   // where the next one will begin
	waits   bool     // a turn is due or under way
	again   bool     // and another shall follow it
	alarm   *time.Timer
}

func newShard(h *Hub) *shard {
	sh := &shard{hub: h}
	sh.write = sh.turn
	return sh
}

// carry hands a frame to all viewers and returns how many these are. It waits for none.
func (sh *shard) carry(f frame) int {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if len(sh.viewers) == 0 {
		return 0
	}
	sh.frames = append(sh.frames, placed{f, sh.length})
	sh.length += uint64(len(f.wire))
	sh.due()
	return len(sh.viewers)
}

// due asks for a turn. mu held.
func (sh *shard) due() {
	if sh.waits {
		sh.again = true
		return
	}
	sh.waits = sh.hub.turns.add(sh.write)
}

// poke asks for a turn.
func (sh *shard) poke() {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.due()
}

// add takes a viewer on, for the frames that are carried from now on. False: no more fit.
func (sh *shard) add(v *direct) bool {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	if len(sh.viewers) == shardSize {
		return false
	}
	v.shard, v.index, v.place = sh, len(sh.viewers), sh.length
	sh.viewers = append(sh.viewers, v)
	return true
}

// remove takes a viewer off.
func (sh *shard) remove(v *direct) {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	end := len(sh.viewers) - 1
	moved := sh.viewers[end]
	sh.viewers[v.index], moved.index = moved, v.index
	sh.viewers[end] = nil
	sh.viewers = sh.viewers[:end]
	if end == 0 {
		sh.frames = nil
	}
}

// all returns the viewers.
func (sh *shard) all(list []viewer) []viewer {
	sh.mu.Lock()
	defer sh.mu.Unlock()
	for _, v := range sh.viewers {
		list = append(list, v)
	}
	return list
}

// turn writes to each viewer what its socket takes. There is one at a time.
func (sh *shard) turn(d *desk) {
	sh.mu.Lock()
	sh.again = false
	t := text{frames: sh.frames, end: sh.length, batch: d.batch[:0]}
	viewers := append(d.viewers[:0], sh.viewers...)
	sh.mu.Unlock()

	now := time.Now()
	least, alarm := t.end, time.Time{}
	for _, v := range viewers {
		if !v.advance(&t, now) {
			continue
		}
		least = min(least, v.place)
		if v.full && (alarm.IsZero() || v.expires.Before(alarm)) {
			alarm = v.expires
		}
	}
	clear(viewers)
	d.viewers, d.batch = viewers, t.batch

	sh.mu.Lock()
	defer sh.mu.Unlock()
	sh.frames = withoutFirst(sh.frames, least)
	sh.setAlarm(alarm)
	sh.waits = false
	if sh.again {
		sh.due()
	}
}

// setAlarm lets a turn be due at a time, when some viewer will have taken nothing for too long; never if it is zero. mu held.
func (sh *shard) setAlarm(at time.Time) {
	if sh.alarm != nil {
		sh.alarm.Stop()
		sh.alarm = nil
	}
	if !at.IsZero() {
		sh.alarm = time.AfterFunc(time.Until(at), sh.poke)
	}
}
