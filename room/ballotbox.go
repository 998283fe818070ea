package room

import (
	"context"
	"time"
)

// Bounds of what one event of votes holds, and of the votes that wait for one.
const (
	countEvery = 250 * time.Millisecond // votes are collected for so long
	maxBallots = 500                    // are counted by one event
	maxWaiting = MaxVoters              // further ones are refused
)

// ballotBox holds votes that nobody has counted yet; guarded by Room.mu.
type ballotBox struct {
	waiting []ballot
	counts  bool          // Room.count runs, and answers all that wait
	full    chan struct{} // holds one once as many wait as one event takes
}

// ballot is a vote and where its viewer is answered.
type ballot struct {
	Vote
	viewer string
	answer chan<- outcome // takes one without blocking
}

type outcome struct {
	seq uint64
	err error
}

// vote counts a viewer's vote together with those that come about then. It returns
// once the event of them was applied: what it has accepted is in the log.
func (r *Room) vote(ctx context.Context, by Actor, v Vote) (seq uint64, err error) {
	s, _ := r.current()
	if by.Seen > s.Seq && r.catchUp(ctx, by.Seen) {
		s, _ = r.current()
	}
	in := Circumstances{By: &Person{by.ID, by.Name}, Admin: by.Admin, Action: by.Action, Seen: by.Seen, Now: r.rooms.now()}
	if _, _, err := Decide(s, v, in); err != nil {
		return 0, err
	}
	answer := make(chan outcome, 1)
	if !r.drop(ballot{v, by.ID, answer}) {
		return 0, ErrUnavailable
	}
	select {
	case o := <-answer:
		return o.seq, o.err
	case <-ctx.Done():
		return 0, ErrUnavailable
	}
}

// drop puts a vote into the box, and has somebody count it. It is false when nobody will.
func (r *Room) drop(b ballot) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.box.waiting) >= maxWaiting {
		return false
	}
	if !r.box.counts && !r.rooms.run(r.count) {
		return false
	}
	r.box.counts = true
	r.box.waiting = append(r.box.waiting, b)
	if len(r.box.waiting) >= maxBallots {
		select {
		case r.box.full <- struct{}{}:
		default:
		}
	}
	return true
}

// count is the only one to count a room's votes. It runs as long as there are some,
// and answers each, also when the rooms end: then with ErrUnavailable.
func (r *Room) count(ctx context.Context) {
	for some := true; some; some = r.more() {
		collect(ctx, r.box.full)
		r.countBatch(ctx, r.take())
	}
}

// collect waits until it is time to count.
func collect(ctx context.Context, full <-chan struct{}) {
	timer := time.NewTimer(countEvery)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-full:
	case <-ctx.Done():
	}
}

// take empties the box of as many votes as one event takes.
func (r *Room) take() (batch []ballot) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := min(len(r.box.waiting), maxBallots)
	batch, r.box.waiting = r.box.waiting[:n:n], r.box.waiting[n:]
	return batch
}

// more reports whether votes wait. If not, the next one calls somebody to count.
func (r *Room) more() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.box.counts = len(r.box.waiting) > 0
	return r.box.counts
}

// countBatch makes one event of votes and answers them. Of a viewer's votes the last one counts.
func (r *Room) countBatch(ctx context.Context, batch []ballot) {
	s, _ := r.current()
	c := ballots{Votes: map[string]int{}}
	if s.Poll != nil {
		c.Poll = s.Poll.ID
	}
	voters := len(s.Votes)
	counted := batch[:0:0]
	for _, b := range batch {
		_, again := c.Votes[b.viewer]
		_, voted := s.Votes[b.viewer]
		again = again || voted
		switch {
		case b.Poll != c.Poll:
			_, err := s.openPoll(b.Poll)
			b.answer <- outcome{err: err}
			continue
		case !again && voters == MaxVoters:
			b.answer <- outcome{err: errPollFull}
			continue
		case !again:
			voters++
		}
		c.Votes[b.viewer] = b.Option
		counted = append(counted, b)
	}
	if len(counted) == 0 {
		return
	}
	seq, err := r.decide(ctx, c, Circumstances{Action: "room-" + randomText(16), Present: r.present})
	for _, b := range counted {
		b.answer <- outcome{seq, err}
	}
}
