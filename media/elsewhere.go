package media

import (
	"context"
	"encoding/json"
	"errors"
	"sync"
	"time"

	"goblet/media/upload"
)

// ErrElsewhere: the film is being uploaded to another node, which does not answer, and
// is not in the store yet.
var ErrElsewhere = errors.New("this film is still being uploaded to another node")

const (
	tellEvery = 500 * time.Millisecond // what of uploads other nodes are told
	// unheard is after how many of its own tellings a node forgets what another one has said.
	unheard = 20
	// maxTold bounds how many films a node tells of, maxIntervals how finely each: NATS
	// carries 1 MB.
	maxTold, maxIntervals = 100, 200
)

// told is what nodes tell one another of films.
type told struct {
	Look bool   `json:"look,omitempty"` // something is new in the store
	Node string `json:"node,omitempty"` // who tells of its uploads, and is asked for their bytes
	// Films are those that this node takes and the store has not yet: all of them, each time.
	Films []telling `json:"films,omitempty"`
}

// telling is how far a film's upload is.
type telling struct {
	Media Media            `json:"media"`
	There upload.Intervals `json:"there"`
	Torn  int              `json:"torn"` // see upload.Upload.There
	Rate  float64          `json:"rate"` // bytes a second, 0 while nobody sends
}

// coming is a film that another node takes, as far as this one knows.
type coming struct {
	node string // that takes it
	film filmKey
	size int64

	media Media // guarded by the library's lock
	since int   // how many times this node has told since it heard of it; guarded by the library's lock

	mu    sync.Mutex
	there upload.Intervals
	torn  int
	rate  float64
}

// Has reports whether it is known that all bytes from start to before end are there.
func (c *coming) Has(start, end int64) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.there.Has(max(0, start), min(end, c.size))
}

// Complete reports whether it is known that all bytes are there.
func (c *coming) Complete() bool { return c.Has(0, c.size) }

func (c *coming) progress() upload.Progress {
	c.mu.Lock()
	defer c.mu.Unlock()
	return upload.Progress{Size: c.size, Have: c.there.Count(), Rate: c.rate, Complete: c.there.Has(0, c.size)}
}

// update takes what was told. What was learned by reading is newer, unless bytes were
// found to be wrong.
func (c *coming) update(t telling) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.rate = t.Rate; c.torn != t.Torn {
		c.torn, c.there = t.Torn, upload.Intervals{}
	}
	c.there.Union(t.There)
}

// learn notes that bytes are there, which were read when so many blocks had been wrong.
func (c *coming) learn(start, end int64, torn int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.torn == torn {
		c.there.Add(start, end)
	}
}

// Arrival returns how far a film's upload is, to this node or to another one; ok is
// false when it is not being uploaded.
func (l *Library) Arrival(id string) (p upload.Progress, ok bool) {
	_, f, err := l.find(id)
	switch {
	case err != nil:
	case f.up != nil:
		return f.up.Progress(), true
	case f.coming != nil:
		return f.coming.progress(), true
	}
	return upload.Progress{}, false
}

// Near reports whether what Ahead says of a film holds at this moment. Of an upload to
// another node it is what that one has told.
func (l *Library) Near(id string) bool {
	_, f, err := l.find(id)
	return err != nil || f.coming == nil
}

// tellOfUploads tells other nodes of uploads that the store has not yet, until ctx
// ends.
func (l *Library) tellOfUploads(ctx context.Context) {
	if l.shelf == nil || l.shelf.news == nil {
		return
	}
	tick := time.NewTicker(tellEvery)
	defer tick.Stop()
	for before := 0; ; {
		select {
		case <-ctx.Done():
			l.shelf.tell(told{Node: l.shelf.node})
			return
		case <-tick.C:
		}
		films := l.underWay()
		if len(films) > 0 || before > 0 {
			l.shelf.tell(told{Node: l.shelf.node, Films: films})
		}
		before = len(films)
		l.forgetElsewhere()
	}
}

// underWay returns the uploads that are films and not in the store.
func (l *Library) underWay() (films []telling) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.shelf
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, f := range l.ids {
		if f.up != nil && s.there[id] == nil && f.media.Type != typeOther && len(films) < maxTold {
			there, torn := f.up.There(maxIntervals)
			films = append(films, telling{f.media, there, torn, f.up.Progress().Rate})
		}
	}
	return films
}

// tell says something to all nodes. What is lost is said again, or found by the
// next look at the store.
func (s *shelf) tell(what told) {
	data, err := json.Marshal(what)
	if err == nil && s.news != nil {
		_ = s.news.Say(data)
	}
}

// hear takes what a node tells.
func (l *Library) hear(data []byte) {
	var what told
	if err := json.Unmarshal(data, &what); err != nil {
		l.log.Debug("word of films can't be read", "err", err)
		return
	}
	if what.Look {
		wake(l.shelf.look)
	}
	if what.Node == "" || what.Node == l.shelf.node {
		return
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	now := make(map[string]bool, len(what.Films))
	for _, t := range what.Films {
		if id := t.Media.ID; storedID.MatchString(id) && t.Media.Version != "" && t.Media.Size > 0 {
			now[id] = true
			l.hearOf(what.Node, t)
		}
	}
	for id, c := range l.elsewhere {
		if c.node == what.Node && !now[id] {
			delete(l.elsewhere, id)
			l.fresh = false
		}
	}
}

// hearOf takes what a node tells of a film. l.mu is held.
func (l *Library) hearOf(node string, t telling) {
	key := filmKey{t.Media.ID, t.Media.Version}
	c := l.elsewhere[key.id]
	if c == nil || c.node != node || c.film != key || c.size != t.Media.Size {
		c = &coming{node: node, film: key, size: t.Media.Size}
		l.elsewhere[key.id] = c
	}
	if c.media != t.Media {
		c.media, l.fresh = t.Media, false
	}
	c.since = 0
	c.update(t)
}

// forgetElsewhere forgets films of nodes that tell of them no more.
func (l *Library) forgetElsewhere() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, c := range l.elsewhere {
		if c.since++; c.since > unheard {
			delete(l.elsewhere, id)
			l.fresh = false
		}
	}
}
