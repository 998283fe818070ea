package room

import (
	"slices"
	"time"
)

// Typing is who is writing, as everyone may see it, who began first before others.
type Typing struct {
	Count int      `json:"count"`
	List  []Person `json:"viewers"`
}

// Times of the hint that somebody is writing.
const (
	typingHolds = 5 * time.Second // without being said again
	typingEvery = time.Second     // at least this between two frames
)

// writing is who is writing, in the order in which they began, and what the audience
// was told of it last; guarded by Room.mu. It is no event: who comes later has missed
// nothing.
type writing struct {
	who     []writer
	told    Typing
	last    time.Time
	pending *time.Timer
	expiry  *time.Timer
}

type writer struct {
	id    string
	until time.Time
}

// Type notes that a viewer is writing, or has stopped. It says why not when the room
// lets the viewer write nothing. Rooms that are larger than [sample] note nothing:
// there somebody always writes.
func (r *Room) Type(viewer string, admin, on bool) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.state.May(r.state.Role(viewer, admin), RightChat); err != nil {
		return err
	}
	if r.roster.count() <= sample {
		r.types(viewer, on)
		r.say(remark{Typing: &typed{viewer, on}})
	}
	return nil
}

// types is Type on whichever node. mu is held.
func (r *Room) types(viewer string, on bool) {
	switch {
	case !on:
		r.wrote(viewer)
	case r.roster.count() <= sample && r.roster.here[viewer] != nil:
		r.writing.note(viewer, time.Now())
		r.tellTyping()
	}
}

// wrote ends that a viewer is writing: the line is there. mu is held.
func (r *Room) wrote(viewer string) {
	if r.writing.forget(func(w writer) bool { return w.id == viewer }) {
		r.tellTyping()
	}
}

func (w *writing) note(viewer string, now time.Time) {
	until := now.Add(typingHolds)
	i := slices.IndexFunc(w.who, func(x writer) bool { return x.id == viewer })
	if i < 0 {
		w.who = append(w.who, writer{viewer, until})
	} else {
		w.who[i].until = until
	}
}

// forget drops some of those who are writing, and reports whether it did.
func (w *writing) forget(which func(writer) bool) bool {
	before := len(w.who)
	w.who = slices.DeleteFunc(w.who, which)
	return len(w.who) < before
}

// tellTyping tells the audience who is writing if that is news, as soon as the time
// since the last is up, and again when somebody's time is. mu is held.
func (r *Room) tellTyping() {
	w := &r.writing
	if w.pending != nil {
		return
	}
	if wait := typingEvery - time.Since(w.last); wait > 0 {
		w.pending = time.AfterFunc(wait, func() {
			r.mu.Lock()
			defer r.mu.Unlock()
			w.pending = nil
			r.tellTyping()
		})
		return
	}
	now := time.Now()
	w.forget(func(x writer) bool { return r.roster.here[x.id] == nil || !x.until.After(now) })
	if t := r.typing(); t.Count != w.told.Count || !slices.Equal(t.List, w.told.List) {
		w.told, w.last = t, now
		r.rooms.audience.Typing(r.id, t)
	}
	r.awaitSilence(now)
}

// awaitSilence lets tellTyping look again when the next one's time is up. mu is held.
func (r *Room) awaitSilence(now time.Time) {
	w := &r.writing
	if w.expiry != nil {
		w.expiry.Stop()
		w.expiry = nil
	}
	if len(w.who) == 0 {
		return
	}
	next := slices.MinFunc(w.who, func(a, b writer) int { return a.until.Compare(b.until) })
	w.expiry = time.AfterFunc(next.until.Sub(now), func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		w.expiry = nil
		r.tellTyping()
	})
}

// typing is who is writing and still here. mu is held.
func (r *Room) typing() Typing {
	t := Typing{List: []Person{}}
	for _, x := range r.writing.who {
		if p := r.roster.here[x.id]; p != nil {
			t.List = append(t.List, Person{p.ID, p.Name})
		}
	}
	t.Count = len(t.List)
	return t
}
