package events

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// dial connects to an external NATS, by a name that is shown there, and then stays connected, however long that takes.
func dial(address, name string, logger *slog.Logger) (*nats.Conn, error) {
	conn, err := nats.Connect(address,
		nats.Name(name),
		nats.MaxReconnects(-1),
		nats.ReconnectBufSize(-1),        // a write while the connection is down fails at once, and for certain
		nats.PingInterval(2*time.Second), // a server that went silent is left within 6 s
		nats.ReconnectWait(250*time.Millisecond),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			logger.Warn("connection to NATS lost", "err", err)
		}),
		nats.ReconnectHandler(func(*nats.Conn) { logger.Info("connection to NATS is back") }),
		complain(logger))
	if err != nil {
		return nil, fmt.Errorf("cannot connect to NATS at %s: %w; start it, or correct the address", redacted(address), err)
	}
	return conn, nil
}

// complain logs what goes wrong beside the calls.
func complain(logger *slog.Logger) nats.Option {
	return nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) {
		logger.Warn("NATS reports an error", "err", err)
	})
}

// redacted is the address without passwords.
func redacted(address string) string {
	parts := strings.Split(address, ",")
	for i, part := range parts {
		u, err := url.Parse(strings.TrimSpace(part))
		if err != nil {
			parts[i] = "(unreadable address)"
			continue
		}
		if u.User != nil {
			u.User = url.User("xxxxx")
		}
		parts[i] = u.String()
	}
	return strings.Join(parts, ",")
}

// explain turns what JetStream answers while it is set up into advice.
func explain(err error, o Options) error {
	where := "in " + o.Dir
	if o.URL != "" {
		where = "at " + redacted(o.URL)
	}
	var api *jetstream.APIError
	switch {
	case errors.Is(err, jetstream.ErrJetStreamNotEnabled), errors.Is(err, nats.ErrNoResponders),
		errors.Is(err, jetstream.ErrJetStreamNotEnabledForAccount):
		return fmt.Errorf("the NATS %s has JetStream switched off: start it with -js and allow it to this account", where)
	case errors.As(err, &api) && slices.Contains([]server.ErrorIdentifier{
		server.JSInsufficientResourcesErr, server.JSAccountResourcesExceededErr,
		server.JSStorageResourcesExceededErr, server.JSMemoryResourcesExceededErr,
	}, server.ErrorIdentifier(api.ErrorCode)):
		return fmt.Errorf("the NATS %s has too little storage for the event log (%s): allow it more, or lower the log's limit", where, api.Description)
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, nats.ErrTimeout):
		return fmt.Errorf("the event log %s did not answer in time: try again, or look at the NATS server", where)
	default:
		return fmt.Errorf("cannot prepare the event log %s: %w", where, err)
	}
}
