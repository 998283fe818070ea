package main

import (
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"

	"goblet/browser"
)

// slowLine is a way to a Goblet on which film bytes stall once a number of them
// have passed.
type slowLine struct {
	room string // the room's link by this way

	mu   sync.Mutex
	more sync.Cond
	left int // bytes of film that may still pass
}

// startSlowLine lets so many bytes of film pass.
func startSlowLine(t testing.TB, p *program, bytes int) *slowLine {
	t.Helper()
	to, err := url.Parse(p.base())
	if err != nil {
		t.Fatal(err)
	}
	l := &slowLine{left: bytes}
	l.more.L = &l.mu
	proxy := &httputil.ReverseProxy{FlushInterval: -1, Rewrite: func(r *httputil.ProxyRequest) {
		r.SetURL(to)
		r.Out.Host = r.In.Host
	}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/film") && strings.HasPrefix(r.URL.Path, "/media/") {
			w = slowWriter{w, l}
		}
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	t.Cleanup(l.clear)
	l.room = strings.Replace(p.room, p.base(), server.URL, 1)
	return l
}

// clear lets all pass from now on.
func (l *slowLine) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.left = 1 << 40
	l.more.Broadcast()
}

type slowWriter struct {
	http.ResponseWriter
	line *slowLine
}

func (w slowWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func (w slowWriter) Write(p []byte) (n int, err error) {
	for n < len(p) && err == nil {
		w.line.mu.Lock()
		for w.line.left == 0 {
			w.line.more.Wait()
		}
		part := min(len(p)-n, w.line.left)
		w.line.left -= part
		w.line.mu.Unlock()
		part, err = w.ResponseWriter.Write(p[n : n+part])
		n += part
	}
	return n, err
}

// called gives the guest a name that the others see.
func (g *guest) called(name string) {
	g.t.Helper()
	browser.Eval[bool](g.Browser, fmt.Sprintf(`(document.querySelector('#name').value = %q, document.querySelector('#name-form').requestSubmit(), true)`, name))
	g.says("#viewers", name)
}

// filmSize returns the size of the film of two minutes in bytes.
func filmSize(t testing.TB) int64 {
	t.Helper()
	info, err := os.Stat(film(t, "Test Film.mp4", t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}

// onSlowLine joins by a line over which the given share (0 to 1) of the film comes.
func onSlowLine(t testing.TB, p *program, share float64) (*guest, *slowLine) {
	t.Helper()
	l := startSlowLine(t, p, int(share*float64(filmSize(t))))
	g := &guest{browser.Start(t, browser.Options{Name: "slow"}), t}
	g.Open(l.room)
	g.enter(false)
	g.called("Maya")
	return g, l
}

func TestTheRoomWaitsForAViewerWhoseFilmStallsAndGoesOnByItself(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	slow, line := onSlowLine(t, p, 0.12)
	a.Press("k")
	a.playing()
	slow.playing()
	a.says("#waiting .wait-text", "Waiting for Maya…")
	slow.says("#waiting .wait-text", "Your film is loading.")
	a.paused()
	a.Until(`goblet.status().wait?.cause === 'viewers' && !document.querySelector('#waiting').hidden`, soon)
	if at := a.position(); at < 5 {
		t.Errorf("the room waits at %v s, before anything stalled", at)
	}
	if state := newViewer(t, p.room).get("/state"); !strings.Contains(state, `"wait":{"cause":"viewers"`) || !strings.Contains(state, `"name":"Maya"}]`) {
		t.Errorf("who joins now does not see it: %s", state)
	}

	line.clear()
	for _, g := range []*guest{a, slow} {
		g.playing()
		g.inStep()
		g.Until(`document.querySelector('#waiting').hidden && !goblet.status().wait`, soon)
		g.clean()
	}
	if behind := browser.Eval[int](a.Browser, `goblet.status().behind.length`); behind != 0 {
		t.Errorf("the room waited for her, and %d are behind", behind)
	}
}

func TestTheRoomGoesOnWithoutAViewerWhoCatchesUpSilently(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	slow, line := onSlowLine(t, p, 0.12)
	a.Press("k")
	a.playing()
	a.says("#waiting .wait-go", "Go on without Maya")
	a.Click("#waiting .wait-go")
	a.playing()
	a.says("#toasts", "goes on without Maya")
	a.says("#behind", "Maya is catching up")
	slow.says("#behind", "You are catching up")
	seq := a.seq()
	line.clear()
	slow.inStep()
	a.Until(`document.querySelector('#behind').hidden`, soon)
	a.inStep()
	for _, e := range p.log(t, seq) {
		if e.Kind != "wait" || e.Playback.Paused {
			t.Errorf("catching up led to %+v", e)
		}
	}
	a.clean()
	slow.clean()
}

func TestAReadyCheckEndsInACountdownAndPlayInStep(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.called("Maya")
	b := &guest{browser.Start(t, browser.Options{Name: "b"}), t}
	b.Open(p.room)
	b.ready()
	a.Until(`!document.querySelector('#ready-offer').hidden`, soon)
	a.Click("#ready-offer")
	a.says("#ready-list", "1 of 2 is ready")
	a.says("#ready-list", "has not joined yet")
	if n := browser.Eval[int](a.Browser, `document.querySelectorAll('.ready-viewer.is-ready .ready-mark .icon').length`); n != 1 {
		t.Errorf("%d have a check mark, want 1", n)
	}
	b.enter(false)
	for _, g := range []*guest{a, b} {
		g.Until(`!document.querySelector('#countdown').hidden && /^[123]$/.test(document.querySelector('.countdown-number').textContent)`, soon)
	}
	for _, g := range []*guest{a, b} {
		g.playing()
		g.inStep()
		g.Until(`document.querySelector('#countdown').hidden && document.querySelector('#readycheck').hidden`, soon)
		g.clean()
	}
	log := p.log(t, 0)
	last := log[len(log)-1]
	if last.Kind != "play" || last.Reason != "ready" || last.Playback.At-last.At != 3000 {
		t.Errorf("the check ended in %+v", last)
	}
}

func TestAReadyCheckIsCancelledOrCutShort(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	b := &guest{browser.Start(t, browser.Options{Name: "b"}), t}
	b.Open(p.room)
	b.ready()
	a.tab("settings")
	a.Click(".ready-start")
	a.Until(`!document.querySelector('#readycheck').hidden`, soon)
	a.Click(`#readycheck [hx-post$="/pause"]`)
	a.Until(`document.querySelector('#readycheck').hidden && !goblet.status().wait`, soon)
	a.Click(".ready-start")
	a.Until(`!document.querySelector('#readycheck').hidden`, soon)
	a.Click(`#readycheck [hx-post$="/play"]`)
	a.playing()
	a.Until(`document.querySelector('#readycheck').hidden`, soon)
	b.playing()
	a.clean()
}

func TestAFilmPlaysAgainOrStandsAtItsEnd(t *testing.T) {
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir()) // the sample of 10 s
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	a.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	if browser.Eval[bool](b.Browser, `!document.querySelector('#settings [name=loop]').disabled`) {
		t.Error("a guest could change the settings")
	}
	a.tab("settings")
	a.Click("#settings [name=loop]")
	b.says("#toasts", "lets the film play again")
	b.Until(`document.querySelector('#settings [name=loop]').checked`, soon)
	a.Press("8")
	a.Press("k")
	for _, g := range []*guest{a, b} {
		g.says("#toasts", "Once more from the beginning")
		g.playing()
		g.at(2)
		g.inStep()
	}
	a.Click("#settings [name=loop]")
	b.Until(`!document.querySelector('#settings [name=loop]').checked`, soon)
	a.Press("8")
	for _, g := range []*guest{a, b} {
		g.Until(`goblet.status().playback.paused && document.querySelector('#video').paused`, soon)
		g.clean()
	}
	if x, y := a.position(), b.position(); math.Abs(x-y) > 1e-5 || x < 9 { // browsers round to microseconds
		t.Errorf("they stand at %v and %v", x, y)
	}
	b.Press("k")
	a.at(1)
	a.inStep()
}

func TestAFilmOfUnknownLengthStandsWhereViewersFindItsEnd(t *testing.T) {
	p, from := startParty(t), site(t)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	a.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	a.post("load", fmt.Sprintf(`{url: %q}`, from+"/Test%20Film.mp4"))
	for _, g := range []*guest{a, b} {
		g.plays("direct")
		g.Until(`document.querySelector('#video').readyState >= 3`, soon)
	}
	a.post("seek", `{position: 116}`)
	b.at(116)
	a.Press("k")
	for _, g := range []*guest{a, b} {
		g.Until(`goblet.status().playback.paused && goblet.status().playback.position > 119`, soon)
		g.clean()
	}
	b.Press("k")
	a.at(1)
	a.inStep()
}
