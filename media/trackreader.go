package media

import (
	"context"
	"slices"
	"sync"
	"time"

	"goblet/media/container"
	"goblet/media/subtitle"
)

// Bounds of reading tracks of subtitles.
const (
	maxTrackLines = 200_000
	maxTrackBytes = 32 << 20         // of what the lines of a track say
	maxTracksKept = 64               // in memory
	trackPatience = 2 * time.Second  // how long a request waits for the end of a track
	trackAgain    = 10 * time.Second // until a track of a film that still arrives is read again
	hop           = 10.0             // seconds by which a hole in an upload is searched for its end
)

// trackReader reads tracks of subtitles, one after the other: of a film of two
// hours that means a look at each part of the file. Run does the work.
type trackReader struct {
	queue chan *trackLines
	cache *trackCache

	mu   sync.Mutex
	kept map[trackKey]*trackLines
	used []trackKey // the latest last
}

type trackKey struct {
	film, version string
	track         int
}

// trackLines is what was read of a track so far.
type trackLines struct {
	key trackKey

	mu     sync.Mutex
	lines  []subtitle.Line
	whole  bool          // there are no more
	err    error         // why there are none
	busy   bool          // in the queue, or being read
	idle   chan struct{} // closed when it is no longer busy
	lookAt time.Time     // when to read again what is not whole
}

func newTrackReader(data string) *trackReader {
	return &trackReader{
		queue: make(chan *trackLines, maxTracksKept), kept: make(map[trackKey]*trackLines), cache: newTrackCache(data),
	}
}

// trackText returns what is known of a track's text, after waiting a moment for
// the rest. ErrNoSubtitles: the film has no such track.
func (l *Library) trackText(ctx context.Context, film string, track int) (SubtitleText, error) {
	table, c, err := l.tableNow(ctx, film)
	if err != nil {
		return SubtitleText{}, err
	}
	c.Close()
	t := table.Track(track)
	if t == nil || t.Kind != container.Subtitle {
		return SubtitleText{}, ErrNoSubtitles
	}
	reader, ok := subtitle.NewTrack(*t)
	if !ok {
		return SubtitleText{}, ErrSubtitles
	}
	tl := l.tracks.get(trackKey{film, c.Media.Version, track})
	if idle := l.tracks.request(tl); idle != nil {
		patience := time.NewTimer(trackPatience)
		defer patience.Stop()
		select {
		case <-idle:
		case <-patience.C:
		case <-ctx.Done():
			return SubtitleText{}, ctx.Err()
		}
	}
	lines, whole, err := tl.read()
	if err != nil && len(lines) == 0 {
		return SubtitleText{}, err
	}
	return SubtitleText{WebVTT: subtitle.WebVTT(reader.Cues(lines)), ASS: reader.Script(lines), Partial: !whole}, nil
}

// get returns what is known of a track.
func (r *trackReader) get(key trackKey) *trackLines {
	r.mu.Lock()
	defer r.mu.Unlock()
	tl := r.kept[key]
	if tl == nil {
		tl = &trackLines{key: key}
		r.kept[key] = tl
	}
	r.used = append(slices.DeleteFunc(r.used, func(k trackKey) bool { return k == key }), key)
	for len(r.used) > maxTracksKept {
		delete(r.kept, r.used[0])
		r.used = r.used[1:]
	}
	return tl
}

// request has a track read, unless it is whole or was looked at just now. It
// returns what is closed when that is done, nil when there is nothing to wait for.
func (r *trackReader) request(tl *trackLines) (idle <-chan struct{}) {
	tl.mu.Lock()
	defer tl.mu.Unlock()
	if tl.busy {
		return tl.idle
	}
	if tl.whole || time.Now().Before(tl.lookAt) {
		return nil
	}
	select {
	case r.queue <- tl:
		tl.busy, tl.idle = true, make(chan struct{})
		return tl.idle
	default: // the next request comes soon
		return nil
	}
}

// readTracks reads the tracks that are asked for until ctx ends.
func (l *Library) readTracks(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case tl := <-l.tracks.queue:
			began := time.Now()
			whole, err := l.readTrack(ctx, tl)
			tl.mu.Lock()
			tl.whole, tl.err, tl.busy = whole, err, false
			tl.lookAt = time.Now().Add(max(trackAgain, 10*time.Since(began)))
			close(tl.idle)
			tl.mu.Unlock()
			if err != nil && ctx.Err() == nil {
				l.log.Warn("subtitles of a film can't be read", "film", tl.key.film, "track", tl.key.track, "err", err)
			}
		}
	}
}

// readTrack reads a track as far as it is there. whole says that nothing is missing.
func (l *Library) readTrack(ctx context.Context, tl *trackLines) (whole bool, err error) {
	if lines, ok := l.tracks.cache.load(tl.key); ok {
		tl.set(lines)
		return true, nil
	}
	table, c, err := l.tableNow(ctx, tl.key.film)
	if err != nil {
		return false, err
	}
	defer c.Close()
	t := table.Track(tl.key.track)
	if t == nil || c.Media.Version != tl.key.version {
		return false, ErrNoSubtitles
	}
	track, ok := subtitle.NewTrack(*t)
	if !ok {
		return false, ErrSubtitles
	}
	w := trackWalk{ctx: ctx, table: table, content: c, from: t, track: track, into: tl}
	whole, err = w.run()
	if err == nil && whole && ctx.Err() == nil {
		l.tracks.cache.save(tl.key, w.lines)
	}
	return whole, err
}

// set shows what was read so far to those who ask. The lines do not change any
// more; others may be appended to them.
func (tl *trackLines) set(lines []subtitle.Line) {
	tl.mu.Lock()
	defer tl.mu.Unlock()
	tl.lines = lines
}

// more is set, unless more was read the last time.
func (tl *trackLines) more(lines []subtitle.Line) {
	tl.mu.Lock()
	defer tl.mu.Unlock()
	if len(lines) > len(tl.lines) {
		tl.lines = lines
	}
}

// read returns what was read so far.
func (tl *trackLines) read() (lines []subtitle.Line, whole bool, err error) {
	tl.mu.Lock()
	defer tl.mu.Unlock()
	return tl.lines, tl.whole, tl.err
}
