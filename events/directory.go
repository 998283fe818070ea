package events

import (
	"context"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// Directory tells which rooms the engine knows of.
type Directory struct {
	log   *Log
	rooms *Bucket
}

// Rooms returns for each room when its snapshot was written, in Unix milliseconds, which is some seconds after it was
// last used; 0 when there is none yet. The keys of snapshots that are of no room are among them.
func (d *Directory) Rooms(ctx context.Context) (map[string]float64, error) {
	rooms, err := d.rooms.written(ctx)
	if err != nil {
		return nil, err
	}
	logged, err := d.log.rooms(ctx)
	if err != nil {
		return nil, err
	}
	for _, id := range logged {
		if _, known := rooms[id]; !known {
			rooms[id] = 0
		}
	}
	return rooms, nil
}

// written returns for each key when it was written last, in Unix milliseconds.
func (b *Bucket) written(ctx context.Context) (map[string]float64, error) {
	watch, err := b.kv.WatchAll(ctx, jetstream.MetaOnly(), jetstream.IgnoreDeletes())
	if err != nil {
		return nil, b.fail("list", err)
	}
	defer func() { _ = watch.Stop() }()
	all := map[string]float64{}
	for {
		select {
		case <-ctx.Done():
			return nil, b.fail("list", ctx.Err())
		case entry, ok := <-watch.Updates():
			if !ok || entry == nil { // nil: those are all
				return all, ctx.Err()
			}
			all[entry.Key()] = float64(entry.Created().UnixMicro()) / 1000
		}
	}
}

// rooms returns the ids of all rooms that have records.
func (l *Log) rooms(ctx context.Context) (ids []string, err error) {
	stream, err := l.js.Stream(ctx, streamName)
	if err != nil {
		return nil, fmt.Errorf("events: list: %w", err)
	}
	info, err := stream.Info(ctx, jetstream.WithSubjectFilter(subjectPrefix+"*"))
	if err != nil {
		return nil, fmt.Errorf("events: list: %w", err)
	}
	for subj := range info.State.Subjects {
		ids = append(ids, subj[len(subjectPrefix):])
	}
	return ids, nil
}

// Size returns how many bytes the records of all rooms take, and how many they may.
func (l *Log) Size(ctx context.Context) (bytes, limit int64, err error) {
	stream, err := l.js.Stream(ctx, streamName) // asks for its state
	if err != nil {
		return 0, 0, fmt.Errorf("events: size: %w", err)
	}
	info := stream.CachedInfo()
	return int64(info.State.Bytes), info.Config.MaxBytes, nil
}
