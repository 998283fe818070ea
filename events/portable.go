package events

import (
	"context"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	chunk = 32 << 10 // bytes written under one deadline
	piece = 4 << 10  // bytes written at once: HTTP/2 keeps room for the most that a connection ever wrote
	keep  = 16       // frames that the queue has room for between writes; a burst must not keep its memory
)

// portable writes to any connection and to any ResponseWriter: TLS, HTTP/2. A goroutine of its own or the handler's
// writes, woken through one channel.
type portable struct {
	identity
	stream *Stream
	seq    uint64 // newest event that it has been handed, under Stream.mu
	index  int    // in Stream.portables, under Stream.mu; -1: not there

	out   outlet
	stall time.Duration
	wake  chan struct{}

	mu     sync.Mutex
	queue  [][]byte // the next write takes all of it; the frames are shared by all streams
	queued int      // bytes of the queue that count against limit: all but the head
	limit  int      // bytes
	reason error    // why the stream ends
	after  error    // why it ends once the queue is written

	deadline sync.Mutex // serialises the connection's deadlines; taken before mu
	writing  bool       // the goroutine is in a write
	expires  time.Time  // when that write is too slow
}

func newPortable(s *Stream, out outlet, who identity) *portable {
	return &portable{
		identity: who,
		stream:   s,
		index:    -1,
		out:      out,
		stall:    s.hub.opt.Stall,
		wake:     make(chan struct{}, 1),
		limit:    s.hub.opt.Backlog,
	}
}

// servePortable is Serve for any ResponseWriter. It returns why the stream has ended.
func (s *Stream) servePortable(w http.ResponseWriter, r *http.Request, sub Subscriber) error {
	w = begin(w)
	v := newPortable(s, answer{w, http.NewResponseController(w)}, identity{sub.Viewer, sub.Network})
	if err := v.join(sub, func() {}); err != nil {
		return err
	}
	unwatch := context.AfterFunc(r.Context(), func() { v.end(context.Cause(r.Context())) })
	defer unwatch()
	return v.run()
}

// serveLine is Serve for a connection that was taken from net/http. It returns once the stream has begun.
func (s *Stream) serveLine(conn net.Conn, header []byte, sub Subscriber) error {
	_ = conn.SetWriteDeadline(time.Now().Add(s.hub.opt.Stall))
	if _, err := conn.Write(header); err != nil {
		_ = conn.Close()
		return err
	}
	l := &line{Conn: conn, buffers: &s.hub.buffers}
	v, ended := newPortable(s, l, identity{sub.Viewer, sub.Network}), sub.Ended
	err := v.join(sub, func() {
		s.hub.owned.Go(func() {
			why := v.run()
			l.close(why)
			ended(why)
		})
		s.hub.owned.Go(func() {
			l.linger()
			v.end(context.Canceled)
		})
	})
	if err != nil {
		_ = conn.Close()
	}
	return err
}

// join puts the browser on the stream. begin is called as soon as that is so, which is before the hub waits for its
// goroutines.
func (p *portable) join(sub Subscriber, begin func()) error {
	s := p.stream
	err := s.join(sub, func(head []byte, known uint64) {
		p.seq, p.index = known, len(s.portables)
		s.portables = append(s.portables, p)
		p.start(head)
		begin()
	})
	if err == nil && sub.Out != nil && sub.Out() { // meanwhile
		p.end(ErrOut)
	}
	return err
}

// begin writes the headers and returns the innermost writer.
func begin(w http.ResponseWriter) http.ResponseWriter {
	w.WriteHeader(http.StatusOK) // through the middleware, which may add to the headers
	for {                        // from here on past it: a wrapper may hide the errors of Flush
		wrapper, ok := w.(interface{ Unwrap() http.ResponseWriter })
		if !ok {
			return w
		}
		w = wrapper.Unwrap()
	}
}

// leave takes the browser off the stream; a second call is a no-op.
func (p *portable) leave() {
	s := p.stream
	s.mu.Lock()
	defer s.mu.Unlock()
	if p.index < 0 {
		return
	}
	end := len(s.portables) - 1
	moved := s.portables[end]
	s.portables[p.index], moved.index = moved, p.index
	s.portables[end] = nil
	s.portables = s.portables[:end]
	p.index = -1
}

// start queues what comes before the live frames; it does not count against the backlog.
func (p *portable) start(head []byte) {
	p.mu.Lock()
	p.queue = [][]byte{head}
	p.mu.Unlock()
	p.poke()
}

// push queues a frame and never blocks. False means that the browser is too far behind.
func (p *portable) push(wire []byte) bool {
	p.mu.Lock()
	if p.reason != nil || p.queued+len(wire) > p.limit {
		p.queue, p.queued = nil, 0
		p.mu.Unlock()
		return false
	}
	p.queue = append(p.queue, wire)
	p.queued += len(wire)
	p.mu.Unlock()
	p.poke()
	return true
}

func (p *portable) end(reason error) {
	p.leave()
	p.mu.Lock()
	if p.reason == nil {
		p.reason = reason
	}
	p.mu.Unlock()
	p.poke()
	p.deadline.Lock()
	defer p.deadline.Unlock()
	if p.writing {
		_ = p.out.SetWriteDeadline(time.Unix(1, 0)) // the blocked write returns now
	}
}

func (p *portable) endAfter(reason error, last []byte) {
	p.leave()
	if len(last) > 0 {
		p.push(last)
	}
	p.mu.Lock()
	p.after = reason
	p.mu.Unlock()
	p.poke()
}

func (p *portable) poke() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// run writes until the stream ends and returns why. Afterwards p is off the stream and touches the outlet no more.
func (p *portable) run() error {
	_ = p.out.SetReadDeadline(time.Time{})
	why := p.carry()
	p.leave()
	p.stream.hub.left(p.id, why)
	return why
}

// carry writes what comes until the stream ends and returns why.
func (p *portable) carry() error {
	var frames [][]byte
	for range p.wake {
		p.mu.Lock()
		frames, p.queue, p.queued = p.queue, frames[:0], 0
		err, after := p.reason, p.after
		p.mu.Unlock()
		if err == nil {
			err = p.write(frames)
		}
		if err == nil {
			err = after
		}
		if err != nil {
			return p.finish(err)
		}
		clear(frames)
		if cap(frames) > keep {
			frames = nil
		}
	}
	return nil // not reached: wake is never closed
}

// write sends the frames in chunks, each with its own deadline, and flushes them.
func (p *portable) write(frames [][]byte) error {
	for len(frames) > 0 {
		if err := p.arm(); err != nil {
			return err
		}
		rest, err := p.writeChunk(frames)
		if err == nil && len(rest) == 0 {
			err = p.out.Flush()
		}
		p.disarm()
		if err != nil {
			return err
		}
		frames = rest
	}
	return nil
}

// writeChunk writes the first frames, up to about a chunk, and returns what is left.
func (p *portable) writeChunk(frames [][]byte) (rest [][]byte, err error) {
	for room := chunk; room > 0 && len(frames) > 0; {
		part := frames[0][:min(len(frames[0]), room, piece)]
		if _, err := p.out.Write(part); err != nil {
			return nil, err
		}
		room -= len(part)
		if frames[0] = frames[0][len(part):]; len(frames[0]) == 0 {
			frames = frames[1:]
		}
	}
	return frames, nil
}

// arm sets the deadline of the next write, unless the stream is to end.
func (p *portable) arm() error {
	p.deadline.Lock()
	defer p.deadline.Unlock()
	if err := p.ended(); err != nil {
		return err
	}
	p.writing = true
	p.expires = time.Now().Add(p.stall)
	_ = p.out.SetWriteDeadline(p.expires)
	return nil
}

// disarm clears the deadline: over HTTP/2 it would end even an idle stream.
func (p *portable) disarm() {
	p.deadline.Lock()
	defer p.deadline.Unlock()
	p.writing = false
	if p.ended() == nil {
		_ = p.out.SetWriteDeadline(time.Time{})
	}
}

func (p *portable) ended() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.reason
}

// finish names the reason. A stream cut for slowness leaves an expired deadline behind, so that
// the server closes the connection instead of finishing the answer.
func (p *portable) finish(err error) error {
	reason := p.ended()
	p.deadline.Lock()
	defer p.deadline.Unlock()
	switch late := !time.Now().Before(p.expires); {
	case reason == ErrClosed, err == ErrClosed:
		return ErrClosed
	case err == ErrOut:
		return err
	case reason == ErrSlow, err != reason && late: // net/http cancels the request, too, when a write fails
		_ = p.out.SetWriteDeadline(time.Unix(1, 0))
		return ErrSlow
	case reason != nil:
		return reason
	}
	return err
}
