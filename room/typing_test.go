package room

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// reader notes who is told to be writing.
type reader struct {
	silent
	mu   sync.Mutex
	told []Typing
	at   []time.Time
}

func (r *reader) Typing(_ string, t Typing) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.told, r.at = append(r.told, t), append(r.at, time.Now())
}

// frames returns what was told, and when.
func (r *reader) frames() ([]Typing, []time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.told), slices.Clone(r.at)
}

// names are those who are told of.
func (r *reader) names() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.told) == 0 {
		return "nothing told"
	}
	var all strings.Builder
	for _, p := range r.told[len(r.told)-1].List {
		all.WriteString(p.Name + " ")
	}
	return all.String()
}

// typists is a room in which so many viewers are, v0 the host.
func typists(t *testing.T, n int) (*Room, *reader) {
	heard := &reader{}
	rooms := New(Options{Audience: heard})
	t.Cleanup(rooms.end)
	r := newRoom("amber-otter-aaaaaaaaaaaa", rooms)
	r.state.Host = "v0"
	for i := range n {
		id := "v" + strconv.Itoa(i)
		r.roster.add(Viewer{ID: id, Name: id}, rooms.now())
	}
	return r, heard
}

func TestWhoIsWritingIsToldForFiveSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, heard := typists(t, 3)
		after := func(d time.Duration, want string) {
			t.Helper()
			time.Sleep(d)
			synctest.Wait()
			if got := heard.names(); got != want {
				t.Errorf("after %v %q are writing, want %q", d, got, want)
			}
		}
		r.Type("v1", false, true)
		after(0, "v1 ")
		r.Type("v2", false, true)
		after(900*time.Millisecond, "v1 ")
		after(100*time.Millisecond, "v1 v2 ")
		time.Sleep(2 * time.Second)
		r.Type("v1", false, true)
		after(1900*time.Millisecond, "v1 v2 ")
		after(100*time.Millisecond, "v1 ") // 5 s after v2's
		after(2999*time.Millisecond, "v1 ")
		after(time.Millisecond, "")
		if told, _ := heard.frames(); len(told) != 4 {
			t.Errorf("%d frames: %v", len(told), told)
		}
		r.Type("nobody", false, true)
		after(time.Minute, "")
	})
}

func TestWhoHasWrittenOrStoppedIsNotWriting(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, heard := typists(t, 2)
		r.Type("v0", false, true)
		r.Type("v1", false, true)
		time.Sleep(time.Second)
		r.Type("v0", false, false)
		line := []byte(`{"seq":1,"kind":"chat","line":{"id":1,"author":{"id":"v1"},"text":"Hi"}}`)
		if err := r.receive(1, line); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		synctest.Wait()
		if got := heard.names(); got != "" {
			t.Errorf("%q are writing", got)
		}
	})
}

func TestFloodsOfTypingCostAFrameASecond(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, heard := typists(t, sample)
		for i := range 1000 {
			r.Type("v"+strconv.Itoa(i%sample), false, i%3 > 0)
			time.Sleep(10 * time.Millisecond)
		}
		time.Sleep(time.Minute)
		synctest.Wait()
		told, at := heard.frames()
		for i := 1; i < len(at); i++ {
			if apart := at[i].Sub(at[i-1]); apart < time.Second {
				t.Errorf("%v between two frames", apart)
			}
		}
		if heard.names() != "" || len(told) < 2 {
			t.Errorf("%d frames, at the end %q", len(told), heard.names())
		}
	})
}

func TestNobodyIsToldToWriteWhoMayNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, heard := typists(t, 2)
		r.state.Settings.Chat = Hosts
		if err := r.Type("v1", false, true); !errors.Is(err, ErrForbidden) {
			t.Errorf("a guest in a room where hosts write: %v", err)
		}
		large, many := typists(t, sample+1)
		if err := large.Type("v1", false, true); err != nil {
			t.Errorf("in a large room: %v", err)
		}
		synctest.Wait()
		if heard.names()+many.names() != "nothing toldnothing told" {
			t.Errorf("told %q, in a large room %q", heard.names(), many.names())
		}
		if err := r.Type("v0", false, true); err != nil || heard.names() != "v0 " {
			t.Errorf("the host: %v, %q", err, heard.names())
		}
	})
}
