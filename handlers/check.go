package handlers

import (
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
)

// uploadCheck is what came of comparing hashes, see docs/protocol.md.
type uploadCheck struct {
	uploadState
	Wrong     []int64 `json:"wrong"`     // blocks that are missing again
	Missing   []int64 `json:"missing"`   // blocks that have not arrived, to be compared later
	Unchecked int64   `json:"unchecked"` // first block that has not been compared
}

// checkUpload compares blocks of a film with their sender's hashes.
func (s *Server) checkUpload(w http.ResponseWriter, r *http.Request) error {
	u, _, err := s.upload(r)
	if err != nil {
		return err
	}
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	first, err := strconv.ParseInt(f.Get("block"), 10, 64)
	if err != nil {
		return badForm{"The field block must be the number of the first block."}
	}
	sums, err := f.sums()
	if err != nil {
		return err
	}
	c, err := u.Check(first, sums)
	if err != nil {
		return err
	}
	if len(c.Wrong) > 0 {
		s.logger.WarnContext(r.Context(), "blocks of an upload were wrong and are sent again", "upload", u.ID(), "blocks", c.Wrong)
		s.library.Reopen(u)
	}
	return answerJSON(w, uploadCheck{s.stateOf(r, u, 0), list(c.Wrong), list(c.Missing), c.Next})
}

// list is never null in JSON.
func list(blocks []int64) []int64 { return append([]int64{}, blocks...) }

// sums returns the field hashes: SHA-256 in hex, with commas between.
func (f form) sums() (sums [][sha256.Size]byte, err error) {
	for text := range strings.SplitSeq(f.Get("hashes"), ",") {
		sum, err := parseSum(text)
		if err != nil {
			return nil, badForm{"The field hashes must be SHA-256 in hex, with commas between."}
		}
		sums = append(sums, sum)
	}
	return sums, nil
}

func parseSum(text string) (sum [sha256.Size]byte, err error) {
	data, err := hex.DecodeString(text)
	if err != nil || len(data) != sha256.Size {
		return sum, errForm
	}
	return [sha256.Size]byte(data), nil
}
