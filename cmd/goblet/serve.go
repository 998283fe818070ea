package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"goblet/events"
	"goblet/handlers"
	"goblet/media"
	"goblet/media/store"
	"goblet/media/thumbnail"
	"goblet/media/transcode"
	"goblet/media/upload"
	"goblet/room"
)

// serve wires the parts together and runs them until ctx ends.
func serve(ctx context.Context, c config, logger *slog.Logger, stdout io.Writer) error {
	certificate, err := newCertificate(c, logger)
	if err != nil {
		return err
	}
	unlock, err := lockData(c.data)
	if err != nil {
		return err
	}
	defer unlock()

	uploads, err := upload.Open(upload.Options{
		Dir: filepath.Join(c.data, "uploads"), Max: c.uploadMax, Total: c.uploadTotal, Free: c.diskFree,
		Keep: c.uploadKeep, Logger: logger,
	})
	if err != nil {
		return err
	}
	p := &party{logger: logger}
	var prober media.Prober
	if p.converter, prober, err = newConverter(ctx, c, logger); err != nil {
		return err
	}
	ways, err := openWays(c, certificate, logger)
	if err != nil {
		return err
	}
	defer ways.close()

	engine, err := events.Open(ctx, events.Options{
		Dir: c.data, URL: c.nats, Logger: logger, RoomEvents: c.events, RoomAge: c.age, LogBytes: c.bytes, Replicas: c.replicas,
	})
	if err != nil {
		return err
	}
	defer engine.Close()

	shared, err := openStore(ctx, c)
	if err != nil {
		return err
	}
	clock, node := room.NewClock(), room.NewViewerID()
	of := media.Options{
		Paths: c.films, Data: c.data, Logger: logger, Changed: func(m media.Media) { p.replaced(m) },
		Uploads: uploads, Removed: func(m media.Media) { p.removed(m) }, Probe: prober,
		Store: shared, CDN: c.cdn, News: engine.FilmNews(), Node: node,
	}
	if !engine.Embedded() {
		of.Peers = engine.Arrivals(node)
	}
	if p.library, err = media.Open(ctx, of); err != nil {
		return err
	}

	crowd := c.crowd
	if crowd.All == 0 {
		crowd.All = mostStreams(logger)
	}
	if !engine.Embedded() {
		p.sharing = newSharing(c, node, engine, shared, p.library, p.converter, logger)
	}
	hub := events.NewHub(events.HubOptions{Now: clock, Node: node, Portable: c.portable, Logger: logger})
	defer hub.Close()
	broadcast := handlers.NewBroadcast(hub, handlers.Base(c.url), logger)
	var nodes room.Nodes
	if !engine.Embedded() {
		nodes = engine.Nodes()
	}
	p.rooms = room.New(room.Options{
		Log: engine.Log(), Snapshots: engine.Rooms(), Marks: engine.Alive(),
		Audience: broadcast, Library: films{p.library}, Directory: engine.Directory(),
		Clock: clock, Node: node, Nodes: nodes, Logger: logger,
	})
	p.pictures, err = thumbnail.New(thumbnail.Options{
		Open: p.library.Frames, Folder: filepath.Join(c.data, "cache", "pictures"), Logger: logger,
	})
	if err != nil {
		return fmt.Errorf("the folder for thumbnails can't be used: %w; choose another with --data", cause(err))
	}
	server := handlers.New(handlers.Options{
		Rooms: p.rooms, Library: p.library, Streams: media.NewStreams(p.library, p.converter), Converter: p.converter, Hub: hub, Sessions: engine.Sessions(), Ready: engine.Ready, Remote: !engine.Embedded(),
		Clock: clock, Node: node, URL: ways.public, TrustedProxies: c.proxies, Logger: logger,
		Broadcast: broadcast, Uploads: c.uploads, Pictures: p.pictures,
		Admins: engine.Admins(), Journal: engine.Journal(), Log: engine.Log(), Crowd: crowd, Limits: limits(c),
		LAN: func() []string { return ways.addresses().lan },
	})
	p.pulse = engine.Pulse(logger)
	if !engine.Embedded() {
		p.leave = c.leave
	}
	return p.run(ctx, ways, server, hub, func(main *room.Room) error {
		link := func() string { return handlers.RoomLink(main.ID(), main.State().Door.Key) }
		return ways.announce(&announcer{w: stdout, room: link, admin: server.AdminPath})
	})
}

// openStore connects to the store of films; nil: there is none.
func openStore(ctx context.Context, c config) (*store.Store, error) {
	if c.store == "" {
		return nil, nil
	}
	soon, cancel := context.WithTimeout(ctx, 20*time.Second)
	defer cancel()
	s, err := store.Open(soon, c.store, store.Options{})
	if err != nil {
		return nil, fmt.Errorf("--media-store: %w", err)
	}
	return s, nil
}

// party is what runs while Goblet serves.
type party struct {
	logger    *slog.Logger
	library   *media.Library
	converter *transcode.Transcoder
	sharing   *sharing // nil: there are no other nodes
	pictures  *thumbnail.Maker
	rooms     *room.Rooms
	pulse     *events.Pulse
	leave     time.Duration   // that takes leave of the viewers
	ctx       context.Context // ends when the rooms do
}

// run serves until ctx ends or something fails. ready is called with the main
// room once it can be joined. Streams are ended before requests are waited for,
// the rooms outlive the requests.
func (p *party) run(ctx context.Context, ways *ways, server *handlers.Server, hub *events.Hub, ready func(*room.Room) error) error {
	inner, end := context.WithCancel(context.WithoutCancel(ctx))
	defer end()
	p.ctx = inner
	var wg sync.WaitGroup
	failed := make(chan error, 16)
	start := func(f func(context.Context) error) {
		wg.Go(func() {
			if err := f(inner); err != nil {
				failed <- err
			}
		})
	}
	web := newWeb(server.Handler(), ways.tls(), p.logger)
	web.RegisterOnShutdown(hub.Close)
	web.ConnContext = hub.Connection
	start(p.rooms.Run)
	start(func(ctx context.Context) error { return p.pulse.Run(ctx, p.rooms.SetLost) })
	start(p.library.Run)
	start(p.converter.Run)
	if p.sharing != nil {
		p.sharing.start(start)
	}
	start(p.makePictures)
	start(server.Run)

	main, err := p.open(ctx)
	if err == nil {
		p.furnish(ctx, main, start)
		err = ready(main)
	}
	if err == nil {
		ways.start(ctx, start, web, server)
		select {
		case <-ctx.Done():
			p.takeLeave(inner, server, hub)
		case err = <-failed:
		}
	}
	soon, cancel := context.WithTimeout(inner, 1500*time.Millisecond)
	defer cancel()
	if web.Shutdown(soon) != nil {
		web.Close()
	}
	end()
	wg.Wait()
	return err
}

// takeLeave gives balancers time to notice that this node gets nobody new, and then sends its viewers to the others.
func (p *party) takeLeave(ctx context.Context, server *handlers.Server, hub *events.Hub) {
	if p.leave == 0 || hub.Stats().Streams == 0 {
		return
	}
	server.Leave()
	select {
	case <-time.After(p.leave / 2):
		hub.Move(ctx, p.leave/2)
	case <-ctx.Done():
	}
}

// openPatience is for how long a log that can't be used is waited for at the start: NATS servers that begin at the same
// time, or have lost one of them, need some seconds to agree.
const openPatience = 30 * time.Second

// open finds or makes the main room.
func (p *party) open(ctx context.Context) (*room.Room, error) {
	all := p.library.List()
	if len(all) == 0 {
		return nil, errors.New("there is no film to show")
	}
	patient, cancel := context.WithTimeout(ctx, openPatience)
	defer cancel()
	for {
		main, err := p.openOnce(patient, handlers.RoomMedia(all[0]))
		if err == nil {
			return main, nil
		}
		if !errors.Is(err, room.ErrUnavailable) || patient.Err() != nil {
			return nil, fmt.Errorf("the room could not be opened: %w", err)
		}
		select {
		case <-time.After(500 * time.Millisecond):
		case <-patient.Done():
		}
	}
}

func (p *party) openOnce(ctx context.Context, film room.Media) (*room.Room, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return p.rooms.Main(ctx, film)
}

// furnish brings the rooms up to date with the library: now when all its films
// are known, else once they are.
func (p *party) furnish(ctx context.Context, main *room.Room, start func(func(context.Context) error)) {
	now := func(ctx context.Context) {
		all := p.library.List()
		if len(all) == 0 {
			return
		}
		if err := p.rooms.Furnish(ctx, main, handlers.RoomMedia(all[0])); err != nil && ctx.Err() == nil {
			p.logger.Warn("rooms could not be brought up to date", "err", err)
		}
	}
	select {
	case <-p.library.Searched():
		now(ctx)
	default:
		start(func(ctx context.Context) error {
			select {
			case <-p.library.Searched():
				now(ctx)
			case <-ctx.Done():
			}
			return nil
		})
	}
}

// makePictures makes thumbnails and posters, if there is ffmpeg.
func (p *party) makePictures(ctx context.Context) error {
	if p.converter.Missing() != nil {
		return p.pictures.Run(ctx, nil)
	}
	return p.pictures.Run(ctx, media.PictureDecoder{Transcoder: p.converter})
}

// replaced tells the rooms that a film's file was replaced.
func (p *party) replaced(m media.Media) {
	if p.rooms != nil && p.ctx != nil {
		p.rooms.Replaced(p.ctx, handlers.RoomMedia(m))
	}
}

// removed puts another film on where an uploaded one was removed, and removes what was converted of it.
func (p *party) removed(m media.Media) {
	if p.rooms == nil || p.ctx == nil {
		return
	}
	if all := p.library.List(); len(all) > 0 {
		p.rooms.Removed(p.ctx, m.ID, handlers.RoomMedia(all[0]))
	}
	if err := p.converter.Forget(p.ctx, m.ID+"-"+m.Version); err != nil {
		p.logger.Warn("what was converted of a removed film is left in the store for a while", "err", err)
	}
}

// films lets rooms look a film up.
type films struct{ library *media.Library }

// Film returns what is known of a film now.
func (f films) Film(id string) (room.Media, bool) {
	m, err := f.library.Get(id)
	return handlers.RoomMedia(m), err == nil
}

// Ahead returns how much of a film has arrived from a position on.
func (f films) Ahead(id, version string, position float64) (seconds float64, whole bool) {
	return f.library.Ahead(id, version, position)
}

// Near reports whether what Ahead says of a film holds now.
func (f films) Near(id string) bool { return f.library.Near(id) }

// Complete reports whether all films are known.
func (f films) Complete() bool {
	select {
	case <-f.library.Searched():
		return true
	default:
		return false
	}
}

// Pace returns how many seconds of a film arrive each second.
func (f films) Pace(id string) float64 { return f.library.Pace(id) }

// lockData makes the data directory this process's own.
func lockData(dir string) (unlock func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("the data directory %s can't be made: %w; choose another with --data", dir, cause(err))
	}
	lock := flock.New(filepath.Join(dir, "lock"))
	switch held, err := lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("the data directory %s can't be written: %w; choose another with --data", dir, cause(err))
	case !held:
		return nil, fmt.Errorf("another Goblet uses the data directory %s: end it, or choose another with --data", dir)
	}
	return func() { lock.Unlock() }, nil
}

// cause strips what our own sentence says already.
func cause(err error) error {
	if path, ok := errors.AsType[*os.PathError](err); ok {
		return path.Err
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Err
	}
	return err
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
