package main

import (
	"context"
	"crypto/rand"
	"errors"
	"flag"
	"fmt"
	"io"
	mathrand "math/rand/v2"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"

	"goblet/measure"
)

const failoverCommand = "failover"

// failoverGoal is for how long the loss of a node may leave a viewer without a stream.
const failoverGoal = 3 * time.Second

// pagePause is how long Goblet's page waits before it connects again, see assets/js/backoff.js.
func pagePause(failures, crowd int) time.Duration {
	own := 300.0
	for range failures - 1 {
		own = min(8000, own*1.5)
	}
	window := min(20_000, float64(crowd)*3)
	if failures == 1 {
		window = min(2000, float64(crowd)*0.5)
	}
	return time.Duration((own/2 + mathrand.Float64()*max(own, window)) * float64(time.Millisecond))
}

// failover measures what viewers notice when a node is killed, and when all are replaced.
func failover(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	flags := flag.NewFlagSet("goblet-load failover", flag.ContinueOnError)
	flags.SetOutput(stderr)
	viewers := flags.Int("viewers", 300, "viewers of one room, on all nodes together")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *viewers < nodeCount || flags.NArg() > 0 {
		return errors.New("want a viewer for each node at least, and no arguments")
	}
	machine := measure.Machine()
	n, err := startNodes(ctx)
	if err != nil {
		return err
	}
	defer n.stop()
	p, err := newPlace(n.room)
	if err != nil {
		return err
	}
	f := newFleet([]*place{p}, sources(max(4, *viewers/150)), map[manner]int{prompt: *viewers}, 10_000)
	f.pages = true
	defer f.end()
	if err := f.join(ctx); err != nil {
		return err
	}
	if err := f.open(ctx); err != nil {
		return err
	}
	rows, newest, err := n.trouble(ctx, f, func(text string) { fmt.Fprintln(stderr, text, "...") })
	if err != nil {
		return err
	}
	if err := f.settle(ctx, map[*place]uint64{p: newest}, time.Minute); err != nil {
		return err
	}
	f.end()
	faults := f.inspect(map[*place]uint64{p: newest})
	fmt.Fprintf(stdout, "%s\n%d viewers in one room, %d events\n\n", machine, *viewers, newest)
	rows = append(rows, []string{"events lost / repeated / out of order", "", fmt.Sprintf("%d / %d / %d", faults.lost, faults.repeated, faults.misordered), "0 / 0 / 0"})
	if err := measure.WriteTable(stdout, rows); err != nil {
		return err
	}
	return faults.err()
}

// trouble has one of the viewers act while nodes are killed and replaced. It returns a table of what that meant to viewers,
// and the newest event.
func (n *nodes) trouble(ctx context.Context, f *fleet, tell func(string)) (rows [][]string, newest uint64, err error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	acting, stop := context.WithCancel(ctx)
	var posting sync.WaitGroup
	posting.Go(func() {
		seq, err := f.viewers[0].insist(acting)
		if err != nil {
			cancel(err)
		}
		newest = seq
	})
	defer posting.Wait()
	defer stop()
	rows = [][]string{{"what", "viewers whose stream ended", "without a stream, p50 / p99 / max", "goal"}}
	for _, part := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"one of three Goblets is killed", func(context.Context) error { n.all[0].kill(); return nil }},
		{"it is started anew", n.all[0].start},
		{"all are ended and started anew, one after the other", n.roll},
	} {
		tell(part.name)
		if err := part.do(ctx); err != nil {
			return nil, 0, err
		}
		if err := wait(ctx, settling); err != nil {
			return nil, 0, err
		}
		if ended, gaps := f.gaps(); ended > 0 {
			rows = append(rows, []string{part.name, strconv.Itoa(ended), gaps.String(), fmt.Sprintf("<= %v", failoverGoal)})
		}
	}
	stop()
	posting.Wait()
	return rows, newest, context.Cause(ctx)
}

// settling is for a node to be taken back by the balancer, and for viewers to come back.
const settling = 8 * time.Second

// roll ends all nodes and starts them anew, one after the other.
func (n *nodes) roll(ctx context.Context) error {
	for _, one := range n.all {
		if err := one.end(); err != nil {
			return err
		}
		if err := one.start(ctx); err != nil {
			return err
		}
		if err := wait(ctx, 2*time.Second); err != nil { // until the balancer has seen it
			return err
		}
	}
	return nil
}

// gaps returns how many viewers' streams were ended since it was asked last, and for how long these were without one. Who
// still is has a gap until now.
func (f *fleet) gaps() (ended int, of spread) {
	var all []float64
	for _, v := range f.viewers {
		longest := v.gap.Swap(0)
		if at := v.cutAt.Load(); at != 0 {
			longest = max(longest, f.now()-at)
		}
		if longest > 0 {
			all = append(all, float64(longest)/1000)
		}
	}
	if len(all) == 0 {
		return 0, of
	}
	return len(all), spreadOf(all)
}

// insist goes to one place after another until ctx ends. It returns the newest event.
func (v *viewer) insist(ctx context.Context) (newest uint64, err error) {
	for i := 0; ctx.Err() == nil; i++ {
		seq, err := v.seek(context.WithoutCancel(ctx), 1+float64(i%8000)/1000)
		if err != nil {
			return newest, err
		}
		newest = max(newest, seq)
		_ = wait(ctx, 200*time.Millisecond)
	}
	return newest, nil
}

// insistence is for how long an action is tried again that nobody takes.
const insistence = time.Minute

// attempt is how long an answer is waited for, as pages do (assets/js/actions.js).
const attempt = 8 * time.Second

// seek goes to a position, s, under one id until that is taken, and returns its event. It does not stop halfway: nobody
// would know whether it became one.
func (v *viewer) seek(ctx context.Context, position float64) (seq uint64, err error) {
	ctx, cancel := context.WithTimeout(ctx, insistence)
	defer cancel()
	form := url.Values{"action": {rand.Text()}, "position": {strconv.FormatFloat(position, 'f', 3, 64)}}
	last := "nothing"
	for {
		form.Set("seen", strconv.FormatUint(v.seen.Load(), 10)) // a node that starts may put another film on
		once, cancel := context.WithTimeout(ctx, attempt)
		answer, err := v.from.once(once, http.MethodPost, "http://"+v.room.host+v.room.path+"/seek", v.cookie, form.Encode())
		cancel()
		switch {
		case ctx.Err() != nil:
			return 0, fmt.Errorf("no Goblet has taken an action within %v, the last answered %s", insistence, last)
		case err == nil && answer.StatusCode == http.StatusNoContent:
			seq, _ = strconv.ParseUint(answer.Header.Get("Goblet-Seq"), 10, 64)
			return seq, nil
		case err == nil && answer.StatusCode < 500 && answer.StatusCode != http.StatusTooManyRequests && answer.StatusCode != http.StatusConflict:
			return 0, fmt.Errorf("%w: an action was answered with %s", errEndpoint, answer.Status)
		case err == nil:
			last = answer.Status
		}
		_ = wait(ctx, 200*time.Millisecond)
	}
}
