package main

import (
	"bufio"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
)

// The floor is what is left of a server when all but writing is taken away: each text is written to the room's connections
// in a loop by the goroutine that has read it.
const (
	floor        = "floor"
	floorCommand = "floor-server"
)

// floorRoom is the connections of one path.
type floorRoom struct {
	mu    sync.Mutex
	conns []net.Conn
}

// floorServer is the floor's rooms, which any path makes.
type floorServer struct {
	mu    sync.Mutex
	rooms map[string]*floorRoom
	conns []net.Conn // all
}

// serveFloor serves until ctx ends.
func serveFloor(ctx context.Context, l net.Listener) {
	s := &floorServer{rooms: map[string]*floorRoom{}}
	var serving sync.WaitGroup
	defer serving.Wait()
	defer s.close()
	defer context.AfterFunc(ctx, func() { l.Close() })()
	for {
		conn, err := l.Accept()
		if err != nil {
			return
		}
		s.mu.Lock()
		s.conns = append(s.conns, conn)
		s.mu.Unlock()
		serving.Go(func() { s.answer(conn) })
	}
}

func (s *floorServer) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, conn := range s.conns {
		conn.Close()
	}
}

// answer takes the requests of a connection until one makes it a stream, or it ends.
func (s *floorServer) answer(conn net.Conn) {
	requests := bufio.NewReaderSize(conn, 1<<10)
	for {
		r, err := http.ReadRequest(requests)
		if err != nil {
			conn.Close()
			return
		}
		if r.Method == http.MethodGet {
			s.room(r.URL.Path).stream(conn)
			return
		}
		text, err := io.ReadAll(r.Body)
		if err != nil {
			conn.Close()
			return
		}
		s.room(r.URL.Path).publish(text)
		_, _ = io.WriteString(conn, "HTTP/1.1 204 No Content\r\n\r\n")
	}
}

// room returns the room of a path below it.
func (s *floorServer) room(path string) *floorRoom {
	name := path[:max(0, strings.LastIndexByte(path, '/'))]
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.rooms[name] == nil {
		s.rooms[name] = &floorRoom{}
	}
	return s.rooms[name]
}

// stream begins a stream. Nothing but publish writes to it afterwards.
func (r *floorRoom) stream(conn net.Conn) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
	r.conns = append(r.conns, conn)
}

// publish writes a text to all streams.
func (r *floorRoom) publish(text []byte) {
	r.mu.Lock()
	defer r.mu.Unlock()
	wire := append(append([]byte("data: "), text...), "\n\n"...)
	for _, conn := range r.conns {
		_, _ = conn.Write(wire) // of those that have left, too: the loop is what is measured
	}
}
