package main

import (
	"context"
	"fmt"
	"io"
	"sync"
	"time"

	"goblet/measure"
)

const (
	posters = 10                     // viewers who act in turn, each within its limits
	pace    = 100 * time.Millisecond // between two actions
	actions = 150                    // of one round
	stopped = 10                     // viewers who never read, in the second round
)

// crowd is many streams of one room.
type crowd struct {
	viewers []*viewer
	heard   [][]arrival // of each stream, written by its reader alone until the crowd has ended
	end     context.CancelFunc
	readers sync.WaitGroup
	failed  chan error
}

// gather opens the streams of the viewers and waits until each has its first snapshot.
func gather(ctx context.Context, viewers []*viewer) (*crowd, error) {
	ctx, end := context.WithCancel(ctx)
	c := &crowd{viewers: viewers, heard: make([][]arrival, len(viewers)), end: end, failed: make(chan error, len(viewers))}
	begun := make(chan struct{}, len(viewers))
	for i, v := range viewers {
		c.heard[i] = make([]arrival, 0, 2*actions+2)
		c.readers.Go(func() {
			err := v.watch(ctx, func(a arrival) {
				if c.heard[i] = append(c.heard[i], a); len(c.heard[i]) == 1 {
					begun <- struct{}{}
				}
			})
			if err != nil {
				c.failed <- err
			}
		})
	}
	for range viewers {
		select {
		case <-begun:
		case err := <-c.failed:
			c.leave()
			return nil, err
		case <-time.After(30 * time.Second):
			c.leave()
			return nil, fmt.Errorf("not every stream began within 30 s")
		}
	}
	return c, nil
}

// leave ends all streams; then heard may be read.
func (c *crowd) leave() {
	c.end()
	c.readers.Wait()
}

// act posts the round's actions at their pace and returns when each became which event.
func (c *crowd) act(ctx context.Context) (map[uint64]time.Time, error) {
	posted := map[uint64]time.Time{}
	tick := time.NewTicker(pace)
	defer tick.Stop()
	for i := range actions {
		select {
		case <-tick.C:
		case err := <-c.failed:
			return nil, err
		case <-ctx.Done():
			return nil, ctx.Err()
		}
		at := time.Now()
		seq, err := c.viewers[i%posters].seek(ctx, float64(1+i%8))
		if err != nil {
			return nil, err
		}
		posted[seq] = at
	}
	return posted, nil
}

// settle waits until every stream has carried seq, or the limit is over: then it is lost.
func (c *crowd) settle(seq uint64, limit time.Duration) {
	deadline := time.Now().Add(limit)
	for _, v := range c.viewers {
		for v.seen.Load() < seq && time.Now().Before(deadline) {
			time.Sleep(5 * time.Millisecond)
		}
	}
}

// delivery is what became of a round's events.
type delivery struct {
	last                       []float64 // ms from the post of each action to its arrival at the last stream
	lost, repeated, misordered int
	bytes, frames              int
}

// judge compares what the streams carried with what was posted.
func (c *crowd) judge(posted map[uint64]time.Time) delivery {
	var d delivery
	latest := map[uint64]time.Time{}
	for _, heard := range c.heard {
		seen := map[uint64]bool{}
		previous := uint64(0)
		for _, a := range heard {
			if a.seq < previous {
				d.misordered++
			}
			previous = a.seq
			if _, ours := posted[a.seq]; !ours {
				continue
			}
			if seen[a.seq] {
				d.repeated++
			}
			seen[a.seq] = true
			d.bytes += a.size
			d.frames++
			if a.at.After(latest[a.seq]) {
				latest[a.seq] = a.at
			}
		}
		d.lost += len(posted) - len(seen)
	}
	for seq, at := range posted {
		d.last = append(d.last, measure.MS(latest[seq].Sub(at)))
	}
	return d
}

// fanOut measures how long an action takes to the last of many streams, what a stream costs, and that viewers who have
// stopped reading delay nobody.
func (b *bench) fanOut(ctx context.Context) ([]row, error) {
	s, err := b.serve(ctx)
	if err != nil {
		return nil, err
	}
	defer s.Stop()
	viewers, err := join(ctx, s.Room, b.streams+stopped)
	if err != nil {
		return nil, err
	}
	time.Sleep(2 * time.Second)
	before := s.Memory()
	c, err := gather(ctx, viewers[:b.streams])
	if err != nil {
		return nil, err
	}
	defer c.leave()
	time.Sleep(3 * time.Second) // until the news of who is here have calmed down
	idle := s.Memory()
	posted, err := c.round(ctx)
	if err != nil {
		return nil, err
	}
	loaded := s.Memory()
	for _, v := range viewers[b.streams:] {
		conn, err := v.stall(ctx)
		if err != nil {
			return nil, err
		}
		defer func(conn io.Closer) { conn.Close() }(conn)
	}
	time.Sleep(3 * time.Second)
	beside, err := c.round(ctx)
	if err != nil {
		return nil, err
	}
	c.leave()
	return fanOutRows(b.streams, c.judge(posted), c.judge(beside), before, idle, loaded), nil
}

// round posts the actions and waits for their arrival.
func (c *crowd) round(ctx context.Context) (map[uint64]time.Time, error) {
	posted, err := c.act(ctx)
	if err != nil {
		return nil, err
	}
	newest := uint64(0)
	for seq := range posted {
		newest = max(newest, seq)
	}
	c.settle(newest, 10*time.Second)
	return posted, nil
}

func fanOutRows(streams int, alone, beside delivery, before, idle, loaded int) []row {
	p50, p99 := measure.Quantile(alone.last, .5), measure.Quantile(alone.last, .99)
	beside50, beside99 := measure.Quantile(beside.last, .5), measure.Quantile(beside.last, .99)
	wrong := alone.lost + alone.repeated + alone.misordered + beside.lost + beside.repeated + beside.misordered
	rows := []row{
		{fmt.Sprintf("action to the last of %d streams, %d/s, p50 / p99", streams, time.Second/pace),
			fmt.Sprintf("%.1f / %.1f ms", p50, p99), "", false},
		{fmt.Sprintf("the same beside %d viewers who stopped reading", stopped),
			fmt.Sprintf("%.1f / %.1f ms", beside50, beside99), "delays nobody", beside50 <= 1.5*p50+5 && beside99 <= 2*p99+20},
		{"events lost / repeated / out of order, of all deliveries",
			fmt.Sprintf("%d / %d / %d of %d", alone.lost+beside.lost, alone.repeated+beside.repeated, alone.misordered+beside.misordered,
				alone.frames+beside.frames), "0 / 0 / 0", wrong == 0},
		{"bytes of an event on the wire", fmt.Sprintf("%.0f B", float64(alone.bytes)/float64(max(1, alone.frames))), "", false},
	}
	if before > 0 {
		each := func(now int) float64 { return float64(now-before) / float64(streams) / 1e3 }
		rows = append(rows, row{"server memory of a stream, idle / after the events",
			fmt.Sprintf("%.1f / %.1f KB", each(idle), each(loaded)), "<= 30 KB", each(loaded) <= 30})
	}
	return rows
}
