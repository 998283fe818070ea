package events

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

var (
	errGap       = errors.New("a record was lost on the way")
	errReconnect = errors.New("the connection was renewed")
)

// Tail calls each, from one goroutine, for every record that is appended to any room after ready was
// called, in order and each once, across reconnects. It returns nil when ctx ends, and an error
// if it could not begin (ready has then not been called) or if the engine was closed under it.
// A record that its room's limits have dropped before it was delivered is not seen.
func (l *Log) Tail(ctx context.Context, ready func(), each func(room string, revision uint64, data []byte)) error {
	stream, err := l.js.Stream(ctx, streamName)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("events: tail: %w", err)
	}
	next := stream.CachedInfo().State.LastSeq + 1
	if ready != nil {
		ready()
	}
	const soon, late = 100 * time.Millisecond, time.Second
	for wait := soon; ; wait = min(2*wait, late) {
		from := next
		next, err = l.follow(ctx, next, each)
		switch {
		case ctx.Err() != nil:
			return nil
		case l.conn.IsClosed():
			return fmt.Errorf("events: tail: %w", nats.ErrConnectionClosed)
		case next != from:
			wait = soon
		}
		if wait == soon && !errors.Is(err, errReconnect) { // once in an outage
			l.logger.Warn("following the event log again", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
	}
}

// follow delivers from the revision next on until something goes wrong, and returns where to go on.
// A consumer of its own watches its own numbering: whatever was lost is asked for again.
func (l *Log) follow(parent context.Context, next uint64, each func(string, uint64, []byte)) (uint64, error) {
	ctx, cancel := context.WithCancelCause(parent)
	defer cancel(nil)
	changed := l.conn.StatusChanged(nats.CONNECTED)
	defer l.conn.RemoveStatusListener(changed)
	go func() { // what was on its way when a connection broke may be lost without a trace
		select {
		case <-changed:
			cancel(errReconnect)
		case <-ctx.Done():
		}
	}()
	messages, err := l.consume(ctx, next)
	if err != nil {
		return next, cmp.Or(context.Cause(ctx), err)
	}
	defer messages.Stop()
	for delivered := uint64(1); ; delivered++ {
		msg, err := messages.Next(jetstream.NextContext(ctx))
		if err != nil {
			return next, cmp.Or(context.Cause(ctx), err)
		}
		meta, err := msg.Metadata()
		if err != nil {
			return next, err
		}
		if meta.Sequence.Consumer != delivered {
			return next, errGap
		}
		next = meta.Sequence.Stream + 1
		each(strings.TrimPrefix(msg.Subject(), subjectPrefix), meta.Sequence.Stream, msg.Data())
	}
}

// consume starts a consumer at the revision next; it vanishes soon after the last one has asked.
func (l *Log) consume(ctx context.Context, next uint64) (jetstream.MessagesContext, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	consumer, err := l.js.CreateConsumer(ctx, streamName, jetstream.ConsumerConfig{
		DeliverPolicy:     jetstream.DeliverByStartSequencePolicy,
		OptStartSeq:       next,
		AckPolicy:         jetstream.AckNonePolicy,
		MemoryStorage:     true,
		Replicas:          1,
		InactiveThreshold: time.Minute,
	})
	if err != nil {
		return nil, err
	}
	return consumer.Messages(
		jetstream.PullMaxMessages(512),
		jetstream.PullExpiry(30*time.Second),
		jetstream.PullHeartbeat(5*time.Second))
}
