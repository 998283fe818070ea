package room

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// applause notes the reactions that a room tells.
type applause struct {
	listener
	mu   sync.Mutex
	told []Reactions
}

func (a *applause) Reactions(_ string, x Reactions) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.told = append(a.told, x)
}

func (a *applause) heard() []Reactions {
	a.mu.Lock()
	defer a.mu.Unlock()
	return slices.Clone(a.told)
}

func TestAThousandClappingViewersCostFourFramesASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		heard := &applause{}
		rooms := New(Options{Audience: heard})
		defer rooms.end()
		r := newRoom("amber-otter-aaaaaaaaaaaa", rooms)
		const viewers, seconds = 1000, 10
		for range seconds * 5 { // each claps five times a second
			for i := range viewers {
				if err := r.React(Actor{Viewer: Viewer{ID: fmt.Sprint(i)}}, palette[i%len(palette)].Emoji); err != nil {
					t.Fatal(err)
				}
			}
			time.Sleep(200 * time.Millisecond)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		total, largest := 0, 0
		for _, x := range heard.heard() {
			for _, n := range x.Counts {
				total += n
			}
			data, err := json.Marshal(x)
			if err != nil {
				t.Fatal(err)
			}
			largest = max(largest, len(data))
		}
		if total != viewers*seconds*5 {
			t.Errorf("%d reactions were told of %d", total, viewers*seconds*5)
		}
		if n := len(heard.heard()); n > 4*seconds+1 {
			t.Errorf("%d frames in %d s", n, seconds)
		}
		if largest > 256 {
			t.Errorf("a frame takes %d bytes", largest)
		}
		t.Logf("%d reactions were %d frames of at most %d bytes", total, len(heard.heard()), largest)
	})
}

func TestAReactionIsToldAtOnceAndTheNextOnesTogether(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		heard := &applause{}
		rooms := New(Options{Audience: heard})
		defer rooms.end()
		r := newRoom("amber-otter-aaaaaaaaaaaa", rooms)
		for range 4 {
			if err := r.React(Actor{}, "🔥"); err != nil {
				t.Fatal(err)
			}
		}
		if len(heard.heard()) != 1 || heard.heard()[0].Counts["🔥"] != 1 {
			t.Errorf("at once: %v", heard.heard())
		}
		time.Sleep(reactEvery)
		synctest.Wait()
		if len(heard.heard()) != 2 || heard.heard()[1].Counts["🔥"] != 3 {
			t.Errorf("then: %v", heard.heard())
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		if len(heard.heard()) != 2 {
			t.Errorf("nobody reacts, and %v is told", heard.heard())
		}
	})
}

func TestWhoMayWriteMayReactFromThePalette(t *testing.T) {
	heard := &applause{}
	rooms := New(Options{Audience: heard})
	defer rooms.end()
	r := newRoom("amber-otter-aaaaaaaaaaaa", rooms)
	r.state = led(Everyone, Everyone, Hosts)
	for name, tt := range map[string]struct {
		by    Actor
		emoji string
		want  error
	}{
		"a guest of a cinema": {Actor{Viewer: Viewer{ID: "jon"}}, "👏", ErrForbidden},
		"the host":            {Actor{Viewer: Viewer{ID: "maya"}}, "👏", nil},
		"a co-host":           {Actor{Viewer: Viewer{ID: "ann"}}, "👏", nil},
		"the admin":           {Actor{Viewer: Viewer{ID: "ada"}, Admin: true}, "👏", nil},
		"another emoji":       {Actor{Viewer: Viewer{ID: "maya"}}, "🦄", ErrInvalid},
		"nothing":             {Actor{Viewer: Viewer{ID: "maya"}}, "", ErrInvalid},
		"a script":            {Actor{Viewer: Viewer{ID: "maya"}}, "<script>", ErrInvalid},
	} {
		if err := r.React(tt.by, tt.emoji); !errors.Is(err, tt.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := len(Palette()); n < 10 || n > 12 {
		t.Errorf("a palette of %d", n)
	}
}
