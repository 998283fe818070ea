package events

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	journalName   = "GOBLET_JOURNAL"
	journalPrefix = "goblet.journal."

	journalBytes   = 32 << 20 // of all topics
	journalOfTopic = 1000     // records of a topic
)

// Journal keeps records of what was done, in order, for good: they can be added and read, not changed. Only the oldest
// go when there are too many, of each topic by itself: who fills one up takes nothing from the others.
type Journal struct {
	conn *nats.Conn
	js   jetstream.JetStream
}

// Record is one of a journal; numbers grow, with gaps.
type Record struct {
	Number uint64
	Data   []byte
}

func openJournal(ctx context.Context, conn *nats.Conn, js jetstream.JetStream, replicas int) (*Journal, error) {
	cfg := jetstream.StreamConfig{Name: journalName, Storage: jetstream.FileStorage}
	existing, err := js.Stream(ctx, journalName)
	switch {
	case err == nil:
		cfg = existing.CachedInfo().Config
	case !errors.Is(err, jetstream.ErrStreamNotFound):
		return nil, err
	}
	cfg.Description = "Goblet: what was administered"
	cfg.Subjects = []string{journalPrefix + "*"}
	cfg.MaxMsgsPerSubject = journalOfTopic
	cfg.MaxBytes = journalBytes
	cfg.Replicas = cmp.Or(replicas, cfg.Replicas)
	cfg.Discard = jetstream.DiscardOld
	cfg.AllowDirect = true
	if _, err := js.CreateOrUpdateStream(ctx, cfg); err != nil {
		return nil, err
	}
	return &Journal{conn, js}, nil
}

// Append adds a record to a topic, which is made like a room id. Within two minutes the same id is added once; "" is no id.
func (j *Journal) Append(ctx context.Context, topic, id string, data []byte) error {
	if !isRoom(topic) {
		return fmt.Errorf("events: journal: %w: %.64q", ErrRoom, topic)
	}
	var opts []jetstream.PublishOpt
	if id != "" {
		opts = append(opts, jetstream.WithMsgID(topic+" "+id))
	}
	if _, err := j.js.Publish(ctx, journalPrefix+topic, data, opts...); err != nil {
		return fmt.Errorf("events: journal: %w", err)
	}
	return nil
}

// Newest returns the newest n records whose numbers are below before (0: of all), the newest first.
func (j *Journal) Newest(ctx context.Context, before uint64, n int) ([]Record, error) {
	stream, err := j.js.Stream(ctx, journalName)
	if err != nil {
		return nil, fmt.Errorf("events: journal: %w", err)
	}
	state := stream.CachedInfo().State
	last := state.LastSeq
	if before != 0 {
		last = min(last, before-1)
	}
	// Records may be missing in between: then the next look goes back further.
	for span := uint64(2 * n); ; span *= 4 {
		from := state.FirstSeq
		if last > span {
			from = max(from, last-span+1)
		}
		var found []Record
		if from > 0 && from <= last {
			if found, err = j.read(ctx, from, last); err != nil {
				return nil, err
			}
		}
		if len(found) >= n || from <= state.FirstSeq {
			return newestFirst(found, n), nil
		}
	}
}

// read returns the records from one number to another, oldest first.
func (j *Journal) read(ctx context.Context, from, to uint64) (found []Record, err error) {
	add := func(number uint64, data []byte) error {
		found = append(found, Record{number, data})
		return nil
	}
	for after := from - 1; after < to; {
		reached, err := directBatch(ctx, j.conn, journalName, journalPrefix+"*", after, to, add)
		if err != nil || reached == after {
			return found, err
		}
		after = reached
	}
	return found, nil
}

func newestFirst(oldestFirst []Record, n int) []Record {
	list := make([]Record, 0, n)
	for i := len(oldestFirst) - 1; i >= 0 && len(list) < n; i-- {
		list = append(list, oldestFirst[i])
	}
	return list
}
