package events

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	streamName    = "GOBLET"
	subjectPrefix = "goblet.room."
)

// ErrRoom says that a text is not a room id ([a-z0-9-], 1 to 64 characters).
var ErrRoom = errors.New("not a room id")

// Log is the log of all rooms: for each room, records in the order in which they were accepted.
// A record's revision grows along the room but is not contiguous; it is good for Append and Read alone.
type Log struct {
	conn   *nats.Conn
	js     jetstream.JetStream
	logger *slog.Logger
}

// openLog creates the stream, or brings the limits of an existing one up to date and keeps the rest of it.
func openLog(ctx context.Context, conn *nats.Conn, js jetstream.JetStream, o Options) (*Log, error) {
	cfg := jetstream.StreamConfig{Name: streamName, Storage: jetstream.FileStorage}
	existing, err := js.Stream(ctx, streamName)
	switch {
	case err == nil:
		cfg = existing.CachedInfo().Config
	case !errors.Is(err, jetstream.ErrStreamNotFound):
		return nil, err
	}
	cfg.Description = "Goblet: what the rooms have accepted"
	cfg.Subjects = []string{subjectPrefix + "*"}
	cfg.MaxMsgsPerSubject = o.RoomEvents
	cfg.MaxAge = o.RoomAge
	cfg.MaxBytes = o.LogBytes
	cfg.Replicas = cmp.Or(o.Replicas, cfg.Replicas)
	cfg.Discard = jetstream.DiscardOld
	cfg.AllowDirect = true
	if _, err := js.CreateOrUpdateStream(ctx, cfg); err != nil {
		return nil, err
	}
	return &Log{conn: conn, js: js, logger: o.Logger}, nil
}

// Append stores data as the room's next record if the room's newest record has the revision last
// (0: the room has none), and returns the new record's revision.
//
// ok false means that another writer was first and nothing was stored: Read what it wrote and decide again.
// An error means that the log is unavailable or that the outcome is unknown: look for id in what
// Read or Tail bring before deciding again.
//
// id makes a repeated Append harmless: within two minutes the room stores an id once, and answers
// a repetition that expects the right revision with the revision of the first. "" is no id.
func (l *Log) Append(ctx context.Context, room string, last uint64, id string, data []byte) (revision uint64, ok bool, err error) {
	subj, err := subject(room)
	if err != nil {
		return 0, false, err
	}
	revision, ok, err = l.publish(ctx, subj, last, id, data)
	if err != nil || ok || last == 0 {
		return revision, ok, err
	}
	// The log's limits may have dropped the whole room, its newest record too: then it starts over.
	newest, _, err := l.last(ctx, subj)
	if err != nil || newest != 0 {
		return 0, false, err
	}
	return l.publish(ctx, subj, 0, id, data)
}

func (l *Log) publish(ctx context.Context, subj string, last uint64, id string, data []byte) (uint64, bool, error) {
	opts := []jetstream.PublishOpt{jetstream.WithExpectLastSequencePerSubject(last)}
	if id != "" {
		opts = append(opts, jetstream.WithMsgID(subj+" "+id)) // the stream would deduplicate across rooms
	}
	ack, err := l.js.Publish(ctx, subj, data, opts...)
	switch {
	case taken(err):
		return 0, false, nil
	case err != nil:
		return 0, false, fmt.Errorf("events: append: %w", err)
	}
	return ack.Sequence, true, nil
}

// taken reports whether err is JetStream's answer to a wrong expectation.
func taken(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && (api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequence ||
		api.ErrorCode == jetstream.JSErrCodeStreamWrongLastSequenceConstant)
}

// subject is the room's subject; the check keeps ids from naming other subjects.
func subject(room string) (string, error) {
	if !isRoom(room) {
		return "", fmt.Errorf("events: %w: %.64q", ErrRoom, room)
	}
	return subjectPrefix + room, nil
}

func isRoom(text string) bool {
	if text == "" || len(text) > 64 {
		return false
	}
	for i := range len(text) {
		if c := text[i]; c != '-' && (c < '0' || c > '9') && (c < 'a' || c > 'z') {
			return false
		}
	}
	return true
}
