package upload

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"
	"time"

	"goblet/words"
)

// pieceSize is as large as pays: a chunk is read and written in pieces of so many bytes.
const pieceSize = 256 << 10

var buffers = sync.Pool{New: func() any { return new([pieceSize]byte) }}

// saveEvery is after how many bytes, and saveAfter after how long, the map of
// what has arrived is written, and so what may have to be sent again after a crash.
const (
	saveEvery = 64 << 20
	saveAfter = 3 * time.Second
)

// Write takes a chunk that begins at an offset, until r ends or fails. What has
// arrived before stays, whatever r says of it, and is announced to readers as it
// lands; an error does not undo it. n is how many bytes were taken off r.
//
// ErrInvalid: the chunk does not lie in the film. ErrDiskFull: nothing more can
// be written now. Else an error of r or of the disk.
func (u *Upload) Write(offset int64, r io.Reader) (n int64, err error) {
	if offset < 0 || offset > u.record.Size {
		return 0, fault("The chunk begins outside of the film.")
	}
	f, err := u.begin()
	if err != nil {
		return 0, err
	}
	defer func() {
		if ending := u.finish(); err == nil {
			err = ending
		}
	}()
	buffer := buffers.Get().(*[pieceSize]byte)
	defer buffers.Put(buffer)
	for {
		k, err := r.Read(buffer[:])
		if k > 0 {
			if offset+n+int64(k) > u.record.Size {
				return n, fault("The chunk reaches beyond the film's end.")
			}
			if err := u.place(f, buffer[:k], offset+n); err != nil {
				return n, err
			}
			n += int64(k)
		}
		switch {
		case err == io.EOF:
			return n, nil
		case err != nil:
			return n, err
		}
	}
}

// begin opens the file for a chunk.
func (u *Upload) begin() (*os.File, error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.err != nil {
		return nil, u.err
	}
	if u.file == nil {
		f, err := u.store.root.OpenFile(filmFile(u.id), os.O_WRONLY, 0)
		if err != nil {
			return nil, err
		}
		u.file = f
	}
	u.writers++
	return u.file, nil
}

// finish ends a chunk. The one that made the film complete answers only when
// every byte is safe on the disk.
func (u *Upload) finish() (err error) {
	u.mu.Lock()
	u.writers--
	complete, flushed, gone := u.complete(), u.flushed, u.err != nil
	u.record.Touched, u.dirty = time.Now(), true
	u.mu.Unlock()
	if complete && !flushed {
		err = u.save()
	}
	u.closeIdle(complete || gone)
	return err
}

// closeIdle closes the file once no chunk uses it and none is expected.
func (u *Upload) closeIdle(idle bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if idle && u.writers == 0 && u.file != nil {
		u.file.Close() // everything was flushed, or will be sent again
		u.file = nil
	}
}

// place writes those of the bytes that are not there yet, and announces them.
// Bytes that somebody may have read never change.
func (u *Upload) place(f *os.File, data []byte, at int64) error {
	end := at + int64(len(data))
	for at < end {
		u.mu.Lock()
		gap, err := u.record.Have.Gap(at, end), u.err
		u.mu.Unlock()
		if err != nil {
			return err
		}
		if gap.Len() == 0 {
			return nil
		}
		if err := u.store.space(gap.Len()); err != nil {
			return err
		}
		piece := data[int64(len(data))-(end-gap.Start):][:gap.Len()]
		if _, err := f.WriteAt(piece, gap.Start); err != nil {
			return writeError(err)
		}
		u.arrived(gap)
		at = gap.End
	}
	return nil
}

// writeError tells a full disk from other failures.
func writeError(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) || errors.Is(err, syscall.EFBIG) {
		return fmt.Errorf("%w: %w", errFull, err)
	}
	return err
}

var errFull = words.Refuse(ErrDiskFull, "The disk that uploads are kept on is full. Nothing is lost: make space there, and the upload goes on.")

func (u *Upload) arrived(i Interval) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.record.Have.Add(i.Start, i.End)
	u.unsaved += i.Len()
	u.dirty = true
	u.meter.add(time.Now(), i.Len())
	u.readers.wake()
	if u.complete() {
		select {
		case <-u.full:
		default:
			close(u.full)
		}
	}
	if u.unsaved >= saveEvery {
		u.store.wake()
	}
}

// save writes the record, after it made the bytes safe that the record speaks of.
func (u *Upload) save() error {
	u.saving.Lock()
	defer u.saving.Unlock()
	u.mu.Lock()
	r, complete := u.record, u.complete()
	r.Have, r.Checked = r.Have.Clone(), r.Checked.Clone()
	pending := u.unsaved
	if u.err != nil {
		u.mu.Unlock()
		return nil
	}
	u.dirty = false
	u.mu.Unlock()
	err := u.flush(pending > 0, complete)
	if err == nil {
		err = r.write(u.store.root, u.id)
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	u.saved = time.Now()
	if err != nil {
		u.dirty = true
		return writeError(err)
	}
	u.unsaved -= pending
	u.flushed = complete && u.complete()
	return nil
}

// flush makes the film's bytes safe on the disk.
func (u *Upload) flush(data, complete bool) error {
	if !data && !complete {
		return nil
	}
	f, err := u.store.root.OpenFile(filmFile(u.id), os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	if complete {
		return f.Sync()
	}
	return flush(f)
}

// due reports whether it is time to save.
func (u *Upload) due(now time.Time) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.err == nil && u.dirty && (u.unsaved >= saveEvery || now.Sub(u.saved) >= saveAfter)
}
