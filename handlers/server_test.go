package handlers_test

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"goblet/events"
	"goblet/handlers"
	"goblet/media"
	"goblet/media/thumbnail"
	"goblet/media/transcode"
	"goblet/media/upload"
	"goblet/room"
)

// goblet is the whole program but for its flags, on real parts.
type goblet struct {
	*httptest.Server
	handlers *handlers.Server
	options  handlers.Options
	rooms    *room.Rooms
	room     *room.Room
	film     media.Media
	data     string
}

func start(t testing.TB) *goblet {
	t.Helper()
	return startTaking(t, handlers.UploadsHost)
}

// startTaking is start, with uploads of those who may.
func startTaking(t testing.TB, who string) *goblet {
	t.Helper()
	return startShowing(t, who)
}

// startShowing is startTaking, with the films of some folders.
func startShowing(t testing.TB, who string, folders ...string) *goblet {
	t.Helper()
	return startWith(t, who, media.Options{Paths: folders})
}

// startWith is startTaking, with options of the library.
func startWith(t testing.TB, who string, o media.Options) *goblet {
	t.Helper()
	dir := t.TempDir()
	uploads, err := upload.Open(upload.Options{Dir: filepath.Join(dir, "uploads"), Max: 1 << 30})
	if err != nil {
		t.Fatal(err)
	}
	g := &goblet{data: dir}
	o.Patience, o.Data, o.Uploads = time.Minute, dir, uploads
	o.Removed = func(m media.Media) {
		g.rooms.Removed(context.Background(), m.ID, handlers.RoomMedia(g.film))
	}
	library, err := media.Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := events.Open(t.Context(), events.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	clock := room.NewClock()
	hub := events.NewHub(events.HubOptions{Now: clock, Node: "test"})
	g.film = library.List()[0]
	broadcast := handlers.NewBroadcast(hub, "", nil)
	g.rooms = room.New(room.Options{
		Log: engine.Log(), Snapshots: engine.Rooms(), Marks: engine.Alive(),
		Audience: broadcast, Clock: clock, Node: "test", Directory: engine.Directory(),
	})
	ctx, cancel := context.WithCancel(context.Background())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := g.rooms.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	wg.Go(func() {
		if err := library.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	if g.room, err = g.rooms.Main(t.Context(), handlers.RoomMedia(g.film)); err != nil {
		t.Fatal(err)
	}
	pictures := startPictures(ctx, t, &wg, library)
	g.options = handlers.Options{
		Rooms: g.rooms, Library: library, Streams: media.NewStreams(library, nil), Pictures: pictures, Hub: hub, Sessions: engine.Sessions(), Ready: engine.Ready,
		Clock: clock, Node: "test", TrustedProxies: []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")},
		Broadcast: broadcast, Uploads: who,
		Admins: engine.Admins(), Journal: engine.Journal(), Log: engine.Log(),
		Limits: handlers.Limits{Data: dir, Store: "s3://films", DiskFree: 1, UploadTotal: 1 << 40, LogBytes: 1 << 30, Version: "v1.2.3"},
	}
	g.handlers = handlers.New(g.options)
	wg.Go(func() {
		if err := g.handlers.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	g.Server = httptest.NewServer(g.handlers.Handler())
	t.Cleanup(func() {
		hub.Close()
		g.Close()
		cancel()
		wg.Wait()
		engine.Close()
	})
	return g
}

// unhurried returns the address of the same Goblet with a clock that stands still: what was used up of an allowance does
// not come back, however slow this machine is.
func (g *goblet) unhurried(t testing.TB) string {
	t.Helper()
	options := g.options
	now := g.options.Clock()
	options.Clock = func() float64 { return now }
	server := httptest.NewServer(handlers.New(options).Handler())
	t.Cleanup(server.Close)
	return server.URL
}

// sample returns the bytes of the sample film.
func (g *goblet) sample() ([]byte, error) {
	return os.ReadFile(filepath.Join(g.data, "sample", "Big.Buck.Bunny.mp4"))
}

// startPictures makes thumbnails with real ffmpeg until ctx ends.
func startPictures(ctx context.Context, t testing.TB, wg *sync.WaitGroup, library *media.Library) *thumbnail.Maker {
	t.Helper()
	tools, err := transcode.Find(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	x, err := transcode.New(transcode.Options{Tools: tools, Folder: t.TempDir(), SoftwareOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	m, err := thumbnail.New(thumbnail.Options{Open: library.Frames, Folder: t.TempDir(), Again: 10 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	wg.Go(func() { x.Run(ctx) })
	wg.Go(func() { m.Run(ctx, media.PictureDecoder{Transcoder: x}) })
	return m
}

// path returns a path below the room.
func (g *goblet) path(below string) string { return handlers.RoomPath(g.room.ID()) + below }

// browser is somebody's cookies.
type browser struct {
	t    testing.TB
	base string
	http.Client
}

func (g *goblet) stranger(t testing.TB) *browser {
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	b := &browser{t: t, base: g.URL, Client: http.Client{Jar: jar}}
	b.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return b
}

// member is a stranger who has opened the room's page.
func (g *goblet) member(t testing.TB) *browser {
	b := g.stranger(t)
	if a := b.get(g.path("")); a.StatusCode != http.StatusOK {
		t.Fatalf("the room's page answers %s: %s", a.Status, a.body)
	}
	return b
}

type answer struct {
	*http.Response
	body string
}

func (b *browser) do(method, path string, body io.Reader, header ...string) answer {
	b.t.Helper()
	r, err := http.NewRequestWithContext(b.t.Context(), method, b.base+path, body)
	if err != nil {
		b.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	return answer{resp, string(text)}
}

func (b *browser) get(path string, header ...string) answer {
	b.t.Helper()
	return b.do(http.MethodGet, path, nil, header...)
}

func (b *browser) post(path, form string, header ...string) answer {
	b.t.Helper()
	return b.do(http.MethodPost, path, strings.NewReader(form), append([]string{"Content-Type", "application/x-www-form-urlencoded"}, header...)...)
}

// listen opens the room's stream and returns its frames, each as "event: data".
func (b *browser) listen(method, path string) <-chan string {
	b.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	b.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, method, b.base+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	resp, err := b.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	if ct := resp.Header.Get("Content-Type"); resp.StatusCode != http.StatusOK || ct != "text/event-stream" {
		b.t.Fatalf("the stream answers %s, %s", resp.Status, ct)
	}
	frames := make(chan string, 100)
	go func() {
		defer close(frames)
		defer resp.Body.Close()
		var event, data string
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			key, value, _ := strings.Cut(lines.Text(), ": ")
			switch {
			case key == "event":
				event = value
			case key == "data":
				data = value
			case lines.Text() == "" && data != "":
				frames <- event + ": " + data
				event, data = "", ""
			}
		}
	}()
	return frames
}

// frame returns the next frame that contains all texts.
func frame(t testing.TB, frames <-chan string, texts ...string) string {
	t.Helper()
	patience := time.After(20 * time.Second)
next:
	for {
		select {
		case f, ok := <-frames:
			if !ok {
				t.Fatalf("the stream ended before a frame with %q", texts)
			}
			for _, text := range texts {
				if !strings.Contains(f, text) {
					continue next
				}
			}
			return f
		case <-patience:
			t.Fatalf("no frame with %q came", texts)
		}
	}
}

func form(pairs ...string) string {
	v := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		v.Set(pairs[i], pairs[i+1])
	}
	return v.Encode()
}
