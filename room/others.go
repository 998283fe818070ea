package room

import "slices"

// other is another node, as this one knows it.
type other struct {
	post
	heard  float64 // Unix milliseconds of its last post
	missed int     // times that this node has heard itself since
}

// tooLong is how often a node may be missed before it counts as gone.
const tooLong = 3

// meet takes what a node tells of its viewers, and reports whether others or otherwise named ones are there now.
func (r *roster) meet(node string, p post, now float64) (changed bool) {
	if p.Ends {
		return r.lose(node)
	}
	before := r.others[node]
	if p.Count == 0 {
		delete(r.others, node)
	} else {
		r.others[node] = &other{post: p, heard: now}
	}
	renamed := r.merge()
	return renamed || p.differs(before)
}

func (p post) differs(before *other) bool {
	if before == nil {
		return p.Count > 0
	}
	return p.Count != before.Count || !slices.EqualFunc(p.List, before.List, func(a, b guest) bool { return a.Viewer == b.Viewer })
}

// miss counts that this node has heard itself, and lets go of nodes that it has
// missed for too long. It reports whether there were any.
func (r *roster) miss() (gone bool) {
	for node, o := range r.others {
		if o.missed++; o.missed > tooLong && r.lose(node) {
			gone = true
		}
	}
	return gone
}

// lose is for a node that is gone: its viewers have lost their streams when it
// was last heard. They are this node's now, to be forgotten once their grace is
// over, unless they come to some node.
func (r *roster) lose(node string) bool {
	o := r.others[node]
	if o == nil {
		return false
	}
	delete(r.others, node)
	for _, p := range r.here {
		if p.node != node {
			continue
		}
		if p.streams > 0 {
			p.left = o.heard
		}
		p.node, p.streams = "", 0
	}
	r.merge()
	return true
}

// merge makes the roster show those whom the other nodes hold, and reports
// whether one of this node's own had to take another name.
func (r *roster) merge() (renamed bool) {
	told := map[string]claim{}
	for node, o := range r.others {
		for _, g := range o.List {
			c := claim{node, g}
			if best, ok := told[g.ID]; !ok || c.before(best) {
				told[g.ID] = c
			}
		}
	}
	for id, p := range r.here {
		if _, is := told[id]; !is && p.node != "" {
			r.forget(p)
		}
	}
	for _, c := range told {
		renamed = r.place(c) || renamed
	}
	return renamed
}

// claim is what a node tells of a viewer.
type claim struct {
	node string
	guest
}

// before is for a viewer of whom two nodes tell: who has a stream has it right, whichever is asked.
func (c claim) before(d claim) bool {
	if c.Stream != d.Stream {
		return c.Stream
	}
	return c.node < d.node
}

// place shows a viewer of another node, unless this one holds a stream of it.
func (r *roster) place(c claim) (renamed bool) {
	p := r.here[c.ID]
	switch {
	case p == nil:
		p = &presence{since: c.Since}
		r.here[c.ID] = p
	case p.node == "" && (p.streams > 0 || !c.Stream):
		p.since = min(p.since, c.Since)
		return false
	}
	p.node, p.since, p.left, p.from, p.status = c.node, min(p.since, c.Since), c.Left, c.From, c.Status
	p.streams = 0
	if c.Stream {
		p.streams = 1
	}
	return r.call(p, c.guest)
}

// call gives p the name by which its own node knows it. Where two nodes have
// given the same name at the same moment, who came later gets another one from
// its own node.
func (r *roster) call(p *presence, g guest) (renamed bool) {
	same := p.Name == g.Name
	p.Viewer, p.given = g.Viewer, g.Given
	if same && r.names[p.key] == p {
		return false
	}
	r.free(p)
	p.key = nameKey(g.Name)
	holder := r.names[p.key]
	switch {
	case holder == nil:
		r.names[p.key] = p
	case holder.node == "" && older(p, holder) < 0:
		r.names[p.key] = p
		holder.Name = r.tellApart(holder, holder.given)
		return true
	}
	return false
}

// unlisted is how many viewers other nodes have besides those of whom they tell.
func (r *roster) unlisted() (n int) {
	for _, o := range r.others {
		n += max(0, o.Count-len(o.List))
	}
	return n
}

// count is how many viewers there are on all nodes.
func (r *roster) count() int { return len(r.here) + r.unlisted() }
