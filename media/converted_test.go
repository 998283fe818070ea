package media

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"time"

	"goblet/media/store"
	"goblet/media/store/storetest"
)

func newConverted(t *testing.T, server *storetest.Server, limit int64) *Converted {
	t.Helper()
	s, err := store.Open(t.Context(), server.URL("party"), store.Options{Key: storetest.Key, Secret: storetest.Secret})
	if err != nil {
		t.Fatal(err)
	}
	return NewConverted(s, limit, slog.New(slog.NewTextHandler(t.Output(), nil)))
}

// names are what is on a shelf.
func names(t *testing.T, s *Converted) (all []string) {
	t.Helper()
	for info, err := range s.store.List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, info.Key)
	}
	return all
}

func TestSegmentsOnTheShelfAreThereForAllNodes(t *testing.T) {
	server := storetest.Start(t)
	a, b := newConverted(t, server, 1<<30), newConverted(t, server, 1<<30)
	if data, err := b.Get(t.Context(), "film/v1-h264/0.m4s"); data != nil || err != nil {
		t.Errorf("before it was put: %d bytes, %v", len(data), err)
	}
	want := bytes.Repeat([]byte("segment"), 300_000)
	for _, name := range []string{"film/v1-h264/init.mp4", "film/v1-h264/0.m4s"} {
		if err := a.Put(t.Context(), name, want); err != nil {
			t.Fatal(err)
		}
		if got, err := b.Get(t.Context(), name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	if got := names(t, a); !slices.Equal(got, []string{"converted/film/v1-h264/0", "converted/film/v1-h264/init"}) {
		t.Errorf("in the store they are %v", got)
	}
	server.Stop()
	if data, err := b.Get(t.Context(), "film/v1-h264/0.m4s"); data != nil || err == nil {
		t.Errorf("without the store: %d bytes, %v", len(data), err)
	}
	server.Resume()
	if got, err := b.Get(t.Context(), "film/v1-h264/0.m4s"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("after an outage: %d bytes, %v", len(got), err)
	}
}

func TestAForgottenFilmLeavesNoSegments(t *testing.T) {
	s := newConverted(t, storetest.Start(t), 1<<30)
	for _, name := range []string{"film/v1-h264/0.m4s", "film/a2-aac/0.m4s", "film2/v1-h264/0.m4s"} {
		if err := s.Put(t.Context(), name, []byte("segment")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Forget(t.Context(), "film"); err != nil {
		t.Fatal(err)
	}
	if got := names(t, s); !slices.Equal(got, []string{"converted/film2/v1-h264/0"}) {
		t.Errorf("left are %v", got)
	}
	if err := s.Forget(t.Context(), "film"); err != nil {
		t.Errorf("nothing is left to forget: %v", err)
	}
}

func TestTheShelfIsBounded(t *testing.T) {
	s := newConverted(t, storetest.Start(t), 3000)
	if _, err := s.store.Put(t.Context(), "films/a.mp4", bytes.NewReader(make([]byte, 9000)), 9000, "video/mp4", ""); err != nil {
		t.Fatal(err)
	}
	for n := range 5 {
		if err := s.Put(t.Context(), fmt.Sprintf("film/low/%d.m4s", n), make([]byte, 1000)); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Run(ended(t), func(context.Context) bool { return false }); err != nil || len(names(t, s)) != 6 {
		t.Errorf("another node's turn: %v, left are %v", err, names(t, s))
	}
	if err := s.tidy(t.Context(), time.Now()); err != nil {
		t.Fatal(err)
	}
	if got := names(t, s); len(got) != 4 || !slices.Contains(got, "films/a.mp4") {
		t.Errorf("left are %v", got)
	}
	if err := s.tidy(t.Context(), time.Now().Add(unused+time.Minute)); err != nil {
		t.Fatal(err)
	}
	if got := names(t, s); !slices.Equal(got, []string{"films/a.mp4"}) {
		t.Errorf("after a month %v are left", got)
	}
}

// ended is a context that has.
func ended(t *testing.T) context.Context {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	return ctx
}
