package events

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
)

// ErrSince says that a request names its position in the log in a way that is not a number.
var ErrSince = errors.New("the position in the log (Last-Event-ID or since) is not a number")

// ParseSince reads how far a browser has come: the Last-Event-ID header, which wins because it is
// newer, or else the query's since. known is false when neither is there.
func ParseSince(r *http.Request) (since uint64, known bool, err error) {
	text := r.Header.Get("Last-Event-ID")
	if text == "" {
		text = r.URL.Query().Get("since")
	}
	if text == "" {
		return 0, false, nil
	}
	since, err = strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, false, fmt.Errorf("events: %w: %.32q", ErrSince, text)
	}
	return since, true, nil
}

type hello struct {
	Seq    uint64  `json:"seq"`
	Now    float64 `json:"now"`
	Viewer string  `json:"viewer"`
	Node   string  `json:"node"`
}

type beat struct {
	Seq uint64  `json:"seq"`
	Now float64 `json:"now"`
}

// mustJSON encodes the package's own frames, which consist of numbers and text.
func mustJSON(v any) []byte {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return b
}

// encode is a frame without a number.
func encode(event string, data []byte) []byte {
	b := make([]byte, 0, len(event)+len(data)+24)
	b = append(append(append(b, "event: "...), event...), '\n')
	for line := range bytes.FieldsFuncSeq(data, func(r rune) bool { return r == '\n' || r == '\r' }) {
		b = append(append(append(b, "data: "...), line...), '\n')
	}
	return append(b, '\n')
}

// snapshotSeq is the number of the newest event that the snapshot contains.
func snapshotSeq(snapshot []byte) uint64 {
	var s struct{ Seq uint64 }
	if json.Unmarshal(snapshot, &s) != nil {
		return 0
	}
	return s.Seq
}

// frameEvent is the name of a frame as r3labs encodes it: the last line.
func frameEvent(wire []byte) string {
	wire = bytes.TrimRight(wire, "\n")
	return string(bytes.TrimPrefix(wire[bytes.LastIndexByte(wire, '\n')+1:], []byte("event: ")))
}

// frameData is the data of a frame, its lines joined as a browser would.
func frameData(wire []byte) []byte {
	var data []byte
	for line := range bytes.Lines(wire) {
		text, ok := bytes.CutPrefix(line, []byte("data: "))
		if !ok {
			continue
		}
		text = bytes.TrimSuffix(text, []byte("\n"))
		if data == nil {
			data = text[:len(text):len(text)]
		} else {
			data = append(append(data, '\n'), text...)
		}
	}
	return data
}
