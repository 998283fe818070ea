package events

import (
	"cmp"
	"net"
	"sync/atomic"
	"time"
)

// direct writes to a browser's socket, for plain HTTP/1.1 where the system tells when a socket takes more. It has taken the
// connection from net/http, so that a browser costs no goroutine and no buffer; its shard writes, without ever waiting.
type direct struct {
	identity
	stream *Stream
	socket *socket
	ended  func(error)

	shard *shard
	index int // in the shard's viewers, under its mu

	// Of the shard's turns:
	head    []byte    // what comes before the text
	place   uint64    // of the next byte in the shard's text
	known   uint64    // the newest event that was in the head
	full    bool      // the socket took no more
	told    uint32    // socket.room at that time
	expires time.Time // when it will have taken nothing for too long, if it is full

	open     atomic.Bool // may be written to
	farewell atomic.Pointer[farewell]
	over     atomic.Bool
}

// farewell is how a stream ends that ends in order.
type farewell struct {
	reason error
	until  uint64 // place in the shard's text
	last   []byte // after that
	said   bool   // last is in the head. Of the shard's turns
}

// serveDirect is Serve for a connection whose socket can be written to directly. It returns once the stream has begun.
func (s *Stream) serveDirect(conn net.Conn, header []byte, sub Subscriber) (err error) {
	v := &direct{identity: identity{sub.Viewer, sub.Network}, stream: s, ended: sub.Ended}
	if v.socket, err = newSocket(conn); err != nil {
		_ = conn.Close()
		return err
	}
	err = s.join(sub, func(head []byte, known uint64) {
		v.head, v.known = append(header, head...), known
		s.addDirect(v)
	})
	if err != nil {
		_, _ = v.socket.write(header)
		v.socket.close(false)
		return err
	}
	if err = s.hub.sockets.add(v); err == nil && sub.Out != nil && sub.Out() { // meanwhile
		_, err = v.socket.write(header)
		err = cmp.Or(err, ErrOut)
	}
	if err != nil {
		v.end(err)
		return nil
	}
	v.open.Store(true)
	v.shard.poke()
	return nil
}

// addDirect puts v on a shard. mu held.
func (s *Stream) addDirect(v *direct) {
	for _, sh := range s.shards {
		if sh.add(v) {
			return
		}
	}
	sh := newShard(s.hub)
	s.shards = append(s.shards, sh)
	sh.add(v)
}

// advance writes what the socket takes. It ends v, and returns false, if all is said or v is too slow.
func (v *direct) advance(t *text, now time.Time) bool {
	stall, backlog := v.stream.hub.opt.Stall, uint64(v.stream.hub.opt.Backlog)
	if !v.open.Load() {
		return true
	}
	for !v.over.Load() {
		told := v.socket.room.Load()
		if v.full && told == v.told {
			if !now.Before(v.expires) || t.end > v.place+backlog {
				v.end(ErrSlow)
				break
			}
			return true
		}
		wire, begins := v.owed(t)
		if len(wire) == 0 {
			v.full = false
			if f := v.farewell.Load(); f != nil {
				v.end(f.reason)
				break
			}
			v.place = begins
			return true
		}
		n, err := v.socket.write(wire)
		if err != nil {
			v.end(err)
			break
		}
		if n > 0 || !v.full {
			v.expires = now.Add(stall)
		}
		v.took(n, begins)
		if v.full = n == 0; v.full {
			v.told = told
		}
	}
	return false
}

// owed returns what v is to be written next, its head first, and where in the text that begins.
func (v *direct) owed(t *text) (wire []byte, begins uint64) {
	f := v.farewell.Load()
	if len(v.head) > 0 {
		return v.head, v.place
	}
	if f == nil {
		return t.after(v.place, v.known)
	}
	if wire, begins = t.after(v.place, v.known); begins < f.until {
		return wire[:min(uint64(len(wire)), f.until-begins)], begins
	}
	if !f.said {
		f.said, v.head = true, f.last
	}
	return v.head, f.until
}

// took notes that n bytes were written of what was owed from a place on.
func (v *direct) took(n int, begins uint64) {
	if len(v.head) == 0 {
		v.place = begins + uint64(n)
		return
	}
	if v.head = v.head[n:]; len(v.head) == 0 {
		v.head = nil
	}
}

func (v *direct) end(reason error) {
	if !v.over.CompareAndSwap(false, true) {
		return
	}
	h := v.stream.hub
	v.shard.remove(v)
	h.left(v.id, reason)
	h.sockets.remove(v)
	v.socket.close(reason == ErrSlow)
	if !h.turns.add(func(*desk) { v.ended(reason) }) { // the caller may hold what ended needs
		v.ended(reason)
	}
}

func (v *direct) endAfter(reason error, last []byte) {
	v.shard.mu.Lock()
	until := v.shard.length
	v.shard.mu.Unlock()
	if v.farewell.CompareAndSwap(nil, &farewell{reason: reason, until: until, last: last}) {
		v.shard.poke()
	}
}
