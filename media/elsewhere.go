package media

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"goblet/words"
)

// ErrElsewhere: the film is being uploaded to another node, and is not in the store yet.
var ErrElsewhere = errors.New("this film is still being uploaded to another node")

var arrivesElsewhere = words.Say("This film is still being uploaded to another node. It can be watched here once it is in the store.")

const (
	tellEvery = 2 * time.Second // what of uploads other nodes are told
	// unheard is after how many of its own tellings a node forgets what another one has said.
	unheard = 5
	// maxTold bounds how many films a node tells of.
	maxTold = 100
)

// told is what nodes tell one another of films.
type told struct {
	Look bool   `json:"look,omitempty"` // something is new in the store
	Node string `json:"node,omitempty"` // who tells of its uploads
	// Films are those that this node takes and the store has not yet: all of them, each time.
	Films []Elsewhere `json:"films,omitempty"`
}

// Elsewhere is a film that another node takes.
type Elsewhere struct {
	Media Media `json:"media"`
	Have  int64 `json:"have"` // bytes that have arrived there

	node  string
	since int // how many times this node has told since it heard of it
}

// Elsewhere returns a film that is being uploaded to another node; ok is false
// when there is none of this ID, or it can be watched here.
func (l *Library) Elsewhere(id string) (e Elsewhere, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e, ok = l.elsewhere[id]
	return e, ok && l.ids[id] == nil
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
func (l *Library) underWay() (films []Elsewhere) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.shelf
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, f := range l.ids {
		if f.up != nil && s.there[id] == nil && f.media.Type != typeOther && len(films) < maxTold {
			films = append(films, Elsewhere{Media: f.media, Have: f.up.Progress().Have})
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
	for _, e := range what.Films {
		id := e.Media.ID
		if !storedID.MatchString(id) || e.Media.Version == "" {
			continue
		}
		now[id] = true
		if before, known := l.elsewhere[id]; !known || before.Media != e.Media {
			l.fresh = false
		}
		e.node = what.Node
		l.elsewhere[id] = e
	}
	for id, e := range l.elsewhere {
		if e.node == what.Node && !now[id] {
			delete(l.elsewhere, id)
			l.fresh = false
		}
	}
}

// forgetElsewhere forgets films of nodes that tell of them no more.
func (l *Library) forgetElsewhere() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, e := range l.elsewhere {
		if e.since++; e.since > unheard {
			delete(l.elsewhere, id)
			l.fresh = false
			continue
		}
		l.elsewhere[id] = e
	}
}
