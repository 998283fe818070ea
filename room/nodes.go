package room

import (
	"cmp"
	"context"
	"encoding/json"
	"time"
)

// Times of nodes that share the log.
const (
	beatEvery = 2 * time.Second       // a node says of each room in use who is on it, news or not
	greeting  = 50 * time.Millisecond // for the other nodes to answer one that opens a room
	backlog   = 512                   // remarks that wait to be said; more are lost
)

// remark is what a node says to the others of a room; it has one of the parts.
// Remarks may be lost: who is there is said again at every beat, the rest means little later.
type remark struct {
	Node      string         `json:"node"`
	Ask       bool           `json:"ask,omitempty"` // who is on the others?
	Post      *post          `json:"post,omitempty"`
	Report    *report        `json:"report,omitempty"` // reached a node that doesn't hold the viewer's stream
	Called    *Viewer        `json:"called,omitempty"` // how the viewer wants to be known; as Report
	Reactions map[string]int `json:"reactions,omitempty"`
	Typing    *typed         `json:"typing,omitempty"`
	Turned    string         `json:"turned,omitempty"` // viewer who was turned away
}

type report struct {
	Viewer string `json:"viewer"`
	Status Status `json:"status"`
}

type typed struct {
	Viewer string `json:"viewer"`
	On     bool   `json:"on"`
}

// spoken is a remark on its way.
type spoken struct {
	room string
	remark
}

// say lets the other nodes know, without waiting. mu may be held.
func (r *Room) say(w remark) {
	if r.rooms.alone() {
		return
	}
	select {
	case r.rooms.remarks <- spoken{r.id, w}:
	default: // lost, as remarks may be
	}
}

// converse says what the rooms have to say, and how they stand at every beat, until ctx ends.
func (rs *Rooms) converse(ctx context.Context) {
	beat := time.NewTicker(beatEvery)
	defer beat.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case s := <-rs.remarks:
			rs.utter(s)
		case <-beat.C:
			for _, r := range rs.Open() {
				if w, ok := r.beat(); ok {
					rs.utter(spoken{r.id, w})
				}
			}
		}
	}
}

// leave tells the other nodes that this one ends, so that they need not find it out.
func (rs *Rooms) leave() {
	if rs.alone() {
		return
	}
	for _, r := range rs.Open() {
		rs.utter(spoken{r.id, remark{Post: &post{Ends: true}}})
	}
}

func (rs *Rooms) utter(s spoken) {
	s.Node = rs.node
	data, err := json.Marshal(s.remark)
	if err == nil {
		err = rs.nodes.Say(s.room, data)
	}
	if err != nil {
		rs.logger.Debug("the other nodes can't be told", "room", s.room, "err", err)
	}
}

// heard takes what a node has said, this one too.
func (rs *Rooms) heard(id string, data []byte) {
	rs.mu.Lock()
	r := rs.rooms[id]
	rs.mu.Unlock()
	if r == nil {
		return
	}
	var w remark
	if err := json.Unmarshal(data, &w); err != nil {
		rs.logger.Warn("another node says what can't be read", "room", id, "err", err)
		return
	}
	r.hear(w)
}

// alone reports whether no other node shares the log.
func (rs *Rooms) alone() bool { return rs.nodes == nil }

// greet asks the other nodes who is in a room that is being opened, and gives them a moment to answer.
func (r *Room) greet(ctx context.Context) {
	if r.rooms.alone() {
		return
	}
	r.say(remark{Ask: true})
	r.rooms.after(r.rooms.grace, r.settle)
	select {
	case <-time.After(greeting):
	case <-ctx.Done():
	}
}

// knowsAll reports whether who isn't on the roster is on no node; mu is held.
func (r *Room) knowsAll() bool {
	return r.rooms.alone() || r.rooms.now() >= r.acquainted && r.roster.unlisted() == 0
}

// elsewhere reports whether a viewer is in the room, or may be, but not on this node.
func (r *Room) elsewhere(viewer string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.roster.here[viewer]
	return p != nil && p.node != "" || p == nil && !r.knowsAll()
}

// heldElsewhere reports whether another node holds the stream of a viewer whose presence is p, or may hold it; mu is held.
func (r *Room) heldElsewhere(p *presence) bool {
	return p != nil && p.node != "" || p == nil && r.roster.unlisted() > 0
}

// hear takes what a node has said of the room.
func (r *Room) hear(w remark) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch {
	case !r.ready:
	case w.Node == r.rooms.node:
		if w.Post != nil && w.Post.Beat {
			r.miss()
		}
	case w.Ask:
		if r.concerned() {
			r.post()
		}
	case w.Post != nil:
		r.meet(w.Node, *w.Post)
	case w.Report != nil:
		if p := r.roster.here[w.Report.Viewer]; p != nil && p.node == "" {
			r.takeReport(p, w.Report.Status)
		}
	case w.Called != nil:
		if p := r.roster.here[w.Called.ID]; p != nil && p.node == "" {
			r.roster.introduce(p, *w.Called)
			r.changedHere()
		}
	case w.Reactions != nil:
		r.reacting.add(w.Reactions)
		r.tellReactions()
	case w.Typing != nil:
		r.types(w.Typing.Viewer, w.Typing.On)
	case w.Turned != "":
		r.turnAway(w.Turned)
	}
}

// meet takes what another node tells of its viewers; mu is held.
func (r *Room) meet(node string, p post) {
	before := r.roster.count()
	changed := r.roster.meet(node, p, r.rooms.now())
	switch {
	case len(r.roster.here) > 0:
		r.idle = 0
	case r.idle == 0:
		r.idle = cmp.Or(p.Left, r.rooms.now())
	}
	r.meetKnocks(p.Knocks)
	if changed {
		r.announceViewers()
		r.telling.afresh = r.telling.afresh || r.roster.count() > before
	}
	if p.Count > 0 {
		r.tellStanding()
	}
	r.fit()
}

// miss notes that this node has heard itself: another one that it has not heard
// for some times is gone. So who has lost the connection takes nobody for gone. mu is held.
func (r *Room) miss() {
	if r.roster.miss() {
		r.changedHere()
		r.awaitGrace()
	}
	r.fit()
}

// fit settles a room that does not fit who is there; mu is held.
func (r *Room) fit() {
	host := r.roster.here[r.state.Host]
	if some := len(r.roster.here) > 0; some && host == nil || !some && !r.state.Playback.stopped() {
		r.rooms.run(r.settle)
	}
}

// concerned reports whether this node has something to tell the others of the room, or to be told; mu is held.
func (r *Room) concerned() bool {
	return len(r.roster.here) > 0 || len(r.knocks.asking) > 0
}

// beat returns what is said at every beat.
func (r *Room) beat() (w remark, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if !r.concerned() {
		return w, false
	}
	p := r.own()
	p.Beat = true
	return remark{Post: &p}, true
}

// tellNodes tells the other nodes who is on this one, now or when the time since the last post is up. mu is held.
func (r *Room) tellNodes() {
	if r.rooms.alone() || !r.ready || r.posting.pending != nil {
		return
	}
	wait := coalescing - time.Since(r.posting.last)
	if r.posting.last.IsZero() || wait <= 0 {
		r.post()
		return
	}
	r.posting.pending = time.AfterFunc(wait, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.posting.pending = nil
		r.post()
	})
}

// post says who is on this node; mu is held.
func (r *Room) post() {
	r.posting.last = time.Now()
	p := r.own()
	r.say(remark{Post: &p})
}

// watched reports whether this node has viewers; mu is held.
func (r *Room) watched() bool {
	for range r.roster.ours() {
		return true
	}
	return false
}

// own is what this node tells of its viewers; mu is held.
func (r *Room) own() post {
	p := r.roster.post(r.state, r.rooms.now())
	p.Left, p.Knocks = r.idle, r.knocks.heldHere(r.rooms.now())
	return p
}
