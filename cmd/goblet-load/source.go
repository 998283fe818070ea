package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// errEndpoint says that what was found at an address is not what a Goblet answers there.
var errEndpoint = errors.New("this is no Goblet that can be measured")

const cookieName = "goblet"

// source is an address that viewers come from: Goblet limits what one may do.
type source struct {
	dialer    net.Dialer
	transport *http.Transport
}

// sources returns n loopback addresses. Where the system has 127.0.0.1 alone that is the only one, and joining takes its time.
func sources(n int) []*source {
	probe, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		return []*source{newSource(nil)}
	}
	probe.Close()
	all := make([]*source, n)
	for i := range all {
		all[i] = newSource(&net.TCPAddr{IP: net.IPv4(127, 0, byte(1+i/250), byte(1+i%250))})
	}
	return all
}

func newSource(from *net.TCPAddr) *source {
	s := &source{dialer: net.Dialer{Timeout: 20 * time.Second, KeepAlive: -1}}
	if from != nil {
		s.dialer.LocalAddr = from
	}
	s.transport = &http.Transport{
		DialContext: s.dialer.DialContext, TLSClientConfig: loopbackTLS(), MaxIdleConnsPerHost: 2, IdleConnTimeout: 30 * time.Second,
		DisableCompression: true, ResponseHeaderTimeout: 20 * time.Second,
	}
	return s
}

// do sends a form, or nothing if it is "", and returns the answer, whose body was read and dropped. It waits while the
// server says 429.
func (s *source) do(ctx context.Context, method, address, cookie, form string) (*http.Response, error) {
	for {
		answer, err := s.once(ctx, method, address, cookie, form)
		if err != nil || answer.StatusCode != http.StatusTooManyRequests {
			return answer, err
		}
		seconds, _ := strconv.Atoi(answer.Header.Get("Retry-After"))
		if err := wait(ctx, time.Duration(max(1, seconds))*time.Second); err != nil {
			return nil, fmt.Errorf("the server still says 429: %w", err)
		}
	}
}

// once is do that takes a 429 for an answer.
func (s *source) once(ctx context.Context, method, address, cookie, form string) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form))
	if err != nil {
		return nil, err
	}
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if cookie != "" {
		request.Header.Set("Cookie", cookie)
	}
	answer, err := s.transport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	_, err = io.Copy(io.Discard, answer.Body)
	return answer, err
}

// session returns the cookie of an answer as a request has it, "" if there is none.
func session(answer *http.Response) string {
	for _, c := range answer.Cookies() {
		if c.Name == cookieName {
			return c.Name + "=" + c.Value
		}
	}
	return ""
}

// join opens the room's page as somebody new, which makes the session a member.
func (v *viewer) join(ctx context.Context) error {
	answer, err := v.from.do(ctx, http.MethodGet, v.room.link, "", "")
	if err != nil {
		return fmt.Errorf("the room's page: %w", err)
	}
	if v.cookie = session(answer); answer.StatusCode != http.StatusOK || v.cookie == "" {
		return fmt.Errorf("%w: the room's page was answered with %s, cookie %q", errEndpoint, answer.Status, v.cookie)
	}
	return nil
}

// wait returns after d, or with ctx's error when that ends first.
func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
