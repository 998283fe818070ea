package events

import (
	"context"
	"strconv"
	"strings"
	"time"
)

// Poll says what a browser that polls has already.
type Poll struct {
	Edition string  // of the channel
	Since   uint64  // the newest event that it has applied
	Mark    *string // News.Mark of its last poll, "" at the first one; nil: it wants numbered events alone
}

// News is the answer to a Poll.
type News struct {
	Seq    uint64   // number of the newest event here, or Since when there is none
	Events [][]byte // the data of the events after Since
	Frames []Frame  // what has no number and is newer than the mark, of each name the newest, in the order of their coming
	Mark   string   // for the next poll
	Gap    bool     // Since is older than what is kept, or from the future: the browser needs a snapshot
}

// Frame is a frame without a number.
type Frame struct {
	Event string
	Data  []byte
}

// ripen is how long a poll goes on when there is nothing but frames without a number, so that
// they cost a browser that polls at most one request a second. Events are answered at once.
const ripen = time.Second

// Wait is the long poll. It returns what is new, waiting for something until ctx ends.
func (s *Stream) Wait(ctx context.Context, p Poll) News {
	ripe := time.NewTimer(ripen)
	defer ripe.Stop()
	isRipe, over := false, ctx.Err() != nil
	for {
		news, arrived := s.since(p)
		if over || news.Gap || len(news.Events) > 0 || isRipe && len(news.Frames) > 0 {
			return news
		}
		select {
		case <-arrived:
		case <-ripe.C:
			isRipe = true
		case <-s.done:
			over = true
		case <-ctx.Done():
			over = true
		}
	}
}

// since is what is new, and what is closed when there is more.
func (s *Stream) since(p Poll) (News, <-chan struct{}) {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := News{Seq: p.Since, Mark: s.mark(s.told)}
	fresh := s.published == 0 && s.last == 0 // nothing is known here yet
	n.Gap = !fresh && (p.Since > s.published || !s.continues(p.Since))
	if n.Gap {
		n.Seq = s.last
	} else if missed := s.after(p.Since); len(missed) > 0 {
		n.Seq = s.last
		for _, f := range missed {
			n.Events = append(n.Events, frameData(f.wire))
		}
	}
	if p.Mark != nil {
		told := s.marked(*p.Mark)
		for _, f := range s.news {
			if f.newTo(told) {
				n.Frames = append(n.Frames, Frame{f.event, frameData(f.wire)})
			}
		}
	}
	if s.arrived == nil {
		s.arrived = make(chan struct{})
	}
	return n, s.arrived
}

// mark names a moment of this stream, and of no other: the node and the room's incarnation are in it.
func (s *Stream) mark(told uint64) string {
	return s.hub.opt.Node + "." + s.name + "." + strconv.FormatUint(told, 10)
}

// marked is the moment that mark named, 0 for a mark of another stream.
func (s *Stream) marked(mark string) uint64 {
	end := strings.LastIndexByte(mark, '.')
	told, err := strconv.ParseUint(mark[end+1:], 10, 64)
	if err != nil || s.mark(told) != mark {
		return 0
	}
	return told
}
