package main

import (
	"fmt"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"goblet/browser"
)

// joinAt is join through another address of the room.
func joinAt(t testing.TB, link string, o browser.Options) *guest {
	t.Helper()
	g := &guest{browser.Start(t, o), t}
	t.Cleanup(g.report)
	g.Open(link)
	g.enter(o.Mobile)
	return g
}

// comesBy waits until events come to the page in that way.
func (g *guest) comesBy(transport string) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`goblet.status().transport.transport === %q && goblet.status().connected`, transport), soon)
}

// watchTogether lets the two play, pause and seek, and expects them in step.
func watchTogether(t *testing.T, a, b *guest) {
	t.Helper()
	a.Press("k")
	for _, g := range []*guest{a, b} {
		g.playing()
		g.inStep()
	}
	b.Press("5")
	a.at(60)
	b.inStep()
	b.Press("k")
	a.paused()
	b.paused()
	if pa, pb := a.position(), b.position(); pa != pb {
		t.Errorf("paused at %v and %v: not the same frame", pa, pb)
	}
	a.says("#viewer-count", "2")
	b.says("#viewer-count", "2")
	for _, g := range []*guest{a, b} {
		// Each event once: what they did, and who became host.
		g.Until(`Object.values(goblet.status().kinds).reduce((a, b) => a + b, 0) <= goblet.status().seq`, soon)
		g.Until(`goblet.status().kinds.seek === 1 && goblet.status().kinds.pause === 1 && goblet.status().kinds.play === 1`, soon)
	}
}

func TestAProxyThatHoldsBackStreamsIsGotThroughByPosting(t *testing.T) {
	p := startParty(t)
	link := holdBack(t, p, func(r *http.Response) bool {
		return r.Request.Method == http.MethodGet && strings.HasPrefix(r.Header.Get("Content-Type"), "text/event-stream")
	})
	a, b := join(t, p, browser.Options{Name: "direct"}), joinAt(t, link, browser.Options{Name: "held back"})
	a.comesBy("events")
	b.comesBy("post")
	watchTogether(t, a, b)
	if reason := browser.Eval[string](b.Browser, `goblet.status().transport.reason`); !strings.Contains(reason, "nothing came through it") {
		t.Errorf("the reason is %q", reason)
	}

	b.Reload() // it remembers
	b.ready()
	b.comesBy("post")
	if history := browser.Eval[[]struct{ Transport string }](b.Browser, `goblet.status().transport.history`); len(history) != 1 {
		t.Errorf("after a reload it went through %v", history)
	}
	a.clean()
}

func TestAProxyThatHoldsBackEverythingIsGotThroughByPolling(t *testing.T) {
	p := startParty(t)
	link := holdBack(t, p, func(*http.Response) bool { return true })
	a, b := join(t, p, browser.Options{Name: "direct"}), joinAt(t, link, browser.Options{Name: "held back"})
	b.comesBy("poll")
	watchTogether(t, a, b)
	// Between its polls it stays here, and frames without numbers come to it, too.
	browser.Eval[struct{}](a.Browser, `(() => {
		const field = document.querySelector('#name');
		field.value = 'Maya the first';
		field.form.requestSubmit();
	})()`)
	b.says("#viewers", "Maya the first")
	a.clean()
}

func TestAProxyThatCutsEverythingLosesNothing(t *testing.T) {
	p := startParty(t)
	link := cutting(t, p, 5*time.Second)
	a, b := join(t, p, browser.Options{Name: "direct"}), joinAt(t, link, browser.Options{Name: "cut"})
	a.Press("k")
	b.playing()
	type applied struct{ Seq, Count int }
	const count = `({Seq: goblet.status().seq, Count: Object.values(goblet.status().kinds).reduce((a, b) => a + b, 0)})`
	before := browser.Eval[applied](b.Browser, count)
	seq := a.seq()
	for range 3 {
		b.Until(`!goblet.status().connected`, soon)
		for range 5 { // while it is cut off, and while it comes back
			seq++
			a.Press(strconv.Itoa(1 + seq%8))
			a.atSeq(seq)
		}
		b.atSeq(seq)
	}
	after := browser.Eval[applied](b.Browser, count)
	if got, want := after.Count-before.Count, after.Seq-before.Seq; got != want || want < 15 {
		t.Errorf("%d events were applied, %d happened", got, want)
	}
	b.comesBy("events") // a stream that is cut now and then is still the best way
	b.inStep()
}

var streamsMetric = regexp.MustCompile(`(?m)^goblet_streams (\d+)$`)

// streams is how many streams the server has open.
func (p *program) streams(v *viewer) int {
	resp, err := v.Get(p.base() + "/metrics")
	n, err := strconv.Atoi(streamsMetric.FindStringSubmatch(v.read(resp, err))[1])
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// tabs opens the room in so many tabs of one browser.
func tabs(t *testing.T, p *program, o browser.Options, count int) []*guest {
	opener := browser.Start(t, o)
	all := make([]*guest, count)
	for i := range all {
		all[i] = &guest{opener.NewTab(), t}
		all[i].Open(p.room)
		all[i].enter(false)
	}
	return all
}

// shareOneStream expects the tabs in step on one stream, also when one of them is gone.
func shareOneStream(t *testing.T, p *program, all []*guest, kinds string) {
	v := newViewer(t, p.room)
	all[len(all)-1].Press("k")
	for i, g := range all {
		g.playing()
		g.inStep()
		if kind := browser.Eval[string](g.Browser, `goblet.status().transport.shared`); !strings.Contains(kinds, kind) {
			t.Errorf("tab %d is connected as %s", i, kind)
		}
	}
	if n := p.streams(v); n != 1 {
		t.Errorf("%d tabs have %d streams", len(all), n)
	}
	all[0].Kill()
	all = all[1:]
	all[0].Press("k")
	for _, g := range all {
		g.paused()
		g.Until(`goblet.status().connected`, soon)
		if pa, pb := g.position(), all[0].position(); pa != pb {
			t.Errorf("paused at %v and %v", pa, pb)
		}
	}
	all[1].Press("5")
	for _, g := range all {
		g.at(60)
		g.Until(`goblet.status().kinds.seek === 1`, soon)
	}
	if n := p.streams(v); n != 1 {
		t.Errorf("%d tabs have %d streams", len(all), n)
	}
}

func TestTenTabsShareOneStream(t *testing.T) {
	p := startParty(t)
	shareOneStream(t, p, tabs(t, p, browser.Options{}, 10), "worker")
}

func TestTabsWithoutSharedWorkersFollowOneOfThem(t *testing.T) {
	p := startParty(t)
	shareOneStream(t, p, tabs(t, p, browser.Options{Script: `delete window.SharedWorker`}, 4), "leader follower")
}

func TestTabsOfFirefoxShareOneStream(t *testing.T) {
	p := startParty(t)
	g := join(t, p, browser.Options{Engine: browser.Firefox})
	browser.Eval[struct{}](g.Browser, `(() => {
		const more = document.createElement('button');
		more.id = 'more';
		more.style = 'position: fixed; inset: 0 auto auto 0; z-index: 99';
		more.addEventListener('click', () => { window.second = window.open(location.href); });
		document.body.append(more);
	})()`)
	g.Click("#more")
	g.Until(`second.goblet?.status().connected`, soon)
	g.Press("5")
	g.at(60)
	g.Until(`second.goblet.status().kinds.seek === 1 && second.goblet.status().seq === goblet.status().seq`, soon)
	for _, page := range []string{"window", "second"} {
		if kind := browser.Eval[string](g.Browser, page+`.goblet.status().transport.shared`); kind != "worker" {
			t.Errorf("%s is connected as %s", page, kind)
		}
	}
	if n := p.streams(newViewer(t, p.room)); n != 1 {
		t.Errorf("two tabs have %d streams", n)
	}
}

func TestAPageSaysThatItReconnectsAndIsBackInStep(t *testing.T) {
	addr, data, path := freePort(t), t.TempDir(), film(t, "Test Film.mp4", t.TempDir())
	p := startProgram(t, "--addr", addr, "--data", data, path)
	a := join(t, p, browser.Options{})
	a.Press("5")
	a.at(60)
	p.kill()
	a.Until(`!document.querySelector('#connection').hidden`, soon)
	a.says("#connection", "Reconnecting")
	startProgram(t, "--addr", addr, "--data", data, path)
	a.Until(`document.querySelector('#connection').hidden && goblet.status().connected`, soon)
	a.comesBy("events")
	a.Press("k")
	a.playing()
	a.inStep()

	a.Offline(true)
	a.Until(`!document.querySelector('#connection').hidden`, soon)
	a.Offline(false)
	a.Until(`document.querySelector('#connection').hidden && goblet.status().connected`, soon)
	a.comesBy("events")
	a.inStep()
}
