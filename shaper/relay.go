package shaper

import (
	"io"
	"net"
	"sync"
	"time"
)

// Bytes are carried in pieces, and so many pieces wait in a direction before its sender has to.
const (
	pieceSize = 16 << 10
	waiting   = 1024
)

// relay is one connection over the line.
type relay struct {
	near, far *net.TCPConn
	gone      chan struct{}
	once      sync.Once
}

// piece is what arrives at a moment; empty: the end of what the sender has to say.
type piece struct {
	bytes []byte
	due   time.Time
}

// reset ends the connection as a line does that goes away: whoever still speaks is told so.
func (r *relay) reset() { r.end(true) }

// end ends the connection. Unless it is to be reset, what was written before still arrives.
func (r *relay) end(reset bool) {
	r.once.Do(func() {
		close(r.gone)
		for _, end := range []*net.TCPConn{r.near, r.far} {
			if reset {
				_ = end.SetLinger(0)
			}
			_ = end.Close()
		}
	})
}

// serve relays one connection until both directions have ended.
func (l *Line) serve(near *net.TCPConn) {
	opened := l.handshake()
	far, err := net.Dial("tcp", l.target)
	if err != nil {
		_ = near.SetLinger(0)
		_ = near.Close()
		return
	}
	r := &relay{near: near, far: far.(*net.TCPConn), gone: make(chan struct{})}
	if !l.add(r) {
		r.reset()
		return
	}
	defer l.forget(r)
	var both sync.WaitGroup
	both.Go(func() { l.carry(r, r.near, r.far, up, opened) })
	both.Go(func() { l.carry(r, r.far, r.near, down, time.Time{}) })
	both.Wait()
	r.end(false)
}

func (l *Line) add(r *relay) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down || l.closed {
		return false
	}
	l.relay[r] = true
	return true
}

func (l *Line) forget(r *relay) {
	l.mu.Lock()
	defer l.mu.Unlock()
	delete(l.relay, r)
}

// carry takes one direction from end to end; nothing arrives before the time earliest.
func (l *Line) carry(r *relay, from, to *net.TCPConn, direction int, earliest time.Time) {
	pieces := make(chan piece, waiting)
	var reader sync.WaitGroup
	defer reader.Wait()
	reader.Go(func() {
		defer close(pieces)
		last := earliest
		for {
			buffer := make([]byte, pieceSize)
			n, err := from.Read(buffer)
			if err != nil && err != io.EOF {
				r.reset()
				return
			}
			last = l.due(direction, n, last)
			select {
			case pieces <- piece{buffer[:n], last}:
			case <-r.gone:
				return
			}
			if err == io.EOF {
				return
			}
		}
	})
	for p := range pieces {
		if !l.pass(r, p.due) {
			return
		}
		if _, err := to.Write(p.bytes); err != nil {
			r.reset()
			return
		}
	}
	_ = to.CloseWrite()
}

// pass waits until the time has come and the line is open; false if the connection ended before.
func (l *Line) pass(r *relay, due time.Time) bool {
	timer := time.NewTimer(time.Until(due))
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-r.gone:
		return false
	}
	for {
		held := l.passage()
		if held == nil {
			return true
		}
		select {
		case <-held:
		case <-r.gone:
			return false
		}
	}
}
