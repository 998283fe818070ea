package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"goblet/browser"
)

func TestTwoWatchInStep(t *testing.T) {
	p := startParty(t)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})

	a.Click("media-play-button")
	a.playing()
	b.playing()
	b.says("#toasts", "pressed play")
	a.inStep()
	b.inStep()

	b.Click("media-play-button")
	a.paused()
	b.paused()
	if pa, pb := a.position(), b.position(); pa != pb {
		t.Errorf("paused at %v and %v: not the same frame", pa, pb)
	}
	a.says("#toasts", "paused at")

	a.Press("7") // 70 %
	b.at(84)
	b.Press("0")
	a.at(0)

	a.Press("k")
	b.playing()
	b.Press(">")
	a.Until(`document.querySelector('#video').playbackRate > 1.15`, soon)
	a.inStep()
	b.inStep()
	a.clean()
	b.clean()
}

func TestThreeWatchInStepAndAnybodyActs(t *testing.T) {
	p := startParty(t)
	all := []*guest{join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"}), join(t, p, browser.Options{Name: "c"})}
	for i, by := range all {
		by.Press("0")
		by.Press("k")
		for _, g := range all {
			g.playing()
			g.inStep()
		}
		all[(i+1)%3].Press("k")
		for _, g := range all {
			g.paused()
		}
		if x, y, z := all[0].position(), all[1].position(), all[2].position(); x != y || y != z {
			t.Errorf("paused at %v, %v and %v", x, y, z)
		}
	}
	for _, g := range all {
		g.says("#viewer-count", "3")
		g.clean()
	}
}

// watchPosts notes in the page what it posts, and how many answers are due.
const watchPosts = `(() => {
	window.posts = [];
	window.due = 0;
	const real = window.fetch;
	window.fetch = async (url, options) => {
		if (!/\/(play|pause|seek|rate)$/.test(url)) return real(url, options);
		window.posts.push(options.body.get('action'));
		window.due++;
		try {
			return await real(url, options);
		} finally {
			window.due--;
		}
	};
	return true;
})()`

func TestRapidActionsFromBothSidesLeaveNoEcho(t *testing.T) {
	p := startParty(t)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	a.atSeq(2) // a is host: no more events but those of actions
	b.atSeq(a.seq())
	before := a.seq()
	for _, g := range []*guest{a, b} {
		browser.Eval[bool](g.Browser, watchPosts)
	}
	for range 5 {
		a.Press("k")
		b.Press("k")
	}
	a.Until(`due === 0`, soon)
	b.Until(`due === 0`, soon)
	// A late echo would be posted while this happens.
	a.Press("5")
	b.at(60)
	b.Press("2")
	a.at(24)
	a.Until(`due === 0`, soon)
	b.Until(`due === 0`, soon)

	posted := map[string]bool{}
	for _, g := range []*guest{a, b} {
		posts := browser.Eval[[]string](g.Browser, `posts`)
		if len(posts) != 6 {
			t.Errorf("6 keys were pressed and %d actions posted", len(posts))
		}
		for _, id := range posts {
			posted[id] = true
		}
	}
	log := p.log(t, before)
	for i, e := range log {
		if e.Seq != uint64(before+1+i) || !posted[e.Action] {
			t.Errorf("event %d of action %q is of no key, or in no order: %+v", e.Seq, e.Action, e)
		}
		delete(posted, e.Action) // a second event of it would be an echo
	}
	a.atSeq(before + len(log))
	b.atSeq(before + len(log))
	if len(log) < 3 {
		t.Errorf("only %d actions became events", len(log))
	}
	last := log[len(log)-1].Playback.Paused
	for _, g := range []*guest{a, b} {
		g.Until(fmt.Sprintf(`document.querySelector('#video').paused === %v`, last), soon)
		if seq := g.seq(); seq != before+len(log) {
			t.Errorf("at event %d, the log at %d", seq, before+len(log))
		}
	}
	a.clean()
	b.clean()
}

// countJumps counts what a player does that its viewer would notice.
const countJumps = `(() => {
	window.jumps = [];
	const video = document.querySelector('#video');
	for (const kind of ['seeking', 'pause', 'emptied']) {
		video.addEventListener(kind, () => window.jumps.push(kind + ' at ' + video.currentTime));
	}
	return true;
})()`

func TestALateJoinerAndAReloadMoveNobody(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.Press("3")
	a.at(36)
	a.Press("k")
	a.playing()
	a.inStep()
	seq := a.seq()
	browser.Eval[bool](a.Browser, countJumps)

	b := join(t, p, browser.Options{Name: "b"})
	b.playing()
	b.inStep()
	b.Reload()
	b.ready()
	b.playing()
	b.inStep()
	if jumps := browser.Eval[[]string](a.Browser, `jumps`); len(jumps) > 0 {
		t.Errorf("a was moved: %v", jumps)
	}
	if a.seq() != seq {
		t.Errorf("joining made events: %d, was %d", a.seq(), seq)
	}
	if a.isHost() == false || b.isHost() {
		t.Error("the host changed")
	}
	a.clean()
	b.clean()
}

func TestWhenTheHostLeavesTheNextBecomesHostAndAReloadDoesNotLoseTheRole(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	b := join(t, p, browser.Options{Name: "b"})
	b.says("#viewer-count", "2")
	a.Reload()
	a.ready()
	if !a.isHost() || b.isHost() {
		t.Error("a reload lost the host role")
	}
	a.Kill()
	b.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	b.says("#toasts", "is the host now")
	b.says("#viewer-count", "1")
	b.clean()
}

func TestBecomingHostAndFollowingTheHost(t *testing.T) {
	p := startParty(t)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	b.Click(`#host-controls button[hx-post$="/host"]`)
	b.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	a.Until(`!document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	a.Press("5")
	b.at(60)
	// The host's own player strays, as one on a bad line does, and says so.
	browser.Eval[bool](b.Browser, `(() => {
		window.told = 0;
		const real = window.fetch;
		window.fetch = async (url, options) => {
			if (!/\/status$/.test(url)) return real(url, options);
			options.body.set('position', 42);
			const answer = await real(url, options);
			if (answer.ok) window.told++;
			return answer;
		};
		return true;
	})()`)
	b.Until(`told > 0`, soon)
	a.Click(`#host-controls button[hx-post$="/follow"]`)
	a.at(42)
	b.at(42)
	a.says("#toasts", "took everyone to the host")
	a.clean()
}

func TestAServerThatIsKilledComesBackToTheSameRoom(t *testing.T) {
	addr, data, path := freePort(t), t.TempDir(), film(t, "Test Film.mp4", t.TempDir())
	p := startProgram(t, "--addr", addr, "--data", data, path)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	a.Press("5")
	b.at(60)
	b.Press("k")
	a.playing()
	b.inStep()
	p.kill()
	a.Until(`!goblet.status().connected`, soon)

	again := startProgram(t, "--addr", addr, "--data", data, path)
	for _, g := range []*guest{a, b} {
		g.says("#toasts", "The server was restarted: paused at 1:0")
		g.paused()
		g.Until(`document.querySelector('#connection').hidden`, soon)
	}
	if pa, pb := a.position(), b.position(); pa != pb || pa < 60 {
		t.Errorf("after the restart a is at %v, b at %v", pa, pb)
	}
	b.Press("k")
	a.playing()
	a.inStep()
	b.inStep()
	_ = again
}

func TestAFilmReplacedOnDiskIsReloadedWhereTheRoomIs(t *testing.T) {
	dir := t.TempDir()
	path := film(t, "Test Film.mp4", dir)
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), path)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	a.Press("5")
	b.at(60)
	url := browser.Eval[string](a.Browser, `document.querySelector('#video').currentSrc`)

	if err := os.Rename(film(t, "Other.mp4", t.TempDir()), path); err != nil {
		// Another file system: copy beside it first.
		t.Fatal(err)
	}
	for _, g := range []*guest{a, b} {
		g.Until(fmt.Sprintf(`document.querySelector('#video').currentSrc !== %q`, url), soon)
		g.says("#toasts", "was replaced")
		g.at(60)
	}
	a.Press("k")
	b.playing()
	b.inStep()
	url, _, _ = strings.Cut(url, "#") // where the page opened it
	if newURL := browser.Eval[string](b.Browser, `document.querySelector('#video').currentSrc`); filepath.Base(newURL) != filepath.Base(url) || newURL == url {
		t.Errorf("b plays %s, before %s", newURL, url)
	}
	a.clean()
	b.clean()
}

func TestChromiumOpensTheFilmAtItsPlaceBeforeTheScriptsRun(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.Press("5")
	a.at(60)
	b := join(t, p, browser.Options{Name: "b"})
	b.at(60)
	if src := browser.Eval[string](b.Browser, `document.querySelector('#video').getAttribute('src')`); !strings.HasSuffix(src, "/film#t=60.000000") {
		t.Errorf("the film was opened as %s", src)
	}

	c := &guest{browser.Start(t, browser.Options{Name: "c", Script: `performance.getEntriesByType = () => []`}), t}
	c.Open(p.room)
	c.ready()
	c.at(60)
	if src := browser.Eval[string](c.Browser, `document.querySelector('#video').getAttribute('src')`); strings.Contains(src, "#") {
		t.Errorf("a browser that measures nothing opened the film as %s", src)
	}
}

func TestSpotsTakeTheRoomBackAndSurviveARestart(t *testing.T) {
	addr, data, path := freePort(t), t.TempDir(), film(t, "Test Film.mp4", t.TempDir())
	p := startProgram(t, "--addr", addr, "--data", data, path)
	a := join(t, p, browser.Options{Name: "a"})
	a.Press("6")
	a.at(72)
	a.Click("#save-spot")
	a.says("#spots", "Go to my spot (1:12)")
	a.Press("0")
	a.at(0)
	p.kill()
	startProgram(t, "--addr", addr, "--data", data, path)
	a.Reload()
	a.ready()
	a.says("#spots", "Go to my spot (1:12)")
	a.Click(`#spots [data-seek]`)
	a.at(72)
}
