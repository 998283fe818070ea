package media

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"goblet/media/upload"
)

// Peers ask another node by its name, which has it answered by Library.Answer.
type Peers interface {
	Ask(ctx context.Context, node string, question []byte) ([]byte, error)
}

// Reading from other nodes.
const (
	maxPieces = 32 << 20 // bytes that are kept of all films together
	// runPieces is how many blocks a reader asks for at once that reads on.
	runPieces = 4
	// maxAsked bounds the questions for bytes that are there, maxAwaited those for bytes
	// that the other node waits for.
	maxAsked, maxAwaited = 8, 16
	// askAgain is the pause after an answer without bytes.
	askAgain = 250 * time.Millisecond
)

// pieces are what is read of films that arrive at other nodes, kept for those who read
// the same a moment later.
type pieces struct {
	peers   Peers // nil: nobody can be asked
	kept    *lru[pieceKey, piece]
	flights flights[askKey, []byte]
	asked   chan struct{} // holds one for each question for bytes that are there
	awaited chan struct{} // and for each other one
}

// pieceKey is a block of a film, as long as nothing of the film is found to be wrong.
type pieceKey struct {
	film *coming
	torn int
	n    int64
}

// piece is what is known of a block without a gap.
type piece struct {
	at   int64 // of the film
	data []byte
}

type askKey struct {
	film    *coming
	at      int64
	patient bool
}

func newPieces(peers Peers) *pieces {
	return &pieces{
		peers: peers, kept: newLRU[pieceKey](maxPieces, func(p piece) int { return cap(p.data) }),
		asked: make(chan struct{}, maxAsked), awaited: make(chan struct{}, maxAwaited),
	}
}

// distant is a film that arrives at another node, as the parts of a Content. It is read
// from the store once that has it.
type distant struct {
	shelf *shelf
	film  *coming
}

// stored returns the film's bytes in the store; ok is false when they are not there yet.
func (d distant) stored() (o object, ok bool) {
	d.shelf.mu.Lock()
	defer d.shelf.mu.Unlock()
	s := d.shelf.there[d.film.film.id]
	if s == nil || s.media.Version != d.film.film.version {
		return object{}, false
	}
	return object{d.shelf.blocks, s.object}, true
}

// Has implements parts.
func (d distant) Has(start, end int64) bool {
	_, stored := d.stored()
	return stored || d.film.Has(start, end)
}

// Complete implements parts.
func (d distant) Complete() bool {
	_, stored := d.stored()
	return stored || d.film.Complete()
}

// ReadAt implements parts. The error is ErrElsewhere when the other node does not give
// the bytes.
func (d distant) ReadAt(ctx context.Context, p []byte, at int64) (n int, err error) {
	for n < len(p) {
		at := at + int64(n)
		if at >= d.film.size {
			return n, io.EOF
		}
		if o, ok := d.stored(); ok {
			k, err := o.ReadAt(ctx, p[n:], at)
			return n + k, err
		}
		data, err := d.from(ctx, at, int64(len(p)-n))
		if err != nil {
			return n, err
		}
		if n += copy(p[n:], data); len(data) > 0 {
			continue
		}
		select { // nothing has arrived yet
		case <-time.After(askAgain):
		case <-ctx.Done():
			return n, context.Cause(ctx)
		}
	}
	return n, nil
}

// from returns bytes from an offset on: what is kept, or what the other node has as soon
// as it has any, or nothing after a while.
func (d distant) from(ctx context.Context, at, wanted int64) ([]byte, error) {
	key := d.key(at / blockSize)
	if data := d.shelf.pieces.get(key, at); data != nil {
		return data, nil
	}
	first := at
	if start := key.n * blockSize; d.film.Has(start, at+1) {
		first = start // which others read as well
	}
	count := (at%blockSize + wanted + blockSize - 1) / blockSize
	before := key
	before.n--
	if _, on := d.shelf.pieces.kept.get(before); on {
		count = runPieces
	}
	end := min((key.n+min(count, runPieces))*blockSize, d.film.size)
	patient := upload.Patient(ctx)
	data, err := d.shelf.pieces.flights.do(ctx, askKey{d.film, first, patient}, func(ctx context.Context) ([]byte, error) {
		data, err := d.ask(ctx, asked{Film: d.film.film.id, Version: d.film.film.version, At: first, Most: end - first, Patient: patient})
		d.film.learn(first, first+int64(len(data)), key.torn)
		d.shelf.pieces.keep(key, first, data)
		return data, err
	})
	return data[min(at-first, int64(len(data))):], err
}

// key is that of a block of the film.
func (d distant) key(n int64) pieceKey {
	d.film.mu.Lock()
	defer d.film.mu.Unlock()
	return pieceKey{d.film, d.film.torn, n}
}

// ask asks the node that takes the film.
func (d distant) ask(ctx context.Context, q asked) ([]byte, error) {
	p := d.shelf.pieces
	if p.peers == nil {
		return nil, ErrElsewhere
	}
	places := p.asked
	if q.Most > 0 && !d.film.Has(q.At, q.At+1) {
		places = p.awaited
	}
	select {
	case places <- struct{}{}:
		defer func() { <-places }()
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	question, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	data, err := p.peers.Ask(ctx, d.film.node, question)
	switch {
	case ctx.Err() != nil:
		return nil, context.Cause(ctx)
	case err != nil:
		return nil, errors.Join(ErrElsewhere, err)
	case int64(len(data)) > q.Most:
		return nil, fmt.Errorf("%w: it answers with %d bytes where %d were asked for", ErrElsewhere, len(data), q.Most)
	}
	return data, nil
}

// reachable asks the node that takes the film whether it has it.
func (d distant) reachable(ctx context.Context) error {
	if _, ok := d.stored(); ok {
		return nil
	}
	_, err := d.ask(ctx, asked{Film: d.film.film.id, Version: d.film.film.version})
	return err
}

// get returns what is kept of a block from an offset on, nil when there is nothing.
func (p *pieces) get(key pieceKey, at int64) []byte {
	if b, ok := p.kept.get(key); ok && b.at <= at && at < b.at+int64(len(b.data)) {
		return b.data[at-b.at:]
	}
	return nil
}

// keep keeps bytes from an offset on, in the block of key and the next ones. What is kept
// of a block grows at its end.
func (p *pieces) keep(key pieceKey, at int64, data []byte) {
	for ; len(data) > 0; key.n++ {
		n := int(min((key.n+1)*blockSize-at, int64(len(data))))
		part := piece{at, data[:n:n]}
		if before, ok := p.kept.get(key); ok && before.at < at && before.at+int64(len(before.data)) >= at {
			part = piece{before.at, append(before.data[:at-before.at:at-before.at], part.data...)}
		}
		p.kept.put(key, part)
		at, data = at+int64(n), data[n:]
	}
}
