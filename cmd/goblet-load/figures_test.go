package main

import (
	"strings"
	"testing"
	"time"
)

// crowd is a fleet of one room whose viewers have had the events, each {number, when}.
func crowd(t *testing.T, heard ...[][2]uint64) *fleet {
	t.Helper()
	f := newFleet([]*place{{}}, []*source{nil}, map[manner]int{prompt: len(heard)}, 0)
	for i, events := range heard {
		for _, e := range events {
			for _, fr := range []frame{{kind: reset, numbered: true}, {kind: event, numbered: true, seq: e[0], size: 100}} {
				if fr.kind == reset && f.viewers[i].ledger.begun {
					continue
				}
				if err := f.viewers[i].take(fr, uint32(e[1])); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	return f
}

func TestTheLastViewerIsWhatAnEventTakes(t *testing.T) {
	f := crowd(t, [][2]uint64{{1, 2000}, {2, 12_000}}, [][2]uint64{{1, 5000}, {2, 11_000}})
	room := f.places[0]
	var got outcome
	f.judge(acts{posts: []post{{room, 1, 1000}, {room, 2, 10_000}}}, &got)
	if want := (spread{2, 4, 4}); got.last != want {
		t.Errorf("to the last: %v, want %v", got.last, want)
	}
	if want := (spread{1, 4, 4}); got.each != want {
		t.Errorf("to each: %v, want %v", got.each, want)
	}
	if got.deliveries != 4 || got.took != 11*time.Millisecond || got.size != 100 || got.viewers != 2 {
		t.Errorf("%d deliveries within %v, %v bytes, %d viewers", got.deliveries, got.took, got.size, got.viewers)
	}
	if err := f.inspect(newest(got.acts.posts)).err(); err != nil {
		t.Errorf("all is well, but: %v", err)
	}
}

func TestWhoLacksAnEventIsNamed(t *testing.T) {
	f := crowd(t, [][2]uint64{{1, 1}, {2, 2}, {3, 3}}, [][2]uint64{{1, 1}, {3, 3}}, [][2]uint64{{1, 1}, {2, 2}})
	s := f.inspect(map[*place]uint64{})
	if s.lost != 2 || s.repeated != 0 || s.misordered != 0 {
		t.Errorf("%+v, want 2 lost", s)
	}
	text := s.err().Error()
	for _, want := range []string{"viewer 2 of room 1: 1 lost", "viewer 3 of room 1: 1 lost"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q lacks %q", text, want)
		}
	}
	if strings.Contains(text, "viewer 1 ") {
		t.Errorf("%q names somebody who lacks nothing", text)
	}
}

func TestEventsThatNobodyHasAreLost(t *testing.T) {
	f := crowd(t, [][2]uint64{{1, 1}})
	if s := f.inspect(map[*place]uint64{f.places[0]: 4}); s.lost != 3 {
		t.Errorf("%d lost, want 3", s.lost)
	}
}

func TestActorsStayWithinTheirLimits(t *testing.T) {
	for _, c := range []struct {
		script script
		rooms  int
		want   int
	}{
		{script{[]string{"seek"}, 10}, 1, 2},
		{script{[]string{"seek"}, 10}, 10, 1},
		{script{[]string{"chat"}, 6}, 1, 10},
		{script{[]string{"seek", "chat"}, 6}, 1, 5},
	} {
		if got := c.script.crew(c.rooms); got != c.want {
			t.Errorf("%+v in %d rooms: %d act in turn, want %d", c.script, c.rooms, got, c.want)
		}
	}
}

func TestABurstCountsWhatArrivedUntilTheLastDelivery(t *testing.T) {
	f := crowd(t, [][2]uint64{{1, 2000}, {2, 12_000}}, [][2]uint64{{1, 5000}, {2, 11_000}})
	b := burst{acts: acts{posts: []post{{f.places[0], 2, 10_000}, {f.places[0], 1, 1000}}}}
	b.count()
	if b.deliveries != 4 || b.took != 11*time.Millisecond {
		t.Errorf("%d deliveries within %v, want 4 within 11 ms", b.deliveries, b.took)
	}
}

// missed returns the rows of a table whose goals are missed.
func missed(t *testing.T, cells [][]string) map[string]bool {
	t.Helper()
	rows := map[string]bool{}
	for _, line := range cells {
		if len(line) != len(cells[0]) {
			t.Fatalf("%q has %d cells, the head has %d", line, len(line), len(cells[0]))
		}
		if line[len(line)-1] == "NO" {
			rows[line[0]] = true
		}
	}
	return rows
}

func TestTheTableShowsWhatIsMissed(t *testing.T) {
	good := outcome{name: floor, viewers: 10, acts: acts{took: time.Second}, last: spread{1, 2, 2}, took: time.Second, processor: time.Second, deliveries: 10}
	peer := good
	peer.name, peer.burst = r3labs, &burst{deliveries: 100, took: time.Second}
	good.burst = peer.burst
	got := good
	got.name = goblet
	got.last = spread{1, 4, 5}
	got.memory = memory{1000, 2000, 3000, 402_000}
	got.faults.lost = 1
	got.storm = &storm{all: 11 * time.Second}
	got.burst = &burst{deliveries: 999, took: time.Second}
	rows := missed(t, table(got, []outcome{good, peer}))
	for _, want := range []string{"the p99 of that beside the floor's", "server's memory of a viewer: stream, idle / after the events",
		"events lost / repeated / out of order, of all viewers who read", "storm: until all are back and have its events", "burst: deliveries beside r3labs"} {
		if !rows[want] {
			t.Errorf("%q is not missed: %v", want, rows)
		}
	}
	if rows := missed(t, table(good, nil)); len(rows) > 0 {
		t.Errorf("%v are missed", rows)
	}
}

func TestTheGoalForMemoryFollowsHowStreamsAreWritten(t *testing.T) {
	got := outcome{name: goblet, viewers: 10, memory: memory{1, 1000, 1000, 201_000}} // 20 KB a viewer
	if rows := missed(t, table(got, nil)); len(rows) > 0 {
		t.Errorf("not directly: %v are missed", rows)
	}
	got.direct = true
	if rows := missed(t, table(got, nil)); len(rows) != 1 {
		t.Errorf("directly: %v are missed, want the memory", rows)
	}
}

func TestOptionsThatMakeNoSenseAreRefused(t *testing.T) {
	for _, args := range []string{"-viewers 0", "-rooms 0", "-rooms 5 -viewers 4", "-rate 0", "-rate -1", "-rate NaN", "-for 1ms", "-rate 1e9",
		"-actions dance", "-slow -1", "-calm -1s", "more", "-peer mercure", "-peer nchan,nchan", "-portable -url http://127.0.0.1:5000/r/1", "-tls -url https://127.0.0.1:5000/r/1", "-url http://a/r/1,http://b/r/2 -viewers 1"} {
		if _, err := parseOptions(strings.Fields(args), t.Output()); err == nil {
			t.Errorf("%s: accepted", args)
		}
	}
	for _, link := range []string{"ftp://127.0.0.1:5000/r/x", "http://example.org:80/r/x", "http://192.0.2.1:80/r/x", "http://127.0.0.1/r/x", "%"} {
		if _, err := newPlace(link); err == nil {
			t.Errorf("%s: accepted", link)
		}
	}
	if p, err := newPlace("http://localhost:5000/goblet/r/x?key=k"); err != nil || p.host != "127.0.0.1:5000" || p.path != "/goblet/r/x" {
		t.Errorf("%+v, %v", p, err)
	}
}
