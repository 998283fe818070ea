package media

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"goblet/events"
	"goblet/media/store"
	"goblet/media/store/storetest"
	"goblet/media/upload"
)

// node is a library with a data folder of its own and a store that others share.
type node struct {
	*Library
	t       *testing.T
	data    string
	removed chan Media
	stop    func()
}

// opened connects to a test's store.
func openedStore(t *testing.T, server *storetest.Server) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), server.URL("party"), store.Options{Key: storetest.Key, Secret: storetest.Secret})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// startNode runs a node until the test ends or stop is called. Options of the
// store that are not set are those of a node that is told nothing and looks often.
func startNode(t *testing.T, server *storetest.Server, data string, o Options) *node {
	t.Helper()
	n := &node{t: t, data: data, removed: make(chan Media, 16)}
	uploads, err := upload.Open(upload.Options{Dir: filepath.Join(data, "uploads")})
	if err != nil {
		t.Fatal(err)
	}
	o.Data, o.Uploads, o.Store = data, uploads, openedStore(t, server)
	o.Removed = func(m Media) { n.removed <- m }
	if o.StoreEvery == 0 {
		o.StoreEvery = 100 * time.Millisecond
	}
	if n.Library, err = Open(t.Context(), o); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { n.Run(ctx); close(done) }()
	n.stop = func() { cancel(); <-done }
	t.Cleanup(n.stop)
	return n
}

// send uploads a film whole, and has it compared with its sender's.
func (n *node) send(name string, film []byte) *upload.Upload {
	n.t.Helper()
	u, err := n.Begin(upload.Facts{Name: name, Size: int64(len(film)), Modified: 7, Ends: "x"}, "maya")
	if err != nil {
		n.t.Fatal(err)
	}
	if _, err := u.Write(0, bytes.NewReader(film)); err != nil {
		n.t.Fatal(err)
	}
	n.compare(u, film)
	return u
}

// compare has what has arrived compared with the sender's film.
func (n *node) compare(u *upload.Upload, film []byte) {
	n.t.Helper()
	var sums [][sha256.Size]byte
	for block := range slices.Chunk(film, upload.BlockSize) {
		sums = append(sums, sha256.Sum256(block))
	}
	if _, err := u.Check(0, sums); err != nil {
		n.t.Fatal(err)
	}
}

func (n *node) has(id string) bool { _, err := n.Get(id); return err == nil }

// bytesOf reads all of a film.
func (n *node) bytesOf(id string) []byte {
	n.t.Helper()
	m, err := n.Get(id)
	if err != nil {
		n.t.Fatal(err)
	}
	c, err := n.Content(id, m.Version)
	if err != nil {
		n.t.Fatal(err)
	}
	defer c.Close()
	data, err := io.ReadAll(c.ReadSeeker(n.t.Context(), func() {}))
	if err != nil {
		n.t.Fatal(err)
	}
	return data
}

// shelved reports whether a film's bytes are in the store, as a node sees it.
func (n *node) shelved(id string) bool {
	m, err := n.Get(id)
	if err != nil {
		return false
	}
	_, ok, err := n.Link(n.t.Context(), id, m.Version)
	return ok && err == nil
}

// localFiles returns how many files a node keeps of uploads.
func (n *node) localFiles() int { return kept(n.t, n.data) }

// objects returns the keys of the store below the test's prefix.
func objects(t *testing.T, server *storetest.Server) (keys []string) {
	t.Helper()
	for info, err := range openedStore(t, server).List(t.Context(), "") {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, info.Key)
	}
	return keys
}

func TestAFilmThatOneNodeTookIsOnAllNodes(t *testing.T) {
	server := storetest.Start(t)
	a := startNode(t, server, t.TempDir(), Options{})
	b := startNode(t, server, t.TempDir(), Options{})
	film := movedToEnd(t)
	id := a.send("Moov.At.End.mp4", film).ID()
	eventually(t, "the other node has it", func() bool { return b.has(id) })
	here, _ := a.Get(id)
	there, _ := b.Get(id)
	if here != there {
		t.Errorf("it is not the same film:\n%+v\n%+v", here, there)
	}
	if owner, ok := b.Owner(id); !ok || owner != "maya" {
		t.Errorf("on the other node it is %q's: %v", owner, ok)
	}
	if !bytes.Equal(b.bytesOf(id), film) {
		t.Error("the other node reads other bytes")
	}
	link, ok, err := b.Link(t.Context(), id, there.Version)
	if err != nil || !ok {
		t.Fatalf("there is no link to it: %v", err)
	}
	answer, err := http.Get(link)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if data, err := io.ReadAll(answer.Body); err != nil || !bytes.Equal(data, film) {
		t.Errorf("the link brings %d bytes: %v", len(data), err)
	}
	if kind, name := answer.Header.Get("Content-Type"), answer.Header.Get("Content-Disposition"); kind != "video/mp4" || !strings.Contains(name, "Moov.At.End.mp4") {
		t.Errorf("the link brings %s, %s", kind, name)
	}
	if _, _, err := b.Link(t.Context(), id, "other"); !errors.Is(err, ErrReplaced) {
		t.Errorf("a link to another version: %v", err)
	}
}

func TestFilmsInTheStoreAreCutIntoSegmentsLikeThoseOnTheDisk(t *testing.T) {
	server := storetest.Start(t)
	a := startNode(t, server, t.TempDir(), Options{Linger: time.Hour})
	b := startNode(t, server, t.TempDir(), Options{})
	id := a.send("Film.mp4", read(t, makeFilm(t, "film.mp4", 12, "-c:v libx264 -g 25 -c:a aac"))).ID()
	eventually(t, "the other node has it", func() bool { return b.has(id) })
	m, _ := b.Get(id)
	var segments [2][]byte
	for i, n := range []*node{a, b} {
		streams := NewStreams(n.Library, nil)
		forms, _, err := streams.Forms(t.Context(), id, m.Version)
		if err != nil || forms.Find(Copied) == nil {
			t.Fatalf("it has no form in HLS: %v", err)
		}
		if segments[i], err = streams.Segment(t.Context(), id, m.Version, forms.Find(Copied).Renditions[0].String(), 1); err != nil {
			t.Fatal(err)
		}
	}
	if len(segments[0]) == 0 || !bytes.Equal(segments[0], segments[1]) {
		t.Errorf("%d bytes from the disk, %d from the store, not the same", len(segments[0]), len(segments[1]))
	}
}

func TestNodesTellOneAnotherOfFilms(t *testing.T) {
	server := storetest.Start(t)
	engine, err := events.Open(t.Context(), events.Options{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	o := Options{News: engine.FilmNews(), StoreEvery: 24 * time.Hour}
	a, b := startNode(t, server, t.TempDir(), o), startNode(t, server, t.TempDir(), o)
	eventually(t, "both listen", func() bool { // what is said before is lost
		id := a.send("One.mp4", filmBytes(3, time.Now().String())).ID()
		for range 20 {
			if time.Sleep(50 * time.Millisecond); b.has(id) {
				return true
			}
		}
		return false
	})
}

func TestANodeLetsGoOfBytesThatTheStoreHas(t *testing.T) {
	server := storetest.Start(t)
	n := startNode(t, server, t.TempDir(), Options{Linger: time.Millisecond})
	film := movedToEnd(t)
	id := n.send("Film.mp4", film).ID()
	before, err := n.Get(id)
	for deadline := time.Now().Add(20 * time.Second); err != nil && time.Now().Before(deadline); before, err = n.Get(id) {
		time.Sleep(time.Millisecond)
	}
	eventually(t, "the bytes are in the store alone", func() bool { return n.shelved(id) && n.localFiles() == 0 })
	if after, err := n.Get(id); err != nil || after != before {
		t.Errorf("it became another film: %+v, %+v, %v", before, after, err)
	}
	if !bytes.Equal(n.bytesOf(id), film) {
		t.Error("other bytes are read")
	}
	select {
	case m := <-n.removed:
		t.Errorf("it counts as removed: %v", m)
	default:
	}
	n.stop()
	if again := startNode(t, server, n.data, Options{}); !bytes.Equal(again.bytesOf(id), film) {
		t.Error("after a restart other bytes are read")
	}
}

func TestAFilmThatTheStoreDoesNotTakeStaysHereAndIsTriedAgain(t *testing.T) {
	server := storetest.Start(t)
	n := startNode(t, server, t.TempDir(), Options{Linger: time.Millisecond})
	server.Stop()
	film := movedToEnd(t)
	id := n.send("Film.mp4", film).ID()
	eventually(t, "it is said that the store does not take it", func() bool { return n.Refused(id) && n.Kept().Refused == 1 })
	if !bytes.Equal(n.bytesOf(id), film) {
		t.Error("it can't be read here meanwhile")
	}
	if m, _ := n.Get(id); n.shelved(id) || m.Title != "Film" {
		t.Error("it counts as one in the store")
	}
	server.Resume()
	eventually(t, "it is in the store", func() bool { return n.shelved(id) && !n.Refused(id) })
	if !bytes.Equal(n.bytesOf(id), film) {
		t.Error("other bytes are in the store")
	}
}

func TestAFilmThatIsHalfInTheStoreIsPutAgainAtTheNextStart(t *testing.T) {
	server, data := storetest.Start(t), t.TempDir()
	n := startNode(t, server, data, Options{})
	server.Stop()
	film := movedToEnd(t)
	id := n.send("Film.mp4", film).ID()
	eventually(t, "it is a film", func() bool { return n.Refused(id) })
	n.stop()
	server.Resume()
	// The bytes, but not yet what is known of them: as when a node is killed in between.
	s := openedStore(t, server)
	if _, err := s.Put(t.Context(), objectOf(id, "Film.mp4"), bytes.NewReader(film[:1000]), 1000, "", ""); err != nil {
		t.Fatal(err)
	}
	other := startNode(t, server, t.TempDir(), Options{})
	if other.has(id) {
		t.Error("half of it counts as a film")
	}
	startNode(t, server, data, Options{})
	eventually(t, "it is on the other node", func() bool { return other.has(id) })
	if !bytes.Equal(other.bytesOf(id), film) {
		t.Error("the other node reads other bytes")
	}
}

func TestAFilmThatIsRemovedGoesFromTheStoreOnceItCannotBeBroughtBack(t *testing.T) {
	server := storetest.Start(t)
	a := startNode(t, server, t.TempDir(), Options{Linger: time.Hour})
	b := startNode(t, server, t.TempDir(), Options{Grace: 2 * time.Second})
	id := a.send("Film.mp4", movedToEnd(t)).ID()
	eventually(t, "the other node has it", func() bool { return b.has(id) })
	if err := b.Remove(id); err != nil {
		t.Fatal(err)
	}
	if owner := func() string { _, owner, _ := b.Removed(id); return owner }(); b.has(id) || owner != "maya" {
		t.Errorf("it is still listed, or %q may bring it back", owner)
	}
	if err := b.Restore(id); err != nil || !b.has(id) || len(objects(t, server)) != 2 {
		t.Errorf("it can't be brought back: %v, %q", err, objects(t, server))
	}
	if err := b.Remove(id); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is gone from the store and from the node that took it", func() bool {
		left := objects(t, server)
		return !a.has(id) && a.localFiles() == 0 && len(left) == 1 && strings.HasSuffix(left[0], storedMark)
	})
	if b.has(id) {
		t.Error("it came back")
	}
	if m := <-a.removed; m.ID != id {
		t.Errorf("%v was told to be removed", m)
	}
}

func TestANodeThatWasAwayDoesNotBringBackWhatWasRemoved(t *testing.T) {
	server, data := storetest.Start(t), t.TempDir()
	a := startNode(t, server, data, Options{Linger: time.Hour})
	id := a.send("Film.mp4", movedToEnd(t)).ID()
	eventually(t, "it is in the store", func() bool { return a.shelved(id) })
	a.stop()
	b := startNode(t, server, t.TempDir(), Options{Grace: time.Millisecond})
	if err := b.Remove(id); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is gone", func() bool { return len(objects(t, server)) == 1 })
	if again := startNode(t, server, data, Options{}); again.has(id) {
		eventually(t, "the node that was away removes it, too", func() bool { return !again.has(id) && again.localFiles() == 0 })
	}
}

func TestFilmsThatSomebodyPutIntoTheBucketAreFilms(t *testing.T) {
	server := storetest.Start(t)
	s := openedStore(t, server)
	put := func(key string, data []byte) {
		t.Helper()
		if _, err := s.Put(t.Context(), key, bytes.NewReader(data), int64(len(data)), "", ""); err != nil {
			t.Fatal(err)
		}
	}
	film := movedToEnd(t)
	put("films/Shows/The.Show.S01E02.mp4", film)
	put("films/Shows/notes.txt", []byte("no film"))
	put("films/broken.mp4", []byte("no film either"))
	changes := make(chan Media, 8)
	n := startNode(t, server, t.TempDir(), Options{Changed: func(m Media) { changes <- m }})
	other := startNode(t, server, t.TempDir(), Options{})
	var m Media
	eventually(t, "it is listed", func() bool {
		all := slices.DeleteFunc(n.List(), func(m Media) bool { return m.Folder != "Shows" })
		if len(all) == 1 {
			m = all[0]
		}
		return len(all) == 1
	})
	if m.Name != "The.Show.S01E02.mp4" || m.Type != "video/mp4" || m.Duration < 9 || !bytes.Equal(n.bytesOf(m.ID), film) {
		t.Errorf("it is listed as %+v", m)
	}
	if there, err := other.Get(m.ID); err != nil || there.Version != m.Version {
		t.Errorf("on another node it is %+v: %v", there, err)
	}
	if err := n.Remove(m.ID); !errors.Is(err, ErrNotUploaded) {
		t.Errorf("somebody may remove it: %v", err)
	}
	put("films/Shows/The.Show.S01E02.mp4", filmBytes(5, "another"))
	if again := next(t, changes); again.ID != m.ID || again.Version == m.Version {
		t.Errorf("replaced it is %+v", again)
	}
	if _, err := n.Content(m.ID, m.Version); !errors.Is(err, ErrReplaced) {
		t.Errorf("the version before: %v", err)
	}
	if err := s.Delete(t.Context(), "films/Shows/The.Show.S01E02.mp4"); err != nil {
		t.Fatal(err)
	}
	eventually(t, "it is gone", func() bool { return !n.has(m.ID) })
}

func TestWhileTheStoreIsDownTheListStaysAndReadsSaySo(t *testing.T) {
	server := storetest.Start(t)
	a := startNode(t, server, t.TempDir(), Options{})
	b := startNode(t, server, t.TempDir(), Options{})
	id := a.send("Film.mp4", movedToEnd(t)).ID()
	eventually(t, "the other node has it", func() bool { return b.has(id) })
	server.Stop()
	eventually(t, "it is known that the store is down", func() bool { return b.Kept().Down })
	m, err := b.Get(id)
	if err != nil {
		t.Fatal(err)
	}
	c, err := b.Content(id, m.Version)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Reader(t.Context()).ReadAt(make([]byte, 10), 0); !errors.Is(err, ErrStore) {
		t.Errorf("a read of the film: %v", err)
	}
	server.Resume()
	eventually(t, "it can be read again", func() bool {
		_, err := c.Reader(t.Context()).ReadAt(make([]byte, 10), 0)
		return err == nil && !b.Kept().Down
	})
}

func TestAnUploadThatWasNotComparedStaysHere(t *testing.T) {
	server := storetest.Start(t)
	n := startNode(t, server, t.TempDir(), Options{Linger: time.Millisecond})
	film := movedToEnd(t)
	u, err := n.Begin(upload.Facts{Name: "Film.mp4", Size: int64(len(film))}, "maya")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := u.Write(0, bytes.NewReader(film)); err != nil {
		t.Fatal(err)
	}
	id := n.send("Other.mp4", filmBytes(3, "other")).ID()
	eventually(t, "the one that was is in the store", func() bool { return n.shelved(id) })
	if n.shelved(u.ID()) || !n.has(u.ID()) {
		t.Error("it was put into the store, or is no film")
	}
	if _, err := os.Stat(filepath.Join(n.data, "uploads", u.ID()+".film")); errors.Is(err, fs.ErrNotExist) {
		t.Error("its bytes are gone")
	}
}
