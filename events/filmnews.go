package events

import (
	"context"
	"fmt"

	"github.com/nats-io/nats.go"
)

// newsSubject carries what nodes tell one another of the films that they share. No stream keeps it.
const newsSubject = "goblet.films"

// FilmNews carries what nodes tell one another of films: at most once, to those that listen.
type FilmNews struct{ conn *nats.Conn }

// Say says something to all nodes, this one as well. While the connection is down it fails at once.
func (n *FilmNews) Say(data []byte) error {
	if err := n.conn.Publish(newsSubject, data); err != nil {
		return fmt.Errorf("events: say: %w", err)
	}
	return nil
}

// Listen calls each, from one goroutine, for what is said, across reconnects. It returns nil when ctx ends, and an
// error if the engine was closed under it.
func (n *FilmNews) Listen(ctx context.Context, each func(data []byte)) error {
	return listen(ctx, n.conn, newsSubject, func(msg *nats.Msg) { each(msg.Data) })
}

// listen calls each for the messages of a subject until ctx ends.
func listen(ctx context.Context, conn *nats.Conn, subject string, each func(*nats.Msg)) error {
	said, err := conn.SubscribeSync(subject)
	if err != nil {
		return fmt.Errorf("events: listen: %w", err)
	}
	defer said.Unsubscribe()
	for {
		msg, err := said.NextMsgWithContext(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil:
			each(msg)
		case conn.IsClosed() || !said.IsValid():
			return fmt.Errorf("events: listen: %w", nats.ErrConnectionClosed)
		}
	}
}
