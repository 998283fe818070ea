package handlers

import (
	"errors"
	"net/http"
	"sync"
	"time"

	"golang.org/x/time/rate"

	"goblet/words"
)

// allowance is how often somebody may do something: per second, and how many at
// once.
type allowance struct {
	rate  rate.Limit
	burst int
}

// What one viewer and one address may do. An address can be a whole household
// or, behind a proxy that is not trusted, everyone.
var (
	actionsOfViewer  = allowance{10, 20}
	reportsOfViewer  = allowance{5, 20}
	actionsOfAddress = allowance{100, 200}
	linesOfViewer    = allowance{0.8, 8} // 8 in 10 s
	linesOfAddress   = allowance{8, 80}
	namesOfViewer    = allowance{5.0 / 60, 5}
	namesOfAddress   = allowance{1, 100}
	typingOfViewer   = allowance{1, 5}
	historyOfViewer  = allowance{2, 10}
	historyOfAddress = allowance{20, 100}
	looksOfViewer    = allowance{20, 100} // a search as somebody types, rows as somebody scrolls
	visitsOfAddress  = allowance{20, 200}
	chunksOfViewer   = allowance{200, 400} // a fast line sends many small ones while its rate is measured
	uploadsOfViewer  = allowance{2, 40}
)

// limits count what viewers and addresses do. Who has been quiet is forgotten.
type limits struct {
	now func() time.Time

	mu      sync.Mutex
	buckets map[bucketKey]*bucket
	swept   time.Time
}

type bucketKey struct {
	kind string
	who  string
}

type bucket struct {
	*rate.Limiter
	used time.Time
}

// forgetAfter is longer than any allowance takes to fill up.
const forgetAfter = time.Minute

func newLimits(now func() time.Time) *limits {
	return &limits{now: now, buckets: map[bucketKey]*bucket{}, swept: now()}
}

// take counts one more of kind for who; the error is a tooMany.
func (l *limits) take(kind, who string, a allowance) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Sub(l.swept) > forgetAfter {
		l.swept = now
		for k, b := range l.buckets {
			if now.Sub(b.used) > forgetAfter {
				delete(l.buckets, k)
			}
		}
	}
	b := l.buckets[bucketKey{kind, who}]
	if b == nil {
		b = &bucket{Limiter: rate.NewLimiter(a.rate, a.burst)}
		l.buckets[bucketKey{kind, who}] = b
	}
	b.used = now
	if !b.AllowN(now, 1) {
		return tooMany{wait: max(time.Second, time.Duration(float64(time.Second)/float64(a.rate)))}
	}
	return nil
}

// limitActions counts an action of a viewer and of the address it comes from.
func (s *Server) limitActions(r *http.Request, viewer string) error {
	if err := s.limits.take("action", viewer, actionsOfViewer); err != nil {
		return err
	}
	return s.limits.take("action from", s.proxies.address(r).String(), actionsOfAddress)
}

// limitReports counts what a player reports by itself.
func (s *Server) limitReports(r *http.Request, viewer string) error {
	if err := s.limits.take("report", viewer, reportsOfViewer); err != nil {
		return err
	}
	return s.limits.take("report from", s.proxies.address(r).String(), actionsOfAddress)
}

// limitChat counts what somebody writes.
func (s *Server) limitChat(r *http.Request, viewer string) error {
	err := s.limits.take("line", viewer, linesOfViewer)
	if err == nil {
		err = s.limits.take("line from", s.proxies.address(r).String(), linesOfAddress)
	}
	if many, ok := errors.AsType[tooMany](err); ok {
		many.said = words.Say("You are writing faster than others can read. Wait a moment.")
		return many
	}
	return err
}

// limitTyping counts how often somebody says that they are writing.
func (s *Server) limitTyping(r *http.Request, viewer string) error {
	if err := s.limits.take("typing", viewer, typingOfViewer); err != nil {
		return err
	}
	return s.limits.take("typing from", s.proxies.address(r).String(), actionsOfAddress)
}

// limitHistory counts how often somebody asks for lines of the chat.
func (s *Server) limitHistory(r *http.Request, viewer string) error {
	if err := s.limits.take("history", viewer, historyOfViewer); err != nil {
		return err
	}
	return s.limits.take("history from", s.proxies.address(r).String(), historyOfAddress)
}

// limitLooks counts how often somebody looks through the library.
func (s *Server) limitLooks(_ *http.Request, viewer string) error {
	return s.limits.take("look", viewer, looksOfViewer)
}

// limitVisits counts what makes a new session.
func (s *Server) limitVisits(r *http.Request) error {
	return s.limits.take("visit from", s.proxies.address(r).String(), visitsOfAddress)
}
