package events

import (
	"bytes"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"time"
)

// connectionKey is the key of whether a connection may be taken from net/http, in the contexts of its requests.
type connectionKey struct{}

// Connection is for http.Server.ConnContext: streams over HTTP/1.1 then take the server's connections from net/http, which
// keeps some 40 KB for each, and are written to the socket directly where that can be.
func (h *Hub) Connection(ctx context.Context, conn net.Conn) context.Context {
	switch conn.(type) {
	case *net.TCPConn, *tls.Conn:
		return context.WithValue(ctx, connectionKey{}, true)
	}
	return ctx
}

// canTake reports whether the connection of a request can be taken from net/http. Not so where middleware has wrapped the
// ResponseWriter: it may have headers to add.
func canTake(w http.ResponseWriter, r *http.Request) bool {
	may, _ := r.Context().Value(connectionKey{}).(bool)
	_, wrapped := w.(interface{ Unwrap() http.ResponseWriter })
	return may && !wrapped && r.ProtoMajor == 1
}

// serveTaken is Serve for a connection that can be taken from net/http. It returns once the stream has begun.
func (s *Stream) serveTaken(w http.ResponseWriter, r *http.Request, sub Subscriber) error {
	header := rawHeader(r, w.Header())
	_, _ = io.CopyN(io.Discard, r.Body, chunk) // closing a connection of which not all was read resets it
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return err
	}
	if _, plain := conn.(*net.TCPConn); plain && s.hub.sockets != nil {
		return s.serveDirect(conn, header, sub)
	}
	return s.serveLine(conn, header, sub)
}

// rawHeader is how an answer with that header begins.
func rawHeader(r *http.Request, header http.Header) []byte {
	var b bytes.Buffer
	if r.ProtoAtLeast(1, 1) {
		b.WriteString("HTTP/1.1 200 OK\r\n")
	} else {
		b.WriteString("HTTP/1.0 200 OK\r\n")
	}
	_ = header.WriteSubset(&b, map[string]bool{"Transfer-Encoding": true})
	b.WriteString("Date: " + time.Now().UTC().Format(http.TimeFormat) + "\r\nConnection: close\r\n\r\n")
	return b.Bytes()
}
