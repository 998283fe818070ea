package events

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"goblet/events/natstest"
)

// appendAll appends records after the revision last and returns the newest one's.
func appendAll(tb testing.TB, l *Log, room string, last uint64, data ...string) uint64 {
	tb.Helper()
	for _, d := range data {
		revision, ok, err := l.Append(tb.Context(), room, last, "", []byte(d))
		if err != nil || !ok {
			tb.Fatalf("append %q: %v %v", d, ok, err)
		}
		if revision <= last {
			tb.Fatalf("revision %d after %d", revision, last)
		}
		last = revision
	}
	return last
}

func readAll(tb testing.TB, l *Log, room string, after uint64) (all []string) {
	tb.Helper()
	err := l.Read(tb.Context(), room, after, func(_ uint64, data []byte) error {
		all = append(all, string(data))
		return nil
	})
	if err != nil {
		tb.Fatal(err)
	}
	return all
}

// follow tails the log from now on, as "room: data".
func follow(tb testing.TB, l *Log) <-chan string {
	tb.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	seen := make(chan string, 100_000)
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() {
		ended <- l.Tail(ctx, func() { close(ready) }, func(room string, _ uint64, data []byte) {
			seen <- room + ": " + string(data)
		})
	}()
	tb.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			tb.Errorf("the tail ended with %v", err)
		}
	})
	select {
	case <-ready:
	case err := <-ended:
		ended <- err
		tb.Fatal(err)
	}
	return seen
}

// next takes n items, or fails.
func next(tb testing.TB, seen <-chan string, n int) (got []string) {
	tb.Helper()
	limit := time.After(patience)
	for len(got) < n {
		select {
		case s := <-seen:
			got = append(got, s)
		case <-limit:
			tb.Fatalf("only %d of %d arrived, the last: %q", len(got), n, got[max(0, len(got)-3):])
		}
	}
	return got
}

func TestAppendOnlyAfterTheNewestRecord(t *testing.T) {
	l := open(t).Log()
	if revision, data, err := l.Last(t.Context(), "r"); revision != 0 || data != nil || err != nil {
		t.Errorf("last of an empty room: %d %q %v", revision, data, err)
	}
	first := appendAll(t, l, "r", 0, "one")
	appendAll(t, l, "other", 0, "elsewhere")
	for _, stale := range []uint64{0, first + 1, first + 100} {
		if revision, ok, err := l.Append(t.Context(), "r", stale, "", []byte("no")); ok || err != nil || revision != 0 {
			t.Errorf("append after %d: %d %v %v", stale, revision, ok, err)
		}
	}
	second := appendAll(t, l, "r", first, "two")
	if revision, data, err := l.Last(t.Context(), "r"); revision != second || string(data) != "two" || err != nil {
		t.Errorf("last: %d %q %v", revision, data, err)
	}
}

func TestRacingWritersYieldOneContiguousOrder(t *testing.T) {
	l := open(t).Log()
	const writers, each = 8, 25
	var racers sync.WaitGroup
	for w := range writers {
		racers.Go(func() {
			for n := range each {
				if err := appendNext(t.Context(), l, "r", fmt.Sprintf("w%d-%d", w, n)); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	racers.Wait()
	got := readAll(t, l, "r", 0)
	if len(got) != writers*each {
		t.Fatalf("%d records, want %d", len(got), writers*each)
	}
	for i, data := range got {
		if seq, _, _ := strings.Cut(data, " "); seq != strconv.Itoa(i+1) {
			t.Fatalf("record %d has the number %s", i+1, seq)
		}
	}
}

// appendNext reads the newest record's number and appends the next one until nobody was first.
func appendNext(ctx context.Context, l *Log, room, text string) error {
	for {
		last, data, err := l.Last(ctx, room)
		if err != nil {
			return err
		}
		number, _, _ := strings.Cut(string(data), " ")
		seq, _ := strconv.Atoi(number)
		_, ok, err := l.Append(ctx, room, last, text, fmt.Appendf(nil, "%d %s", seq+1, text))
		if err != nil || ok {
			return err
		}
	}
}

func TestAppendStoresARepeatedActionOnce(t *testing.T) {
	l := open(t).Log()
	first, _, err := l.Append(t.Context(), "r", 0, "action", []byte("one"))
	if err != nil {
		t.Fatal(err)
	}
	again, ok, err := l.Append(t.Context(), "r", first, "action", []byte("one"))
	if err != nil || !ok || again != first {
		t.Errorf("repetition: %d %v %v, want %d", again, ok, err, first)
	}
	if got := readAll(t, l, "r", 0); len(got) != 1 {
		t.Errorf("stored %q", got)
	}
	if _, ok, err := l.Append(t.Context(), "other", 0, "action", []byte("one")); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if got := readAll(t, l, "other", 0); len(got) != 1 {
		t.Error("an action's id in one room kept another room from using it")
	}
}

func TestActionIDsMayHoldAnything(t *testing.T) {
	l := open(t).Log()
	last := uint64(0)
	for _, id := range []string{"a\r\nNats-Expected-Last-Sequence: 7", "ü✓", " ", ":", "\x00", "a\nb", strings.Repeat("x", 64)} {
		revision, ok, err := l.Append(t.Context(), "r", last, id, []byte("x"))
		if err != nil || !ok || revision <= last {
			t.Fatalf("id %q: %d %v %v", id, revision, ok, err)
		}
		last = revision
	}
}

func TestARoomWhoseRecordsHaveExpiredStartsOver(t *testing.T) {
	e := open(t)
	last := appendAll(t, e.Log(), "r", 0, "one", "two")
	stream, err := e.js.Stream(t.Context(), streamName)
	if err != nil {
		t.Fatal(err)
	}
	if err := stream.Purge(t.Context()); err != nil { // what age and the log's size do
		t.Fatal(err)
	}
	appendAll(t, e.Log(), "r", last, "three")
	if got := readAll(t, e.Log(), "r", last); strings.Join(got, " ") != "three" {
		t.Errorf("read %q", got)
	}
}

func TestReadAfterARevision(t *testing.T) {
	l := open(t).Log()
	var want []string
	last, middle := uint64(0), uint64(0)
	for n := range 2*readBatch + 10 {
		if n == readBatch {
			middle = last
		}
		want = append(want, strconv.Itoa(n))
		last = appendAll(t, l, "r", last, want[n])
		if n%50 == 0 {
			appendAll(t, l, "noise-"+strconv.Itoa(n), 0, "x")
		}
	}
	if got := readAll(t, l, "r", 0); strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("all: %d records, want %d", len(got), len(want))
	}
	if got := readAll(t, l, "r", middle); strings.Join(got, " ") != strings.Join(want[readBatch:], " ") {
		t.Errorf("after the middle: %d records", len(got))
	}
	for _, after := range []uint64{last, last + 1000} {
		if got := readAll(t, l, "r", after); got != nil {
			t.Errorf("after %d: %q", after, got)
		}
	}
	stop := errors.New("enough")
	n := 0
	err := l.Read(t.Context(), "r", 0, func(uint64, []byte) error { n++; return stop })
	if !errors.Is(err, stop) || n != 1 {
		t.Errorf("read on after an error: %d %v", n, err)
	}
}

func TestRoomIDsCannotNameOtherSubjects(t *testing.T) {
	l := open(t).Log()
	for _, room := range []string{"", "*", ">", "a.b", "a b", "Ä", "UPPER", "a\r\n", "../x", strings.Repeat("a", 65)} {
		if _, _, err := l.Append(t.Context(), room, 0, "", []byte("x")); !errors.Is(err, ErrRoom) {
			t.Errorf("append to %q: %v", room, err)
		}
		if err := l.Read(t.Context(), room, 0, nil); !errors.Is(err, ErrRoom) {
			t.Errorf("read %q: %v", room, err)
		}
		if _, _, err := l.Last(t.Context(), room); !errors.Is(err, ErrRoom) {
			t.Errorf("last of %q: %v", room, err)
		}
	}
	appendAll(t, l, strings.Repeat("a", 64), 0, "x")
}

func TestTailSeesEverythingInOrder(t *testing.T) {
	l := open(t).Log()
	appendAll(t, l, "before", 0, "not seen")
	const rooms, each = 4, 100
	seen := follow(t, l)
	var writers sync.WaitGroup
	for r := range rooms {
		writers.Go(func() {
			last := uint64(0)
			for n := range each {
				last = appendAll(t, l, fmt.Sprintf("r%d", r), last, strconv.Itoa(n))
			}
		})
	}
	late := follow(t, l) // joins while they write
	writers.Wait()
	newest := map[string]int{}
	for _, s := range next(t, seen, rooms*each) {
		room, data, _ := strings.Cut(s, ": ")
		if data != strconv.Itoa(newest[room]) {
			t.Fatalf("%s after %d records of it", s, newest[room])
		}
		newest[room]++
	}
	appendAll(t, l, "end", 0, "x")
	newest = map[string]int{}
	for s := range late {
		room, data, _ := strings.Cut(s, ": ")
		if room == "end" {
			break
		}
		n, _ := strconv.Atoi(data)
		if before, known := newest[room]; known && n != before+1 {
			t.Fatalf("the late tail saw %s after %d", s, before)
		}
		newest[room] = n
	}
	for room, n := range newest {
		if n != each-1 {
			t.Errorf("the late tail saw %s end at %d", room, n)
		}
	}
}

func TestTailSeesEverythingAcrossReconnects(t *testing.T) {
	dir := t.TempDir()
	s := natstest.StartWith(t, server.Options{JetStream: true, StoreDir: dir})
	e, err := Open(t.Context(), Options{URL: s.ClientURL()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	seen := follow(t, e.Log())
	last := appendAll(t, e.Log(), "r", 0, "0")
	port := s.Addr().String()[strings.LastIndex(s.Addr().String(), ":")+1:]
	for round := range 2 {
		s.Shutdown()
		s.WaitForShutdown()
		number, err := strconv.Atoi(port)
		if err != nil {
			t.Fatal(err)
		}
		s = natstest.StartWith(t, server.Options{JetStream: true, StoreDir: dir, Port: number})
		eventually(t, "the log answers again", func() bool { return e.Ready(t.Context()) == nil })
		last = appendAll(t, e.Log(), "r", last, strconv.Itoa(2*round+1), strconv.Itoa(2*round+2))
	}
	if got := strings.Join(next(t, seen, 5), ", "); got != "r: 0, r: 1, r: 2, r: 3, r: 4" {
		t.Errorf("saw %s", got)
	}
}

func TestTailNeedsALog(t *testing.T) {
	e := open(t)
	e.Close()
	err := e.Log().Tail(t.Context(), func() { t.Error("ready") }, nil)
	if err == nil {
		t.Error("a tail of a closed engine began")
	}
}
