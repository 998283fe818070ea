package media

import (
	"context"
	"errors"
	"io"

	"goblet/media/store"
)

// Reading from a store.
const (
	blockSize = 256 << 10
	maxBlocks = 64 << 20 // bytes that are kept of all films together
	// runBlocks is how many blocks a reader gets at once that reads on, runLone how
	// many it gets elsewhere: what of a film is read there is mostly small.
	runBlocks = 16
	runLone   = 1
)

// blocks reads films that lie in a store, in blocks that are kept for those who
// read the same a moment later.
type blocks struct {
	store   *store.Store
	kept    *lru[blockKey, []byte]
	flights flights[blockKey, []byte]
}

// blockKey is a block of an object's version.
type blockKey struct {
	key, etag string
	n         int64
}

func newBlocks(s *store.Store) *blocks {
	return &blocks{store: s, kept: newLRU[blockKey](maxBlocks, func(b []byte) int { return len(b) })}
}

// object is an object of a store as the parts of a Content: all of it is there,
// and reads take as long as the store does.
type object struct {
	blocks *blocks
	info   store.Info
}

// ReadAt implements parts.
func (o object) ReadAt(ctx context.Context, p []byte, at int64) (n int, err error) {
	for n < len(p) {
		at := at + int64(n)
		if at >= o.info.Size {
			return n, io.EOF
		}
		run, err := o.from(ctx, at/blockSize, int64(len(p)-n)+at%blockSize)
		if err != nil {
			return n, err
		}
		n += copy(p[n:], run[at%blockSize:])
	}
	return n, nil
}

// from returns bytes from a block on, one block at least and more of them if so
// many are wanted and not kept.
func (o object) from(ctx context.Context, first, wanted int64) ([]byte, error) {
	key := blockKey{o.info.Key, o.info.ETag, first}
	if block, ok := o.blocks.kept.get(key); ok {
		return block, nil
	}
	count := max((wanted+blockSize-1)/blockSize, runLone)
	before := key
	before.n--
	if _, on := o.blocks.kept.get(before); on {
		count = runBlocks
	}
	return o.blocks.flights.do(ctx, key, func(ctx context.Context) ([]byte, error) {
		return o.fetch(ctx, key, min(count, runBlocks))
	})
}

// fetch gets a run of blocks and keeps them.
func (o object) fetch(ctx context.Context, key blockKey, count int64) ([]byte, error) {
	at := key.n * blockSize
	run := make([]byte, min(count*blockSize, o.info.Size-at))
	if _, err := o.blocks.store.ReadAt(ctx, o.info, run, at); err != nil && err != io.EOF {
		if errors.Is(err, store.ErrChanged) || errors.Is(err, store.ErrNotFound) {
			return nil, errors.Join(ErrReplaced, err)
		}
		return nil, errors.Join(ErrStore, err)
	}
	for i := 0; i < len(run); i += blockSize {
		o.blocks.kept.put(key, run[i:min(i+blockSize, len(run)):min(i+blockSize, len(run))])
		key.n++
	}
	return run, nil
}

// Has implements parts.
func (o object) Has(int64, int64) bool { return true }

// Complete implements parts.
func (o object) Complete() bool { return true }
