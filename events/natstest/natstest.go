// Package natstest runs a NATS server for tests, in the test's process.
package natstest

import (
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

const patience = time.Minute

// Start runs a server with JetStream, whose data go with the test, and returns it. Its address is that of ClientURL.
func Start(tb testing.TB) *server.Server {
	tb.Helper()
	return StartWith(tb, server.Options{JetStream: true, StoreDir: tb.TempDir()})
}

// StartWith runs a server with options; a port of 0 is any.
func StartWith(tb testing.TB, o server.Options) *server.Server {
	tb.Helper()
	o.Host, o.NoSigs, o.NoLog = "127.0.0.1", true, true
	if o.Port == 0 {
		o.Port = server.RANDOM_PORT
	}
	s, err := server.NewServer(&o)
	if err != nil {
		tb.Fatal(err)
	}
	s.Start()
	if !s.ReadyForConnections(patience) {
		tb.Fatal("the NATS server did not start")
	}
	tb.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
	return s
}
