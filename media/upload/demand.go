package upload

import (
	"context"
	"io"
	"time"
)

// demand is who waits for bytes.
type demand struct {
	waiting map[*reader]struct{}
	arrived chan struct{} // closed when bytes arrive; nil while nobody waits
}

// reader waits for the byte at an offset.
type reader struct {
	at      int64
	since   time.Time
	patient bool
}

// asks reports whether the reader wants bytes to be sent; one whose bytes have
// just arrived no longer does.
func (r *reader) asks(have *Intervals) bool { return !r.patient && have.From(r.at) == 0 }

type patience struct{}

// Patiently returns a context for reads that wait for bytes without asking for
// them to be sent first: for work in the background, such as thumbnails.
func Patiently(ctx context.Context) context.Context {
	return context.WithValue(ctx, patience{}, true)
}

// Patient reports whether a context is of Patiently.
func Patient(ctx context.Context) bool { return ctx.Value(patience{}) != nil }

// Wait waits until the byte at an offset is there and returns how many are
// there from it on. The error is io.EOF behind the film's end, that of ctx, or
// why the upload is gone.
func (u *Upload) Wait(ctx context.Context, at int64) (n int64, err error) {
	if at >= u.record.Size {
		return 0, io.EOF
	}
	var me *reader
	defer func() {
		if me != nil {
			u.mu.Lock()
			delete(u.readers.waiting, me)
			u.mu.Unlock()
		}
	}()
	for {
		u.mu.Lock()
		n, err = u.record.Have.From(at), u.err
		if n > 0 || err != nil {
			u.mu.Unlock()
			if n > 0 {
				err = nil
			}
			return n, err
		}
		if me == nil {
			me = &reader{at: at, since: time.Now(), patient: Patient(ctx)}
			if u.readers.waiting == nil {
				u.readers.waiting = make(map[*reader]struct{})
			}
			u.readers.waiting[me] = struct{}{}
		}
		if u.readers.arrived == nil {
			u.readers.arrived = make(chan struct{})
		}
		arrived := u.readers.arrived
		u.mu.Unlock()
		select {
		case <-arrived:
		case <-u.gone:
		case <-ctx.Done():
			return 0, ctx.Err()
		}
	}
}

// wake lets the readers look again; u.mu is held.
func (d *demand) wake() {
	if d.arrived != nil {
		close(d.arrived)
		d.arrived = nil
	}
}

// longest returns the offset of the reader that has waited longest. Since every
// arrival lets a reader go on and begin to wait anew, those that wait at several
// places are served by turns, and one that jumped far ahead is served next.
func (d *demand) longest(have *Intervals) (at int64, ok bool) {
	var first *reader
	for r := range d.waiting {
		if r.asks(have) && (first == nil || r.since.Before(first.since)) {
			first = r
		}
	}
	if first == nil {
		return 0, false
	}
	return first.at, true
}

// Next returns which bytes to send next: those that the reader waits for who
// has waited longest, else the first gap after the offset, else the first of
// all. It is empty when nothing is missing.
func (u *Upload) Next(after int64) Interval {
	u.mu.Lock()
	defer u.mu.Unlock()
	have, size := &u.record.Have, u.record.Size
	if at, ok := u.readers.longest(have); ok {
		if gap := have.Gap(at, size); gap.Len() > 0 {
			return gap
		}
	}
	if gap := have.Gap(min(max(0, after), size), size); gap.Len() > 0 {
		return gap
	}
	return have.Gap(0, size)
}

// Wanted returns how many readers wait for bytes, those that are patient left out.
func (u *Upload) Wanted() (n int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	for r := range u.readers.waiting {
		if r.asks(&u.record.Have) {
			n++
		}
	}
	return n
}
