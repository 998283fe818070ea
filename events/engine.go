// Package events keeps what rooms have accepted and carries it to browsers.
//
// The log, the buckets and the sessions live on NATS JetStream, either on a server
// inside this process or on an external one. The streams (Hub, Stream) bring events
// to any number of browsers without letting a slow one delay the others.
package events

import (
	"cmp"
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Options says where the log lives and how much of it is kept. Zero values mean the defaults.
type Options struct {
	Dir        string        // data directory; the embedded engine stores below Dir/nats
	URL        string        // external NATS, several separated by commas; "" runs the engine in this process
	Logger     *slog.Logger  // nil is silent
	RoomEvents int64         // newest events kept per room; default 1000
	RoomAge    time.Duration // events, snapshots and marks older than this are dropped; default 30 days
	LogBytes   int64         // all rooms' events together, bytes; the oldest go first; default 1 GiB
	Replicas   int           // copies in an external cluster; 0: as it is there, or else one
	SessionAge time.Duration // sessions untouched for this long are dropped; default 180 days
}

func (o Options) withDefaults() Options {
	const day = 24 * time.Hour
	o.RoomEvents = cmp.Or(o.RoomEvents, 1000)
	o.RoomAge = cmp.Or(o.RoomAge, 30*day)
	o.LogBytes = cmp.Or(o.LogBytes, 1<<30)
	o.SessionAge = cmp.Or(o.SessionAge, 180*day)
	if o.URL == "" {
		o.Replicas = 0
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	return o
}

// Engine is an open JetStream with Goblet's log, buckets and sessions on it.
// All of it may be used by any number of goroutines.
type Engine struct {
	embedded *embedded // nil when the NATS is external
	conn     *nats.Conn
	js       jetstream.JetStream
	log      *Log
	rooms    *Bucket
	alive    *Bucket
	sessions *Sessions
	admins   *Bucket
	journal  *Journal
	leases   *Bucket    // nil when there is no other node
	parcels  *nats.Conn // nil when there is no other node
	closing  sync.Once
}

// Open starts the engine, or connects to an external one, and creates or updates
// what Goblet keeps there. Its error is one line that says what to do.
// The caller makes sure that no other process has the same Dir open.
func Open(ctx context.Context, o Options) (*Engine, error) {
	o = o.withDefaults()
	e := &Engine{}
	var err error
	if o.URL == "" {
		e.embedded, e.conn, err = embed(filepath.Join(o.Dir, "nats"), o.LogBytes, o.Logger)
	} else {
		e.conn, err = dial(o.URL, "goblet", o.Logger)
	}
	if err != nil {
		return nil, err
	}
	if err := e.prepare(ctx, o); err != nil {
		e.Close()
		return nil, explain(err, o)
	}
	return e, nil
}

// prepare creates or updates the stream and the buckets.
func (e *Engine) prepare(ctx context.Context, o Options) (err error) {
	if e.js, err = jetstream.New(e.conn); err != nil {
		return err
	}
	if e.log, err = openLog(ctx, e.conn, e.js, o); err != nil {
		return err
	}
	if e.rooms, err = openBucket(ctx, e.js, "goblet_rooms", o.RoomAge, o.Replicas); err != nil {
		return err
	}
	if e.alive, err = openBucket(ctx, e.js, "goblet_alive", o.RoomAge, o.Replicas); err != nil {
		return err
	}
	sessions, err := openBucket(ctx, e.js, "goblet_sessions", o.SessionAge, o.Replicas)
	if err != nil {
		return err
	}
	e.sessions = &Sessions{bucket: sessions, now: time.Now}
	if e.admins, err = openBucket(ctx, e.js, "goblet_admins", 0, o.Replicas); err != nil {
		return err
	}
	if e.journal, err = openJournal(ctx, e.conn, e.js, o.Replicas); err != nil || e.Embedded() {
		return err
	}
	if e.leases, err = openBucket(ctx, e.js, "goblet_leases", leaseTerm, o.Replicas); err != nil {
		return err
	}
	e.parcels, err = dial(o.URL, "goblet parcels", o.Logger)
	return err
}

// Close ends the engine within 2 s. What has been acknowledged is kept.
func (e *Engine) Close() {
	e.closing.Do(func() {
		if e.embedded == nil {
			_ = e.conn.FlushTimeout(time.Second)
		}
		e.conn.Close()
		if e.parcels != nil {
			e.parcels.Close()
		}
		if e.embedded != nil {
			e.embedded.close()
		}
	})
}

// Ready reports whether the log answers right now and, if it is embedded, can write; nil means yes.
func (e *Engine) Ready(ctx context.Context) error {
	if e.embedded != nil {
		if err := e.embedded.healthy(); err != nil {
			return fmt.Errorf("events: %w", err)
		}
	}
	if _, err := e.js.Stream(ctx, streamName); err != nil {
		return fmt.Errorf("events: the log does not answer: %w", err)
	}
	return nil
}

// Embedded reports whether the engine runs in this process.
func (e *Engine) Embedded() bool { return e.embedded != nil }

// Nodes carries what the nodes on this engine say to one another.
func (e *Engine) Nodes() *Nodes { return &Nodes{e.conn} }

// Peers lets the node ask others for segments, and be asked by its name; nil when the engine is embedded, since there are none.
func (e *Engine) Peers(node string) *Peers {
	if e.parcels == nil {
		return nil
	}
	return &Peers{e.parcels, segmentsPrefix, node}
}

// Arrivals are as Peers, for the bytes of films that arrive at other nodes.
func (e *Engine) Arrivals(node string) *Peers {
	if e.parcels == nil {
		return nil
	}
	return &Peers{e.parcels, arrivalsPrefix, node}
}

// Leases are those that the node may hold by its name; nil when the engine is embedded: all is this node's.
func (e *Engine) Leases(node string) *Leases {
	if e.leases == nil {
		return nil
	}
	return newLeases(e.leases, node, leaseTerm)
}

// FilmNews carries what the nodes on this engine tell one another of films.
func (e *Engine) FilmNews() *FilmNews { return &FilmNews{e.conn} }

// Log is the log of all rooms.
func (e *Engine) Log() *Log { return e.log }

// Rooms holds the newest snapshot of each room.
func (e *Engine) Rooms() *Bucket { return e.rooms }

// Alive holds the last moment at which each room played with viewers in it.
func (e *Engine) Alive() *Bucket { return e.alive }

// Sessions is the store of the session manager.
func (e *Engine) Sessions() *Sessions { return e.sessions }

// Admins holds which sessions are the admin's.
func (e *Engine) Admins() *Bucket { return e.admins }

// Journal holds what was administered.
func (e *Engine) Journal() *Journal { return e.journal }

// Directory tells which rooms there are.
func (e *Engine) Directory() *Directory { return &Directory{e.log, e.rooms} }
