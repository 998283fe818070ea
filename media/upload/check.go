package upload

import (
	"crypto/sha256"
	"fmt"
	"io"
)

// BlockSize is of how many bytes each hash of Check is; the last block may be shorter.
const BlockSize = 8 << 20

// maxCheck bounds how many blocks one Check reads.
const maxCheck = 32

// blocks returns how many blocks the film has.
func (u *Upload) blocks() int64 { return (u.record.Size + BlockSize - 1) / BlockSize }

// Checked is what Check came to.
type Checked struct {
	Missing []int64 // blocks that have not arrived, or not whole: ask again later
	Wrong   []int64 // blocks that differed: they are missing again, send them anew
	Next    int64   // first block whose hash has not been compared; as many as there are when all are
}

// Check compares blocks with the SHA-256 that their sender has of them, first
// being the number of the first one. Blocks that differ count as missing from
// then on. That all were compared is on the disk before it is answered.
func (u *Upload) Check(first int64, sums [][sha256.Size]byte) (Checked, error) {
	if first < 0 || first+int64(len(sums)) > u.blocks() {
		return Checked{}, fault("There are no such blocks in the film.")
	}
	if len(sums) > maxCheck {
		return Checked{}, fault(fmt.Sprintf("At most %d hashes can be compared at once.", maxCheck))
	}
	f, err := u.Open()
	if err != nil {
		return Checked{}, err
	}
	defer f.Close()
	var c Checked
	for i, want := range sums {
		block := first + int64(i)
		start, end := block*BlockSize, min((block+1)*BlockSize, u.record.Size)
		if !u.Has(start, end) {
			c.Missing = append(c.Missing, block)
			continue
		}
		h := sha256.New()
		if _, err := io.Copy(h, io.NewSectionReader(f, start, end-start)); err != nil {
			return Checked{}, err
		}
		if right := [sha256.Size]byte(h.Sum(nil)) == want; !u.judge(block, Interval{start, end}, right) {
			c.Wrong = append(c.Wrong, block)
		}
	}
	u.mu.Lock()
	c.Next = u.record.Checked.Gap(0, u.blocks()).Start
	u.mu.Unlock()
	if c.Next == u.blocks() && u.Complete() {
		return c, u.save() // who compared all of it does not come again
	}
	return c, nil
}

// judge notes what became of a block and returns right.
func (u *Upload) judge(block int64, bytes Interval, right bool) bool {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.dirty = true
	if right {
		u.record.Checked.Add(block, block+1)
		return true
	}
	if u.complete() {
		u.full = make(chan struct{})
	}
	u.flushed = false
	u.record.Checked.Remove(block, block+1)
	u.record.Have.Remove(bytes.Start, bytes.End)
	u.torn++
	return false
}
