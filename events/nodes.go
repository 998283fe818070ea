package events

import (
	"context"
	"fmt"
	"strings"

	"github.com/nats-io/nats.go"
)

// nodesPrefix is before the room in the subjects of what nodes say to one another. No stream keeps it.
const nodesPrefix = "goblet.nodes."

// Nodes carries what nodes say to one another of a room: at most once, to those that listen.
type Nodes struct{ conn *nats.Conn }

// Say says something to all nodes, this one as well. While the connection is down it fails at once.
func (n *Nodes) Say(room string, data []byte) error {
	if !isRoom(room) {
		return fmt.Errorf("events: %w: %.64q", ErrRoom, room)
	}
	if err := n.conn.Publish(nodesPrefix+room, data); err != nil {
		return fmt.Errorf("events: say: %w", err)
	}
	return nil
}

// Listen calls each, from one goroutine, for what is said, of one node in its order, across reconnects.
// It returns nil when ctx ends, and an error if the engine was closed under it.
func (n *Nodes) Listen(ctx context.Context, each func(room string, data []byte)) error {
	return listen(ctx, n.conn, nodesPrefix+"*", func(msg *nats.Msg) { each(strings.TrimPrefix(msg.Subject, nodesPrefix), msg.Data) })
}
