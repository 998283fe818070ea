package room

import (
	"cmp"
	"iter"
	"math"
)

// post is what a node tells the others of its own viewers in a room. It is the
// whole each time, so that a lost one does no harm, and bounded: of many
// viewers some are listed and the rest summed up.
type post struct {
	Beat  bool    `json:"beat,omitempty"` // it is said regularly; nodes are missed by that
	Ends  bool    `json:"ends,omitempty"` // the node ends; nothing else is said
	Count int     `json:"count"`
	List  []guest `json:"list,omitempty"` // host, co-hosts and the longest present first
	Left  float64 `json:"left,omitempty"` // Unix milliseconds since when nobody is in the room; 0 = somebody is
	Sum   sum     `json:"sum"`

	Knocks []knocked `json:"knocks,omitempty"`
}

// guest is a viewer as nodes tell of it.
type guest struct {
	Viewer
	Given  string  `json:"given"` // the name that it wants
	Since  float64 `json:"since"` // Unix milliseconds
	Stream bool    `json:"stream,omitempty"`
	Left   float64 `json:"left,omitempty"` // Unix milliseconds at which the last stream ended
	From   Origin  `json:"from,omitzero"`
	Status *Status `json:"status,omitempty"` // of a few viewers, and of the host
}

// maxListed bounds the guests in a post. Each node lists first whom all list
// first, so that together they know the first of all.
const maxListed = 64

// sum is how a node's viewers are doing, in numbers that can be added up.
type sum struct {
	Needs   map[int]int `json:"needs,omitempty"` // viewers by what they need of the lead, in steps of needStep, rounded up
	Playing int         `json:"playing,omitempty"`
	First   float64     `json:"first,omitempty"` // the largest drift of those who play, milliseconds
	Last    float64     `json:"last,omitempty"`  // the least
	Here    int         `json:"here,omitempty"`  // with a stream, or without for a moment
	Ready   int         `json:"ready,omitempty"` // of these, to start at once
}

const needStep = 10 // milliseconds

// ours are the viewers whose streams this node holds, or held last.
func (r *roster) ours() iter.Seq[*presence] {
	return func(yield func(*presence) bool) {
		for _, p := range r.here {
			if p.node == "" && !yield(p) {
				return
			}
		}
	}
}

// post returns what this node tells of its viewers in state s at now (Unix milliseconds).
func (r *roster) post(s State, now float64) post {
	var p post
	for range r.ours() {
		p.Count++
	}
	p.Sum = r.sum(now)
	for _, v := range foremost(r.ours(), maxListed, rank(s)) {
		g := guest{Viewer: v.Viewer, Given: v.given, Since: v.since, Stream: v.streams > 0, Left: v.left, From: v.from}
		if p.Count <= sample || v.ID == s.Host {
			g.Status = v.status
		}
		p.List = append(p.List, g)
	}
	return p
}

// sum sums up how this node's viewers are doing.
func (r *roster) sum(now float64) sum {
	t := sum{Needs: map[int]int{}, First: math.Inf(-1), Last: math.Inf(1)}
	for _, need := range r.needs(now) {
		t.Needs[int(math.Ceil(need/needStep))]++
	}
	for p := range r.ours() {
		if st, ok := p.fresh(now); ok && st.State == "playing" {
			t.Playing++
			t.First, t.Last = max(t.First, st.Drift), min(t.Last, st.Drift)
		}
		if p.here(now) {
			t.Here++
			if p.ready(now, 0).Ready {
				t.Ready++
			}
		}
	}
	if t.Playing == 0 {
		t.First, t.Last = 0, 0
	}
	return t
}

// rank is the order in which viewers are shown: host, co-hosts, and then who has been there longest.
func rank(s State) func(a, b *presence) int {
	return func(a, b *presence) int {
		return cmp.Or(
			cmp.Compare(order(a.ID == s.Host), order(b.ID == s.Host)),
			cmp.Compare(order(s.isCoHost(a.ID)), order(s.isCoHost(b.ID))),
			older(a, b),
		)
	}
}
