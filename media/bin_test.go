package media

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"goblet/media/upload"
)

// uploaded is a running library with a film that was uploaded whole.
func uploaded(t *testing.T, data string, o upload.Options, grace time.Duration) (l *Library, id string, stop func()) {
	t.Helper()
	o.Dir = filepath.Join(data, "uploads")
	store, err := upload.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	if l, err = Open(t.Context(), Options{Data: data, Uploads: store, Grace: grace}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { l.Run(ctx); close(done) }()
	stop = func() { cancel(); <-done }
	t.Cleanup(stop)
	if all := store.List(); len(all) > 0 {
		return l, all[0].ID(), stop
	}
	film := movedToEnd(t)
	u, err := l.Begin(upload.Facts{Name: "Mine.mp4", Size: int64(len(film)), Modified: 7}, "maya")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := u.Write(0, bytes.NewReader(film)); err != nil {
		t.Fatal(err)
	}
	eventually(t, "the upload is a film", func() bool { _, err := l.Get(u.ID()); return err == nil })
	return l, u.ID(), stop
}

// kept returns how many files the uploads of a data folder have.
func kept(t *testing.T, data string) int {
	t.Helper()
	left, err := os.ReadDir(filepath.Join(data, "uploads"))
	if err != nil {
		t.Fatal(err)
	}
	return len(left)
}

func TestARemovedFilmCanBeBroughtBackAsItWas(t *testing.T) {
	data := t.TempDir()
	l, id, _ := uploaded(t, data, upload.Options{}, time.Hour)
	before, all := l.List(), kept(t, data)
	if err := l.Remove(id); err != nil {
		t.Fatal(err)
	}
	m, owner, ok := l.Removed(id)
	if !ok || m.Title != "Mine" || owner != "maya" {
		t.Errorf("%v of %v can be brought back: %v", m, owner, ok)
	}
	if _, err := l.Get(id); !errors.Is(err, ErrNotFound) || l.Browse(Query{Text: "mine", Most: 9}).Rows > 0 {
		t.Errorf("it is still listed: %v", err)
	}
	if err := l.Remove(id); !errors.Is(err, ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
	if err := l.Restore(id); err != nil || !slices.Equal(l.List(), before) || kept(t, data) != all {
		t.Errorf("brought back: %v, %v", l.List(), err)
	}
	if err := l.Restore(id); !errors.Is(err, ErrNotFound) {
		t.Errorf("brought back twice: %v", err)
	}
	if _, err := l.Content(id, before[0].Version); err != nil && !errors.Is(err, ErrReplaced) {
		t.Errorf("its bytes: %v", err)
	}
}

func TestARemovedFilmIsGoneWhenItsGraceIsOver(t *testing.T) {
	data := t.TempDir()
	l, id, _ := uploaded(t, data, upload.Options{}, time.Millisecond)
	if err := l.Remove(id); err != nil {
		t.Fatal(err)
	}
	eventually(t, "its files are gone", func() bool { return kept(t, data) == 0 })
	if err := l.Restore(id); !errors.Is(err, ErrNotFound) {
		t.Errorf("it came back: %v", err)
	}
}

func TestALibraryThatEndsRemovesWhatWasRemoved(t *testing.T) {
	data := t.TempDir()
	l, id, stop := uploaded(t, data, upload.Options{}, time.Hour)
	if err := l.Remove(id); err != nil {
		t.Fatal(err)
	}
	stop()
	if n := kept(t, data); n > 0 {
		t.Errorf("%d files are left", n)
	}
}

func TestUploadingARemovedFilmAgainBeginsAnew(t *testing.T) {
	l, id, _ := uploaded(t, t.TempDir(), upload.Options{}, time.Hour)
	u, ok := l.Upload(id)
	if !ok {
		t.Fatal("it is no upload")
	}
	if err := l.Remove(id); err != nil {
		t.Fatal(err)
	}
	again, err := l.Begin(u.Facts(), "maya")
	if err != nil || again.ID() == id || again.Complete() {
		t.Errorf("it is taken for the one that was removed: %v", err)
	}
	if err := l.Restore(id); !errors.Is(err, ErrNotFound) {
		t.Errorf("the one that was removed came back: %v", err)
	}
}

func TestARemovedFilmMakesRoomAtOnce(t *testing.T) {
	data := t.TempDir()
	l, id, _ := uploaded(t, data, upload.Options{Total: 5 << 20}, time.Hour)
	other := upload.Facts{Name: "Other.mp4", Size: 5 << 20}
	if _, err := l.Begin(other, "jon"); !errors.Is(err, upload.ErrNoRoom) {
		t.Fatalf("there is room for both: %v", err)
	}
	if err := l.Remove(id); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Begin(other, "jon"); err != nil {
		t.Errorf("there is no room for another: %v", err)
	}
	if err := l.Restore(id); !errors.Is(err, ErrNotFound) {
		t.Errorf("there is room for both: %v", err)
	}
}
