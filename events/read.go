package events

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

const (
	readBatch   = 256             // records asked for at once
	readTimeout = 5 * time.Second // for one answer
)

// errNone says that the log holds no such record.
var errNone = errors.New("no such record")

// Last returns the room's newest record; 0, nil, nil when there is none.
func (l *Log) Last(ctx context.Context, room string) (revision uint64, data []byte, err error) {
	subj, err := subject(room)
	if err != nil {
		return 0, nil, err
	}
	return l.last(ctx, subj)
}

func (l *Log) last(ctx context.Context, subj string) (uint64, []byte, error) {
	revision, data, err := l.get(ctx, map[string]any{"last_by_subj": subj})
	if errors.Is(err, errNone) {
		return 0, nil, nil
	}
	return revision, data, err
}

// Read calls each for the room's records after that revision (0: all), oldest first, up to the
// newest that is stored at the time of the call. It ends with each's error if that is not nil.
func (l *Log) Read(ctx context.Context, room string, after uint64, each func(revision uint64, data []byte) error) error {
	subj, err := subject(room)
	if err != nil {
		return err
	}
	newest, _, err := l.last(ctx, subj)
	if err != nil {
		return err
	}
	for after < newest {
		reached, err := l.batch(ctx, subj, after, newest, each)
		if err != nil {
			return err
		}
		if reached == after { // a replica that is behind, or records that have just expired: ask the leader
			revision, data, err := l.get(ctx, map[string]any{"seq": after + 1, "next_by_subj": subj})
			if errors.Is(err, errNone) || err == nil && revision > newest {
				return nil
			}
			if err != nil {
				return err
			}
			if err := each(revision, data); err != nil {
				return err
			}
			reached = revision
		}
		after = reached
	}
	return nil
}

// get asks the stream's leader for one record.
func (l *Log) get(ctx context.Context, query map[string]any) (uint64, []byte, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	body, err := json.Marshal(query)
	if err != nil {
		return 0, nil, fmt.Errorf("events: read: %w", err)
	}
	reply, err := l.conn.RequestWithContext(ctx, "$JS.API.STREAM.MSG.GET."+streamName, body)
	if err != nil {
		return 0, nil, fmt.Errorf("events: read: %w", err)
	}
	var answer struct {
		Error   *jetstream.APIError
		Message struct {
			Seq  uint64
			Data []byte
		}
	}
	if err := json.Unmarshal(reply.Data, &answer); err != nil {
		return 0, nil, fmt.Errorf("events: read: %w", err)
	}
	switch {
	case answer.Error != nil && answer.Error.ErrorCode == jetstream.JSErrCodeMessageNotFound:
		return 0, nil, errNone
	case answer.Error != nil:
		return 0, nil, fmt.Errorf("events: read: %w", answer.Error)
	}
	return answer.Message.Seq, answer.Message.Data, nil
}

// batch hands the next few records after that revision to each and returns the revision reached,
// which is after itself when this replica has none.
func (l *Log) batch(ctx context.Context, subj string, after, newest uint64, each func(uint64, []byte) error) (uint64, error) {
	return directBatch(ctx, l.conn, streamName, subj, after, newest, each)
}

// directBatch is Log.batch of any stream.
func directBatch(ctx context.Context, conn *nats.Conn, stream, subj string, after, newest uint64, each func(uint64, []byte) error) (uint64, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	inbox := conn.NewRespInbox()
	sub, err := conn.SubscribeSync(inbox)
	if err != nil {
		return after, fmt.Errorf("events: read: %w", err)
	}
	defer func() { _ = sub.Unsubscribe() }()
	query := fmt.Appendf(nil, `{"seq":%d,"next_by_subj":%q,"batch":%d}`, after+1, subj, readBatch)
	if err := conn.PublishRequest("$JS.API.DIRECT.GET."+stream, inbox, query); err != nil {
		return after, fmt.Errorf("events: read: %w", err)
	}
	for after < newest {
		msg, err := sub.NextMsgWithContext(ctx)
		if err != nil {
			return after, fmt.Errorf("events: read: %w", err)
		}
		if status := msg.Header.Get("Status"); status != "" {
			return after, batchEnd(status)
		}
		revision, err := strconv.ParseUint(msg.Header.Get(nats.JSSequence), 10, 64)
		if err != nil {
			return after, fmt.Errorf("events: read: a record without a number: %w", err)
		}
		if revision > newest {
			return newest, nil
		}
		if err := each(revision, msg.Data); err != nil {
			return after, err
		}
		after = revision
	}
	return after, nil
}

// batchEnd is what the line that ends a batch means.
func batchEnd(status string) error {
	switch status {
	case "204", "404":
		return nil
	case "503":
		return fmt.Errorf("events: read: %w", nats.ErrNoResponders)
	default:
		return fmt.Errorf("events: read: the log answered %s", status)
	}
}
