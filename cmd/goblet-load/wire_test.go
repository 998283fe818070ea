package main

import (
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// parse feeds a stream in pieces of n bytes.
func parse(stream []byte, n int) []frame { return parseWith(parser{}, stream, n) }

func parseWith(p parser, stream []byte, n int) (all []frame) {
	for piece := range slices.Chunk(stream, n) {
		p.feed(piece, func(f frame) { all = append(all, f) })
	}
	return all
}

func TestFramesAreFoundHoweverTheyAreCut(t *testing.T) {
	long := strings.Repeat("x", 5000)
	for stream, want := range map[string][]frame{
		"":       nil,
		"\n\n\n": nil,
		":" + strings.Repeat(" ", 2048) + "\nretry: 1000\n\n": {{size: 2063}},
		"event: hello\ndata: {\"seq\":7}\n\n":                 {{kind: hello, size: 30}},
		"id: 7\nevent: reset\ndata: {}\n\n":                   {{kind: reset, numbered: true, seq: 7, size: 29}},
		"id: 8\ndata: " + long + "\nevent: room\n\n":          {{kind: event, numbered: true, seq: 8, size: 5026}},
		"id:9\r\nevent:room\r\n\r\n":                          {{kind: event, numbered: true, seq: 9, size: 20}},
		"event: beat\ndata: id: 4\n\nid: 5\nevent: room\n\n":  {{size: 25}, {kind: event, numbered: true, seq: 5, size: 19}},
		"data: id: 3\n\n":                                     {{size: 13}},
		"id: 5\n":                                             nil,
		"id: \n\n":                                            {{garbled: true, size: 6}},
		"id: 1x\n\n":                                          {{garbled: true, size: 8}},
		"id: -1\n\n":                                          {{garbled: true, size: 8}},
		"id: 18446744073709551615\n\n":                        {{numbered: true, seq: 1<<64 - 1, size: 26}},
		"id: 18446744073709551616\n\n":                        {{garbled: true, size: 26}},
		"id: " + strings.Repeat("0", 90) + "\n\n":             {{garbled: true, numbered: true, size: 96}},
		"event: " + long + "\nid: 2\n\n":                      {{numbered: true, seq: 2, size: 5015}},
		": a comment\n\nid: 2\n\n":                            {{numbered: true, seq: 2, size: 7}},
	} {
		for _, n := range []int{1, 2, 3, 7, 40, 41, 1 << 20} {
			if got := parse([]byte(stream), n); !slices.Equal(got, want) {
				t.Errorf("%.60q in pieces of %d: %+v, want %+v", stream, n, got, want)
			}
		}
	}
}

func TestTheNumbersOfABareServerStandInItsData(t *testing.T) {
	for stream, want := range map[string][]frame{
		": hi\n\n":                              nil,
		"data: 7 ---\n\n":                       {{kind: event, numbered: true, seq: 7, size: 13}},
		"id: 1795941944:0\ndata: 12 -\n\n":      {{kind: event, numbered: true, seq: 12, size: 29}},
		"id: \ndata: 3 \n\n":                    {{kind: event, numbered: true, seq: 3, size: 15}},
		"data: hello\n\n":                       {{kind: event, garbled: true, size: 13}},
		"data: 12\n\n":                          {{kind: event, numbered: true, seq: 12, garbled: true, size: 10}},
		"data: 9 " + bareText(1, 5000) + "\n\n": {{kind: event, numbered: true, seq: 9, size: 5010}},
	} {
		for _, n := range []int{1, 2, 3, 7, 40, 41, 1 << 20} {
			if got := parseWith(parser{bare: true}, []byte(stream), n); !slices.Equal(got, want) {
				t.Errorf("%.60q in pieces of %d: %+v, want %+v", stream, n, got, want)
			}
		}
	}
}

// plainly finds the numbers of the events in a stream the long way.
func plainly(stream string) (seqs []uint64) {
	var id, name string
	some := false
	lines := strings.Split(stream, "\n")
	for _, line := range lines[:len(lines)-1] {
		line = strings.TrimSuffix(line, "\r")
		if line == "" {
			if seq, ok := number([]byte(id)); some && ok && name == "room" {
				seqs = append(seqs, seq)
			}
			id, name, some = "", "", false
			continue
		}
		field, value, _ := strings.Cut(line, ":")
		value = strings.TrimPrefix(value, " ")
		switch field {
		case "":
			continue
		case "id":
			id = value
		case "event":
			name = value
		}
		some = true
	}
	return seqs
}

func FuzzParser(f *testing.F) {
	f.Add([]byte("id: 7\nevent: reset\ndata: {}\n\nid: 8\ndata: x\nevent: room\n\n"), uint8(5))
	f.Add([]byte(": x\r\nretry: 5\r\n\r\nid:1\r\nevent:room\r\n\r\n"), uint8(1))
	f.Add([]byte("event: room\nevent: beat\nid: 3\nid: 4\n\n"), uint8(2))
	f.Fuzz(func(t *testing.T, stream []byte, piece uint8) {
		whole := parse(stream, len(stream)+1)
		if cut := parse(stream, int(piece)+1); !slices.Equal(cut, whole) {
			t.Fatalf("cut into pieces: %+v, whole: %+v", cut, whole)
		}
		var seqs []uint64
		size := 0
		for _, fr := range whole {
			size += fr.size
			if fr.kind == event && fr.numbered && !fr.garbled {
				seqs = append(seqs, fr.seq)
			}
		}
		if size > len(stream) {
			t.Errorf("%d bytes in frames, of %d", size, len(stream))
		}
		longest := 0
		for line := range bytes.Lines(stream) {
			longest = max(longest, len(line))
		}
		if want := plainly(string(stream)); longest < 40 && !slices.Equal(seqs, want) {
			t.Errorf("events %v, want %v", seqs, want)
		}
	})
}

func TestTheHeadOfAnAnswerIsRead(t *testing.T) {
	for text, want := range map[string]struct {
		status int
		rest   string
		fails  bool
	}{
		"HTTP/1.1 200 OK\r\nA: b\r\n\r\n":                       {200, "", false},
		"HTTP/1.1 200 OK\r\nA: b\r\n\r\nid: 1\n":                {200, "id: 1\n", false},
		"HTTP/1.1 429 Too Many Requests\r\n\r\n":                {429, "", false},
		"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n": {200, "", true},
		"HTTP/1.1 200 OK\r\nA: b\r\n":                           {0, "", true},
		"HTTP/1.1 ok\r\n\r\n":                                   {0, "", true},
		"SSH-2.0\r\n\r\n":                                       {0, "", true},
		"":                                                      {0, "", true},
		"HTTP/1.1 200 OK\r\nA: " + strings.Repeat("b", 9000) + "\r\n\r\n": {0, "", true},
	} {
		for name, r := range map[string]io.Reader{"at once": strings.NewReader(text), "byte by byte": iotest.OneByteReader(strings.NewReader(text))} {
			status, rest, err := readHead(r)
			if err == nil && name == "byte by byte" { // the rest is still to be read
				more, _ := io.ReadAll(r)
				rest = append(rest, more...)
			}
			if status != want.status || string(rest) != want.rest || (err != nil) != want.fails {
				t.Errorf("%.40q %s: %d, %q, %v; want %+v", text, name, status, rest, err, want)
			}
		}
	}
}
