package browser

import (
	"io"
	"net"
	"sync"
	"time"
)

// uplink is how fast the browser may send, as on a slow line at home. The zero value has no limit.
type uplink struct {
	mu   sync.Mutex
	rate float64   // bytes a second, 0: no limit
	free time.Time // when the line has sent what was given to it
}

// limit sets the bytes a second; 0: no limit.
func (u *uplink) limit(bytes int) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.rate, u.free = float64(bytes), time.Now()
}

// take returns how long the line takes for n more bytes.
func (u *uplink) take(n int) time.Duration {
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.rate <= 0 {
		return 0
	}
	now := time.Now()
	if u.free.Before(now) {
		u.free = now
	}
	u.free = u.free.Add(time.Duration(float64(n) / u.rate * float64(time.Second)))
	return u.free.Sub(now)
}

// paced is what a connection's end sends over the line.
func (u *uplink) paced(end net.Conn) io.ReadCloser { return pacedEnd{end, u} }

type pacedEnd struct {
	net.Conn
	line *uplink
}

// Read takes little at a time, so that connections share the line.
func (p pacedEnd) Read(b []byte) (int, error) {
	const piece = 4 << 10
	n, err := p.Conn.Read(b[:min(len(b), piece)])
	time.Sleep(p.line.take(n))
	return n, err
}

// WriteTo keeps io.Copy from going around Read.
func (p pacedEnd) WriteTo(w io.Writer) (int64, error) {
	return io.Copy(w, struct{ io.Reader }{p})
}
