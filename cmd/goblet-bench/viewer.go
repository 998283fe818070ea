package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// viewer is one session in a room, by plain HTTP.
type viewer struct {
	room   string
	client *http.Client
	from   net.IP
	seen   atomic.Uint64
}

// arrival is an event that a stream has carried.
type arrival struct {
	seq  uint64
	at   time.Time
	size int // bytes of its frame
}

// addresses returns loopback addresses to come from, since Goblet limits what one address may do.
// Where the system has only 127.0.0.1 that is the only one, and joining takes its time.
func addresses(n int) []net.IP {
	probe, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		return []net.IP{net.IPv4(127, 0, 0, 1)}
	}
	probe.Close()
	var all []net.IP
	for i := range n {
		all = append(all, net.IPv4(127, 0, 0, byte(2+i)))
	}
	return all
}

// join opens the room's page with n new sessions, spread over the addresses.
func join(ctx context.Context, room string, n int) ([]*viewer, error) {
	var transports []*http.Transport
	from := addresses(40)
	for _, ip := range from {
		dialer := &net.Dialer{LocalAddr: &net.TCPAddr{IP: ip}}
		transports = append(transports, &http.Transport{DialContext: dialer.DialContext, MaxIdleConnsPerHost: 8})
	}
	viewers := make([]*viewer, n)
	errs := make(chan error, n)
	var turn sync.WaitGroup
	places := make(chan struct{}, 16)
	for i := range viewers {
		jar, err := cookiejar.New(nil)
		if err != nil {
			return nil, err
		}
		v := &viewer{room: room, from: from[i%len(from)], client: &http.Client{Transport: transports[i%len(from)], Jar: jar}}
		viewers[i] = v
		turn.Go(func() {
			places <- struct{}{}
			defer func() { <-places }()
			if err := v.open(ctx); err != nil {
				errs <- err
			}
		})
	}
	turn.Wait()
	select {
	case err := <-errs:
		return nil, err
	default:
		return viewers, nil
	}
}

// open gets the room's page, which makes the session a member; it waits while the server says 429.
func (v *viewer) open(ctx context.Context) error {
	for {
		response, err := v.do(ctx, "GET", v.room, nil)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, response.Body)
		response.Body.Close()
		switch {
		case err != nil:
			return err
		case response.StatusCode == http.StatusOK:
			return nil
		case response.StatusCode != http.StatusTooManyRequests:
			return fmt.Errorf("the room's page: %s", response.Status)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

func (v *viewer) do(ctx context.Context, method, address string, form url.Values) (*http.Response, error) {
	request, err := http.NewRequestWithContext(ctx, method, address, strings.NewReader(form.Encode()))
	if err != nil {
		return nil, err
	}
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return v.client.Do(request)
}

// state returns the room's sequence number.
func (v *viewer) state(ctx context.Context) (uint64, error) {
	response, err := v.do(ctx, "GET", v.room+"/state", nil)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	var snapshot struct{ Seq uint64 }
	if err := json.NewDecoder(response.Body).Decode(&snapshot); err != nil {
		return 0, fmt.Errorf("the room's state: %s: %w", response.Status, err)
	}
	return snapshot.Seq, nil
}

// seek asks the room to seek and returns the event's sequence number.
func (v *viewer) seek(ctx context.Context, position float64) (uint64, error) {
	form := url.Values{
		"position": {strconv.FormatFloat(position, 'f', 3, 64)},
		"action":   {rand.Text()},
		"seen":     {strconv.FormatUint(v.seen.Load(), 10)},
	}
	response, err := v.do(ctx, "POST", v.room+"/seek", form)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	said, err := io.ReadAll(response.Body)
	if err != nil {
		return 0, err
	}
	seq, err := strconv.ParseUint(response.Header.Get("Goblet-Seq"), 10, 64)
	if err != nil {
		return 0, fmt.Errorf("seek: %s, no event: %s", response.Status, bytes.TrimSpace(said))
	}
	return seq, nil
}

// watch reads the viewer's stream until ctx ends, which is no error, or the stream does. It calls heard for every frame
// that puts the room at a sequence number: the reset it begins with, whose size is 0, and each event.
func (v *viewer) watch(ctx context.Context, heard func(arrival)) error {
	response, err := v.do(ctx, "GET", v.room+"/events", nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the stream: %s", response.Status)
	}
	lines := bufio.NewReader(response.Body)
	var name, id string
	var data []byte
	size := 0
	for {
		line, err := lines.ReadBytes('\n')
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return fmt.Errorf("the stream ended: %w", err)
		}
		size += len(line)
		field, value, _ := strings.Cut(string(bytes.TrimRight(line, "\r\n")), ":")
		switch value = strings.TrimPrefix(value, " "); {
		case field == "event":
			name = value
		case field == "id":
			id = value
		case field == "data":
			data = []byte(value)
		case len(line) <= 2: // the frame's end
			if err := v.hear(name, id, data, size, heard); err != nil {
				return err
			}
			name, id, data, size = "", "", nil, 0
		}
	}
}

func (v *viewer) hear(name, id string, data []byte, size int, heard func(arrival)) error {
	at := time.Now()
	switch name {
	case "room":
		seq, err := strconv.ParseUint(id, 10, 64)
		if err != nil {
			return fmt.Errorf("an event with the id %q", id)
		}
		v.seen.Store(seq)
		heard(arrival{seq, at, size})
	case "reset":
		var snapshot struct{ Seq uint64 }
		if err := json.Unmarshal(data, &snapshot); err != nil {
			return err
		}
		v.seen.Store(snapshot.Seq)
		heard(arrival{snapshot.Seq, at, 0})
	}
	return nil
}

// stall opens the viewer's stream and never reads from it.
func (v *viewer) stall(ctx context.Context) (io.Closer, error) {
	request, err := http.NewRequestWithContext(ctx, "GET", v.room+"/events", nil)
	if err != nil {
		return nil, err
	}
	for _, cookie := range v.client.Jar.Cookies(request.URL) {
		request.AddCookie(cookie)
	}
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: v.from}}
	conn, err := dialer.DialContext(ctx, "tcp", request.URL.Host)
	if err != nil {
		return nil, err
	}
	_ = conn.(*net.TCPConn).SetReadBuffer(4 << 10)
	if err := request.Write(conn); err != nil {
		conn.Close()
		return nil, err
	}
	return conn, nil
}
