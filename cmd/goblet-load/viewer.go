package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// manner is how a viewer reads its stream.
type manner byte

const (
	prompt  manner = iota
	slow           // some bytes at a time, until the load is over; then all the rest
	stopped        // what the stream begins with, and nothing more
)

const (
	readSize   = 2 << 10 // bytes of a viewer's buffer
	slowSize   = 512     // bytes that a slow viewer reads at once
	slowPause  = 250 * time.Millisecond
	slowWindow = 4 << 10 // bytes that the system receives for a viewer who does not read
	mostEvents = 1 << 20 // of one viewer whose arrival is noted
	retryPause = 200 * time.Millisecond
	mostTries  = 50 // to open one stream
)

// viewer is one session in a room. What is not atomic belongs to the goroutine that watches, until the fleet has ended.
type viewer struct {
	room   *place
	from   *source
	cookie string // "": a bare server knows no sessions
	manner manner

	seen    atomic.Uint64 // the newest event
	begun   atomic.Uint32 // streams that have spoken
	refused atomic.Uint32 // tries to open one that came to nothing
	back    atomic.Uint32 // when the newest of them did, in microseconds of the fleet's clock
	ended   atomic.Uint32 // streams that the server has ended
	gap     atomic.Uint32 // longest time without a stream after one that the server has ended, in microseconds
	cutAt   atomic.Uint32 // when the server ended the newest one, in microseconds of the fleet's clock; 0: it did not
	moved   bool          // the newest one told the viewer to move

	ledger  ledger
	base    uint64   // arrived[0] is of the event after this one
	arrived []uint32 // when each event came, in microseconds of the fleet's clock; 0: it did not
	frames  int      // events
	bytes   int      // of these on the wire

	mu   sync.Mutex
	conn net.Conn // the open stream
	over bool     // no more shall be opened
}

var errRefused = errors.New("the stream was refused")

// watch keeps a stream open until the fleet ends, going on after the newest event each time.
func (v *viewer) watch(ctx context.Context, f *fleet) error {
	for tries := 0; ; tries++ {
		conn, rest, err := v.open(ctx, f)
		switch {
		case ctx.Err() != nil || f.ended():
			return nil
		case err == nil:
			tries = 0
			if err = v.read(conn, rest, f); err != nil {
				return err
			}
			if !v.cutByUs() && !f.ended() {
				v.ended.Add(1)
				v.cutAt.Store(f.now())
				if !v.moved && f.pages && wait(ctx, pagePause(1, len(v.room.viewers))) != nil {
					return nil
				}
			}
			v.moved = false
			continue
		case tries == mostTries || errors.Is(err, errEndpoint):
			return err
		}
		v.refused.Add(1)
		pause := retryPause
		if f.pages {
			pause = pagePause(tries+2, len(v.room.viewers))
		}
		if wait(ctx, pause) != nil {
			return nil
		}
	}
}

// open asks for the stream and reads the head of the answer.
func (v *viewer) open(ctx context.Context, f *fleet) (io.ReadCloser, []byte, error) {
	conn, err := f.dial(ctx, v)
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	if !v.hold(conn) {
		return nil, nil, errRefused
	}
	if v.manner != prompt {
		_ = conn.(*net.TCPConn).SetReadBuffer(slowWindow)
	}
	if v.room.scheme == "https" {
		stream, err := v.ask(ctx, conn)
		if err != nil {
			conn.Close()
		}
		return stream, nil, err
	}
	if _, err := io.WriteString(conn, v.request()); err != nil {
		conn.Close()
		return nil, nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	status, rest, err := readHead(conn)
	if err != nil {
		err = fmt.Errorf("%w: %w", errRefused, err)
	} else {
		err = refused(status)
	}
	if err != nil {
		conn.Close()
	}
	return conn, rest, err
}

// refused is nil if a stream is answered with that status as it should be.
func refused(status int) error {
	switch {
	case status == 429 || status >= 500:
		return fmt.Errorf("%w with %d", errRefused, status)
	case status != 200:
		return fmt.Errorf("%w: the stream was answered with %d", errEndpoint, status)
	}
	return nil
}

// request is the request for the stream.
func (v *viewer) request() string {
	var b strings.Builder
	b.WriteString("GET " + v.room.path + "/events HTTP/1.1\r\nHost: " + v.room.host + "\r\n")
	_ = v.header().Write(&b)
	b.WriteString("\r\n")
	return b.String()
}

// header is what the request for the stream says.
func (v *viewer) header() http.Header {
	h := http.Header{"Accept": {"text/event-stream"}}
	if v.cookie != "" {
		h.Set("Cookie", v.cookie)
	}
	if v.ledger.begun && !v.room.bare() {
		h.Set("Last-Event-ID", strconv.FormatUint(v.ledger.last, 10))
	}
	return h
}

// read takes frames until the stream ends; an error means that the stream made no sense.
func (v *viewer) read(conn io.ReadCloser, rest []byte, f *fleet) error {
	defer conn.Close()
	p := parser{bare: v.room.bare()}
	var wrong error
	var now uint32
	each := func(fr frame) {
		if err := v.take(fr, now); err != nil && wrong == nil {
			wrong = err
		}
	}
	now = f.now()
	if p.bare {
		v.greet(now)
	}
	p.feed(rest, each)
	rest = nil // its 8 KB are not to be kept
	if v.manner == stopped {
		v.begun.Add(1)
		<-f.done
		return wrong
	}
	buf := make([]byte, v.bufferSize())
	for wrong == nil {
		n, err := conn.Read(buf)
		now = f.now()
		p.feed(buf[:n], each)
		if err != nil {
			break
		}
		if v.manner == slow {
			f.dawdle()
		}
	}
	return wrong
}

func (v *viewer) bufferSize() int {
	if v.manner == slow {
		return slowSize
	}
	return readSize
}

// take notes a frame that came at now.
func (v *viewer) take(fr frame, now uint32) error {
	switch {
	case fr.garbled, fr.kind == event && !fr.numbered:
		return fmt.Errorf("%w: a frame lacks its number", errEndpoint)
	case fr.kind == hello:
		v.back.Store(now)
		v.begun.Add(1)
		if at := v.cutAt.Swap(0); at != 0 {
			v.gap.Store(max(v.gap.Load(), now-at))
		}
		return nil
	case fr.kind == move:
		v.moved = true
		return nil
	case fr.kind == reset && fr.numbered:
		v.ledger.reset(fr.seq)
		if len(v.arrived) == 0 {
			v.base = v.ledger.last
		}
	case fr.kind == event:
		v.frames++
		v.bytes += fr.size
		if v.ledger.event(fr.seq) {
			v.note(fr.seq, now)
		}
	default:
		return nil
	}
	v.seen.Store(v.ledger.last)
	return nil
}

// greet notes that a bare server's stream has begun, which says so by its head alone.
func (v *viewer) greet(now uint32) {
	if !v.ledger.begun {
		v.ledger.reset(0)
	}
	v.back.Store(now)
	v.begun.Add(1)
}

// note keeps when an event came.
func (v *viewer) note(seq uint64, now uint32) {
	if v.base == 0 && len(v.arrived) == 0 {
		v.base = seq - 1
	}
	i := seq - v.base - 1
	if seq <= v.base || i >= mostEvents {
		return
	}
	for uint64(len(v.arrived)) <= i {
		v.arrived = append(v.arrived, 0)
	}
	v.arrived[i] = now
}

// arrival returns when an event came, 0 if it did not.
func (v *viewer) arrival(seq uint64) uint32 {
	if i := seq - v.base - 1; seq > v.base && i < uint64(len(v.arrived)) {
		return v.arrived[i]
	}
	return 0
}

// hold makes conn the open stream, unless there shall be none: then it is closed.
func (v *viewer) hold(conn net.Conn) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.over {
		conn.Close()
		return false
	}
	v.conn = conn
	return true
}

// cut ends the open stream; for good if no other is to follow.
func (v *viewer) cut(forGood bool) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.over = v.over || forGood
	if v.conn != nil {
		v.conn.Close()
		v.conn = nil
	}
}

// cutByUs reports whether the stream that has ended was cut here.
func (v *viewer) cutByUs() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	ours := v.conn == nil
	v.conn = nil
	return ours
}
