package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"

	"goblet/measure"
)

// TestMain lets the tests' program be a server, as the program itself can.
func TestMain(m *testing.M) {
	if _, ok := ownServers()[os.Args[len(os.Args)-1]]; ok {
		main()
		return
	}
	os.Exit(m.Run())
}

func optionsOf(t *testing.T, args string) options {
	t.Helper()
	o, err := parseOptions(strings.Fields(args), t.Output())
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func teller(t *testing.T) func(string, ...any) {
	return func(format string, args ...any) { fmt.Fprintf(t.Output(), format+"\n", args...) }
}

func TestARealGoblet(t *testing.T) {
	t.Chdir("../..") // where it can be built
	program, err := measure.Build(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Run("loses nothing", func(t *testing.T) { losesNothing(t, "-goblet "+program, runtime.GOOS == "linux") })
	t.Run("loses nothing over TLS and HTTP/2", func(t *testing.T) { losesNothing(t, "-tls -goblet "+program, false) })
	t.Run("makes many rooms at once", func(t *testing.T) { makesManyRooms(t, program) })
	t.Run("gets its table", func(t *testing.T) { getsItsTable(t, program) })
	t.Run("is compared with peers", func(t *testing.T) { isCompared(t, program) })
}

func losesNothing(t *testing.T, args string, direct bool) {
	o := optionsOf(t, "-viewers 48 -slow 1 -stopped 1 -rooms 2 -rate 20 -for 1s -calm 0 -storm "+args)
	goblet, stop, err := o.target(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	got, err := load(t.Context(), goblet, o, teller(t))
	if err != nil {
		t.Fatal(err)
	}
	if err := got.faults.err(); err != nil {
		t.Error(err)
	}
	if len(got.acts.posts) != 20 || got.deliveries != 20*24 {
		t.Errorf("%d events, %d deliveries; want 20, each to 24 viewers", len(got.acts.posts), got.deliveries)
	}
	if got.ended != 0 || got.evicted != 0 {
		t.Errorf("the server ended %d streams and cut %d", got.ended, got.evicted)
	}
	if got.storm == nil {
		t.Error("there was no storm")
	}
	if got.direct != direct {
		t.Errorf("streams are written directly: %v, want %v", got.direct, direct)
	}
}

func makesManyRooms(t *testing.T, program string) {
	o := optionsOf(t, "-viewers 120 -rooms 120 -goblet "+program)
	goblet, stop, err := o.target(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	different := map[string]bool{}
	for _, link := range goblet.rooms {
		if _, err := newPlace(link); err != nil {
			t.Error(err)
		}
		different[link] = true
	}
	if len(different) != 120 {
		t.Errorf("%d rooms, want 120", len(different))
	}
}

func getsItsTable(t *testing.T, program string) {
	var out strings.Builder
	args := strings.Fields("-viewers 6 -rooms 2 -rate 10 -for 500ms -calm 0 -floor -actions seek,chat -goblet " + program)
	if err := run(t.Context(), args, strings.NewReader(""), &out, t.Output()); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"| post to the last viewer of the room, p50 / p99 / max", "| 0 / 0 / 0 ", "<= 1.5x ", "6 viewers in 2 rooms"} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("the table lacks %q:\n%s", want, out.String())
		}
	}
}

// isCompared gives Goblet, as it is where it can't write to sockets itself, and all others a load with a burst.
func isCompared(t *testing.T, program string) {
	var out strings.Builder
	file := filepath.Join(t.TempDir(), "figures.json")
	args := "-viewers 20 -rooms 2 -rate 20 -for 500ms -calm 0 -floor -peer nchan,r3labs -bursts=500ms -portable -json " + file + " -goblet " + program
	if err := run(t.Context(), strings.Fields(args), strings.NewReader(""), &out, t.Output()); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got figures
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	if got.Viewers != 20 || got.Rooms != 2 || len(got.Servers) != 4 {
		t.Fatalf("%d viewers, %d rooms, %d servers; want 20, 2 and 4", got.Viewers, got.Rooms, len(got.Servers))
	}
	for i, name := range []string{goblet, floor, nchan, r3labs} {
		s := got.Servers[i]
		if s.Name != name || s.Deliveries != 10*10 || s.Lost+uint64(s.Repeated+s.Misordered) > 0 || s.Direct {
			t.Errorf("%s: %+v; want 100 deliveries through net/http, no fault", name, s)
		}
		if s.Burst == nil || s.Burst.Events == 0 || s.Burst.Deliveries != 10*s.Burst.Events && name != goblet {
			t.Errorf("%s: burst %+v; want each event to reach ten", name, s.Burst)
		}
		if base := got.Servers[1].EventBytes; math.Abs(s.EventBytes-base) > 4 && name != goblet { // whose events vary
			t.Errorf("%s: events have %v bytes, the floor's %v", name, s.EventBytes, base)
		}
		if !strings.Contains(out.String(), name) {
			t.Errorf("the table lacks %s:\n%s", name, out.String())
		}
	}
}

func TestBareServersDeliverEverything(t *testing.T) {
	for name := range bareServers() {
		t.Run(name, func(t *testing.T) {
			o := optionsOf(t, "-viewers 40 -rooms 2 -rate 100 -for 200ms -calm 0")
			bare, stop, err := startBare(t.Context(), name, 300, o)
			if err != nil {
				t.Fatal(err)
			}
			defer stop()
			got, err := load(t.Context(), bare, o, teller(t))
			if err != nil {
				t.Fatal(err)
			}
			if err := got.faults.err(); err != nil || got.deliveries != 20*20 || got.size != 300 {
				t.Errorf("%v, %d deliveries of %v bytes, want 400 of 300", err, got.deliveries, got.size)
			}
			if bare.pid == 0 || got.memory.loaded == 0 {
				t.Errorf("process %d has %d bytes", bare.pid, got.memory.loaded)
			}
		})
	}
}

// forged is a server whose streams carry what they are told to.
func forged(t *testing.T, frames string) string {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /r/x", func(w http.ResponseWriter, r *http.Request) {
		http.SetCookie(w, &http.Cookie{Name: cookieName, Value: "1"})
	})
	acted := make(chan struct{})
	var once sync.Once
	mux.HandleFunc("GET /r/x/events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Transfer-Encoding", "identity")
		io.WriteString(w, "event: hello\ndata: {}\n\nid: 4\nevent: reset\ndata: {}\n\n")
		w.(http.Flusher).Flush()
		select {
		case <-acted:
			io.WriteString(w, frames)
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		case <-r.Context().Done():
		}
	})
	mux.HandleFunc("POST /r/x/seek", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Goblet-Seq", "7")
		w.WriteHeader(http.StatusNoContent)
		once.Do(func() { close(acted) })
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL + "/r/x"
}

func TestForgedStreamsAreReported(t *testing.T) {
	event := func(seq int) string { return fmt.Sprintf("id: %d\ndata: {}\nevent: room\n\n", seq) }
	for name, c := range map[string]struct{ frames, want string }{
		"as they should be": {event(5) + event(6) + event(7), ""},
		"a gap":             {event(5) + event(7), "2 times lost"},
		"again":             {event(5) + event(5) + event(6) + event(7), "2 times repeated"},
		"out of order":      {event(6) + event(5) + event(7), "2 times out of order"},
		"no number":         {"data: {}\nevent: room\n\n", "lacks its number"},
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			args := strings.Fields("-viewers 2 -rate 10 -for 100ms -calm 0 -url " + forged(t, c.frames))
			err := run(t.Context(), args, strings.NewReader(""), &out, t.Output())
			if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
				t.Errorf("got %v, want %q\n%s", err, c.want, out.String())
			}
		})
	}
}

func TestAServerThatIsNoGobletIsSaid(t *testing.T) {
	s := httptest.NewServer(http.NotFoundHandler())
	defer s.Close()
	err := run(t.Context(), []string{"-viewers", "2", "-url", s.URL + "/r/x"}, strings.NewReader(""), io.Discard, t.Output())
	if err == nil || !strings.Contains(err.Error(), "404") {
		t.Errorf("got %v, want the status", err)
	}
}
