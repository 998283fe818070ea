package transcode

import (
	"context"
	"encoding/json"
	"time"
)

const (
	// maxFetches bounds the segments that are fetched at once.
	maxFetches = 64
	// cleared is for how long it holds that a segment is to be made here.
	cleared = 10 * time.Second
)

// mayMake reports whether a segment is to be made by this node. Else it sees to
// it that it is fetched, or found to be this node's to make. mu is held.
func (t *Transcoder) mayMake(x *rendition, number int) bool {
	if t.sharing == nil || time.Since(x.clear[number]) < cleared {
		return true
	}
	t.fetch(x, number)
	return false
}

// fetch looks for a segment elsewhere: where all nodes put them, and at the node
// that has the rendition's lease. If it is nowhere, it is this node's to make. mu
// is held.
func (t *Transcoder) fetch(x *rendition, number int) {
	name := x.job.file(number)
	if t.ctx == nil || t.ctx.Err() != nil || t.fetches[name] || len(t.fetches) >= maxFetches {
		return
	}
	t.fetches[name] = true
	ctx, own := t.ctx, time.Now().Before(x.alone)
	t.working.Go(func() {
		data, err := t.elsewhere(ctx, x, number, own)
		if len(data) > 0 {
			t.keep(x, number, data)
		}
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.fetches, name)
		if len(data) == 0 {
			x.clear[number] = time.Now()
		}
		if err != nil && ctx.Err() == nil {
			t.log.Debug("converting without the other nodes", "film", x.job.source.Key, "rendition", x.job.rendition.String(), "reason", err)
			x.alone = time.Now().Add(alone)
		}
		t.notify()
	})
}

// elsewhere returns a segment that was made by another node; nil: this one is to
// make it, without the lease if there is an error. own says that it has no holder
// whom to ask.
func (t *Transcoder) elsewhere(ctx context.Context, x *rendition, number int, own bool) ([]byte, error) {
	if data := t.shelf.get(ctx, x.job.file(number)); data != nil {
		t.count(func(c *Counters) { c.FromShelf++ })
		return data, nil
	}
	if own {
		return nil, nil
	}
	holder, err := t.take(ctx, x)
	if err != nil || holder == t.sharing.Node {
		return nil, err
	}
	asked, err := json.Marshal(question{x.job.folder, number})
	if err != nil {
		return nil, err
	}
	data, err := t.sharing.Peers.Ask(ctx, holder, asked)
	if err == nil {
		t.count(func(c *Counters) { c.FromNodes++ })
		return data, nil
	}
	// It may have given the lease up, or its lease may be over.
	if holder, failure := t.take(ctx, x); failure == nil && holder == t.sharing.Node {
		return nil, nil
	}
	return nil, err
}

// keep keeps what was fetched as if it had been made here.
func (t *Transcoder) keep(x *rendition, number int, data []byte) {
	if number == initialization {
		t.keepInit(x, data)
		return
	}
	t.store.put(x.job.file(number), data)
}
