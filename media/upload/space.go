package upload

import (
	"sync"
	"time"

	"goblet/words"
)

// spare is what may still be written before the disk is asked again.
type spare struct {
	mu    sync.Mutex
	bytes int64
	until time.Time
}

// askEvery is how long an answer of the disk is good for: others write, too.
const askEvery = 500 * time.Millisecond

// Space reports whether films can be written now, a piece of a chunk at least:
// nil or ErrDiskFull.
func (s *Store) Space() error { return s.space(pieceSize) }

// space takes n bytes off what may be written. ErrDiskFull: it would leave less
// free than has to stay free.
func (s *Store) space(n int64) error {
	s.spare.mu.Lock()
	defer s.spare.mu.Unlock()
	now := time.Now()
	if now.After(s.spare.until) || s.spare.bytes < n {
		disk, err := diskOf(s.o.Dir)
		if err != nil {
			return err
		}
		s.spare.bytes, s.spare.until = disk.Free-s.o.Free, now.Add(askEvery)
	}
	if s.spare.bytes < n {
		if s.o.Free == 0 {
			return errFull
		}
		return words.Refuse(ErrDiskFull, "Less than {size} are free on the disk that uploads are kept on (--disk-free). Nothing is lost: make space there, and the upload goes on.", "size", words.Bytes(s.o.Free))
	}
	s.spare.bytes -= n
	return nil
}

// Disk is how much there is on the disk that holds a folder, in bytes.
type Disk struct {
	Free  int64 // that may be written
	Total int64 // 0 = not known
}

// DiskOf returns how much there is on the disk that holds a folder.
func DiskOf(dir string) (Disk, error) { return diskOf(dir) }
