package media

import (
	"context"
	"errors"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"

	"goblet/media/hls"
)

// openStreams opens a library of one film.
func openStreams(t *testing.T, path string, c Converter) (*Streams, Media) {
	t.Helper()
	library, err := Open(t.Context(), Options{Paths: []string{path}, Data: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	return NewStreams(library, c), library.List()[0]
}

func TestStreamsServeWhatIsCopiedAndWhatIsConverted(t *testing.T) {
	s, m := openStreams(t, makeFilm(t, "film.mkv", 10, two+avc+"-c:a:0 ac3 -c:a:1 aac -metadata:s:a:1 language=ger"), described{})
	ctx := t.Context()
	master, err := s.Master(ctx, m.ID, m.Version, Sound)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`URI="a2-aac/index.m3u8"`, `URI="a3/index.m3u8"`, `NAME="Deutsch",LANGUAGE="de"`, "\nv1/index.m3u8\n"} {
		if !strings.Contains(string(master), want) {
			t.Errorf("no %s in\n%s", want, master)
		}
	}
	playlist, err := s.Playlist(ctx, m.ID, m.Version, "v1")
	if err != nil || strings.Count(string(playlist), "#EXTINF") != 2 {
		t.Errorf("%v\n%s", err, playlist)
	}
	for _, rendition := range []string{"v1", "a3"} {
		first, err := s.Segment(ctx, m.ID, m.Version, rendition, 0)
		again, err2 := s.Segment(ctx, m.ID, m.Version, rendition, 0)
		if err != nil || err2 != nil || len(first) < 1000 || &first[0] != &again[0] {
			t.Errorf("%s: %d and %d bytes, %v, %v, made again", rendition, len(first), len(again), err, err2)
		}
	}
	if b, err := s.Segment(ctx, m.ID, m.Version, "a2-aac", 5); err != nil || string(b) != "a2-aac 5" {
		t.Errorf("%s %v", b, err)
	}
	if b, err := s.Init(ctx, m.ID, m.Version, "v1-low"); err != nil || string(b) != "init" {
		t.Errorf("%s %v", b, err)
	}
}

func TestStreamsRefuseWhatThereIsNot(t *testing.T) {
	path := makeFilm(t, "film.mkv", 10, one+avc+"-c:a dca -strict -2")
	s, m := openStreams(t, path, nil)
	for _, test := range []struct {
		rendition string
		n         int
		want      error
	}{
		{"v1", 2, hls.ErrNoSegment},
		{"v1", 1 << 40, hls.ErrNoSegment},
		{"v2", 0, hls.ErrNoSegment},
		{"a1", 0, hls.ErrNoSegment},
		{"v9", 0, hls.ErrNoSegment},
		{"x", 0, hls.ErrNoSegment},
		{"a2", 0, hls.ErrCodec},
		{"v1-h264", 0, hls.ErrNoSegment},
	} {
		if _, err := s.Segment(t.Context(), m.ID, m.Version, test.rendition, test.n); !errors.Is(err, test.want) {
			t.Errorf("%s/%d: %v, want %v", test.rendition, test.n, err, test.want)
		}
	}
	for _, form := range []string{"", Direct, Full, "nonsense"} {
		if _, err := s.Master(t.Context(), m.ID, m.Version, form); !errors.Is(err, hls.ErrNoSegment) {
			t.Errorf("%q: %v", form, err)
		}
	}
	if _, err := s.Segment(t.Context(), m.ID, "anotherversn", "v1", 0); !errors.Is(err, ErrReplaced) {
		t.Errorf("another version: %v", err)
	}
	if filepath.Base(path) != m.Name {
		t.Errorf("the film is %q", m.Name)
	}
}

func TestWhoAsksForTheSameSegmentWaitsForOneMakingOfIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fs flights[int, string]
		made, release := 0, make(chan struct{})
		build := func(ctx context.Context) (string, error) {
			made++
			select {
			case <-release:
				return "segment", nil
			case <-ctx.Done():
				return "", ctx.Err()
			}
		}
		leaver, leave := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			if _, err := fs.do(leaver, 1, build); !errors.Is(err, context.Canceled) {
				t.Errorf("who left got %v", err)
			}
		})
		synctest.Wait()
		wg.Go(func() {
			if v, err := fs.do(t.Context(), 1, build); v != "segment" || err != nil {
				t.Errorf("who stayed got %q, %v", v, err)
			}
		})
		synctest.Wait()
		leave() // whoever asked first may leave
		synctest.Wait()
		close(release)
		wg.Wait()
		if made != 1 {
			t.Errorf("made %d times", made)
		}
	})
}

func TestNothingIsMadeWhenNobodyWaitsAnyMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var fs flights[int, string]
		ended := false
		ctx, leave := context.WithCancel(t.Context())
		var wg sync.WaitGroup
		wg.Go(func() {
			fs.do(ctx, 1, func(ctx context.Context) (string, error) {
				<-ctx.Done()
				ended = true
				return "", ctx.Err()
			})
		})
		synctest.Wait()
		leave()
		wg.Wait()
		synctest.Wait()
		if !ended {
			t.Error("the making goes on")
		}
		if v, err := fs.do(t.Context(), 1, func(context.Context) (string, error) { return "new", nil }); v != "new" || err != nil {
			t.Errorf("the next one got %q, %v", v, err)
		}
		if _, err := fs.do(t.Context(), 2, func(context.Context) (string, error) { panic("broken film") }); err == nil || !strings.Contains(err.Error(), "broken film") {
			t.Errorf("a panic is answered with %v", err)
		}
	})
}

func TestTheSegmentsThatWereUsedLastAreKept(t *testing.T) {
	c := newLRU[string](10, func(v string) int { return len(v) })
	c.put("a", "1234")
	c.put("b", "1234")
	c.get("a")
	c.put("c", "1234")        // too much: b was not used for longest
	c.put("d", "12345678901") // does not fit at all
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "d": false} {
		if _, ok := c.get(key); ok != want {
			t.Errorf("%s is kept: %v", key, ok)
		}
	}
	c.put("a", "1")
	c.put("b", "12345")
	if _, ok := c.get("c"); !ok || c.sum != 10 {
		t.Errorf("%d bytes are kept", c.sum)
	}
}

var _ Converter = described{}
