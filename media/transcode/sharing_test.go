package transcode

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"goblet/events"
	"goblet/events/natstest"
	"goblet/media/hls"
)

// sharingNode is a Transcoder that shares with others on a NATS.
type sharingNode struct {
	*Transcoder
	leases *events.Leases
	die    func() // ends its connections and conversions without a word to the others
}

func startSharing(t *testing.T, url, name string, shelf Shelf, o Options) *sharingNode {
	t.Helper()
	e, err := events.Open(t.Context(), events.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	o.Tools, o.Folder, o.SoftwareOnly = tools(t), t.TempDir(), true
	tr, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	n := &sharingNode{Transcoder: tr, leases: e.Leases(name)}
	peers := e.Peers(name)
	tr.Share(Sharing{Node: name, Leases: n.leases, Peers: peers, Shelf: shelf})
	ctx, end := context.WithCancel(context.WithoutCancel(t.Context()))
	var running sync.WaitGroup
	running.Go(func() { _ = n.leases.Run(ctx) })
	running.Go(func() { _ = peers.Answer(ctx, tr.Answer) })
	running.Go(func() {
		if err := tr.Run(ctx); err != nil {
			t.Error(err)
		}
	})
	n.die = sync.OnceFunc(func() { e.Close(); end(); running.Wait() })
	t.Cleanup(func() { end(); running.Wait(); n.die() })
	return n
}

// folderShelf is a shelf in a folder.
type folderShelf string

func (f folderShelf) path(name string) string {
	return filepath.Join(string(f), filepath.FromSlash(name))
}

func (f folderShelf) Get(_ context.Context, name string) ([]byte, error) {
	data, err := os.ReadFile(f.path(name))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return data, err
}

func (f folderShelf) Put(_ context.Context, name string, data []byte) error {
	if err := os.MkdirAll(filepath.Dir(f.path(name)), 0o700); err != nil {
		return err
	}
	if err := os.WriteFile(f.path(name)+".new", data, 0o600); err != nil {
		return err
	}
	return os.Rename(f.path(name)+".new", f.path(name))
}

func (f folderShelf) Forget(_ context.Context, folder string) error {
	return os.RemoveAll(f.path(folder))
}

// segmentsOf returns the initialization segment and some others of a rendition.
func segmentsOf(t *testing.T, n *sharingNode, s hls.Source, r hls.Rendition, numbers ...int) (all [][]byte) {
	t.Helper()
	all = append(all, initOf(t, n.Transcoder, s, r))
	for _, number := range numbers {
		all = append(all, get(t, n.Transcoder, s, r, number))
	}
	return all
}

func equal(t *testing.T, a, b [][]byte) {
	t.Helper()
	for i := range a {
		if !bytes.Equal(a[i], b[i]) {
			t.Errorf("piece %d differs between the nodes: %d and %d bytes", i, len(a[i]), len(b[i]))
		}
	}
}

func TestOneNodesConversionServesTheOthers(t *testing.T) {
	for name, shelf := range map[string]Shelf{"from the node": nil, "from the shelf": folderShelf(t.TempDir())} {
		t.Run(name, func(t *testing.T) {
			url := natstest.Start(t).ClientURL()
			s := sourceOf(t, tools(t), film(t, "long.mkv"))
			a, b := startSharing(t, url, "a", shelf, Options{}), startSharing(t, url, "b", shelf, Options{})
			for _, to := range []hls.Target{hls.Low, hls.AAC} {
				r := renditionOf(s, to)
				// A's viewers are at the beginning. B's jump far ahead, where A has not come to.
				first := segmentsOf(t, a, s, r, 0, 1, 2)
				equal(t, first, segmentsOf(t, b, s, r, 0, 1, 2))
				far := segmentsOf(t, b, s, r, 60, 61)
				equal(t, far, segmentsOf(t, a, s, r, 60, 61))
			}
			if c := b.Counters(); c.Converted != 0 || c.FromNodes+c.FromShelf == 0 {
				t.Errorf("the other node: %+v", c)
			}
			if c := a.Counters(); c.Converted == 0 || c.FromNodes+c.FromShelf != 0 {
				t.Errorf("the node that has the leases: %+v", c)
			}
		})
	}
}

func TestWhatManyNodesAreAskedForAtOnceIsConvertedOnce(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	s := sourceOf(t, tools(t), film(t, "long.mkv"))
	r := renditionOf(s, hls.Low)
	var nodes []*sharingNode
	for _, name := range []string{"a", "b", "c"} {
		nodes = append(nodes, startSharing(t, url, name, nil, Options{Ahead: 8 * time.Second}))
	}
	got := make([][][]byte, len(nodes))
	var wg sync.WaitGroup
	for i, n := range nodes {
		wg.Go(func() { got[i] = segmentsOf(t, n, s, r, 20, 21) })
	}
	wg.Wait()
	equal(t, got[0], got[1])
	equal(t, got[0], got[2])
	converting := 0
	for _, n := range nodes {
		if n.Counters().Converted > 0 {
			converting++
		}
	}
	if converting != 1 {
		t.Errorf("%d nodes have converted", converting)
	}
}

func TestAConversionGoesOnWhenItsNodeDies(t *testing.T) {
	for name, shelf := range map[string]Shelf{"without a shelf": nil, "with a shelf": folderShelf(t.TempDir())} {
		t.Run(name, func(t *testing.T) {
			url := natstest.Start(t).ClientURL()
			s := sourceOf(t, tools(t), film(t, "long.mkv"))
			r := renditionOf(s, hls.Low)
			a, b := startSharing(t, url, "a", shelf, Options{}), startSharing(t, url, "b", shelf, Options{Ahead: 8 * time.Second})
			equal(t, segmentsOf(t, a, s, r, 30), segmentsOf(t, b, s, r, 30))
			x := of(t, b.Transcoder, s, r)
			if !a.leases.Mine(x.job.folder) || b.leases.Mine(x.job.folder) {
				t.Fatal("the lease is not with the node that converts")
			}
			a.die()
			get(t, b.Transcoder, s, r, 70) // nobody has made it, and the dead node still has the lease
			for own := true; own; time.Sleep(20 * time.Millisecond) {
				b.mu.Lock()
				own = time.Now().Before(x.alone)
				b.mu.Unlock()
			}
			get(t, b.Transcoder, s, r, 50)
			if !b.leases.Mine(x.job.folder) {
				t.Error("the lease is not taken over")
			}
			if b.Counters().Converted == 0 {
				t.Error("nothing was converted")
			}
		})
	}
}

func TestAFailingShelfStopsNoFilm(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	s := sourceOf(t, tools(t), film(t, "ac3.mkv"))
	r := renditionOf(s, hls.Low)
	broken := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(broken, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	a, b := startSharing(t, url, "a", folderShelf(broken), Options{}), startSharing(t, url, "b", folderShelf(broken), Options{})
	equal(t, segmentsOf(t, a, s, r, 0, 1, 2, 3), segmentsOf(t, b, s, r, 0, 1, 2, 3))
	if c := b.Counters(); c.Converted != 0 || c.FromNodes == 0 {
		t.Errorf("the other node: %+v", c)
	}
}

func TestWithoutTheOthersANodeConvertsByItself(t *testing.T) {
	nats := natstest.Start(t)
	s := sourceOf(t, tools(t), film(t, "long.mkv"))
	r := renditionOf(s, hls.Low)
	a, b := startSharing(t, nats.ClientURL(), "a", nil, Options{Ahead: 8 * time.Second}), startSharing(t, nats.ClientURL(), "b", nil, Options{Ahead: 8 * time.Second})
	get(t, a.Transcoder, s, r, 0)
	get(t, b.Transcoder, s, r, 0)
	nats.Shutdown()
	nats.WaitForShutdown()
	for _, n := range []*sharingNode{a, b} {
		for _, number := range []int{1, 2, 40} {
			get(t, n.Transcoder, s, r, number)
		}
		if n.Counters().Converted == 0 {
			t.Error("a node that is cut off has converted nothing")
		}
	}
}

func TestANodeWithoutAPlaceLeavesItToAnother(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	s := sourceOf(t, tools(t), film(t, "long.mkv"))
	r := renditionOf(s, hls.Low)
	never := make(chan struct{})
	defer close(never)
	busy := sourceOf(t, tools(t), film(t, "long.mkv"))
	busy.Key, busy.Open = "busy", arriving(t, film(t, "long.mkv"), 200_000, never)
	a := startSharing(t, url, "a", nil, Options{Parallel: 1, Ahead: 8 * time.Second, Idle: 200 * time.Millisecond})
	b := startSharing(t, url, "b", nil, Options{Parallel: 1, Ahead: 8 * time.Second})
	equal(t, segmentsOf(t, a, s, r, 0), segmentsOf(t, b, s, r, 0))
	x := of(t, a.Transcoder, s, r)
	await(t, a.Transcoder, func() bool { return len(x.runs) == 0 })
	ctx, cancel := context.WithCancel(t.Context())
	var waiting sync.WaitGroup
	waiting.Go(func() { _, _ = a.Segment(ctx, busy, r, 60) })
	await(t, a.Transcoder, func() bool { return len(a.runs) == 1 })
	get(t, b.Transcoder, s, r, 60)
	if a.leases.Mine(x.job.folder) || !b.leases.Mine(x.job.folder) || b.Counters().Converted == 0 {
		t.Errorf("the other node has not taken it: %+v", b.Counters())
	}
	cancel()
	waiting.Wait()
}

func TestALeaseThatNobodyUsesIsGivenUp(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	s := sourceOf(t, tools(t), film(t, "ac3.mkv"))
	r := renditionOf(s, hls.Low)
	brief := Options{Ahead: 8 * time.Second, Idle: 100 * time.Millisecond, IdleSound: 300 * time.Millisecond}
	a, b := startSharing(t, url, "a", nil, brief), startSharing(t, url, "b", nil, brief)
	get(t, a.Transcoder, s, r, 0)
	x := of(t, b.Transcoder, s, r)
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(20 * time.Millisecond) {
		holder, err := b.leases.Take(t.Context(), x.job.folder)
		if err != nil {
			t.Fatal(err)
		}
		if holder == "b" {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("it keeps the lease")
		}
	}
	if a.leases.Mine(x.job.folder) {
		t.Error("two nodes have the lease")
	}
}

func TestAForgottenFilmIsNowhere(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	s, other := sourceOf(t, tools(t), film(t, "ac3.mkv")), sourceOf(t, tools(t), film(t, "ac3.mkv"))
	other.Key = "other"
	r := renditionOf(s, hls.Low)
	shelf := folderShelf(t.TempDir())
	a := startSharing(t, url, "a", shelf, Options{})
	for _, source := range []hls.Source{s, other} {
		segmentsOf(t, a, source, r, 0, 1)
		await(t, a.Transcoder, func() bool { return len(a.runs) == 0 || a.counters.Shelved >= 2 })
	}
	if err := a.Forget(t.Context(), s.Key); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(shelf.path(filmFolder(s.Key))); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("on the shelf: %v", err)
	}
	if _, ok := a.store.get(of(t, a.Transcoder, s, r).job.file(0)); ok {
		t.Error("it is on the disk")
	}
	if _, ok := a.store.get(of(t, a.Transcoder, other, r).job.file(0)); !ok {
		t.Error("another film was forgotten as well")
	}
}
