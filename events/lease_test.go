package events

import (
	"context"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"goblet/events/natstest"
)

// shortTerm is short enough for tests to see leases end, and long enough to renew them on a busy machine.
const shortTerm = 2 * time.Second

// holder is a node that takes leases over a connection of its own.
type holder struct {
	*Leases
	engine *Engine
	end    func() // ends its renewing, and releases what it holds
}

func newHolder(t *testing.T, url, name string, term time.Duration) *holder {
	t.Helper()
	e, err := Open(t.Context(), Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	bucket, err := openBucket(t.Context(), e.js, "brief_leases", term, 0)
	if err != nil {
		t.Fatal(err)
	}
	h := &holder{Leases: newLeases(bucket, name, term), engine: e}
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	running.Go(func() { _ = h.Run(ctx) })
	h.end = sync.OnceFunc(func() { cancel(); running.Wait() })
	t.Cleanup(h.end)
	return h
}

// takes takes a lease, or fails the test; it reports whether the holder has it then.
func (h *holder) takes(t *testing.T, key string) bool {
	t.Helper()
	who, err := h.Take(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	return who == h.holder
}

// takesOver waits until a holder gets a lease, and until then looks that no other one believes to have it once it does.
func (h *holder) takesOver(t *testing.T, key string, others ...*holder) {
	t.Helper()
	eventually(t, h.holder+" takes the lease over", func() bool { return h.takes(t, key) })
	for _, other := range others {
		if other.Mine(key) {
			t.Errorf("%s still believes in the lease that %s has", other.holder, h.holder)
		}
	}
}

func TestOneOfManyGetsALease(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	var all []*holder
	for _, name := range []string{"a", "b", "c"} {
		all = append(all, newHolder(t, url, name, leaseTerm))
	}
	for _, key := range []string{"film/v1-h264", "film/a2-aac", "other"} {
		said := make(chan string, 12)
		var wg sync.WaitGroup
		for i := range cap(said) {
			wg.Go(func() {
				who, err := all[i%len(all)].Take(t.Context(), key)
				if err != nil {
					t.Error(err)
				}
				said <- who
			})
		}
		wg.Wait()
		close(said)
		first := <-said
		for who := range said {
			if who != first {
				t.Errorf("%s: both %s and %s are said to have it", key, first, who)
			}
		}
		for _, h := range all {
			if h.Mine(key) != (h.holder == first) {
				t.Errorf("%s has it, and %s believes %v", first, h.holder, h.Mine(key))
			}
		}
	}
}

func TestALeaseIsRenewedWhileItsHolderLives(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	a, b := newHolder(t, url, "a", 2*shortTerm), newHolder(t, url, "b", 2*shortTerm)
	if !a.takes(t, "k") {
		t.Fatal("nobody has it, and it can't be taken")
	}
	_, first, _ := a.bucket.Get(t.Context(), "k")
	eventually(t, "it is renewed for longer than a term", func() bool {
		_, revision, err := a.bucket.Get(t.Context(), "k")
		if b.takes(t, "k") || !a.Mine("k") {
			t.Fatal("it was lost")
		}
		return err == nil && revision >= first+5 // at 3/10 of a term each
	})
}

func TestAReleasedLeaseIsFreeAtOnce(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	a, b := newHolder(t, url, "a", leaseTerm), newHolder(t, url, "b", leaseTerm)
	for range 3 { // there and back again
		if !a.takes(t, "k") || b.takes(t, "k") {
			t.Fatal("a does not have it alone")
		}
		if err := a.Release(t.Context(), "k"); err != nil || a.Mine("k") {
			t.Fatal(err)
		}
		if err := a.Release(t.Context(), "k"); err != nil {
			t.Errorf("releasing what is not held: %v", err)
		}
		if !b.takes(t, "k") || a.takes(t, "k") {
			t.Fatal("b does not have it alone")
		}
		if err := b.Release(t.Context(), "k"); err != nil {
			t.Fatal(err)
		}
	}
	if !a.takes(t, "k") {
		t.Fatal("it can't be taken")
	}
	a.end()
	if !b.takes(t, "k") {
		t.Error("a node that ends keeps its leases")
	}
}

func TestALeaseIsTakenOverFromAHolderThatWasKilled(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	a, b := newHolder(t, url, "a", shortTerm), newHolder(t, url, "b", shortTerm)
	if !a.takes(t, "k") || b.takes(t, "k") {
		t.Fatal("a does not have it alone")
	}
	a.engine.Close() // its connection breaks, and nothing was released
	b.takesOver(t, "k", a)
}

func TestAHolderThatIsCutOffStopsBelievingInTime(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	line := newCuttable(t, url)
	a, b := newHolder(t, line.url, "a", shortTerm), newHolder(t, url, "b", shortTerm)
	if !a.takes(t, "k") || b.takes(t, "k") {
		t.Fatal("a does not have it alone")
	}
	line.cut()
	b.takesOver(t, "k", a)
	soon, cancel := context.WithTimeout(t.Context(), shortTerm/4)
	defer cancel()
	if who, err := a.Take(soon, "k"); err == nil {
		t.Errorf("cut off, it hears that %s has the lease", who)
	}
	line.mend()
	eventually(t, "who was cut off hears who has it", func() bool {
		soon, cancel := context.WithTimeout(t.Context(), shortTerm)
		defer cancel()
		who, err := a.Take(soon, "k")
		return err == nil && who == "b"
	})
	if a.Mine("k") || !b.Mine("k") {
		t.Error("b has lost the lease again")
	}
}

func TestALeaseIsKeptWhoseStoringWasNotHeardOf(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	a, b := newHolder(t, url, "a", leaseTerm), newHolder(t, url, "b", leaseTerm)
	if _, ok, err := a.bucket.Put(t.Context(), "k", 0, []byte("a")); !ok || err != nil { // and the answer was lost
		t.Fatal(err)
	}
	if b.takes(t, "k") || !a.takes(t, "k") {
		t.Error("it is not a's")
	}
	_, revision, err := a.bucket.Get(t.Context(), "k")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok, err := a.bucket.Put(t.Context(), "k", revision, []byte("a")); !ok || err != nil { // a renewal, lost as well
		t.Fatal(err)
	}
	a.renew(t.Context(), "k")
	a.renew(t.Context(), "k")
	if _, now, err := a.bucket.Get(t.Context(), "k"); err != nil || now != revision+2 || !a.Mine("k") {
		t.Errorf("revision %d after %d: it is not renewed any more (%v)", now, revision, err)
	}
}

func TestWhatIsOnesOwnIsNotBelievedForAsLongAsItIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := lease{sent: time.Now()}
		time.Sleep(leaseTerm * 7 / 10)
		if !l.believed(time.Now(), leaseTerm) {
			t.Error("two renewals may fail, but the second is not waited for")
		}
		time.Sleep(leaseTerm * 2 / 10)
		if l.believed(time.Now(), leaseTerm) {
			t.Error("it is believed until the moment at which others may take it")
		}
	})
	slept := lease{sent: time.Now()}
	if woken := time.Now().Round(0).Add(leaseTerm); slept.believed(woken, leaseTerm) {
		t.Error("it is believed after a sleep of the machine")
	}
}

// cuttable is a line to a NATS server that can be cut, so that nothing that is sent arrives.
type cuttable struct {
	url   string
	mu    sync.Mutex
	whole *sync.Cond
	isCut bool
}

func newCuttable(t *testing.T, to string) *cuttable {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cuttable{url: "nats://" + l.Addr().String()}
	c.whole = sync.NewCond(&c.mu)
	var open []net.Conn
	var wg sync.WaitGroup
	relay := func(from, to net.Conn) {
		defer from.Close()
		defer to.Close()
		buffer := make([]byte, 32<<10)
		for {
			n, err := from.Read(buffer)
			c.wait()
			if _, failed := to.Write(buffer[:n]); err != nil || failed != nil {
				return
			}
		}
	}
	wg.Go(func() {
		for {
			in, err := l.Accept()
			if err != nil {
				return
			}
			out, err := net.Dial("tcp", to[len("nats://"):])
			if err != nil {
				in.Close()
				continue
			}
			c.mu.Lock()
			open = append(open, in, out)
			c.mu.Unlock()
			wg.Go(func() { relay(in, out) })
			wg.Go(func() { relay(out, in) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		c.mend()
		c.mu.Lock()
		for _, conn := range open {
			conn.Close()
		}
		c.mu.Unlock()
		wg.Wait()
	})
	return c
}

func (c *cuttable) wait() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.isCut {
		c.whole.Wait()
	}
}

func (c *cuttable) cut() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isCut = true
}

func (c *cuttable) mend() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.isCut = false
	c.whole.Broadcast()
}
