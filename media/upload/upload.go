package upload

import (
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"os"
	"sync"
	"time"

	"goblet/words"
)

// Upload is one film on its way. Its methods are safe for concurrent use.
type Upload struct {
	id    string
	store *Store

	saving sync.Mutex // one save at a time; taken before mu

	mu      sync.Mutex // never held during I/O
	record  record
	readers demand
	file    *os.File  // for writing, while there are chunks
	writers int       // chunks that use file
	unsaved int64     // bytes that arrived since the record was written
	dirty   bool      // the record differs from the disk's
	saved   time.Time // when it was last written
	meter   meter
	torn    int  // how many blocks were found to be wrong
	flushed bool // complete, and every byte is safe on the disk
	problem words.Sentence
	gone    chan struct{} // closed when the upload is removed or the store ends
	err     error         // why it is gone
	full    chan struct{} // closed when all bytes are there
}

func newUpload(s *Store, id string, r record) *Upload {
	u := &Upload{id: id, store: s, record: r, gone: make(chan struct{}), full: make(chan struct{})}
	if u.complete() {
		u.flushed = true
		close(u.full)
	}
	return u
}

// ID is 16 characters [a-z2-7], random.
func (u *Upload) ID() string { return u.id }

// Owner is who began the upload.
func (u *Upload) Owner() string { return u.record.Owner }

// Began is when the upload was begun; zero when that is not known.
func (u *Upload) Began() time.Time { return u.record.Began }

// Facts are what was said of the film when the upload began.
func (u *Upload) Facts() Facts { return u.record.Facts }

// Version returns 12 characters [a-z2-7] that tell this file from others. It is
// known from the start: by size, time of change and both ends of the file.
func (u *Upload) Version() string {
	h := sha256.New()
	var facts [16]byte
	binary.BigEndian.PutUint64(facts[:8], uint64(u.record.Size))
	binary.BigEndian.PutUint64(facts[8:], uint64(u.record.Modified))
	h.Write(facts[:])
	h.Write([]byte(u.record.Ends))
	return lower.EncodeToString(h.Sum(nil))[:12]
}

var lower = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// Open opens the film's bytes for reading; those that have not arrived read as
// zeros, so ask Has or Wait first. The caller closes the file.
func (u *Upload) Open() (*os.File, error) { return u.store.root.Open(filmFile(u.id)) }

// Kind returns what the upload was found to be.
func (u *Upload) Kind() (k Kind, known bool) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.record.Kind == nil {
		return Kind{}, false
	}
	return *u.record.Kind, true
}

// Describe notes what the upload was found to be.
func (u *Upload) Describe(k Kind) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.record.Kind, u.problem, u.dirty = &k, words.Sentence{}, true
}

// Refuse notes in a sentence for its owner why the upload is of no use.
func (u *Upload) Refuse(problem words.Sentence) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.problem = problem
}

// Complete reports whether all bytes are there.
func (u *Upload) Complete() bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.complete()
}

func (u *Upload) complete() bool { return u.record.Have.Has(0, u.record.Size) }

// Full returns a channel that is closed once all bytes are there.
func (u *Upload) Full() <-chan struct{} {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.full
}

// Gone returns a channel that is closed when the upload is removed or the store ends.
func (u *Upload) Gone() <-chan struct{} { return u.gone }

// Has reports whether all bytes from start to before end are there.
func (u *Upload) Has(start, end int64) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.record.Have.Has(max(0, start), min(end, u.record.Size))
}

// There returns which bytes have arrived, the first intervals of them, and how many
// blocks of what had arrived were found to be wrong since the store was opened.
func (u *Upload) There(intervals int) (there Intervals, torn int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.record.Have.First(intervals), u.torn
}

// Progress is how far an upload is.
type Progress struct {
	Size     int64
	Have     int64   // bytes that have arrived
	Rate     float64 // bytes a second, over the last seconds; 0 while nobody sends
	Complete bool
	Verified bool           // complete, and compared with the sender's file
	Problem  words.Sentence // why it is of no use, silent when it is of some
}

// Progress returns how far the upload is.
func (u *Upload) Progress() Progress {
	u.mu.Lock()
	defer u.mu.Unlock()
	p := Progress{Size: u.record.Size, Have: u.record.Have.Count(), Complete: u.complete(), Problem: u.problem}
	p.Verified = p.Complete && u.record.Checked.Has(0, u.blocks())
	if !p.Complete {
		p.Rate = u.meter.rate(time.Now())
	}
	return p
}

// end makes the upload of no more use to anybody.
func (u *Upload) end(err error) {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.err == nil {
		u.err = err
		close(u.gone)
	}
}
