package events

import (
	"context"
	"errors"
	"net"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"golang.org/x/sys/unix"
)

const (
	sendBuffer  = 64 << 10         // bytes, of which the system makes twice as many
	unconfirmed = 30 * time.Second // a browser that confirms nothing for so long is gone
)

// socket is a TCP connection that is written to without waiting, by one goroutine at a time.
type socket struct {
	conn net.Conn
	raw  syscall.RawConn
	room atomic.Uint32 // how often the system has told that it takes more

	ticket uint64 // of sockets

	// Of a write:
	send func(fd uintptr) bool // made once
	wire []byte
	n    int
	err  error
}

func newSocket(conn net.Conn) (*socket, error) {
	tcp, ok := conn.(*net.TCPConn)
	if !ok {
		return nil, errors.ErrUnsupported
	}
	_ = tcp.SetDeadline(time.Time{})
	_ = tcp.SetWriteBuffer(sendBuffer)
	raw, err := tcp.SyscallConn()
	if err != nil {
		return nil, err
	}
	_ = raw.Control(func(fd uintptr) {
		_ = unix.SetsockoptInt(int(fd), unix.IPPROTO_TCP, unix.TCP_USER_TIMEOUT, int(unconfirmed.Milliseconds()))
	})
	s := &socket{conn: conn, raw: raw}
	s.send = func(fd uintptr) bool {
		for s.err = unix.EINTR; s.err == unix.EINTR; {
			s.n, s.err = unix.Write(int(fd), s.wire)
		}
		return true
	}
	return s, nil
}

// write writes what the socket takes now, which may be nothing.
func (s *socket) write(wire []byte) (n int, err error) {
	s.wire = wire
	err = s.raw.Write(s.send)
	s.wire = nil
	switch {
	case err != nil:
		return 0, err
	case s.err == unix.EAGAIN:
		return 0, nil
	}
	return max(0, s.n), s.err
}

// close closes the connection, at once and without what is on its way if it is reset.
func (s *socket) close(reset bool) {
	if reset {
		_ = s.conn.(*net.TCPConn).SetLinger(0)
	}
	_ = s.conn.Close()
}

// sockets watches all sockets that are written to directly: for room, and for the browser's leaving.
type sockets struct {
	epoll *os.File
	raw   syscall.RawConn

	mu      sync.Mutex
	tickets uint64 // given so far
	viewers map[uint64]*direct
}

// newSockets returns a sockets, or nil if the system has none to give.
func newSockets() *sockets {
	fd, err := unix.EpollCreate1(unix.EPOLL_CLOEXEC)
	if err != nil {
		return nil
	}
	_ = unix.SetNonblock(fd, true) // so that waiting for it blocks a goroutine alone
	s := &sockets{epoll: os.NewFile(uintptr(fd), "epoll"), viewers: map[uint64]*direct{}}
	if s.raw, err = s.epoll.SyscallConn(); err != nil {
		_ = s.epoll.Close()
		return nil
	}
	return s
}

// add begins to watch v.
func (s *sockets) add(v *direct) error {
	s.mu.Lock()
	s.tickets++
	ticket := s.tickets
	v.socket.ticket = ticket
	s.viewers[ticket] = v
	s.mu.Unlock()
	var err error
	failed := s.raw.Control(func(epoll uintptr) {
		failed := v.socket.raw.Control(func(fd uintptr) {
			event := unix.EpollEvent{Events: unix.EPOLLRDHUP | unix.EPOLLOUT | unix.EPOLLET, Fd: int32(ticket), Pad: int32(ticket >> 32)}
			err = unix.EpollCtl(int(epoll), unix.EPOLL_CTL_ADD, int(fd), &event)
		})
		err = errors.Join(err, failed)
	})
	if err = errors.Join(err, failed); err != nil || v.over.Load() {
		s.remove(v)
	}
	return err
}

// remove ends the watch of v. Closing its socket does the rest.
func (s *sockets) remove(v *direct) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.viewers, v.socket.ticket)
}

// count returns how many are watched.
func (s *sockets) count() int {
	if s == nil {
		return 0
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.viewers)
}

// watch tells viewers what happens to their sockets, until close.
func (s *sockets) watch() {
	events := make([]unix.EpollEvent, 128)
	for {
		n := 0
		err := s.raw.Read(func(epoll uintptr) bool {
			n, _ = unix.EpollWait(int(epoll), events, 0)
			return n > 0
		})
		if err != nil {
			return
		}
		for _, e := range events[:n] {
			s.tell(e)
		}
	}
}

func (s *sockets) tell(e unix.EpollEvent) {
	s.mu.Lock()
	v := s.viewers[uint64(uint32(e.Fd))|uint64(uint32(e.Pad))<<32]
	s.mu.Unlock()
	switch {
	case v == nil:
	case e.Events&(unix.EPOLLRDHUP|unix.EPOLLHUP|unix.EPOLLERR) != 0:
		v.end(context.Canceled)
	default:
		v.socket.room.Add(1)
		v.shard.poke()
	}
}

func (s *sockets) close() { _ = s.epoll.Close() }
