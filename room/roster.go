package room

import (
	"cmp"
	"iter"
	"maps"
	"slices"
)

// Viewer is one browser session in a room, as everyone may see it.
type Viewer struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Color string `json:"color"`           // hue-0 to hue-11
	Emoji string `json:"emoji,omitempty"` // stands for the viewer in place of the first letter of the name
	Host  bool   `json:"host"`
	// CoHost is left out of frames where it is false.
	CoHost bool `json:"cohost,omitempty"`
}

// Viewers is who is in a room: how many, and of many only a sample, the host,
// co-hosts and those who have been there longest first.
type Viewers struct {
	Count int      `json:"count"`
	List  []Viewer `json:"viewers"`
}

// sample bounds the list in Viewers: it goes to everybody at every change.
const sample = 24

// Status is what a viewer's player last said of itself.
type Status struct {
	Position float64 // seconds, at the moment At
	At       float64 // Unix milliseconds of the server's clock
	Drift    float64 // milliseconds, positive = ahead of the room
	Delay    float64 // milliseconds, one way
	Paused   bool
	State    string // playing, paused, waiting or away

	Buffer    float64 // seconds of film that are loaded from Position on
	Known     bool    // whether its clock is known
	Page      string  // of the page that it plays in: another one is a player that has just come
	Joined    bool    // has taken the gate, so that it plays with sound
	Hidden    bool    // its page is not on show
	Ready     bool    // could play at once, and some seconds without loading more
	Ended     bool    // stands at the film's end, at Position
	Transport string  // how it hears of events: events, post or poll
	Start     float64 // milliseconds that the player needs to start; 0 = not said

	Fill       float64 // seconds of film that come in a second; 0 = not known
	Unplayable bool    // its browser plays no form of the film
	Smaller    bool    // it could take a smaller picture, and has not
}

// roster is who is present, on whichever node. A viewer whose last stream has ended stays until its
// grace is over. Counting a stream or a name costs the same in a room of ten thousand as in one of ten.
type roster struct {
	here  map[string]*presence // by viewer
	names map[string]*presence // by the key of the name
	least map[string]int       // of a name's key: the numbers below are behind that name already, from 2 on

	others map[string]*other // nodes that have viewers, by their ids
}

func newRoster() *roster {
	return &roster{map[string]*presence{}, map[string]*presence{}, map[string]int{}, map[string]*other{}}
}

type presence struct {
	Viewer          // as others see it
	given   string  // the name that it wants
	key     string  // of the name that it has
	since   float64 // Unix milliseconds of the first stream
	node    string  // that holds its streams, or held the last one; "" = this one
	streams int     // 1 or 0 of a viewer of another node
	left    float64 // Unix milliseconds at which the last stream ended
	status  *Status
	from    Origin

	dry     float64 // Unix milliseconds since when its player starves, 0 = it does not
	steady  float64 // Unix milliseconds since when it does not starve, 0 = it does or is away
	settled bool    // was steady long enough once
}

func (p *presence) person() Person { return Person{p.ID, p.Name} }

// add counts one more stream of v on this node and returns its presence, and whether that is news.
func (r *roster) add(v Viewer, now float64) (p *presence, news bool) {
	p = r.here[v.ID]
	if p == nil {
		p = &presence{since: now}
		r.here[v.ID] = p
	}
	if p.node != "" { // it has come over
		p.node, p.streams = "", 0
	}
	before := p.Viewer
	r.introduce(p, v)
	p.streams++
	return p, p.Viewer != before
}

// remove counts one stream less and reports whether it was the viewer's last.
func (r *roster) remove(id string, now float64) (last bool) {
	p := r.here[id]
	if p == nil || p.node != "" || p.streams == 0 {
		return false
	}
	p.streams--
	p.left = now
	return p.streams == 0
}

// sweep forgets those of this node who left before a moment, and returns when the last of
// them had left (0 = nobody was forgotten).
func (r *roster) sweep(before float64) (last float64) {
	for p := range r.ours() {
		if p.streams == 0 && p.left <= before {
			last = max(last, p.left)
			r.forget(p)
		}
	}
	return last
}

// forget takes a viewer off.
func (r *roster) forget(p *presence) {
	delete(r.here, p.ID)
	r.free(p)
	if len(r.here) == 0 {
		clear(r.least)
	}
}

// vacant returns when the first of those of this node who have no stream left had left; ok is false if there is none.
func (r *roster) vacant() (left float64, ok bool) {
	for p := range r.ours() {
		if p.streams == 0 && (!ok || p.left < left) {
			left, ok = p.left, true
		}
	}
	return left, ok
}

// byAge returns the present viewers, the longest present first.
func (r *roster) byAge() []*presence {
	all := make([]*presence, 0, len(r.here))
	for _, p := range r.here {
		all = append(all, p)
	}
	slices.SortFunc(all, older)
	return all
}

// older is the order of those who are longer present before others.
func older(a, b *presence) int {
	return cmp.Or(cmp.Compare(a.since, b.since), cmp.Compare(a.ID, b.ID))
}

// heir returns who is to be host next: a co-host before others, somebody with a
// stream before somebody in grace, and then who has been present longest; nil
// when nobody is there.
func (r *roster) heir(s State) *presence {
	heirs := foremost(maps.Values(r.here), 1, func(a, b *presence) int {
		return cmp.Or(
			cmp.Compare(order(s.isCoHost(a.ID)), order(s.isCoHost(b.ID))),
			cmp.Compare(order(a.streams > 0), order(b.streams > 0)),
			older(a, b),
		)
	})
	if len(heirs) == 0 {
		return nil
	}
	return heirs[0]
}

// viewers returns the roster as everyone may see it, with what they are in s.
func (r *roster) viewers(s State) Viewers {
	v := Viewers{Count: r.count(), List: make([]Viewer, 0, min(len(r.here), sample))}
	for _, p := range foremost(maps.Values(r.here), sample, rank(s)) {
		p.Viewer.Host, p.Viewer.CoHost = p.ID == s.Host, s.isCoHost(p.ID)
		v.List = append(v.List, p.Viewer)
	}
	return v
}

// foremost returns the first n in an order, in one pass over all.
func foremost(all iter.Seq[*presence], n int, compare func(a, b *presence) int) []*presence {
	list := make([]*presence, 0, n+1)
	for p := range all {
		if len(list) == n && compare(p, list[n-1]) >= 0 {
			continue
		}
		i, _ := slices.BinarySearchFunc(list, p, compare)
		list = slices.Insert(list, i, p)
		list = list[:min(n, len(list))]
	}
	return list
}

func order(first bool) int {
	if first {
		return 0
	}
	return 1
}
