package events

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
)

// closeLimit is how long the embedded server may take to flush and end.
const closeLimit = 2 * time.Second

var errDown = errors.New("the event log in this process is being reopened")

// embedded is a NATS server in this process, without a port. A server that could not write (a full
// disk) never writes again; this one is then reopened as soon as the disk takes data.
type embedded struct {
	dir      string
	logBytes int64
	logger   *slog.Logger

	trouble chan struct{} // the server has reported an error
	stop    chan struct{}
	owned   sync.WaitGroup

	mu     sync.Mutex
	server *server.Server // nil while it is being reopened
}

// embed starts a server that stores below dir and connects to it.
func embed(dir string, logBytes int64, logger *slog.Logger) (*embedded, *nats.Conn, error) {
	m := &embedded{
		dir: dir, logBytes: logBytes, logger: logger,
		trouble: make(chan struct{}, 1), stop: make(chan struct{}),
	}
	if err := m.open(); err != nil {
		return nil, nil, err
	}
	m.owned.Go(m.mend)
	conn, err := nats.Connect("",
		nats.InProcessServer(m),
		nats.Name("goblet"),
		nats.MaxReconnects(-1),
		nats.ReconnectWait(100*time.Millisecond),
		nats.ReconnectBufSize(-1),
		complain(logger))
	if err != nil {
		m.close()
		return nil, nil, fmt.Errorf("cannot reach the event log in this process: %w", err)
	}
	return m, conn, nil
}

// InProcessConn connects to the present server.
func (m *embedded) InProcessConn() (net.Conn, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.server == nil {
		return nil, errDown
	}
	return m.server.InProcessConn()
}

// open starts a server.
func (m *embedded) open() error {
	if err := writable(m.dir); err != nil {
		return err
	}
	srv, err := server.NewServer(&server.Options{
		ServerName:             "goblet",
		DontListen:             true,
		JetStream:              true,
		StoreDir:               m.dir,
		SyncInterval:           time.Second, // a power cut costs at most this much
		JetStreamMaxMemory:     64 << 20,    // the tails' cursors
		JetStreamMaxStore:      m.logBytes + 16<<30,
		NoSigs:                 true,
		DisableJetStreamBanner: true,
	})
	if err != nil {
		return fmt.Errorf("cannot set up the event log: %w", err)
	}
	out := &natsLogger{logger: m.logger, trouble: m.troubled}
	srv.SetLoggerV2(out, false, false, false)
	srv.Start()
	if !srv.ReadyForConnections(10*time.Second) || !srv.JetStreamEnabled() {
		srv.Shutdown()
		srv.WaitForShutdown()
		return fmt.Errorf("cannot start the event log in %s: %s; look at the disk, or choose another data directory", m.dir, out.fatal())
	}
	m.mu.Lock()
	m.server = srv
	m.mu.Unlock()
	return nil
}

// shut ends the present server, flushing what it holds.
func (m *embedded) shut() {
	m.mu.Lock()
	srv := m.server
	m.server = nil
	m.mu.Unlock()
	if srv != nil {
		srv.Shutdown()
		srv.WaitForShutdown()
	}
}

// close ends everything, within closeLimit.
func (m *embedded) close() {
	done := make(chan struct{})
	go func() {
		defer close(done)
		close(m.stop)
		m.owned.Wait()
		m.shut()
	}()
	select {
	case <-done:
	case <-time.After(closeLimit):
		m.logger.Warn("the event log takes long to close; it will be checked at the next start")
	}
}

// healthy reports whether the server stores what it is given.
func (m *embedded) healthy() error {
	m.mu.Lock()
	srv := m.server
	m.mu.Unlock()
	if srv == nil {
		return errDown
	}
	answer := &verdict{header: http.Header{}}
	request, err := http.NewRequest(http.MethodGet, "/", nil)
	if err != nil {
		return err
	}
	srv.HandleHealthz(answer, request) // the server's own check, without a port
	if answer.status == http.StatusOK {
		return nil
	}
	var said struct{ Error string }
	_ = json.Unmarshal(answer.body, &said)
	return fmt.Errorf("the event log is stopped: %s", said.Error)
}

func (m *embedded) troubled() {
	select {
	case m.trouble <- struct{}{}:
	default:
	}
}

// mend reopens a server that can no longer write.
func (m *embedded) mend() {
	for {
		said := ""
		select {
		case <-m.stop:
			return
		case <-m.trouble:
		}
		for m.healthy() != nil {
			if err := m.reopen(); err != nil && err.Error() != said {
				said = err.Error()
				m.logger.Error("the event log is stopped until it can be reopened", "err", err)
			}
			select {
			case <-m.stop:
				return
			case <-time.After(time.Second):
			}
		}
	}
}

// reopen replaces the server once the disk takes data.
func (m *embedded) reopen() error {
	if err := writable(m.dir); err != nil {
		return err
	}
	m.shut()
	if err := m.open(); err != nil {
		return err
	}
	m.logger.Warn("the event log has been reopened")
	return nil
}

// writable makes dir and checks that files can be written in it.
func writable(dir string) error {
	err := os.MkdirAll(dir, 0o700)
	if err == nil {
		var probe *os.File
		if probe, err = os.CreateTemp(dir, ".probe-*"); err == nil {
			_, err = probe.Write(make([]byte, 1<<20))
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

// verdict takes the answer of the health check.
type verdict struct {
	header http.Header
	status int
	body   []byte
}

func (v *verdict) Header() http.Header    { return v.header }
func (v *verdict) WriteHeader(status int) { v.status = status }
func (v *verdict) Write(p []byte) (int, error) {
	v.body = append(v.body, p...)
	return len(p), nil
}

// natsLogger hands the embedded server's warnings and errors to slog, and nothing else.
type natsLogger struct {
	logger  *slog.Logger
	trouble func() // told of every error
	mu      sync.Mutex
	last    string
}

func (l *natsLogger) Noticef(string, ...any) {}
func (l *natsLogger) Debugf(string, ...any)  {}
func (l *natsLogger) Tracef(string, ...any)  {}

func (l *natsLogger) Warnf(format string, v ...any) {
	if strings.HasPrefix(format, "Healthcheck") { // its outcome is returned to whom it concerns
		return
	}
	l.logger.Warn("event log", "said", fmt.Sprintf(format, v...))
}

func (l *natsLogger) Errorf(format string, v ...any) {
	l.logger.Error("event log", "said", fmt.Sprintf(format, v...))
	l.trouble()
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
