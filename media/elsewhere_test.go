package media

import (
	"bytes"
	"errors"
	"testing"
	"time"

	"goblet/events"
	"goblet/media/store/storetest"
	"goblet/media/upload"
)

func TestAFilmThatArrivesOnAnotherNodeIsShownWithItsState(t *testing.T) {
	server := storetest.Start(t)
	engine, err := events.Open(t.Context(), events.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	o := Options{News: engine.FilmNews()}
	a, b := startNode(t, server, t.TempDir(), o), startNode(t, server, t.TempDir(), o)
	film := movedToEnd(t)
	u, err := a.Begin(upload.Facts{Name: "On.Its.Way.mp4", Size: int64(len(film)), Modified: 7, Ends: "x"}, "maya")
	if err != nil {
		t.Fatal(err)
	}
	half := int64(len(film) / 2)
	if _, err := u.Write(half, bytes.NewReader(film[half:])); err != nil {
		t.Fatal(err)
	}
	if _, err := u.Write(0, bytes.NewReader(film[:half/2])); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the other node knows of it", func() bool {
		e, ok := b.Elsewhere(u.ID())
		return ok && e.Have == u.Progress().Have
	})
	if _, err := b.Get(u.ID()); !errors.Is(err, ErrElsewhere) {
		t.Errorf("it is said to be %v", err)
	}
	if _, err := b.Content(u.ID(), u.Version()); !errors.Is(err, ErrElsewhere) {
		t.Errorf("its bytes are said to be %v", err)
	}
	found := b.Browse(Query{Text: "on its way", Most: 9})
	if len(found.Items) != 1 || found.Items[0].Title != "On Its Way" || found.Items[0].Problem.Silent() {
		t.Errorf("it is shown as %+v", found.Items)
	}
	for _, m := range b.List() {
		if m.ID == u.ID() {
			t.Error("it counts as a film that can be watched")
		}
	}
	if _, ok := a.Elsewhere(u.ID()); ok {
		t.Error("the node that takes it says that another one does")
	}
	a.send("On.Its.Way.mp4", film)
	eventually(t, "it can be watched on the other node", func() bool { return b.has(u.ID()) })
	if _, ok := b.Elsewhere(u.ID()); ok {
		t.Error("it still counts as on its way")
	}
}

func TestFilmsOfANodeThatEndedAreForgotten(t *testing.T) {
	server := storetest.Start(t)
	engine, err := events.Open(t.Context(), events.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	o := Options{News: engine.FilmNews(), StoreEvery: time.Hour}
	a, b := startNode(t, server, t.TempDir(), o), startNode(t, server, t.TempDir(), o)
	film := movedToEnd(t)
	u, err := a.Begin(upload.Facts{Name: "Film.mp4", Size: int64(len(film)), Ends: "x"}, "maya")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := u.Write(0, bytes.NewReader(film)); err != nil { // and compare nothing
		t.Fatal(err)
	}
	eventually(t, "the other node knows of it", func() bool { _, ok := b.Elsewhere(u.ID()); return ok })
	a.stop()
	eventually(t, "it is forgotten", func() bool { _, err := b.Get(u.ID()); return errors.Is(err, ErrNotFound) })
}
