package events

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Bucket is a table of keys and values. Keys consist of [a-zA-Z0-9-/_=.].
type Bucket struct {
	kv jetstream.KeyValue
}

// openBucket creates the bucket, or brings expiry and replicas (0: as they are) of an existing one up to date and keeps
// the rest of it.
func openBucket(ctx context.Context, js jetstream.JetStream, name string, ttl time.Duration, replicas int) (*Bucket, error) {
	cfg := jetstream.KeyValueConfig{Bucket: name, Storage: jetstream.FileStorage}
	existing, err := js.KeyValue(ctx, name)
	switch {
	case err == nil:
		status, err := existing.Status(ctx)
		if err != nil {
			return nil, err
		}
		cfg = status.Config()
	case !errors.Is(err, jetstream.ErrBucketNotFound):
		return nil, err
	}
	cfg.History = 1
	cfg.TTL = ttl
	cfg.Replicas = cmp.Or(replicas, cfg.Replicas)
	kv, err := js.CreateOrUpdateKeyValue(ctx, cfg)
	if err != nil {
		return nil, err
	}
	return &Bucket{kv: kv}, nil
}

// Get returns the key's value and its revision; nil, 0, nil when the key is absent.
func (b *Bucket) Get(ctx context.Context, key string) (data []byte, revision uint64, err error) {
	entry, err := b.kv.Get(ctx, key)
	switch {
	case errors.Is(err, jetstream.ErrKeyNotFound):
		return nil, 0, nil
	case err != nil:
		return nil, 0, b.fail("get", err)
	}
	return entry.Value(), entry.Revision(), nil
}

// Put stores data if the key still has the revision last (0: the key must be absent).
// ok false means that another writer was first. After an error the outcome is unknown.
func (b *Bucket) Put(ctx context.Context, key string, last uint64, data []byte) (revision uint64, ok bool, err error) {
	if last == 0 {
		revision, err = b.kv.Create(ctx, key, data)
	} else {
		revision, err = b.kv.Update(ctx, key, data, last)
	}
	switch {
	case taken(err):
		return 0, false, nil
	case err != nil:
		return 0, false, b.fail("put", err)
	}
	return revision, true, nil
}

// Set stores data whatever was there: the last write wins.
func (b *Bucket) Set(ctx context.Context, key string, data []byte) error {
	if _, err := b.kv.Put(ctx, key, data); err != nil {
		return b.fail("set", err)
	}
	return nil
}

// Delete removes the key. If it is absent then Delete returns nil.
func (b *Bucket) Delete(ctx context.Context, key string) error {
	if err := b.kv.Delete(ctx, key); err != nil {
		return b.fail("delete", err)
	}
	return nil
}

func (b *Bucket) fail(verb string, err error) error {
	return fmt.Errorf("events: %s in %s: %w", verb, b.kv.Bucket(), err)
}
