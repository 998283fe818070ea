package room

import "slices"

// Readiness is how far the viewers are during a ready check: how many, how many
// of them are ready, and each of at most as many as Viewers lists.
type Readiness struct {
	Count int           `json:"count"`
	Ready int           `json:"ready"`
	List  []ReadyViewer `json:"viewers"`
}

// ReadyViewer is how far one viewer is.
type ReadyViewer struct {
	Viewer
	Joined bool    `json:"joined"` // has taken the gate
	Away   bool    `json:"away"`   // does not look, or has not been heard of
	Loaded bool    `json:"loaded"` // the player could start at once
	Buffer float64 `json:"buffer"` // whole seconds that are loaded, at most shownBuffer
	Clock  bool    `json:"clock"`  // knows the server's time
	Ready  bool    `json:"ready"`
	Fitness
}

// shownBuffer is how many seconds of film are told at most: enough is enough.
const shownBuffer = 30

// here reports whether p has a stream, or had one a moment ago.
func (p *presence) here(now float64) bool { return p.streams > 0 || now-p.left < departure }

// absent reports whether nothing is to be expected of p's player: nobody looks,
// or it has not been heard of for long.
func (p *presence) absent(now float64) bool {
	return p.status == nil || p.status.State == "away" || p.status.Hidden || now-p.status.At > freshness
}

// ready returns how far p is, with so many seconds of the film left (0: not known).
func (p *presence) ready(now, left float64) ReadyViewer {
	v := ReadyViewer{Viewer: p.Viewer, Away: p.absent(now)}
	if s := p.status; s != nil {
		v.Joined, v.Loaded, v.Clock = s.Joined, s.Ready, s.Known
		v.Buffer = float64(int(min(max(s.Buffer, 0), shownBuffer)))
	}
	v.Away = v.Away && v.Joined
	v.Fitness = p.fitness(left)
	v.Ready = v.Joined && !v.Away && v.Loaded && v.Clock
	return v
}

// check returns what a ready check leads to now, and tells the audience how far
// all are; mu is held.
func (r *Room) check(now float64) Command {
	if now-r.checked < checkPace {
		return nil
	}
	r.checked = now
	left := r.state.left()
	c := muster{}
	for p := range r.roster.ours() {
		if !p.here(now) {
			continue
		}
		v := p.ready(now, left)
		patient := now-max(r.state.Wait.Since, p.since) < absentCheck
		switch {
		case v.Ready:
			c.Ready++
		case patient || v.Joined && !v.Away:
			c.Unready = append(c.Unready, Person{p.ID, p.Name})
		}
	}
	c.Unready = inOrder(c.Unready)
	if x := r.readiness(now); !x.same(r.told.Readiness) || now-r.told.at >= tellAgain {
		r.told.Readiness, r.told.at = x, now
		r.rooms.audience.Ready(r.id, x)
	}
	return c
}

// told is what the audience was told last, and when (Unix milliseconds).
type told struct {
	Readiness
	at float64
}

// tellAgain is after how many milliseconds it is told again what is as it was:
// somebody may have missed it.
const tellAgain = 5000

func (x Readiness) same(y Readiness) bool {
	return x.Count == y.Count && x.Ready == y.Ready && slices.Equal(x.List, y.List)
}

// Readiness returns how far the viewers are.
func (r *Room) Readiness() Readiness {
	now := r.rooms.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.readiness(now)
}

func (r *Room) readiness(now float64) Readiness {
	x := Readiness{List: make([]ReadyViewer, 0, min(len(r.roster.here), sample))}
	left := r.state.left()
	for _, p := range r.roster.byAge() {
		if !p.here(now) {
			continue
		}
		v := p.ready(now, left)
		v.Host = p.ID == r.state.Host
		if p.node == "" {
			x.Count++
			x.Ready += 1 - order(v.Ready)
		}
		if len(x.List) < sample {
			x.List = append(x.List, v)
		}
	}
	for _, o := range r.roster.others {
		x.Count += o.Sum.Here
		x.Ready += o.Sum.Ready
	}
	return x
}
