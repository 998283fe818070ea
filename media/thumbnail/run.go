package thumbnail

import (
	"context"
	"time"
)

// Run makes what is asked for, one film at a time, until ctx ends; then it
// returns nil. Without a decoder nothing is made, and Run returns at once.
func (m *Maker) Run(ctx context.Context, d Decoder) error {
	if d == nil {
		m.mu.Lock()
		m.none = true
		m.mu.Unlock()
		return nil
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-m.kick:
		case <-timer.C:
		}
		for {
			step, wait := m.next(time.Now())
			if step == nil || ctx.Err() != nil {
				timer.Reset(wait)
				break
			}
			step(ctx, d)
		}
	}
}

// next returns what is to be done now, the film that was asked for last first
// and strips after posters, which are quick; or how long there is nothing to do.
func (m *Maker) next(now time.Time) (step func(context.Context, Decoder), wait time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var first *work
	var latest time.Time
	wait = boredom
	for _, w := range m.works {
		for _, t := range []*task{&w.strip, &w.poster} {
			switch {
			case t.done || now.Sub(t.asked) > boredom:
			case t.due.After(now):
				wait = min(wait, t.due.Sub(now))
			case first == nil || t.asked.After(latest):
				first, latest = w, t.asked
			}
		}
	}
	if first == nil {
		return nil, wait
	}
	if t := first.poster; !t.done && !t.due.After(now) && now.Sub(t.asked) <= boredom {
		return func(ctx context.Context, d Decoder) { m.attend(ctx, d, first, &first.poster, m.makePoster) }, 0
	}
	return func(ctx context.Context, d Decoder) { m.attend(ctx, d, first, &first.strip, m.makeStrip) }, 0
}

// maker makes a film's thing, or some more of it, and reports whether it is done with.
type maker func(ctx context.Context, d Decoder, w *work, f *Film) (done bool, err error)

// attend opens a film, lets make do something, and says when to go on.
func (m *Maker) attend(ctx context.Context, d Decoder, w *work, t *task, make maker) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	more, done, err := m.try(ctx, d, w, make)
	kept := m.has(w.key, t.file)
	m.mu.Lock()
	defer m.mu.Unlock()
	t.due = time.Now().Add(m.options.Again)
	switch {
	case kept:
		*t = task{file: t.file}
	case err == nil:
		t.done = done
		if more {
			t.due = time.Time{}
		}
	case ctx.Err() == context.Canceled:
	default:
		w.failures++
		t.done = w.failures >= maxFailures
		m.options.Logger.Debug("pictures can't be made", "film", w.key.ID, "error", err)
	}
}

// try is one step; more says that the next one need not wait.
func (m *Maker) try(ctx context.Context, d Decoder, w *work, make maker) (more, done bool, err error) {
	f, err := m.options.Open(ctx, w.key)
	if err != nil {
		return false, false, err
	}
	defer f.Close()
	done, err = make(ctx, d, w, f)
	return f.Complete(), done, err
}
