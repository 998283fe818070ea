package events

import (
	"bufio"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"sync"
	"time"
)

// outlet is what a portable writes to.
type outlet interface {
	io.Writer
	Flush() error
	SetReadDeadline(time.Time) error
	SetWriteDeadline(time.Time) error
}

// answer is a request's ResponseWriter as an outlet.
type answer struct {
	http.ResponseWriter
	*http.ResponseController
}

// line is a connection that was taken from net/http as an outlet. It has a buffer only while it is written to.
type line struct {
	net.Conn
	buffers *buffers
	buffer  *bufio.Writer // nil: none
	broken  bool          // a write has failed
}

func (l *line) Write(b []byte) (int, error) {
	if l.buffer == nil {
		l.buffer = l.buffers.borrow(l.Conn)
	}
	n, err := l.buffer.Write(b)
	l.broken = l.broken || err != nil
	return n, err
}

// Flush gives the buffer back.
func (l *line) Flush() error {
	if l.buffer == nil {
		return nil
	}
	err := l.buffer.Flush()
	l.broken = l.broken || err != nil
	l.buffers.giveBack(l.buffer)
	l.buffer = nil
	return err
}

// close closes the connection. One that is broken gets no farewell of TLS, which could wait for seconds; what is on its way
// to who is too slow is dropped.
func (l *line) close(why error) {
	conn := l.Conn
	if secure, ok := conn.(*tls.Conn); ok && l.broken {
		conn = secure.NetConn()
	}
	if tcp, ok := conn.(*net.TCPConn); ok && errors.Is(why, ErrSlow) {
		_ = tcp.SetLinger(0)
	}
	_ = conn.Close()
}

// linger reads, which nothing is expected to come of, until the browser has left or the connection is closed.
func (l *line) linger() {
	var b [64]byte
	for {
		if _, err := l.Conn.Read(b[:]); err != nil {
			return
		}
	}
}

// buffers are lent for the time of a write.
type buffers struct{ pool sync.Pool }

const lineBuffer = 16 << 10 // bytes, which is the most in a record of TLS

func (b *buffers) borrow(w io.Writer) *bufio.Writer {
	if lent, ok := b.pool.Get().(*bufio.Writer); ok {
		lent.Reset(w)
		return lent
	}
	return bufio.NewWriterSize(w, lineBuffer)
}

func (b *buffers) giveBack(w *bufio.Writer) {
	w.Reset(nil)
	b.pool.Put(w)
}
