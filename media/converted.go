package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"path"
	"slices"
	"strings"
	"time"

	"goblet/media/store"
)

const (
	// onShelf is before the names of segments in a store.
	onShelf = "converted/"
	// maxShelved bounds the bytes of a segment.
	maxShelved = 64 << 20
	// tidying is how often the shelf is looked through, unused how long a segment
	// stays there at most.
	tidying, unused = time.Hour, 30 * 24 * time.Hour
)

// Converted keeps segments of conversions in a store, for all nodes: it is a
// transcode.Shelf. All methods are safe for concurrent use.
type Converted struct {
	store *store.Store
	limit int64
	log   *slog.Logger
}

// NewConverted returns what keeps them in a store, for some bytes at most.
func NewConverted(s *store.Store, limit int64, log *slog.Logger) *Converted {
	return &Converted{s, limit, log}
}

// key is a segment's in the store. Without an ending it is no film to those who
// look there for films.
func (s *Converted) key(name string) string {
	return onShelf + strings.TrimSuffix(name, path.Ext(name))
}

// Get returns a segment, nil when it is not there.
func (s *Converted) Get(ctx context.Context, name string) ([]byte, error) {
	r, info, err := s.store.Get(ctx, s.key(name))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, nil
	case err != nil:
		return nil, err
	}
	defer r.Close()
	if info.Size > maxShelved {
		return nil, fmt.Errorf("%s has %d bytes, which no segment has", info.Key, info.Size)
	}
	data := make([]byte, info.Size)
	if _, err := io.ReadFull(r, data); err != nil {
		return nil, fmt.Errorf("the store ended in the middle of %s: %w", info.Key, err)
	}
	return data, nil
}

// Put keeps a segment.
func (s *Converted) Put(ctx context.Context, name string, data []byte) error {
	_, err := s.store.Put(ctx, s.key(name), bytes.NewReader(data), int64(len(data)), "video/mp4", "")
	return err
}

// Forget removes the segments in a folder.
func (s *Converted) Forget(ctx context.Context, folder string) error {
	for info, err := range s.store.List(ctx, onShelf+folder+"/") {
		if err == nil {
			err = s.store.Delete(ctx, info.Key)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Run removes now and then what is too old or too much, while it is this node's
// turn, until ctx ends; it returns nil.
func (s *Converted) Run(ctx context.Context, turn func(context.Context) bool) error {
	ticker := time.NewTicker(tidying)
	defer ticker.Stop()
	for {
		if turn(ctx) {
			if err := s.tidy(ctx, time.Now()); err != nil && ctx.Err() == nil {
				s.log.Warn("converted segments in the store can't be tidied up", "error", err)
			}
		}
		select {
		case <-ctx.Done():
			return nil
		case <-ticker.C:
		}
	}
}

// tidy removes what is too old, and of the rest what was put longest ago beyond
// the limit.
func (s *Converted) tidy(ctx context.Context, now time.Time) error {
	var all []store.Info
	for info, err := range s.store.List(ctx, onShelf) {
		if err != nil {
			return err
		}
		all = append(all, info)
	}
	slices.SortFunc(all, func(a, b store.Info) int { return b.Modified.Compare(a.Modified) })
	var sum int64
	for _, info := range all {
		if sum += info.Size; sum <= s.limit && now.Sub(info.Modified) <= unused {
			continue
		}
		if err := s.store.Delete(ctx, info.Key); err != nil {
			return err
		}
		sum -= info.Size
	}
	return nil
}
