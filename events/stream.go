package events

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/r3labs/sse/v2"
)

// Stream carries one edition of a room's events to the browsers on this node. r3labs keeps their order and
// encodes each once; the stream taps it and hands the encoded frames to the browsers' writers.
type Stream struct {
	hub     *Hub
	channel *Channel
	name    string // of this incarnation at r3labs
	cancel  context.CancelFunc
	publish sync.Mutex // held from the check of a seq until r3labs has the event

	mu        sync.Mutex
	published uint64              // newest seq given to Publish
	last      uint64              // newest seq that the tap has carried
	ring      []frame             // the newest numbered frames, contiguous, ending with last
	ringBytes int                 // their size
	news      []news              // of each kind of frame without a number the newest, in the order of their coming
	told      uint64              // how many of those there were
	passing   map[string]struct{} // names of those that mean nothing later, see Pass
	amends    map[uint64]func([]byte) []byte
	final     uint64        // the event after which the stream ends; 0 = none
	portables []*portable   // whom to hand frames to one by one
	shards    []*shard      // whom to hand frames to together
	arrived   chan struct{} // closed when a frame arrives that polls wait for; nil if nobody waits
	closed    bool
	done      chan struct{} // closed by close
}

// frame is one event as it goes over the wire.
type frame struct {
	seq  uint64
	wire []byte
}

// news is the newest frame of a kind that has no numbers.
type news struct {
	event string
	mark  uint64 // Stream.told when it came
	wire  []byte
	until time.Time // when it means nothing any more; zero: it stays
}

func newStream(h *Hub, name string) *Stream {
	ctx, cancel := context.WithCancel(context.Background())
	s := &Stream{hub: h, name: name, cancel: cancel, done: make(chan struct{})}
	h.sse.CreateStream(name)
	t := &tap{header: http.Header{}, carry: s.carry, ready: make(chan struct{})}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "/", nil)
	if err != nil { // a constant request: cannot happen
		panic(err)
	}
	query := request.URL.Query()
	query.Set("stream", name)
	request.URL.RawQuery = query.Encode()
	h.owned.Go(func() {
		h.sse.ServeHTTP(t, request)
		h.sse.RemoveStream(name) // only now: earlier it would leak the goroutine that unsubscribes the tap
	})
	<-t.ready
	return s
}

// Begin tells a stream that has carried nothing yet which event was the room's newest before it,
// so that those who have seen that one need no reset. It is a no-op later.
func (s *Stream) Begin(seq uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.published == 0 {
		s.published, s.last = seq, seq
	}
}

// Publish hands an event to every browser, in the order of the calls, and never waits for one.
// seq is the event's number in the log; a number that has been published before is ignored.
// seq 0 means an event without a number: of each name the newest is told to newcomers. data is one line of JSON and must not be changed afterwards.
func (s *Stream) Publish(seq uint64, event string, data []byte) {
	if len(data) == 0 {
		data = []byte("{}") // r3labs ends the subscription at an event without data
	}
	if bytes.IndexByte(data, '\r') >= 0 { // r3labs splits at \n alone, browsers at \r too
		data = bytes.ReplaceAll(bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
	}
	e := &sse.Event{Event: []byte(strings.NewReplacer("\r", "", "\n", "").Replace(event)), Data: data}
	s.publish.Lock()
	defer s.publish.Unlock()
	if seq != 0 {
		e.ID = strconv.AppendUint(nil, seq, 10)
	}
	if s.accept(seq) {
		s.hub.sse.Publish(s.name, e) // waits for the tap at most, which waits for nobody
	}
}

// accept notes seq as published and reports whether the event is to be carried.
func (s *Stream) accept(seq uint64) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || seq != 0 && seq <= s.published {
		return false
	}
	s.published = max(s.published, seq)
	return true
}

// carry is called by the tap for each encoded frame, in order.
func (s *Stream) carry(wire []byte) {
	var f frame
	if rest, ok := bytes.CutPrefix(wire, []byte("id: \n")); ok { // an empty id would make browsers forget theirs
		f.wire = bytes.Clone(rest)
	} else {
		f.seq, f.wire = frameSeq(wire), bytes.Clone(wire)
	}
	s.mu.Lock()
	if f.seq != 0 {
		s.keep(f)
	} else {
		s.note(f)
	}
	slow := s.fan(f)
	over := f.seq != 0 && f.seq == s.final
	s.mu.Unlock()
	s.evict(slow)
	if over {
		s.finish()
	}
}

// frameSeq reads the number that r3labs wrote as the first line.
func frameSeq(wire []byte) (seq uint64) {
	line, _, _ := bytes.Cut(wire, []byte("\n"))
	seq, _ = strconv.ParseUint(string(bytes.TrimPrefix(line, []byte("id: "))), 10, 64)
	return seq
}

// keep adds a frame to the replay. mu held.
func (s *Stream) keep(f frame) {
	if len(s.ring) > 0 && f.seq != s.last+1 { // a gap: what is older cannot be continued
		clear(s.ring)
		s.ring, s.ringBytes = s.ring[:0], 0
	}
	s.last = f.seq
	s.amend(f.seq)
	s.ring = append(s.ring, f)
	s.ringBytes += len(f.wire)
	for len(s.ring) > 1 && (len(s.ring) > s.hub.opt.ReplayEvents || s.ringBytes > s.hub.opt.ReplayBytes) {
		s.ringBytes -= len(s.ring[0].wire)
		s.ring[0] = frame{}
		s.ring = s.ring[1:]
	}
	s.wake()
}

// note remembers the newest frame of its kind. mu held.
func (s *Stream) note(f frame) {
	event := frameEvent(f.wire)
	s.news = slices.DeleteFunc(s.news, func(n news) bool { return n.event == event })
	s.told++
	s.news = append(s.news, news{event, s.told, f.wire, s.until(event)})
	s.wake()
}

// wake tells polls that there is something. mu held.
func (s *Stream) wake() {
	if s.arrived != nil {
		close(s.arrived)
		s.arrived = nil
	}
}

// fan hands the frame to every browser that does not have it yet and returns those that are too far behind. mu held.
func (s *Stream) fan(f frame) (slow []*portable) {
	taken := 0
	for _, v := range s.portables {
		if f.had(v.seq) {
			continue
		}
		v.seq = max(v.seq, f.seq)
		if !v.push(f.wire) {
			slow = append(slow, v)
			continue
		}
		taken++
	}
	for _, sh := range s.shards {
		taken += sh.carry(f)
	}
	s.hub.frames.Add(int64(taken))
	return slow
}

// evict cuts browsers that are too far behind; they reconnect and are replayed what they missed.
func (s *Stream) evict(slow []*portable) {
	for _, v := range slow {
		v.end(ErrSlow)
	}
}

// all returns who is on the stream. mu held.
func (s *Stream) all() []viewer {
	var list []viewer
	for _, v := range s.portables {
		list = append(list, v)
	}
	for _, sh := range s.shards {
		list = sh.all(list)
	}
	return list
}

// Expel ends the streams of a viewer, and those from a network unless it is "",
// each with one last frame without a number.
func (s *Stream) Expel(who, network, event string, data []byte) {
	s.mu.Lock()
	all := s.all()
	s.mu.Unlock()
	for _, v := range all {
		if v.is(who, network) {
			v.endAfter(ErrOut, encode(event, data))
		}
	}
}

// beat sends the heartbeat, if there is anybody to hear it.
func (s *Stream) beat() {
	s.mu.Lock()
	if len(s.portables) == 0 && len(s.shards) == 0 {
		s.mu.Unlock()
		return
	}
	slow := s.fan(frame{wire: encode("beat", mustJSON(beat{Seq: s.last, Now: s.hub.opt.Now()}))})
	s.mu.Unlock()
	s.evict(slow)
}

// close ends the stream and all who are on it.
func (s *Stream) close() { s.shut(func(v viewer) { v.end(ErrClosed) }) }

// shut ends the stream, and has end do so for each who is on it.
func (s *Stream) shut(end func(viewer)) {
	s.mu.Lock()
	if s.closed {
		s.mu.Unlock()
		return
	}
	s.closed = true
	all := s.all()
	close(s.done)
	s.mu.Unlock()
	s.cancel()
	for _, v := range all {
		end(v)
	}
}
