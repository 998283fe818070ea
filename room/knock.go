package room

import (
	"cmp"
	"context"
	"errors"
	"slices"
)

// Bounds of asking to come in.
const (
	maxKnocks = 50
	knockLife = 15_000 // milliseconds after a page was last heard of
	turnedFor = 60_000 // milliseconds for which who was turned away asks in vain
)

// Why somebody can't ask to come in.
var (
	ErrTurnedAway = refuse(ErrForbidden, "You were not let in this time. You can ask again in a minute.")
	ErrCrowded    = refuse(ErrUnavailable, "Too many people ask to come in. Try again in a moment.")
)

// Knock is somebody who asks to come in.
type Knock struct {
	Viewer
	At   float64 // Unix milliseconds
	Back bool    // was put out, and asks to come back
}

// Knocking is what has become of a knock.
type Knocking string

// What becomes of knocks.
const (
	KnockNone Knocking = "none" // nothing is known of it
	KnockWait Knocking = "wait"
	KnockIn   Knocking = "in"
	KnockAway Knocking = "away" // turned away
)

// knocks are who asks to come in; guarded by Room.mu. They are no events: who
// asks must stay on the page.
type knocks struct {
	asking map[string]*knock
	turned map[string]float64 // viewer id -> Unix milliseconds until when it asks in vain
	news   chan struct{}      // closed when something changes; nil when nobody waits for it
}

type knock struct {
	Knock
	caller Caller
	polls  int     // that wait for an answer
	seen   float64 // Unix milliseconds of the last sign of life
	here   float64 // Unix milliseconds of the last one on this node; 0 = none
}

// Ask notes that somebody asks to come in, or still does.
func (r *Room) Ask(v Viewer, c Caller) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	why, now := r.state.Admits(c), r.rooms.now()
	switch {
	case !mayAsk(why):
		return why
	case r.knocks.turned[v.ID] > now:
		return ErrTurnedAway
	}
	if k := r.knocks.asking[v.ID]; k != nil {
		k.Viewer, k.caller, k.seen, k.here = v, c, now, now
		return nil
	}
	if len(r.knocks.asking) >= maxKnocks {
		return ErrCrowded
	}
	r.knocks.add(&knock{Knock: Knock{Viewer: v, At: now, Back: errors.Is(why, ErrOut)}, caller: c, seen: now, here: now})
	r.tellKnocks()
	r.tellNodes()
	return nil
}

func (k *knocks) add(one *knock) {
	if k.asking == nil {
		k.asking, k.turned = map[string]*knock{}, map[string]float64{}
	}
	k.asking[one.ID] = one
}

// mayAsk reports whether who is refused for that reason can ask to come in.
func mayAsk(why error) bool { return errors.Is(why, ErrLobby) || errors.Is(why, ErrOut) }

// Asked returns what has become of a caller's knock, and notes that its page is there.
func (r *Room) Asked(c Caller) Knocking {
	k, _ := r.asked(c, 0)
	return k
}

// AwaitAnswer is Asked when that is something other than [KnockWait], or ctx has ended.
func (r *Room) AwaitAnswer(ctx context.Context, c Caller) Knocking {
	is, news := r.asked(c, 1)
	defer r.asked(c, -1)
	for is == KnockWait {
		select {
		case <-news:
		case <-ctx.Done():
			return is
		}
		is, news = r.asked(c, 0)
	}
	return is
}

// asked is Asked for a page of which so many polls begin; the channel closes
// when it may be otherwise.
func (r *Room) asked(c Caller, polls int) (Knocking, <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	now := r.rooms.now()
	if r.knocks.news == nil {
		r.knocks.news = make(chan struct{})
	}
	k := r.knocks.asking[c.Viewer]
	if k != nil {
		k.polls, k.seen, k.here = max(0, k.polls+polls), now, now
	}
	switch {
	case r.state.Admits(c) == nil:
		return KnockIn, r.knocks.news
	case k != nil:
		return KnockWait, r.knocks.news
	case r.knocks.turned[c.Viewer] > now:
		return KnockAway, r.knocks.news
	}
	return KnockNone, r.knocks.news
}

// Knocks returns who asks to come in, the longest waiting first.
func (r *Room) Knocks() []Knock {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]Knock, 0, len(r.knocks.asking))
	for _, k := range r.knocks.asking {
		list = append(list, k.Knock)
	}
	slices.SortFunc(list, func(a, b Knock) int { return cmp.Or(cmp.Compare(a.At, b.At), cmp.Compare(a.ID, b.ID)) })
	return list
}

// TurnAway answers no to who asks to come in. Host, co-hosts and admin only.
func (r *Room) TurnAway(by Actor, viewer string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if err := r.state.May(r.state.Role(by.ID, by.Admin), RightAdmit); err != nil {
		return err
	}
	if r.turnAway(viewer) {
		r.say(remark{Turned: viewer})
	}
	return nil
}

// turnAway is TurnAway on whichever node. mu is held.
func (r *Room) turnAway(viewer string) bool {
	if r.knocks.asking[viewer] == nil {
		return false
	}
	delete(r.knocks.asking, viewer)
	r.knocks.turned[viewer] = r.rooms.now() + turnedFor
	r.tellKnocks()
	return true
}

// asking returns who asks to come in under that id.
func (r *Room) asking(viewer string) (Person, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	k := r.knocks.asking[viewer]
	if k == nil {
		return Person{}, false
	}
	return Person{k.ID, k.Name}, true
}

// answerKnocks forgets those who need not ask any more, or can't. mu is held.
func (r *Room) answerKnocks() {
	was := len(r.knocks.asking)
	for id, k := range r.knocks.asking {
		if !mayAsk(r.state.Admits(k.caller)) {
			delete(r.knocks.asking, id)
		}
	}
	r.wakeKnocks()
	if len(r.knocks.asking) != was {
		r.tellKnocks()
	}
}

// sweepKnocks forgets those whose pages are gone, and reports whether somebody still asks.
func (r *Room) sweepKnocks(now float64) (some bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	was := len(r.knocks.asking)
	for id, k := range r.knocks.asking {
		if k.polls == 0 && k.seen < now-knockLife {
			delete(r.knocks.asking, id)
		}
	}
	for id, until := range r.knocks.turned {
		if until < now {
			delete(r.knocks.turned, id)
		}
	}
	if len(r.knocks.asking) != was {
		r.tellKnocks()
	}
	return len(r.knocks.asking) > 0
}

// tellKnocks tells the pages that ask, and the audience how many they are. mu is held.
func (r *Room) tellKnocks() {
	r.wakeKnocks()
	r.rooms.audience.Knocks(r.id, len(r.knocks.asking))
}

// wakeKnocks has the pages that ask look again. mu is held.
func (r *Room) wakeKnocks() {
	if r.knocks.news != nil {
		close(r.knocks.news)
		r.knocks.news = nil
	}
}
