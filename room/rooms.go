package room

import (
	"context"
	"encoding/json"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// Options are what [New] needs. Logger, Library, Directory and Nodes may be nil.
type Options struct {
	Log       Log
	Snapshots Snapshots
	Marks     Marks
	Audience  Audience
	Library   Library
	Directory Directory
	Clock     Clock
	Node      string        // this process among those that share the log
	Grace     time.Duration // how long a viewer without a stream stays present; 0 = 8 s
	Nodes     Nodes         // nil: no other node shares the log
	Logger    *slog.Logger
}

// Rooms opens, keeps and forgets the rooms of one node.
type Rooms struct {
	log       Log
	snapshots Snapshots
	marks     Marks
	audience  Audience
	library   Library
	directory Directory
	now       Clock
	node      string
	grace     time.Duration
	nodes     Nodes
	remarks   chan spoken // that wait to be said to the other nodes
	logger    *slog.Logger
	drifts    *histogram
	passwords passwords

	tailing chan struct{} // closed once the tail delivers

	mu     sync.Mutex
	rooms  map[string]*Room
	closed bool
	lost   bool // the log can't be written
	wg     sync.WaitGroup

	ctx context.Context // ends what the rooms do by themselves
	end context.CancelFunc
}

// New returns Rooms that can be used while Run runs.
func New(o Options) *Rooms {
	rs := &Rooms{
		log: o.Log, snapshots: o.Snapshots, marks: o.Marks, audience: o.Audience, library: o.Library, directory: o.Directory,
		now: o.Clock, node: o.Node, grace: o.Grace, nodes: o.Nodes, logger: o.Logger,
		drifts: newHistogram(), passwords: newPasswords(), tailing: make(chan struct{}), remarks: make(chan spoken, backlog), rooms: map[string]*Room{},
	}
	if rs.logger == nil {
		rs.logger = slog.New(slog.DiscardHandler)
	}
	if rs.grace == 0 {
		rs.grace = 8 * time.Second // a reload on a slow phone keeps its place
	}
	if rs.now == nil {
		rs.now = NewClock()
	}
	rs.ctx, rs.end = context.WithCancel(context.Background())
	return rs
}

// upkeep is how often the rooms are looked after: it bounds how much of a film
// is seen twice after the server was killed.
const upkeep = time.Second

// Run follows the log and looks after the rooms until ctx ends. Then it saves
// what there is to save and returns; rooms can't be used any more.
func (rs *Rooms) Run(ctx context.Context) error {
	tailErr := make(chan error, 2)
	tail, stopTail := context.WithCancel(context.WithoutCancel(ctx))
	defer stopTail()
	rs.wg.Go(func() {
		tailErr <- rs.log.Tail(tail, func() { close(rs.tailing) }, rs.deliver)
	})
	if !rs.alone() {
		rs.wg.Go(func() { tailErr <- rs.nodes.Listen(tail, rs.heard) })
		rs.wg.Go(func() { rs.converse(tail) })
	}
	tick := time.NewTicker(upkeep)
	defer tick.Stop()
	look := time.NewTicker(lookAhead)
	defer look.Stop()
	var err error
	for running := true; running; {
		select {
		case <-ctx.Done():
			running = false
		case err = <-tailErr:
			running = false
		case <-tick.C:
			if !rs.Lost() {
				rs.lookAfter(ctx)
			}
		case <-look.C:
			rs.feed(ctx)
			rs.watch(ctx)
		}
	}
	final, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	rs.lookAfter(final)
	rs.saveAll(final)
	rs.leave()
	rs.mu.Lock()
	rs.closed = true
	rs.mu.Unlock()
	rs.end()
	stopTail()
	rs.wg.Wait()
	return err
}

func (rs *Rooms) deliver(id string, revision uint64, data []byte) {
	rs.mu.Lock()
	r := rs.rooms[id]
	rs.mu.Unlock()
	if r == nil {
		return
	}
	if err := r.deliver(revision, data); err != nil {
		rs.logger.Error("unreadable event", "room", id, "revision", revision, "err", err)
	}
}

// Get returns the room, opening it if need be. The error is ErrNoRoom when there
// is none, ErrUnavailable when that can't be found out.
func (rs *Rooms) Get(ctx context.Context, id string) (*Room, error) {
	if !ValidID(id) {
		return nil, ErrNoRoom
	}
	select {
	case <-rs.tailing:
	case <-ctx.Done():
		return nil, ErrUnavailable
	}
	rs.mu.Lock()
	r := rs.rooms[id]
	if r == nil && !rs.closed && !rs.lost {
		r = newRoom(id, rs)
		rs.rooms[id] = r
		rs.wg.Go(func() { rs.open(r) })
	}
	rs.mu.Unlock()
	if r == nil {
		return nil, ErrUnavailable
	}
	select {
	case <-r.opened:
		return r, r.err
	case <-ctx.Done():
		return nil, ErrUnavailable
	}
}

// Start begins a new room with a film, paused at its beginning.
func (rs *Rooms) Start(ctx context.Context, m Media) (*Room, error) {
	select {
	case <-rs.tailing:
	case <-ctx.Done():
		return nil, ErrUnavailable
	}
	r := newRoom(NewID(), rs)
	r.ready = true
	rs.mu.Lock()
	rs.rooms[r.id] = r
	rs.mu.Unlock()
	if err := r.command(ctx, open{m}); err != nil {
		r.err = err
		rs.forget(r)
	} else {
		rs.tellOfLog(r)
	}
	close(r.opened)
	return r, r.err
}

// Replaced tells the open rooms that a film has a new version.
func (rs *Rooms) Replaced(ctx context.Context, m Media) {
	for _, r := range rs.all() {
		if r.State().Media.ID != m.ID {
			continue
		}
		if err := r.command(ctx, Refresh{m}); err != nil {
			rs.logger.Warn("refresh failed", "room", r.id, "err", err)
		}
	}
}

// Removed puts another film on in the open rooms in which one was removed.
func (rs *Rooms) Removed(ctx context.Context, id string, instead Media) {
	for _, r := range rs.all() {
		if r.State().Media.ID != id {
			continue
		}
		if err := r.command(ctx, put{Media: instead, Instead: id, Reason: ReasonRemoved}); err != nil {
			rs.logger.Warn("removed film stays on", "room", r.id, "err", err)
		}
	}
}

// Open returns the rooms that are in memory and can be used, in no order.
func (rs *Rooms) Open() []*Room {
	return slices.DeleteFunc(rs.all(), func(r *Room) bool { return !r.usable() })
}

func (rs *Rooms) all() []*Room {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	all := make([]*Room, 0, len(rs.rooms))
	for _, r := range rs.rooms {
		all = append(all, r)
	}
	return all
}

func (rs *Rooms) forget(r *Room) {
	rs.mu.Lock()
	delete(rs.rooms, r.id)
	rs.mu.Unlock()
	rs.audience.Closed(r.id)
}

// run runs f in a goroutine that Run waits for; f's context ends with the rooms.
// It is false when they have ended.
func (rs *Rooms) run(f func(context.Context)) bool {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if !rs.closed {
		rs.wg.Go(func() { f(rs.ctx) })
	}
	return !rs.closed
}

// after runs f some time from now, unless the rooms have ended by then.
func (rs *Rooms) after(d time.Duration, f func(context.Context)) {
	time.AfterFunc(d, func() { rs.run(f) })
}

// mark is the value of Marks.
type mark struct {
	Node string  `json:"node"`
	At   float64 `json:"at"` // Unix milliseconds
}

func (rs *Rooms) setMark(ctx context.Context, r *Room) {
	data, err := json.Marshal(mark{rs.node, rs.now()})
	if err == nil {
		err = rs.marks.Set(ctx, r.id, data)
	}
	if err != nil && ctx.Err() == nil {
		rs.logger.Warn("marking failed", "room", r.id, "err", err)
	}
}
