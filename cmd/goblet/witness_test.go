package main

import (
	"bufio"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// witness is a viewer who acts again and again, and notes what was acknowledged and what it was told: it comes back and
// repeats what was not answered as Goblet's page does.
type witness struct {
	*viewer
	end context.CancelFunc
	all sync.WaitGroup

	mu       sync.Mutex
	begun    uint64            // the newest event when it first came
	seen     uint64            // the newest event that it was told of
	told     map[uint64]string // what each event came of
	accepted map[string]uint64 // acknowledged actions, and the events that they became
	wrong    []string          // what should not be
	cut      context.CancelFunc
}

// newWitness begins to watch the room, and to act while acting is open.
func newWitness(t *testing.T, room string, acting <-chan struct{}, position func() float64) *witness {
	t.Helper()
	ctx, end := context.WithCancel(context.Background())
	w := &witness{viewer: newViewerOver(t, room, &http.Transport{}), end: end, told: map[uint64]string{}, accepted: map[string]uint64{}}
	w.all.Go(func() { w.watch(ctx) })
	waitFor(t, "the stream", func() bool { return w.newest() > 0 })
	w.all.Go(func() { w.act(ctx, acting, position) })
	t.Cleanup(w.leave)
	return w
}

// leave ends what the witness does. It may be called twice.
func (w *witness) leave() {
	w.end()
	w.all.Wait()
	w.CloseIdleConnections()
}

func (w *witness) newest() uint64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.seen
}

func (w *witness) acknowledged() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return len(w.accepted)
}

func (w *witness) complain(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.wrong = append(w.wrong, fmt.Sprintf(format, args...))
}

// watch keeps a stream open.
func (w *witness) watch(ctx context.Context) {
	for ctx.Err() == nil {
		one, cut := context.WithCancel(ctx)
		w.mu.Lock()
		w.cut = cut
		w.mu.Unlock()
		w.listen(one)
		cut()
		rest(ctx, 100*time.Millisecond)
	}
}

// listen reads one stream to its end.
func (w *witness) listen(ctx context.Context) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.room+"/events", nil)
	if err != nil {
		w.complain("%v", err)
		return
	}
	if seen := w.newest(); seen > 0 {
		r.Header.Set("Last-Event-ID", strconv.FormatUint(seen, 10))
	}
	resp, err := w.Do(r)
	if err != nil {
		return
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		if resp.StatusCode < 500 && resp.StatusCode != http.StatusTooManyRequests {
			w.complain("the stream was answered with %s", resp.Status)
		}
		return
	}
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, 1<<20)
	kind, data := "", ""
	for lines.Scan() {
		switch key, value, _ := strings.Cut(lines.Text(), ": "); key {
		case "event":
			kind = value
		case "data":
			data = value
		case "":
			w.hear(kind, data)
			kind, data = "", ""
		}
	}
}

// hear takes a frame.
func (w *witness) hear(kind, data string) {
	if kind != "room" && kind != "reset" {
		return
	}
	var e struct {
		Seq          uint64
		Kind, Action string
	}
	if err := json.Unmarshal([]byte(data), &e); err != nil {
		w.complain("a frame %s can't be read: %v", kind, err)
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.seen == 0 && kind == "reset":
		w.begun = e.Seq
	case kind == "reset":
		w.wrong = append(w.wrong, fmt.Sprintf("after %d came a reset to %d", w.seen, e.Seq))
	case e.Seq != w.seen+1:
		w.wrong = append(w.wrong, fmt.Sprintf("after %d came %d", w.seen, e.Seq))
	}
	w.seen = e.Seq
	if kind == "room" {
		w.told[e.Seq] = e.Kind + " " + e.Action
	}
}

// act goes to one place after another while acting is open, and sees each action through.
func (w *witness) act(ctx context.Context, acting <-chan struct{}, position func() float64) {
	for {
		select {
		case <-acting:
			return
		case <-ctx.Done():
			return
		default:
		}
		action := rand.Text()
		form := url.Values{"action": {action}, "position": {strconv.FormatFloat(position(), 'f', 3, 64)}, "seen": {strconv.FormatUint(w.newest(), 10)}}
		for ctx.Err() == nil && !w.settled(ctx, action, form) {
			rest(ctx, 200*time.Millisecond)
		}
		rest(ctx, 250*time.Millisecond)
	}
}

// settled posts an action, and reports whether its fate is known.
func (w *witness) settled(ctx context.Context, action string, form url.Values) bool {
	once, cancel := context.WithTimeout(ctx, 6*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(once, http.MethodPost, w.room+"/seek", strings.NewReader(form.Encode()))
	if err != nil {
		w.complain("%v", err)
		return true
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	resp, err := w.Do(r)
	if err != nil {
		return false
	}
	_, _ = io.Copy(io.Discard, resp.Body)
	resp.Body.Close()
	switch seq, _ := strconv.ParseUint(resp.Header.Get("Goblet-Seq"), 10, 64); {
	case resp.StatusCode == http.StatusNoContent && seq > 0:
		w.mu.Lock()
		w.accepted[action] = seq
		w.mu.Unlock()
		w.expect(ctx, seq)
		return true
	case resp.StatusCode == http.StatusTooManyRequests || resp.StatusCode >= 500:
		return false
	case resp.StatusCode != http.StatusConflict:
		w.complain("an action was answered with %s", resp.Status)
	}
	return true
}

// expect waits for an accepted event: when it does not come the stream is stale, and another one is opened.
func (w *witness) expect(ctx context.Context, seq uint64) {
	for deadline := time.Now().Add(2500 * time.Millisecond); w.newest() < seq && ctx.Err() == nil; {
		if time.Now().After(deadline) {
			w.mu.Lock()
			w.cut()
			w.mu.Unlock()
			return
		}
		rest(ctx, 5*time.Millisecond)
	}
}

// rest returns after d, or when ctx ends.
func rest(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
