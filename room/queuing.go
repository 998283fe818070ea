package room

import (
	"math/rand/v2"
	"slices"
)

// The commands that change the queue. Items are named by their ids.
type (
	// Enqueue adds films to the end of the queue, but those that are in it; with
	// Settings.Shuffle to places by chance.
	Enqueue struct{ Films []Media }

	// Unqueue takes films out of the queue; All is all that are in it.
	Unqueue struct {
		Items []uint64
		All   bool
	}

	// Requeue undoes the removal that was the event of a seq: whoever has removed
	// the films, and who may moderate.
	Requeue struct{ Removal uint64 }

	// Move puts an item before another one, or behind it, or with neither to the end.
	Move struct{ Item, Before, Behind uint64 }

	// Upvote gives the viewer's vote to an item, which then comes before those that
	// have fewer. A viewer has one vote for each.
	Upvote struct{ Item uint64 }
)

// The commands of the room itself.
type (
	// upvote is an Upvote of which nobody is told whose it is.
	upvote struct {
		Item   uint64
		Viewer string
	}

	// drop takes out films that can't be had any more.
	drop struct{ Items []uint64 }
)

var (
	errUnqueued  = refuse(ErrStale, "That film is no longer in the queue.")
	errQueueFull = refuse(ErrInvalid, "The queue is full: it takes 500 films.")
	errQueued    = refuse(ErrInvalid, "That is in the queue already.")
)

func (c Enqueue) decide(s State, in Circumstances) (Event, error) {
	if in.By == nil {
		return Event{}, ErrForbidden
	}
	items := slices.Clone(s.Queue.Items)
	added := make([]QueueItem, 0, len(c.Films))
	last := s.Queue.Last
	for _, m := range c.Films {
		same := func(i QueueItem) bool { return i.Media == m.ID }
		if s.Queue.holds(m.ID) || slices.ContainsFunc(added, same) {
			continue
		}
		last++
		added = append(added, QueueItem{
			ID: last, Media: m.ID, Title: m.Title, Type: m.Type, Version: m.Version, Duration: m.Duration, URL: m.URL, By: *in.By,
		})
	}
	switch {
	case len(c.Films) == 0:
		return Event{}, refuse(ErrInvalid, "Choose a film for the queue first.")
	case len(added) == 0:
		return Event{}, errQueued
	}
	items = append(items, added...)
	if !fits(items) {
		return Event{}, errQueueFull
	}
	if s.Settings.Shuffle {
		items = scatter(s.Queue.Items, added, in.random())
	}
	e := s.queue(ReasonQueued, change(items, added...))
	e.Label = added[0].Title
	if len(s.Queue.Items) == 0 && s.Playback.stopped() && s.Playback.Ended(in.Now, s.length()) {
		e.Next = &Next{At: in.Now + nextIn} // the room has waited for it
	}
	return e, nil
}

// queue begins an event that changes the queue.
func (s State) queue(why Reason, c *QueueChange) Event {
	e := s.next(KindQueue)
	e.Reason, e.Queue = why, c
	return e
}

// random returns where chance comes from in these circumstances.
func (in Circumstances) random() *rand.Rand { return rand.New(rand.NewPCG(in.Chance, 0)) }

// scatter puts items to places by chance, behind those that have votes.
func scatter(items, added []QueueItem, random *rand.Rand) []QueueItem {
	items = slices.Clone(items)
	for _, item := range added {
		first := 0
		for i, other := range items {
			if other.Votes > item.Votes {
				first = i + 1
			}
		}
		items = slices.Insert(items, first+random.IntN(len(items)-first+1), item)
	}
	return items
}

// shuffled returns the change that brings the queue into an order by chance, those with more votes first.
func (s State) shuffled(in Circumstances) *QueueChange {
	items := slices.Clone(s.Queue.Items)
	in.random().Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	byVotes(items)
	return change(items)
}

func (c Unqueue) decide(s State, in Circumstances) (Event, error) {
	if in.By == nil {
		return Event{}, ErrForbidden
	}
	kept, gone := s.Queue.without(c.Items)
	if c.All {
		kept, gone = nil, s.Queue.Items
	}
	if len(gone) == 0 {
		return Event{}, errAlready
	}
	e := s.queue(ReasonUnqueued, change(kept))
	e.Queue.Count, e.Label = len(gone), gone[0].Title
	return e, nil
}

// without returns the items but those of some ids, and those.
func (q Queue) without(ids []uint64) (kept, gone []QueueItem) {
	for _, item := range q.Items {
		if slices.Contains(ids, item.ID) {
			gone = append(gone, item)
		} else {
			kept = append(kept, item)
		}
	}
	return kept, gone
}

func (c Requeue) decide(s State, in Circumstances) (Event, error) {
	at := s.Queue.removal(c.Removal)
	if at < 0 || in.By == nil {
		return Event{}, refuse(ErrStale, "That can’t be undone any more.")
	}
	r := s.Queue.Removals[at]
	if r.By != in.By.ID && s.may(in, RightModerate) != nil {
		return Event{}, refuse(ErrForbidden, "Only who has removed it can undo that.")
	}
	items := slices.Clone(s.Queue.Items)
	var back []QueueItem
	for _, removed := range r.Items {
		if s.Queue.holds(removed.Media) {
			continue // somebody has added it again
		}
		place := 0
		if removed.Behind != 0 {
			place = slices.IndexFunc(items, func(i QueueItem) bool { return i.ID == removed.Behind }) + 1
			if place == 0 {
				place = len(items) // what it was behind has gone
			}
		}
		items = slices.Insert(items, place, removed.QueueItem)
		back = append(back, removed.QueueItem)
	}
	switch {
	case len(back) == 0:
		return Event{}, errAlready
	case !fits(items):
		return Event{}, errQueueFull
	}
	e := s.queue(ReasonRequeued, change(items, back...))
	e.Queue.Undone, e.Label = r.Seq, back[0].Title
	return e, nil
}

func (c Move) decide(s State, _ Circumstances) (Event, error) {
	from := s.Queue.index(c.Item)
	if from < 0 {
		return Event{}, errUnqueued
	}
	anchor := max(c.Before, c.Behind)
	if c.Before != 0 && c.Behind != 0 {
		return Event{}, fault("A film is moved before another one or behind it, not both.")
	}
	if anchor == c.Item {
		return Event{}, errAlready
	}
	items := slices.Delete(slices.Clone(s.Queue.Items), from, from+1)
	to := len(items)
	if anchor != 0 {
		to = slices.IndexFunc(items, func(i QueueItem) bool { return i.ID == anchor })
		if to < 0 {
			return Event{}, errUnqueued
		}
		if c.Behind != 0 {
			to++
		}
	}
	if to == from {
		return Event{}, errAlready
	}
	moved := s.Queue.Items[from]
	e := s.queue(ReasonMoved, change(slices.Insert(items, to, moved)))
	e.Label = moved.Title
	return e, nil
}

func (c Upvote) decide(s State, in Circumstances) (Event, error) {
	if in.By == nil {
		return Event{}, ErrForbidden
	}
	return upvote{c.Item, in.By.ID}.decide(s, in)
}

func (c upvote) decide(s State, _ Circumstances) (Event, error) {
	from := s.Queue.index(c.Item)
	if from < 0 {
		return Event{}, errUnqueued
	}
	if slices.Contains(s.Queue.Upvotes[c.Item], c.Viewer) {
		return Event{}, errAlready
	}
	all := 0
	for _, voters := range s.Queue.Upvotes {
		all += len(voters)
	}
	if all >= maxUpvotes {
		return Event{}, refuse(ErrInvalid, "The queue has 2,000 votes already: it takes no more.")
	}
	item := s.Queue.Items[from]
	item.Votes++
	items := slices.Delete(slices.Clone(s.Queue.Items), from, from+1)
	to := from
	for to > 0 && items[to-1].Votes < item.Votes {
		to--
	}
	e := s.queue(ReasonVoted, change(slices.Insert(items, to, item), item))
	e.Private = &Private{Upvoter: c.Viewer}
	return e, nil
}

func (c drop) decide(s State, _ Circumstances) (Event, error) {
	kept, gone := s.Queue.without(c.Items)
	if len(gone) == 0 {
		return Event{}, errAlready
	}
	e := s.queue(ReasonGone, change(kept))
	e.Queue.Count, e.Label = len(gone), gone[0].Title
	return e, nil
}

// taking returns e, which puts a film on, with the queue without it.
func (e Event) taking(s State, film string) Event {
	at := slices.IndexFunc(s.Queue.Items, func(i QueueItem) bool { return i.Media == film })
	if at >= 0 && e.Media != nil {
		e.Queue = change(slices.Delete(slices.Clone(s.Queue.Items), at, at+1))
		e.Queue.Played = s.Queue.Items[at].ID
	}
	return e
}
