package events

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// embed starts a NATS server in this process, without a port, and connects to it.
func embed(dir string, logBytes int64, logger *slog.Logger) (*server.Server, *nats.Conn, error) {
	if err := writable(dir); err != nil {
		return nil, nil, err
	}
	srv, err := server.NewServer(&server.Options{
		ServerName:             "goblet",
		DontListen:             true,
		JetStream:              true,
		StoreDir:               dir,
		SyncInterval:           time.Second, // a power cut costs at most this much
		JetStreamMaxMemory:     64 << 20,    // the tails' cursors
		JetStreamMaxStore:      logBytes + 16<<30,
		NoSigs:                 true,
		DisableJetStreamBanner: true,
	})
	if err != nil {
		return nil, nil, fmt.Errorf("cannot set up the event log: %w", err)
	}
	out := &natsLogger{logger: logger}
	srv.SetLoggerV2(out, false, false, false)
	srv.Start()
	if !srv.ReadyForConnections(10*time.Second) || !srv.JetStreamEnabled() {
		stop(srv, 2*time.Second)
		return nil, nil, fmt.Errorf("cannot start the event log in %s: %s; look at the disk, or choose another data directory", dir, out.fatal())
	}
	conn, err := nats.Connect("", nats.InProcessServer(srv), nats.Name("goblet"), nats.MaxReconnects(-1), complain(logger))
	if err != nil {
		stop(srv, 2*time.Second)
		return nil, nil, fmt.Errorf("cannot reach the event log in this process: %w", err)
	}
	return srv, conn, nil
}

// stop shuts the server down, flushing what it holds, and waits at most limit.
func stop(srv *server.Server, limit time.Duration) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		srv.Shutdown()
		srv.WaitForShutdown()
	}()
	select {
	case <-done:
	case <-time.After(limit):
	}
}

// writable makes dir and checks that files can be written in it.
func writable(dir string) error {
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(dir, ".probe-*"); err == nil {
			_, err = probe.Write(make([]byte, 4096))
			err = errors.Join(err, probe.Close(), os.Remove(probe.Name()))
		}
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return fmt.Errorf("the disk under %s is full: free some space, or choose another data directory", dir)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("cannot write in %s: make it writable for this user, or choose another data directory", dir)
	default:
		return fmt.Errorf("cannot use %s as data directory: %w", dir, err)
	}
}

// dial connects to an external NATS and then stays connected, however long that takes.
func dial(address string, logger *slog.Logger) (*nats.Conn, error) {
	conn, err := nats.Connect(address,
		nats.Name("goblet"),
		nats.MaxReconnects(-1),
		nats.PingInterval(10*time.Second),
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

// natsLogger hands the embedded server's warnings and errors to slog, and nothing else.
type natsLogger struct {
	logger *slog.Logger
	mu     sync.Mutex
	last   string
}

func (l *natsLogger) Noticef(string, ...any) {}
func (l *natsLogger) Debugf(string, ...any)  {}
func (l *natsLogger) Tracef(string, ...any)  {}

func (l *natsLogger) Warnf(format string, v ...any) {
	l.logger.Warn("event log", "said", fmt.Sprintf(format, v...))
}

func (l *natsLogger) Errorf(format string, v ...any) {
	l.logger.Error("event log", "said", fmt.Sprintf(format, v...))
}

func (l *natsLogger) Fatalf(format string, v ...any) {
	l.mu.Lock()
	l.last = fmt.Sprintf(format, v...)
	l.mu.Unlock()
}

// fatal is why the server could not start.
func (l *natsLogger) fatal() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last == "" {
		return "it did not start in time"
	}
	return l.last
}
