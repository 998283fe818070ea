package events

import (
	"net/http"
	"strconv"
)

// Subscriber describes one browser to Stream.Serve.
type Subscriber struct {
	Viewer   string // the public viewer id, told in hello
	Edition  string // of the channel
	Since    uint64 // the newest event that the browser has applied
	HasSince bool   // false: it has nothing yet and begins with a reset
	// Snapshot returns the room's state as one line of JSON with the member seq. It is called
	// when the browser needs a reset, without locks, and is at least as new as what was published.
	Snapshot func() []byte

	Network string // whence the browser comes, for Stream.Expel; "" = it is never meant
	// Out reports whether the viewer was put out, after which the stream ends at once. It is
	// called once the stream would be found by Expel. It may be nil.
	Out func() bool
	// Ended is called once when the stream has ended, however that came. It must not wait for anything but locks that
	// are held for memory. It may be nil.
	Ended func(why error)
}

// Serve answers one browser until the stream ends: headers, hello, the newest of what has no number, then what
// the browser missed (or a reset), then everything live, without a gap and without a repetition.
//
// The stream may outlast the call. Once it has ended sub.Ended is told why: the request's context error when the browser
// left, ErrSlow when it was cut for reading too slowly, ErrClosed when the room was dropped or the hub closed, ErrOut after
// Expel. The answer has begun by then; the error can only be logged.
func (s *Stream) Serve(w http.ResponseWriter, r *http.Request, sub Subscriber) {
	if sub.Ended == nil {
		sub.Ended = func(error) {}
	}
	describe(w.Header(), r)
	switch {
	case r.Method == http.MethodHead:
		w.WriteHeader(http.StatusOK)
		sub.Ended(nil)
	case canTake(w, r):
		if err := s.serveTaken(w, r, sub); err != nil {
			sub.Ended(err)
		}
	default:
		sub.Ended(s.servePortable(w, r, sub))
	}
}

// describe sets the headers of a stream.
func describe(header http.Header, r *http.Request) {
	header.Set("Content-Type", "text/event-stream")
	header.Set("Cache-Control", "no-store, no-transform")
	header.Set("X-Accel-Buffering", "no")
	header.Set("Content-Encoding", "identity") // else Caddy 2.6 compresses the stream, and holds it back for that
	if r.ProtoMajor == 1 {
		// The stream ends with its connection. Chunks would end it as well, but HAProxy holds each back for 200 ms,
		// to see whether more of them come.
		header.Set("Transfer-Encoding", "identity")
	}
}

// join has start put a viewer on the stream, with all that comes before the live frames and the number of the newest event
// in that, both under one lock: nothing is missed and nothing comes twice.
func (s *Stream) join(sub Subscriber, start func(head []byte, known uint64)) error {
	since, known := sub.Since, sub.HasSince
	var snapshot []byte
	for attempt := 0; ; attempt++ {
		s.mu.Lock()
		if s.closed {
			s.mu.Unlock()
			return ErrClosed
		}
		trusted := snapshot != nil || since <= s.published
		if known && trusted && s.continues(since) || attempt == 4 {
			start(s.head(sub, since, snapshot), max(since, s.last))
			s.hub.viewers.Add(1)
			s.mu.Unlock()
			return nil
		}
		s.mu.Unlock()
		// Too old, from the future, or new here: the room's state, and what follows it.
		snapshot = sub.Snapshot()
		seq := snapshotSeq(snapshot)
		if attempt == 0 && sub.HasSince && seq == sub.Since {
			snapshot = snapshot[:0] // the browser is where the room is; only this stream is new
		}
		since, known = seq, true
	}
}

// continues reports whether nothing after since is missing here. mu held.
func (s *Stream) continues(since uint64) bool {
	return since >= s.last || len(s.ring) > 0 && since+1 >= s.ring[0].seq
}

// head is all that a newcomer gets before the live frames. mu held.
func (s *Stream) head(sub Subscriber, since uint64, snapshot []byte) []byte {
	b := append([]byte(nil), s.hub.preamble...)
	b = append(b, encode("hello", mustJSON(hello{max(s.last, since), s.hub.opt.Now(), sub.Viewer, s.hub.opt.Node}))...)
	for _, n := range s.news {
		if n.stays() {
			b = append(b, n.wire...)
		}
	}
	if len(snapshot) > 0 {
		b = append(strconv.AppendUint(append(b, "id: "...), since, 10), '\n')
		b = append(b, encode("reset", snapshot)...)
	}
	for _, f := range s.after(since) {
		b = append(b, f.wire...)
	}
	return b
}

// after is the kept frames later than since. mu held.
func (s *Stream) after(since uint64) []frame {
	if since >= s.last || len(s.ring) == 0 {
		return nil
	}
	first := s.ring[0].seq
	if since < first {
		return s.ring
	}
	return s.ring[since+1-first:]
}
