package upload

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"time"
)

// Facts are what is said of a film when its upload begins. They tell whether it
// is one that was begun before.
type Facts struct {
	Name     string `json:"name"`     // file name
	Size     int64  `json:"size"`     // bytes
	Modified int64  `json:"modified"` // last change of the file, Unix milliseconds
	Ends     string `json:"ends"`     // SHA-256 of the first and last 64 KiB, hex
}

// Kind is what an upload was found to be, once enough of it has arrived.
type Kind struct {
	Type     string  `json:"type"`     // MIME
	Duration float64 `json:"duration"` // seconds, 0 = unknown
	Streams  string  `json:"streams"`  // what it consists of, for people
	Plain    bool    `json:"plain"`    // browsers play it without conversion
}

// record is what the disk keeps of an upload beside its bytes.
type record struct {
	Facts
	Owner   string    `json:"owner"` // who began it
	Have    Intervals `json:"have"`  // bytes that have arrived
	Checked Intervals `json:"checked"`
	Kind    *Kind     `json:"kind,omitempty"`
	Began   time.Time `json:"began,omitzero"` // unknown of what older Goblets began
	Touched time.Time `json:"touched"`        // when somebody last began or continued it
}

// Names of an upload's two files.
func filmFile(id string) string   { return id + ".film" }
func recordFile(id string) string { return id + ".json" }

// write replaces the record on disk as a whole: after a crash there is the old
// one or the new one.
func (r record) write(root *os.Root, id string) error {
	data, err := json.Marshal(r)
	if err != nil {
		return err
	}
	fresh := recordFile(id) + ".new"
	f, err := root.OpenFile(fresh, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if closing := f.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return err
	}
	return root.Rename(fresh, recordFile(id))
}

func readRecord(root *os.Root, id string) (r record, err error) {
	data, err := root.ReadFile(recordFile(id))
	if err != nil {
		return r, err
	}
	dec := json.NewDecoder(bytes.NewReader(data))
	if err := dec.Decode(&r); err != nil {
		return r, fmt.Errorf("record of upload %s: %w", id, err)
	}
	if r.Size <= 0 {
		return r, fmt.Errorf("record of upload %s: %w", id, ErrInvalid)
	}
	return r, nil
}
