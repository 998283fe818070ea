package main

import (
	"bytes"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

// holdBack puts a proxy in front of the program that hands those answers on only when they are whole, and returns the room's
// link through it.
func holdBack(t testing.TB, p *program, these func(*http.Response) bool) string {
	t.Helper()
	target, err := url.Parse(p.base())
	if err != nil {
		t.Fatal(err)
	}
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(target)
			r.Out.Host = r.In.Host // as it came: the server compares it with the origin of posts
			r.SetXForwarded()
		},
		FlushInterval: -1,
		ModifyResponse: func(r *http.Response) error {
			if !these(r) {
				return nil
			}
			whole, err := io.ReadAll(r.Body) // of a stream: never
			if err != nil {
				return err
			}
			r.Body = io.NopCloser(bytes.NewReader(whole))
			return nil
		},
		ErrorHandler: func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) },
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(func() { server.CloseClientConnections(); server.Close() })
	return server.URL + strings.TrimPrefix(p.room, p.base())
}

// cutting puts a relay in front of the program that cuts every connection after a while, and returns the room's link
// through it.
func cutting(t testing.TB, p *program, after time.Duration) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var relays sync.WaitGroup
	relays.Go(func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			relays.Go(func() { relayFor(near, strings.TrimPrefix(p.base(), "http://"), after) })
		}
	})
	t.Cleanup(func() { listener.Close(); relays.Wait() })
	return "http://" + listener.Addr().String() + strings.TrimPrefix(p.room, p.base())
}

func relayFor(near net.Conn, target string, after time.Duration) {
	defer near.Close()
	far, err := net.Dial("tcp", target)
	if err != nil {
		return
	}
	defer far.Close()
	cut := time.AfterFunc(after, func() { near.Close(); far.Close() })
	defer cut.Stop()
	var up sync.WaitGroup
	up.Go(func() { io.Copy(far, near); far.Close() })
	io.Copy(near, far)
	near.Close()
	up.Wait()
}
