package media

import (
	"bytes"
	"context"
	"errors"
	"io"
	"sync"
	"testing"

	"goblet/events"
	"goblet/events/natstest"
	"goblet/media/store/storetest"
	"goblet/media/upload"
)

// startPeer is a node that shares a store and a NATS with others, known there by a name.
// die ends its connection to NATS, as if it was killed.
func startPeer(t *testing.T, server *storetest.Server, nats, name string) (n *node, die func()) {
	t.Helper()
	engine, err := events.Open(t.Context(), events.Options{URL: nats})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(engine.Close)
	peers := engine.Arrivals(name)
	n = startNode(t, server, t.TempDir(), Options{News: engine.FilmNews(), Node: name, Peers: peers})
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	var answering sync.WaitGroup
	answering.Go(func() { _ = peers.Answer(ctx, n.Answer) })
	t.Cleanup(func() { cancel(); answering.Wait() })
	return n, engine.Close
}

// startPeers is two such nodes, one of which takes films and may die.
func startPeers(t *testing.T) (a, b *node, die func()) {
	t.Helper()
	server, nats := storetest.Start(t), natstest.Start(t).ClientURL()
	a, die = startPeer(t, server, nats, "a")
	b, _ = startPeer(t, server, nats, "b")
	return a, b, die
}

// opens opens a film for the time of the test.
func (n *node) opens(u *upload.Upload) *Content {
	n.t.Helper()
	c, err := n.Content(u.ID(), u.Version())
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(func() { c.Close() })
	return c
}

// begin begins the upload of a film.
func (n *node) begin(name string, film []byte) *upload.Upload {
	n.t.Helper()
	u, err := n.Begin(upload.Facts{Name: name, Size: int64(len(film)), Modified: 7, Ends: "x"}, "maya")
	if err != nil {
		n.t.Fatal(err)
	}
	return u
}

// arrive lets bytes of a film arrive.
func arrive(t *testing.T, u *upload.Upload, film []byte, start, end int) {
	t.Helper()
	if _, err := u.Write(int64(start), bytes.NewReader(film[start:end])); err != nil {
		t.Fatal(err)
	}
}

// hasEnough waits until a node knows that so many bytes of a film have arrived somewhere.
func (n *node) hasEnough(id string, have int64) {
	n.t.Helper()
	eventually(n.t, "it is known how much has arrived", func() bool {
		p, ok := n.Arrival(id)
		return ok && p.Have == have
	})
}

// largeFilm is a film that takes some blocks, with its table of contents at its end.
func largeFilm(t *testing.T) []byte {
	t.Helper()
	film := movedToEnd(t)
	padding := make([]byte, 5*blockSize)
	for i := range padding {
		padding[i] = byte(i >> 8 * 31)
	}
	return append(film, box("free", padding)...)
}

// box is a box of an MP4 file.
func box(kind string, content []byte) []byte {
	size := len(content) + 8
	return append([]byte{byte(size >> 24), byte(size >> 16), byte(size >> 8), byte(size), kind[0], kind[1], kind[2], kind[3]}, content...)
}

func TestAFilmThatArrivesOnAnotherNodeIsReadWhileItDoes(t *testing.T) {
	a, b, _ := startPeers(t)
	film := largeFilm(t)
	u := a.begin("On.Its.Way.mp4", film)
	half := len(film) / 2
	arrive(t, u, film, half, len(film))
	arrive(t, u, film, 0, half/2)
	b.hasEnough(u.ID(), u.Progress().Have)

	m, err := b.Get(u.ID())
	if err != nil || m.Title != "On Its Way" || m.Duration == 0 || m.Size != int64(len(film)) {
		t.Fatalf("it is %+v, %v", m, err)
	}
	if found := b.Browse(Query{Text: "on its way", Most: 9}); len(found.Items) != 1 || !found.Items[0].Problem.Silent() {
		t.Errorf("it is shown as %+v", found.Items)
	}
	forms, _, err := NewStreams(b.Library, nil).Forms(t.Context(), m.ID, m.Version)
	if err != nil || forms.Find(Direct) == nil {
		t.Errorf("its forms are %+v, %v", forms, err)
	}
	if ours, _, err := NewStreams(a.Library, nil).Forms(t.Context(), m.ID, m.Version); err != nil || len(ours.Forms) != len(forms.Forms) {
		t.Errorf("on the node that takes it they are %+v, %v", ours, err)
	}
	if b.Near(m.ID) || !a.Near(m.ID) {
		t.Error("it is not told which node knows best how much is there")
	}

	c, err := b.Content(m.ID, m.Version)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if err := c.Reachable(t.Context()); err != nil {
		t.Fatal(err)
	}
	if !c.Has(0, int64(half/2)) || c.Has(0, int64(half/2+1)) || c.whole() {
		t.Error("it is not known what is there")
	}
	for _, at := range []int{0, 1, half/2 - 1000, half, half + blockSize - 1, len(film) - 1000} {
		got := make([]byte, 1000)
		if _, err := c.Reader(t.Context()).ReadAt(got[:min(1000, len(film)-at)], int64(at)); err != nil || !bytes.HasPrefix(film[at:], got[:min(1000, len(film)-at)]) {
			t.Errorf("the bytes from %d on are wrong, or %v", at, err)
		}
	}

	// Who reads on waits, is served first, and gets the rest when it comes.
	idle := make(chan struct{}, 1)
	got := make(chan []byte, 1)
	var reading sync.WaitGroup
	reading.Go(func() {
		all, err := io.ReadAll(c.ReadSeeker(t.Context(), func() {
			select {
			case idle <- struct{}{}:
			default:
			}
		}))
		if err != nil {
			t.Error(err)
		}
		got <- all
	})
	<-idle
	eventually(t, "the uploader is asked for what the other node's reader waits for", func() bool {
		return u.Wanted() > 0 && u.Next(int64(len(film))).Start == int64(half/2)
	})
	arrive(t, u, film, half/2, half-100)
	arrive(t, u, film, half-100, half)
	if all := <-got; !bytes.Equal(all, film) {
		t.Errorf("%d bytes were read, which are not the film's %d", len(all), len(film))
	}
	reading.Wait()
	if p, ok := b.Arrival(m.ID); !ok || !p.Complete {
		t.Errorf("having read all of it, the node believes that %+v have arrived", p)
	}
}

func TestWhoWaitsForAFilmOfAnotherNodeMayLeave(t *testing.T) {
	a, b, _ := startPeers(t)
	film := largeFilm(t)
	u := a.begin("Film.mp4", film)
	arrive(t, u, film, 0, len(film)-1)
	b.hasEnough(u.ID(), int64(len(film)-1))
	c := b.opens(u)
	ctx, cancel := context.WithCancel(t.Context())
	var leaving sync.WaitGroup
	leaving.Go(func() {
		eventually(t, "it waits", func() bool { return u.Wanted() > 0 })
		cancel()
	})
	var last [1]byte
	if _, err := c.Reader(ctx).ReadAt(last[:], int64(len(film)-1)); !errors.Is(err, context.Canceled) {
		t.Errorf("who has left is told %v", err)
	}
	leaving.Wait()
}

func TestPatientReadersOfAnotherNodeAskForNothing(t *testing.T) {
	a, b, _ := startPeers(t)
	film := largeFilm(t)
	u := a.begin("Film.mp4", film)
	arrive(t, u, film, 0, len(film)-1)
	b.hasEnough(u.ID(), int64(len(film)-1))
	c := b.opens(u)
	var reading sync.WaitGroup
	reading.Go(func() {
		var last [1]byte
		if _, err := c.Reader(Patiently(t.Context())).ReadAt(last[:], int64(len(film)-1)); err != nil || last[0] != film[len(film)-1] {
			t.Errorf("it reads %d, %v", last[0], err)
		}
	})
	eventually(t, "it waits", func() bool { return len(a.shelf.held) > 0 })
	if u.Wanted() > 0 {
		t.Error("the bytes are asked for")
	}
	arrive(t, u, film, len(film)-1, len(film))
	reading.Wait()
}

func TestBytesThatWereFoundToBeWrongAreReadAnew(t *testing.T) {
	a, b, _ := startPeers(t)
	film := largeFilm(t)
	wrong := bytes.Clone(film)
	wrong[len(wrong)-1]++
	u := a.begin("Film.mp4", film)
	arrive(t, u, wrong, 0, len(film))
	b.hasEnough(u.ID(), int64(len(film)))
	if !bytes.Equal(b.bytesOf(u.ID()), wrong) {
		t.Fatal("it is not read as it arrived")
	}
	a.compare(u, film)
	b.hasEnough(u.ID(), u.Progress().Have)
	arrive(t, u, film, int(u.Next(0).Start), len(film))
	if !bytes.Equal(b.bytesOf(u.ID()), film) {
		t.Error("what was wrong is still read")
	}
}

func TestOnceTheStoreHasAFilmItIsReadFromThere(t *testing.T) {
	a, b, die := startPeers(t)
	film := largeFilm(t)
	u := a.begin("Film.mp4", film)
	arrive(t, u, film, 0, len(film))
	b.hasEnough(u.ID(), int64(len(film)))
	c := b.opens(u)
	a.compare(u, film)
	eventually(t, "it comes to the store", func() bool { return b.shelved(u.ID()) })
	if _, ok := b.Arrival(u.ID()); ok {
		t.Error("it still counts as on its way")
	}
	die()
	all, err := io.ReadAll(c.ReadSeeker(t.Context(), func() {}))
	if err != nil || !bytes.Equal(all, film) {
		t.Errorf("who had begun before reads %d bytes, %v", len(all), err)
	}
}

func TestFilmsOfANodeThatDiesAreRefusedAndThenForgotten(t *testing.T) {
	a, b, die := startPeers(t)
	film := largeFilm(t)
	u := a.begin("Film.mp4", film)
	arrive(t, u, film, 0, len(film)/2)
	arrive(t, u, film, len(film)/2+1, len(film))
	b.hasEnough(u.ID(), int64(len(film)-1))
	c := b.opens(u)
	var dying sync.WaitGroup
	dying.Go(func() {
		eventually(t, "somebody waits", func() bool { return u.Wanted() > 0 })
		die()
	})
	var one [1]byte
	if _, err := c.Reader(t.Context()).ReadAt(one[:], int64(len(film)/2)); !errors.Is(err, ErrElsewhere) {
		t.Errorf("who waited is told %v", err)
	}
	dying.Wait()
	if err := c.Reachable(t.Context()); !errors.Is(err, ErrElsewhere) {
		t.Errorf("who comes is told %v", err)
	}
	eventually(t, "it is forgotten", func() bool { _, err := b.Get(u.ID()); return errors.Is(err, ErrNotFound) })
}

func TestFilmsOfANodeThatEndsAreForgotten(t *testing.T) {
	a, b, _ := startPeers(t)
	film := largeFilm(t)
	u := a.begin("Film.mp4", film)
	arrive(t, u, film, 0, len(film)) // and compare nothing
	b.hasEnough(u.ID(), int64(len(film)))
	if err := b.Remove(u.ID()); !errors.Is(err, ErrElsewhere) {
		t.Errorf("who removes it here is told %v", err)
	}
	a.stop()
	eventually(t, "it is forgotten", func() bool { _, err := b.Get(u.ID()); return errors.Is(err, ErrNotFound) })
}

func TestANodeGivesOnlyWhatItTakes(t *testing.T) {
	a, b, _ := startPeers(t)
	film := largeFilm(t)
	u := a.begin("Film.mp4", film)
	arrive(t, u, film, 0, len(film))
	b.hasEnough(u.ID(), int64(len(film)))
	is := `{"film": "` + u.ID() + `", "version": "` + u.Version() + `"`
	for _, question := range []string{"", "x", "{}", `{"film": "x"}`, is + `, "at": -1, "most": 1}`, is + `, "most": -1}`, is + `, "at": 9999999999, "most": 1}`} {
		if data, err := a.Answer(t.Context(), []byte(question)); err == nil {
			t.Errorf("%s is answered %d bytes", question, len(data))
		}
	}
	if data, err := a.Answer(t.Context(), []byte(is+`, "at": 5, "most": 9999999999}`)); err != nil || len(data) != maxGiven || !bytes.HasPrefix(film[5:], data) {
		t.Errorf("a question for very much is answered %d bytes, %v", len(data), err)
	}
	if _, err := b.Answer(t.Context(), []byte(is+`}`)); !errors.Is(err, errNotTaken) {
		t.Errorf("a node that only heard of it answers %v", err)
	}
}
