package transcode

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"goblet/media/container"
	"goblet/media/hls"
	"goblet/words"
)

// Options of New. What is left out has a default.
type Options struct {
	// Tools are the programs that convert; nil when there are none, Missing says
	// why then.
	Tools   *Tools
	Missing error
	// Folder is where converted segments are kept, Bytes how many of them at most.
	Folder string
	Bytes  int64
	// SoftwareOnly: graphics cards are left alone.
	SoftwareOnly bool
	// Parallel is how many pictures, and how many tracks of sound, are converted at once.
	Parallel int
	// Ahead is how far pictures are converted ahead of who watches.
	Ahead time.Duration
	// Idle is how long a conversion of pictures goes on after the last request,
	// IdleSound is that of sound.
	Idle, IdleSound time.Duration
	// Patience is how long ffmpeg may stand still, and how long a request waits
	// until another conversion ends.
	Patience time.Duration
	Logger   *slog.Logger
}

func (o *Options) defaults() {
	set := func(d *time.Duration, value time.Duration) {
		if *d <= 0 {
			*d = value
		}
	}
	set(&o.Ahead, 75*time.Second)
	set(&o.Idle, 30*time.Second)
	set(&o.IdleSound, 10*time.Minute)
	set(&o.Patience, time.Minute)
	if o.Bytes <= 0 {
		o.Bytes = 10 << 30
	}
	if o.Parallel <= 0 {
		o.Parallel = 2
	}
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
}

// Transcoder converts films for all who watch them. All methods are safe for
// concurrent use. New makes one, Run owns its processes.
type Transcoder struct {
	options Options
	tools   *Tools
	store   *store
	spawner spawner
	log     *slog.Logger
	sharing *Sharing   // nil: no other node converts
	shelf   *shelving  // nil: there is none
	chosen  sync.Mutex // held while encoders are tried
	encoder *encoder   // nil: none was tried yet

	mu         sync.Mutex // guards what follows; never held during I/O
	ctx        context.Context
	renditions map[string]*rendition // by folder
	runs       map[*run]struct{}
	fetches    map[string]bool // segments that are looked for elsewhere, by file
	counters   Counters
	changed    chan struct{} // closed whenever something has
	working    sync.WaitGroup
}

// New opens the folder of converted films. Without Tools nothing can be converted.
func New(o Options) (*Transcoder, error) {
	o.defaults()
	t := &Transcoder{
		options: o, tools: o.Tools, log: o.Logger, spawner: spawner{make(chan spawn)},
		renditions: make(map[string]*rendition), runs: make(map[*run]struct{}), fetches: make(map[string]bool), changed: make(chan struct{}),
	}
	if o.SoftwareOnly {
		t.encoder = &software
	}
	var err error
	t.store, err = openStore(o.Folder, o.Bytes, o.Logger)
	return t, err
}

// Run lets conversions begin, until ctx ends; it returns when all are over, nil.
func (t *Transcoder) Run(ctx context.Context) error {
	ctx, end := context.WithCancel(ctx)
	defer end()
	t.mu.Lock()
	t.ctx = ctx
	t.notify()
	t.mu.Unlock()
	var spawning sync.WaitGroup
	spawners, dismiss := context.WithCancel(context.WithoutCancel(ctx))
	spawning.Go(func() { t.spawner.run(spawners) })
	if t.shelf != nil {
		t.working.Go(func() {
			t.shelf.run(ctx, t.store.get, func() { t.count(func(c *Counters) { c.Shelved++ }) }, func() { t.count(func(c *Counters) { c.Unshelved++ }) })
		})
	}
	ticker := time.NewTicker(max(t.options.Idle/20, time.Millisecond))
	defer ticker.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
		case now := <-ticker.C:
			t.endIdle(now)
			t.giveUp(ctx, now)
		}
	}
	t.mu.Lock() // no run begins after this
	t.notify()
	t.mu.Unlock()
	t.working.Wait()
	dismiss()
	spawning.Wait()
	return errors.Join(t.store.close())
}

// Missing is nil when films can be converted, else an ErrNoFFmpeg that tells why
// not, and what to do about it.
func (t *Transcoder) Missing() error {
	switch {
	case t.tools == nil && t.options.Missing != nil:
		return t.options.Missing
	case t.tools == nil:
		return words.Refuse(ErrNoFFmpeg, "Films can't be converted here.")
	}
	return nil
}

// Slots is how many pictures, and how many tracks of sound, are converted at once.
func (t *Transcoder) Slots() int { return t.options.Parallel }

// Kept returns how many bytes of converted films are on the disk, and how many may be.
func (t *Transcoder) Kept() (bytes, limit int64) { return t.store.size(), t.options.Bytes }

// Version is that of ffmpeg, "" when there is none.
func (t *Transcoder) Version() string {
	if t.tools == nil {
		return ""
	}
	return t.tools.Version
}

// Track says what a rendition will be.
func (t *Transcoder) Track(f *container.Film, r hls.Rendition) container.Track {
	track := f.Track(r.Track)
	switch {
	case track == nil:
		return container.Track{}
	case r.Kind == container.Video:
		return sizes[r.To].describe(*track)
	}
	return describeAudio(*track)
}

// Bounds returns the positions between which a rendition's segments lie, in seconds.
func (t *Transcoder) Bounds(f *container.Film, r hls.Rendition) []float64 {
	j, err := newJob(hls.Source{Film: f}, r, software, "")
	if err != nil {
		return nil
	}
	return j.bounds()
}

// Init returns a rendition's initialization segment.
func (t *Transcoder) Init(ctx context.Context, s hls.Source, r hls.Rendition) ([]byte, error) {
	x, err := t.rendition(ctx, s, r)
	if err != nil {
		return nil, err
	}
	if !x.job.video() {
		return audioInit()
	}
	return t.get(ctx, x, initialization)
}

// Segment returns a segment, when it is made. Besides ctx's, the error may be
// ErrNoFFmpeg, hls.ErrNoSegment, ErrBusy, ErrFailed or ErrClosed.
func (t *Transcoder) Segment(ctx context.Context, s hls.Source, r hls.Rendition, n int) ([]byte, error) {
	x, err := t.rendition(ctx, s, r)
	if err != nil {
		return nil, err
	}
	if n < 0 || n >= x.job.count {
		return nil, hls.ErrNoSegment
	}
	return t.get(ctx, x, n)
}
