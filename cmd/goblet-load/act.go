package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"sync"
	"time"
)

// How often one viewer acts at most, a second. Goblet allows somewhat more.
const (
	seeksOfViewer = 5
	linesOfViewer = 0.6
)

// How many actions wait for their answers at once, at most: more would be late. In a burst a few keep a server busy.
const (
	postsOnce  = 64
	burstsOnce = 8
)

// post is an action that a room has accepted.
type post struct {
	room *place
	seq  uint64 // of its event
	at   uint32 // when it was sent, in microseconds of the fleet's clock
}

// script is what is posted.
type script struct {
	verbs []string // seek, chat: in turn
	rate  float64  // actions a second, in all rooms together; infinite: as many as the server takes
}

// once returns how many actions may wait for their answers at once.
func (s script) once() int {
	if math.IsInf(s.rate, 1) {
		return burstsOnce
	}
	return postsOnce
}

// crew returns how many viewers of each of n rooms have to act in turn so that none acts too often.
func (s script) crew(n int) int {
	each := float64(seeksOfViewer)
	for _, verb := range s.verbs {
		if verb == "chat" {
			each = linesOfViewer * float64(len(s.verbs))
		}
	}
	return int(math.Ceil(min(s.rate, mostEvents) / float64(n) / each))
}

// acts is what came of the actions.
type acts struct {
	posts []post
	not   int           // actions that became no event: refused, or already so
	took  time.Duration // of posting
}

// act posts n actions at the script's rate, each at its time whether or not those before it were answered, to the rooms in
// turn, until they are answered, enough returns true or ctx ends.
func (f *fleet) act(ctx context.Context, s script, n int, enough func() bool) (acts, error) {
	began := time.Now()
	var mu sync.Mutex
	var a acts
	places := make(chan struct{}, s.once())
	var posting sync.WaitGroup
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	for i := range n {
		due := time.Duration(float64(i) / s.rate * float64(time.Second))
		if wait(ctx, time.Until(began.Add(due))) != nil || enough != nil && enough() {
			break
		}
		places <- struct{}{}
		posting.Go(func() {
			defer func() { <-places }()
			p, ok, err := f.actOnce(ctx, s, i)
			mu.Lock()
			defer mu.Unlock()
			switch {
			case err != nil:
				cancel(err)
			case ok:
				a.posts = append(a.posts, p)
			default:
				a.not++
			}
		})
	}
	posting.Wait()
	a.took = time.Since(began)
	return a, context.Cause(ctx)
}

// actOnce posts the action i; ok is false when no event came of it.
func (f *fleet) actOnce(ctx context.Context, s script, i int) (p post, ok bool, err error) {
	p.room = f.places[i%len(f.places)]
	turn := i / len(f.places)
	verb := s.verbs[turn%len(s.verbs)]
	who := p.room.viewers[turn%min(s.crew(len(f.places)), p.room.prompt())]
	p.at = f.now()
	if p.room.bare() {
		p.seq, err = p.room.send(ctx, who.from)
		return p, err == nil, err
	}
	form := url.Values{"action": {rand.Text()}, "seen": {strconv.FormatUint(who.seen.Load(), 10)}}
	if verb == "chat" {
		form.Set("text", "Line "+strconv.Itoa(i)+" of many")
	} else {
		form.Set("position", strconv.FormatFloat(float64(1+turn%8)+float64(turn%1000)/1000, 'f', 3, 64))
	}
	address := p.room.site() + p.room.path + "/" + verb
	answer, err := who.from.once(ctx, http.MethodPost, address, who.cookie, form.Encode())
	if err != nil {
		return p, false, fmt.Errorf("%s: %w", verb, err)
	}
	switch answer.StatusCode {
	case http.StatusNoContent:
		p.seq, err = strconv.ParseUint(answer.Header.Get("Goblet-Seq"), 10, 64)
		return p, err == nil, nil
	case http.StatusTooManyRequests, http.StatusConflict, http.StatusServiceUnavailable:
		return p, false, nil
	}
	return p, false, fmt.Errorf("%w: %s was answered with %s", errEndpoint, verb, answer.Status)
}

// prompt returns how many of the room's viewers, the first ones, read promptly.
func (p *place) prompt() (n int) {
	for _, v := range p.viewers {
		if v.manner == prompt {
			n++
		}
	}
	return n
}
