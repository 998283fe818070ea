package events

import (
	"context"
	"encoding/binary"
	"errors"
	"sync"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// ErrTaken says that another request has changed the session since this one loaded it.
// Load it again, repeat the change and commit.
var ErrTaken = errors.New("events: another request changed the session first")

// storeTimeout bounds the calls that come without a context.
const storeTimeout = 5 * time.Second

// Sessions stores sessions for github.com/alexedwards/scs (it is an scs.CtxStore).
// A value is the expiry (Unix nanoseconds, 8 bytes big-endian) followed by the session's data.
type Sessions struct {
	bucket *Bucket
	now    func() time.Time
}

type revisionsKey struct{}

// revisions notes at which revision each session was found during one attempt.
type revisions struct {
	mu   sync.Mutex
	seen map[string]uint64
}

// WithRevision returns a context in which FindCtx notes what it found, and in which CommitCtx
// answers ErrTaken if that has changed meanwhile. Use a new one for each attempt:
//
//	ctx, err := manager.Load(events.WithRevision(r.Context()), token)
//	// change the session
//	_, _, err = manager.Commit(ctx) // errors.Is(err, events.ErrTaken): once more from the start
func WithRevision(ctx context.Context) context.Context {
	return context.WithValue(ctx, revisionsKey{}, &revisions{seen: map[string]uint64{}})
}

func noted(ctx context.Context) *revisions {
	r, _ := ctx.Value(revisionsKey{}).(*revisions)
	return r
}

func (r *revisions) get(token string) uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.seen[token]
}

// set is a no-op without a holder.
func (r *revisions) set(token string, revision uint64) {
	if r == nil {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seen[token] = revision
}

// FindCtx returns the session's data. An expired session and a malformed token are not found.
func (s *Sessions) FindCtx(ctx context.Context, token string) (data []byte, found bool, err error) {
	value, revision, err := s.bucket.Get(ctx, token)
	if errors.Is(err, jetstream.ErrInvalidKey) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	noted(ctx).set(token, revision)
	if len(value) < 8 {
		return nil, false, nil
	}
	expiry := time.Unix(0, int64(binary.BigEndian.Uint64(value)))
	if !s.now().Before(expiry) {
		return nil, false, nil
	}
	return value[8:], true, nil
}

// CommitCtx stores the session's data until expiry. In a context made by WithRevision it returns
// ErrTaken, and stores nothing, if the session is not as FindCtx found it.
func (s *Sessions) CommitCtx(ctx context.Context, token string, data []byte, expiry time.Time) error {
	value := binary.BigEndian.AppendUint64(make([]byte, 0, 8+len(data)), uint64(expiry.UnixNano()))
	value = append(value, data...)
	holder := noted(ctx)
	if holder == nil {
		return s.bucket.Set(ctx, token, value)
	}
	revision, ok, err := s.bucket.Put(ctx, token, holder.get(token), value)
	if err != nil {
		return err
	}
	if !ok {
		return ErrTaken
	}
	holder.set(token, revision)
	return nil
}

// DeleteCtx removes the session. If it does not exist then DeleteCtx returns nil.
func (s *Sessions) DeleteCtx(ctx context.Context, token string) error {
	err := s.bucket.Delete(ctx, token)
	if errors.Is(err, jetstream.ErrInvalidKey) {
		return nil
	}
	if err == nil {
		noted(ctx).set(token, 0)
	}
	return err
}

// Find is FindCtx with a time limit of its own.
func (s *Sessions) Find(token string) (data []byte, found bool, err error) {
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	return s.FindCtx(ctx, token)
}

// Commit is CommitCtx with a time limit of its own.
func (s *Sessions) Commit(token string, data []byte, expiry time.Time) error {
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	return s.CommitCtx(ctx, token, data, expiry)
}

// Delete is DeleteCtx with a time limit of its own.
func (s *Sessions) Delete(token string) error {
	ctx, cancel := context.WithTimeout(context.Background(), storeTimeout)
	defer cancel()
	return s.DeleteCtx(ctx, token)
}
