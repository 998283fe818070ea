package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"
)

// kind is which of the frames that matter here one is.
type kind byte

const (
	other kind = iota // what puts the room nowhere: viewers, beats, the reconnection delay
	hello             // the stream speaks
	reset             // the room's state as of the number
	event             // what the room has accepted, under the next number
	move              // the server ends; another one is there
)

// frame is what of a frame on an event stream is looked at.
type frame struct {
	kind     kind
	numbered bool   // it has a number
	seq      uint64 // the number
	garbled  bool   // it has an id that is no number
	size     int    // bytes on the wire
}

// parser finds the frames in the bytes of an event stream, however they are cut. It keeps the beginning of one line alone,
// and never a frame's data. Lines end with \n or \r\n, as Goblet and proxies send them.
type parser struct {
	bare bool     // it is a bare server's: all that has data is an event, whose number the data begins with
	line [40]byte // the beginning of the line so far: enough for an id, and for the names that matter
	n    int      // bytes of it
	some bool     // the frame has a field
	f    frame    // so far
}

// feed calls each for every frame that ends in b.
func (p *parser) feed(b []byte, each func(frame)) {
	for len(b) > 0 {
		end := bytes.IndexByte(b, '\n')
		if end < 0 {
			p.n += copy(p.line[p.n:], b)
			p.f.size += len(b)
			return
		}
		p.n += copy(p.line[p.n:], b[:end])
		p.f.size += end + 1
		b = b[end+1:]
		p.endLine(each)
	}
}

// endLine takes the line that has ended.
func (p *parser) endLine(each func(frame)) {
	line, whole := p.line[:p.n], p.n < len(p.line)
	p.n = 0
	if whole {
		line = bytes.TrimSuffix(line, []byte("\r"))
	}
	if len(line) == 0 {
		if p.some {
			each(p.f)
		}
		p.some, p.f = false, frame{}
		return
	}
	name, value, _ := bytes.Cut(line, []byte(":"))
	if len(name) == 0 { // a comment
		return
	}
	value = bytes.TrimPrefix(value, []byte(" "))
	p.some = true
	if p.bare {
		if string(name) == "data" {
			digits, _, ended := bytes.Cut(value, []byte(" "))
			seq, ok := number(digits)
			p.f.kind, p.f.seq, p.f.numbered, p.f.garbled = event, seq, ok, !ok || !ended
		}
		return
	}
	switch string(name) {
	case "id":
		seq, ok := number(value)
		p.f.seq, p.f.numbered, p.f.garbled = seq, ok, !ok || !whole
	case "event":
		p.f.kind = kindOf(value)
	}
}

func kindOf(name []byte) kind {
	switch string(name) {
	case "room":
		return event
	case "reset":
		return reset
	case "hello":
		return hello
	case "move":
		return move
	}
	return other
}

// number reads digits; ok is false for anything else, and for more than fit.
func number(b []byte) (n uint64, ok bool) {
	for _, c := range b {
		d := uint64(c - '0')
		if d > 9 || n > (1<<64-1-d)/10 {
			return 0, false
		}
		n = n*10 + d
	}
	return n, len(b) > 0
}

// maxHead bounds the head of an answer in bytes.
const maxHead = 8 << 10

// readHead reads the head of an HTTP/1.1 answer and returns its status, and what of the body has come with it.
// It wants a body that ends with the connection.
func readHead(r io.Reader) (status int, rest []byte, err error) {
	b := make([]byte, 0, maxHead)
	end := -1
	for end < 0 {
		if len(b) == cap(b) {
			return 0, nil, errors.New("the head of the answer is longer than 8 KB")
		}
		n, err := r.Read(b[len(b):cap(b)])
		b = b[:len(b)+n]
		end = bytes.Index(b, []byte("\r\n\r\n"))
		if err != nil && end < 0 {
			return 0, nil, err
		}
	}
	head, rest := b[:end], b[end+4:]
	first, fields, _ := bytes.Cut(head, []byte("\r\n"))
	words := bytes.Fields(first)
	if len(words) < 2 || !bytes.HasPrefix(words[0], []byte("HTTP/1.")) {
		return 0, nil, fmt.Errorf("the answer begins with %.40q", first)
	}
	if status, err = strconv.Atoi(string(words[1])); err != nil {
		return 0, nil, fmt.Errorf("the answer begins with %.40q", first)
	}
	if bytes.Contains(bytes.ToLower(fields), []byte("transfer-encoding: chunked")) {
		return status, nil, errors.New("the answer comes in chunks, as through a proxy: measure Goblet itself")
	}
	return status, rest, nil
}
