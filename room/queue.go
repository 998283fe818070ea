package room

import (
	"cmp"
	"encoding/json"
	"maps"
	"slices"
)

// Bounds of a queue. All of it is part of the state, which is one record of the log.
const (
	MaxQueue     = 500      // films
	maxQueueSize = 96 << 10 // bytes of them as JSON
	maxUpvotes   = 2000     // by all viewers for all films that are in the queue
	maxSkippers  = 1000     // who want to skip the film that is on
	maxRemovals  = 16       // that can be undone
	maxRemoved   = 500      // films in those
	maxWatched   = 500      // films
)

// QueueItem is a film that the room plays once those before it have been played.
type QueueItem struct {
	ID       uint64  `json:"id"`    // of its place, never used again in this room
	Media    string  `json:"media"` // id of the film
	Title    string  `json:"title"`
	Type     string  `json:"type"`    // MIME
	Version  string  `json:"version"` // when it was added
	Duration float64 `json:"duration"`
	URL      string  `json:"url,omitempty"`   // of a film that is no film of the library
	By       Person  `json:"by"`              // who added it
	Votes    int     `json:"votes,omitempty"` // for it to come sooner
}

// film returns the film as it was when the item was added.
func (i QueueItem) film() Media {
	return Media{ID: i.Media, Title: i.Title, Type: i.Type, Version: i.Version, Duration: i.Duration, URL: i.URL}
}

// QueueChange is the queue after an event: the order whole, and of the films those
// that are new or have changed. So events stay small, and applying one repeats no decision.
type QueueChange struct {
	Items  []QueueItem `json:"items,omitempty"`
	Order  []uint64    `json:"order"`            // ids of all, the next one first
	Count  int         `json:"count,omitempty"`  // how many films it is about
	Played uint64      `json:"played,omitempty"` // the item whose film was put on
	Undone uint64      `json:"undone,omitempty"` // seq of the removal that was undone
}

// Next is what the room plays by itself in a moment.
type Next struct {
	Item uint64  `json:"item"` // the first of the queue
	At   float64 `json:"at"`   // Unix milliseconds
}

// Skip is how many want to skip the film that is on, and how many have to.
type Skip struct {
	Votes  int `json:"votes"`
	Needed int `json:"needed"`
}

// Queue is what a room remembers of its queue. Like the State that it is part of it
// is never changed in place. Who has voted, in Upvotes and Skippers, no browser is told.
type Queue struct {
	Items    []QueueItem         `json:"items,omitempty"` // the next one first
	Last     uint64              `json:"last,omitempty"`  // the greatest id of an item so far
	Upvotes  map[uint64][]string `json:"upvotes,omitempty"`
	Removals []Removal           `json:"removals,omitempty"` // oldest first
	On       *QueueItem          `json:"on,omitempty"`       // whose film is on; nil: it came from elsewhere
	Skippers []string            `json:"skippers,omitempty"` // ids of viewers
	Skip     *Skip               `json:"skip,omitempty"`
	Watched  []string            `json:"watched,omitempty"` // ids of films that were seen to their end, the latest last
}

// Removal is what somebody took out of the queue at once, for as long as it can be undone.
type Removal struct {
	Seq     uint64              `json:"seq"` // of the event
	By      string              `json:"by"`  // viewer id
	Items   []Removed           `json:"items"`
	Upvotes map[uint64][]string `json:"upvotes,omitempty"`
}

// Removed is an item and where it was: after the item Behind, 0 = at the front.
type Removed struct {
	QueueItem
	Behind uint64 `json:"behind,omitempty"`
}

// index returns where the item of an id is, -1 if it is not in the queue.
func (q Queue) index(id uint64) int {
	return slices.IndexFunc(q.Items, func(i QueueItem) bool { return i.ID == id })
}

// holds reports whether a film is in the queue.
func (q Queue) holds(media string) bool {
	return slices.ContainsFunc(q.Items, func(i QueueItem) bool { return i.Media == media })
}

// fits reports whether the queue could be so.
func fits(items []QueueItem) bool {
	if len(items) > MaxQueue {
		return false
	}
	data, err := json.Marshal(items)
	return err == nil && len(data) <= maxQueueSize
}

// change returns what makes the queue so many items, of which some are new or have changed.
func change(items []QueueItem, changed ...QueueItem) *QueueChange {
	c := &QueueChange{Items: changed, Order: make([]uint64, len(items)), Count: max(1, len(changed))}
	for i, item := range items {
		c.Order[i] = item.ID
	}
	return c
}

// after returns the queue after e, which a room in state s has accepted.
func (q Queue) after(s State, e Event) Queue {
	q.Watched = s.watched(e)
	if e.Kind == KindLoad || e.Kind == KindOpen {
		q.Skippers, q.On = nil, nil
	}
	if q.Skip = e.Skip; e.Skip != nil && e.Private != nil && e.Private.Skipper != "" {
		q.Skippers = append(q.Skippers[:len(q.Skippers):len(q.Skippers)], e.Private.Skipper)
	}
	if e.Queue != nil {
		q = q.changed(*e.Queue, e)
	}
	return q
}

func (q Queue) changed(c QueueChange, e Event) Queue {
	was := q
	known := make(map[uint64]QueueItem, len(q.Items)+len(c.Items))
	for _, item := range append(q.Items[:len(q.Items):len(q.Items)], c.Items...) {
		known[item.ID] = item
	}
	if on, ok := known[c.Played]; ok {
		q.On = &on
	}
	q.Items = nil
	for _, id := range c.Order {
		if item, ok := known[id]; ok {
			q.Items = append(q.Items, item)
		}
		q.Last = max(q.Last, id)
	}
	upvotes := maps.Clone(was.Upvotes)
	if e.Private != nil && e.Private.Upvoter != "" && len(c.Items) == 1 {
		id := c.Items[0].ID
		upvotes = with(upvotes, id, append(slices.Clone(upvotes[id]), e.Private.Upvoter))
	}
	if at := was.removal(c.Undone); at >= 0 {
		for id, voters := range was.Removals[at].Upvotes {
			upvotes = with(upvotes, id, voters)
		}
		q.Removals = slices.Delete(slices.Clone(was.Removals), at, at+1)
	}
	if e.Reason == ReasonUnqueued && e.By != nil {
		q.Removals = was.remembering(removal(was, q, e))
	}
	q.Upvotes = nil
	for _, item := range q.Items {
		if voters := upvotes[item.ID]; len(voters) > 0 {
			q.Upvotes = with(q.Upvotes, item.ID, voters)
		}
	}
	if len(q.Removals) == 0 {
		q.Removals = nil
	}
	return q
}

// with returns a map, which may be nil, with one more entry.
func with(m map[uint64][]string, id uint64, voters []string) map[uint64][]string {
	if m == nil {
		m = map[uint64][]string{}
	}
	m[id] = voters
	return m
}

// removal returns what e has taken out of the queue, which was so before.
func removal(was, is Queue, e Event) Removal {
	r := Removal{Seq: e.Seq, By: e.By.ID}
	behind := uint64(0)
	for _, item := range was.Items {
		if is.index(item.ID) < 0 {
			r.Items = append(r.Items, Removed{item, behind})
			if voters := was.Upvotes[item.ID]; len(voters) > 0 {
				r.Upvotes = with(r.Upvotes, item.ID, voters)
			}
		}
		behind = item.ID
	}
	return r
}

// removal returns where the removal of a seq is, -1 if it can't be undone.
func (q Queue) removal(seq uint64) int {
	return slices.IndexFunc(q.Removals, func(r Removal) bool { return r.Seq == seq && seq != 0 })
}

// remembering returns the removals with one more, without those that are too many.
func (q Queue) remembering(r Removal) []Removal {
	all := append(slices.Clone(q.Removals), r)
	films, size := 0, 0
	for i := len(all) - 1; i >= 0; i-- {
		data, err := json.Marshal(all[i])
		films, size = films+len(all[i].Items), size+len(data)
		if newest := i == len(all)-1; err != nil || !newest && (films > maxRemoved || size > maxQueueSize || len(all)-i > maxRemovals) {
			return all[i+1:]
		}
	}
	return all
}

// seen is the part of a film after which it counts as watched.
const seen = 0.95

// watched returns the films that the room has watched to their end, after e.
func (s State) watched(e Event) []string {
	film := s.Media.ID
	end := e.Reason == ReasonEnd || e.Reason == ReasonLoop && e.Kind == KindSeek
	if length := s.length(); length > 0 && !s.Playback.Paused {
		end = end || s.PositionAt(e.At) >= seen*length
	}
	list := s.Queue.Watched
	if !end || film == "" || len(list) > 0 && list[len(list)-1] == film {
		return list
	}
	list = slices.DeleteFunc(slices.Clone(list), func(id string) bool { return id == film })
	list = append(list, film)
	return list[max(0, len(list)-maxWatched):]
}

// byVotes brings items into the order of their votes, those with as many as they were.
func byVotes(items []QueueItem) {
	slices.SortStableFunc(items, func(a, b QueueItem) int { return cmp.Compare(b.Votes, a.Votes) })
}
