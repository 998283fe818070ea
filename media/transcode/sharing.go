package transcode

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Sharing is how nodes that serve the same films have each rendition converted by
// one of them. All of it may fail: then a node converts by itself.
type Sharing struct {
	Node   string // this one's name
	Leases Leases
	Peers  Peers
	Shelf  Shelf // nil: there is none, segments come from the node that has made them
}

// Leases say which node converts a rendition. At most one believes that it does.
type Leases interface {
	// Take takes the key's lease if nobody has it, and returns who has it then.
	Take(ctx context.Context, key string) (holder string, err error)
	// Mine reports whether it is this node's.
	Mine(key string) bool
	Release(ctx context.Context, key string) error
}

// Peers ask another node, which has it answered by Transcoder.Answer.
type Peers interface {
	Ask(ctx context.Context, node string, question []byte) ([]byte, error)
}

// Shelf is where nodes put segments for one another.
type Shelf interface {
	// Get returns what was put there, nil when there is no such thing.
	Get(ctx context.Context, name string) ([]byte, error)
	Put(ctx context.Context, name string, data []byte) error
	// Forget removes what is in a folder.
	Forget(ctx context.Context, folder string) error
}

const (
	// taking bounds how long a lease is waited for.
	taking = 2 * time.Second
	// answering bounds how long a node works on another one's question: as long as
	// that one has somebody who waits, it asks again.
	answering = 20 * time.Second
	// alone is how long a node converts by itself when who has the lease can't be
	// found out, does not answer or refuses: until a dead one's lease is over.
	alone = 15 * time.Second
)

// Errors that nodes tell each other.
var (
	errElsewhere = errors.New("another node converts it")
	errUnknown   = errors.New("this node does not convert that")
	errFull      = errors.New("this node has no place for it")
)

// Share lets the Transcoder share conversions with other nodes. It must be called
// before Run.
func (t *Transcoder) Share(s Sharing) {
	t.sharing, t.shelf = &s, newShelving(s.Shelf, t.log)
}

// Forget removes what was converted of a film that there is no more, by hls.Source's key.
func (t *Transcoder) Forget(ctx context.Context, key string) error {
	folder := filmFolder(key)
	t.store.forgetFolder(folder)
	return t.shelf.forget(ctx, folder)
}

// question is what one node asks another for.
type question struct {
	Folder string `json:"folder"` // of the rendition, see job
	Number int    `json:"number"` // of the segment, or initialization
}

// Answer returns a segment that another node asks for, made if need be: what its
// viewers want counts as what this node's own want. It refuses what this node does
// not convert or has no place for; a lease that it can't use it gives up.
func (t *Transcoder) Answer(ctx context.Context, asked []byte) ([]byte, error) {
	var q question
	if err := json.Unmarshal(asked, &q); err != nil {
		return nil, fmt.Errorf("a question that can't be read: %w", err)
	}
	if t.sharing == nil || !t.sharing.Leases.Mine(q.Folder) {
		return nil, errUnknown
	}
	t.mu.Lock()
	x := t.renditions[q.Folder]
	if x == nil || q.Number < initialization || q.Number >= x.job.count {
		t.mu.Unlock()
		return nil, errUnknown
	}
	free, victim := t.vacancy(x)
	full := !free && victim == nil && !t.store.has(x.job.file(q.Number)) && x.coming(q.Number) == nil
	unused := len(x.runs) == 0
	t.mu.Unlock()
	switch {
	case full && unused:
		t.release(ctx, q.Folder)
		return nil, errFull
	case full:
		return nil, errFull
	}
	ctx, cancel := context.WithTimeout(ctx, answering)
	defer cancel()
	data, err := t.get(ctx, x, q.Number)
	if err == nil {
		t.count(func(c *Counters) { c.Given++ })
	}
	return data, err
}

func (t *Transcoder) release(ctx context.Context, folder string) {
	ctx, cancel := context.WithTimeout(ctx, taking)
	defer cancel()
	if err := t.sharing.Leases.Release(ctx, folder); err != nil {
		t.log.Debug("a lease can't be given up, and ends by itself", "error", err)
	}
}

// claim looks whether a run may go on: as long as no other node has the lease, or
// this one is on its own.
func (t *Transcoder) claim(ctx context.Context, x *rendition) error {
	if t.sharing == nil || t.sharing.Leases.Mine(x.job.folder) {
		return nil
	}
	t.mu.Lock()
	own := time.Now().Before(x.alone)
	t.mu.Unlock()
	if own {
		return nil
	}
	holder, err := t.take(ctx, x)
	switch {
	case err != nil:
		t.mu.Lock()
		x.alone = time.Now().Add(alone)
		t.mu.Unlock()
	case holder != t.sharing.Node:
		return errElsewhere
	}
	return nil
}

func (t *Transcoder) take(ctx context.Context, x *rendition) (holder string, err error) {
	ctx, cancel := context.WithTimeout(ctx, taking)
	defer cancel()
	return t.sharing.Leases.Take(ctx, x.job.folder)
}

// giveUp releases the leases of renditions that nobody has asked for for long, so
// that the node which is asked next has them.
func (t *Transcoder) giveUp(ctx context.Context, now time.Time) {
	if t.sharing == nil {
		return
	}
	var unused []string
	t.mu.Lock()
	for folder, x := range t.renditions {
		if len(x.runs) == 0 && now.Sub(x.asked) > t.options.IdleSound && t.sharing.Leases.Mine(folder) {
			unused = append(unused, folder)
		}
	}
	t.mu.Unlock()
	for _, folder := range unused {
		t.release(ctx, folder)
	}
}
