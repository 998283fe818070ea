package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"
)

// floorCommand is the argument with which the program is the floor: what is left of a server when all but writing is taken
// away. Each POST is an event, which is written to the room's connections in a loop by the goroutine that has read it.
const floorCommand = "floor-server"

// floorRoom is the connections of one path.
type floorRoom struct {
	mu    sync.Mutex
	seq   uint64
	conns []net.Conn
}

// floorServer answers requests for streams and actions of any path as a Goblet would, with events of size bytes.
type floorServer struct {
	size int

	mu    sync.Mutex
	rooms map[string]*floorRoom
	conns []net.Conn // all
}

// serveFloor serves until ctx ends.
func serveFloor(ctx context.Context, l net.Listener, size int) {
	s := &floorServer{size: size, rooms: map[string]*floorRoom{}}
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
		_, _ = io.Copy(io.Discard, r.Body)
		seq := s.room(r.URL.Path).publish(s.size)
		fmt.Fprintf(conn, "HTTP/1.1 204 No Content\r\nGoblet-Seq: %d\r\n\r\n", seq)
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
	fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\nevent: hello\ndata: {}\n\nid: %d\nevent: reset\ndata: {}\n\n", r.seq)
	r.conns = append(r.conns, conn)
}

// publish writes the next event to all streams and returns its number.
func (r *floorRoom) publish(size int) uint64 {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.seq++
	wire := floorEvent(r.seq, size)
	for _, conn := range r.conns {
		_, _ = conn.Write(wire) // of those that have left, too: the loop is what is measured
	}
	return r.seq
}

// floorEvent is an event of size bytes, or somewhat more if it can't be so small.
func floorEvent(seq uint64, size int) []byte {
	b := append(strconv.AppendUint([]byte("id: "), seq, 10), "\ndata: "...)
	const end = "\nevent: room\n\n"
	b = append(b, bytes.Repeat([]byte("-"), max(1, size-len(b)-len(end)))...)
	return append(b, end...)
}

// runFloor is the program as the floor: it prints its address and serves until ctx ends or its input does, which is when
// whoever has started it is gone.
func runFloor(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) error {
	size := 0
	if len(args) == 1 {
		size, _ = strconv.Atoi(args[0])
	}
	if size <= 0 {
		return fmt.Errorf("want %s BYTES", floorCommand)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, stdin)
		cancel()
	}()
	fmt.Fprintln(stdout, l.Addr())
	serveFloor(ctx, l, size)
	return nil
}

// startFloor starts this program as the floor, in a process of its own so that its processor time can be told. The caller
// must call stop.
func startFloor(ctx context.Context, rooms, size int) (t target, stop func(), err error) {
	self, err := os.Executable()
	if err != nil {
		return t, nil, err
	}
	command := exec.CommandContext(ctx, self, floorCommand, strconv.Itoa(size))
	command.Stderr = os.Stderr
	command.WaitDelay = 5 * time.Second
	in, err := command.StdinPipe()
	if err != nil {
		return t, nil, err
	}
	out, err := command.StdoutPipe()
	if err != nil {
		return t, nil, err
	}
	if err := command.Start(); err != nil {
		return t, nil, err
	}
	stop = func() {
		in.Close()
		kill := time.AfterFunc(5*time.Second, func() { _ = command.Process.Kill() })
		defer kill.Stop()
		_ = command.Wait()
	}
	address := bufio.NewScanner(out)
	if !address.Scan() {
		stop()
		return t, nil, fmt.Errorf("the floor did not start: %w", address.Err())
	}
	t = target{pid: command.Process.Pid, bare: true}
	for i := range rooms {
		t.rooms = append(t.rooms, fmt.Sprintf("http://%s/r/%d", address.Text(), i))
	}
	return t, stop, nil
}
