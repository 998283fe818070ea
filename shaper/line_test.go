package shaper_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"os"
	"testing"
	"time"

	"goblet/shaper"
)

// echo is a server that says everything back.
func echo(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				_, _ = io.Copy(conn, conn)
			}()
		}
	}()
	return listener.Addr().String()
}

func open(t *testing.T) *shaper.Line {
	t.Helper()
	line, err := shaper.Listen(echo(t))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(line.Close)
	return line
}

// dial connects to the line; what hangs fails after a while.
func dial(t *testing.T, line *shaper.Line) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", line.Addr())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	return conn
}

func say(t *testing.T, conn net.Conn, text string) {
	t.Helper()
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
}

func hear(t *testing.T, conn net.Conn, want string) {
	t.Helper()
	got := make([]byte, len(want))
	if _, err := io.ReadFull(conn, got); err != nil || string(got) != want {
		t.Fatalf("got %q and %v, want %q", got, err, want)
	}
}

func TestBytesAreDelayedBothWaysAndAConnectionByItsHandshake(t *testing.T) {
	line := open(t)
	const delay = 60 * time.Millisecond
	line.Set(shaper.Shape{Delay: delay})
	began := time.Now()
	conn := dial(t, line)
	for i, least := range []time.Duration{4 * delay, 2 * delay} {
		say(t, conn, "hello")
		hear(t, conn, "hello")
		if took := time.Since(began); took < least {
			t.Errorf("exchange %d took %v, which is less than %v", i+1, took, least)
		}
		began = time.Now()
	}
}

func TestJitterKeepsTheOrderAndAllBytes(t *testing.T) {
	line := open(t)
	line.Set(shaper.Shape{Delay: time.Millisecond, Jitter: 5 * time.Millisecond})
	conn := dial(t, line)
	var sent bytes.Buffer
	for i := range 200 {
		sent.WriteString(string(bytes.Repeat([]byte{byte(i)}, 1+i*7)))
	}
	want := bytes.Clone(sent.Bytes())
	go func() {
		for sent.Len() > 0 {
			if _, err := conn.Write(sent.Next(777)); err != nil {
				return
			}
		}
		_ = conn.(*net.TCPConn).CloseWrite()
	}()
	got, err := io.ReadAll(conn)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes came back and %v; want the %d that were sent, in their order", len(got), err, len(want))
	}
}

func TestARateIsKept(t *testing.T) {
	line := open(t)
	line.Set(shaper.Shape{Rate: 200_000})
	conn := dial(t, line)
	began := time.Now()
	sent := bytes.Repeat([]byte("goblet"), 10_000)
	go func() { _, _ = conn.Write(sent) }()
	hear(t, conn, string(sent))
	if took := time.Since(began); took < 250*time.Millisecond {
		t.Errorf("60 kB passed in %v over a line of 200 kB/s", took)
	}
}

func TestABlackHoleHoldsAndReleases(t *testing.T) {
	line := open(t)
	before := dial(t, line)
	say(t, before, "one")
	hear(t, before, "one")

	line.Hold(true)
	say(t, before, "two")
	during := dial(t, line)
	say(t, during, "three")
	for _, conn := range []net.Conn{before, during} {
		_ = conn.SetReadDeadline(time.Now().Add(100 * time.Millisecond))
		if n, err := conn.Read(make([]byte, 8)); !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("%d bytes and %v came out of a black hole", n, err)
		}
		_ = conn.SetReadDeadline(time.Now().Add(20 * time.Second))
	}
	line.Hold(false)
	hear(t, before, "two")
	hear(t, during, "three")
}

func TestACutEndsConnectionsAndLeavesTheLineUp(t *testing.T) {
	line := open(t)
	conn := dial(t, line)
	say(t, conn, "one")
	hear(t, conn, "one")
	line.Cut()
	if _, err := conn.Read(make([]byte, 8)); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("a connection that was cut still reads: %v", err)
	}
	again := dial(t, line)
	say(t, again, "two")
	hear(t, again, "two")
}

func TestALineThatIsDownRefusesUntilItIsUp(t *testing.T) {
	line := open(t)
	conn := dial(t, line)
	say(t, conn, "one")
	hear(t, conn, "one")
	line.Offline(true)
	refused := func(conn net.Conn) {
		t.Helper()
		if _, err := conn.Read(make([]byte, 8)); err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("a line that is down carries: %v", err)
		}
	}
	refused(conn)
	if conn, err := net.Dial("tcp", line.Addr()); err == nil { // else the reset has come at once
		defer conn.Close()
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
		refused(conn)
	}
	line.Offline(false)
	again := dial(t, line)
	say(t, again, "two")
	hear(t, again, "two")
}

func TestAnEndOfOneSideReachesTheOther(t *testing.T) {
	line := open(t)
	conn := dial(t, line)
	say(t, conn, "bye")
	_ = conn.(*net.TCPConn).CloseWrite()
	if got, err := io.ReadAll(conn); err != nil || string(got) != "bye" {
		t.Errorf("got %q and %v", got, err)
	}
}
