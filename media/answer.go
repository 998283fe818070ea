package media

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
	"time"
)

// What this node gives of films that arrive here to others.
const (
	maxGiven = 1 << 20         // bytes at once
	holding  = 5 * time.Second // how long a question for bytes that have not arrived is held: who still wants them asks again
	maxHeld  = 48              // questions at once; further ones are answered without bytes
)

// asked is what one node asks another for: bytes of a film from an offset on, as many of
// them as there are; with Most 0 whether it has the film.
type asked struct {
	Film    string `json:"film"`
	Version string `json:"version"`
	At      int64  `json:"at"`
	Most    int64  `json:"most"`
	Patient bool   `json:"patient,omitempty"` // see Patiently
}

var errNotTaken = errors.New("this node does not take that film")

// Answer returns what another node asks for of a film that this one takes: bytes that are
// there, at most 1 MB. For bytes that have not arrived it waits a few seconds, as one of
// its own readers would, and then answers without any.
func (l *Library) Answer(ctx context.Context, question []byte) ([]byte, error) {
	var q asked
	if err := json.Unmarshal(question, &q); err != nil {
		return nil, fmt.Errorf("a question that can't be read: %w", err)
	}
	_, f, err := l.find(q.Film)
	if err != nil || l.shelf == nil || f.up == nil && f.away == nil {
		return nil, errNotTaken
	}
	c, err := l.Content(q.Film, q.Version)
	if err != nil {
		return nil, err
	}
	defer c.Close()
	most := min(q.Most, maxGiven, c.Media.Size-q.At)
	switch {
	case q.At < 0 || q.Most < 0 || q.At > c.Media.Size:
		return nil, fmt.Errorf("the film has no bytes from %d on", q.At)
	case most == 0:
		return nil, nil
	case q.Patient:
		ctx = Patiently(ctx)
	}
	if there, err := l.shelf.hold(ctx, c, q.At); !there {
		return nil, err
	}
	return readThere(ctx, c, q.At, most)
}

// hold waits for a byte to arrive, and reports whether it is there.
func (s *shelf) hold(ctx context.Context, c *Content, at int64) (there bool, err error) {
	if c.Has(at, at+1) {
		return true, nil
	}
	select {
	case s.held <- struct{}{}:
		defer func() { <-s.held }()
	default:
		return false, nil
	}
	soon, cancel := context.WithTimeout(ctx, holding)
	defer cancel()
	var one [1]byte
	if _, err = c.Reader(soon).ReadAt(one[:], at); errors.Is(err, context.DeadlineExceeded) {
		return false, nil
	}
	return err == nil, err
}

// readThere returns the bytes that are there from an offset on, at most so many.
func readThere(ctx context.Context, c *Content, at, most int64) ([]byte, error) {
	missing := sort.Search(int(most), func(n int) bool { return !c.Has(at, at+int64(n)+1) })
	data := make([]byte, missing)
	n, err := c.Reader(ctx).ReadAt(data, at)
	if n > 0 {
		err = nil
	}
	return data[:n:n], err
}
