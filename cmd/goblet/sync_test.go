package main

import (
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"goblet/browser"
)

// wrongClock makes a page's wall clock five hours fast, and later an hour slow.
const wrongClock = `(() => {
	const real = Date;
	let shift = 5 * 3600e3;
	globalThis.Date = class extends real {
		constructor(...when) { when.length ? super(...when) : super(real.now() + shift); }
		static now() { return real.now() + shift; }
	};
	globalThis.setWallClock = (ms) => { shift = ms; };
})()`

func TestAWrongWallClockLosesNothing(t *testing.T) {
	p := startParty(t)
	right := join(t, p, browser.Options{Name: "right"})
	wrong := join(t, p, browser.Options{Name: "wrong", Script: wrongClock})
	right.Press("k")
	for _, g := range []*guest{right, wrong} {
		g.playing()
		g.inStep()
	}
	// What both make of the server’s clock, beside the real wall clock, is the same, although Date says otherwise.
	const server = `goblet.status().offset - performance.timeOrigin`
	if a, b := browser.Eval[float64](right.Browser, server), browser.Eval[float64](wrong.Browser, server); math.Abs(a-b) > 2000 {
		t.Errorf("one page believes that the server's clock is %v ms beside the other's", a-b)
	}
	browser.Eval[any](wrong.Browser, `setWallClock(-3600e3)`)
	wrong.Press("5")
	for _, g := range []*guest{right, wrong} {
		g.Until(`goblet.status().position >= 60`, soon) // it plays on
		g.playing()
		g.inStep()
	}
	wrong.Press("k")
	right.paused()
	wrong.paused()
	if a, b := right.position(), wrong.position(); a != b {
		t.Errorf("paused at %v and %v: not the same frame", a, b)
	}
	right.clean()
	wrong.clean()
}

func TestAPageThatWasHiddenOrFrozenComesBackInStep(t *testing.T) {
	p := startParty(t)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	a.Press("k")
	b.playing()
	b.inStep()

	b.Hide(true)
	b.Until(`document.hidden`, soon)
	a.Press("5")
	a.at(60)
	b.at(60) // unseen it follows, too
	b.Hide(false)
	b.Until(`!document.hidden`, soon)
	b.playing()
	b.inStep()

	b.Hide(true)
	b.Until(`document.hidden`, soon)
	b.Freeze(true)
	a.Press("2")
	a.at(24)
	a.inStep()
	b.Freeze(false)
	b.Hide(false)
	b.at(24)
	b.playing()
	b.inStep()
	a.clean()
	b.clean()
}

func TestWhatSomethingElseDoesToThePlayerIsUndoneAndMovesNobody(t *testing.T) {
	p := startParty(t)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	a.Press("k")
	b.playing()
	a.Press("5")
	for _, g := range []*guest{a, b} {
		g.at(60)
		g.inStep()
	}
	a.atSeq(b.seq())
	b.atSeq(a.seq())
	before := a.seq()
	browser.Eval[any](a.Browser, `(() => {
		window.moved = 0;
		document.querySelector('#video').addEventListener('seeking', () => moved++);
	})()`)
	for _, act := range []string{
		`video.currentTime += 1.5`, `video.currentTime -= 6`, `video.playbackRate = 1.05`, `video.playbackRate = 3`, `video.pause()`,
	} {
		browser.Eval[any](b.Browser, fmt.Sprintf(`(() => { const video = document.querySelector('#video'); %s; })()`, act))
		b.Until(`(({playbackRate, paused, seeking}) => !paused && !seeking && Math.abs(playbackRate - 1) < 0.051)(document.querySelector('#video'))`, soon)
		b.playing()
		b.inStep()
	}
	if moved := browser.Eval[int](a.Browser, `moved`); moved > 0 {
		t.Errorf("the other viewer was moved %d times", moved)
	}
	if now := a.seq(); now != before {
		t.Errorf("the room went on from event %d to %d", before, now)
	}
	a.clean()
	b.clean()
}

func TestWhatIsPausedShowsTheSameFrameInTwoEngines(t *testing.T) {
	films, err := difficultFilms()
	if err != nil {
		t.Fatal(err)
	}
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), filepath.Join(films, "faststart.mp4"))
	a := join(t, p, browser.Options{Name: "chromium"})
	b := join(t, p, browser.Options{Name: "firefox", Engine: browser.Firefox})
	same := func(position float64) {
		t.Helper()
		var x, y float64
		for range 25 { // browsers show the picture a moment after they say that they are there
			var okX, okY bool
			x, _, okX = a.burned()
			y, _, okY = b.burned()
			if okX && okY && x == y && math.Abs(x-position) <= 0.04 {
				return
			}
		}
		t.Errorf("at %v one engine shows the frame of %v, the other that of %v", position, x, y)
	}
	// Between frames, and where a frame begins.
	for _, position := range []float64{3.217, 12.36, 20, 7.999, 26.64} {
		a.seekTo(position)
		a.stands(position)
		b.stands(position)
		same(position)
	}
	a.Press("k")
	b.playing()
	b.inStep()
	b.Press("k")
	a.paused()
	b.paused()
	same(browser.Eval[float64](b.Browser, `goblet.status().playback.position`))
	a.clean()
	b.clean()
}

// seekTo asks the room for a position, in seconds, that no key leads to.
func (g *guest) seekTo(position float64) {
	g.t.Helper()
	browser.Eval[bool](g.Browser, fmt.Sprintf(`fetch(document.querySelector('#room').dataset.base + '/seek', {
		method: 'POST', body: new URLSearchParams({action: crypto.randomUUID(), seen: goblet.status().seq, position: %v}),
	}).then((answer) => answer.ok)`, position))
}

// stands waits until the player stands at the position. Firefox rounds to microseconds.
func (g *guest) stands(position float64) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`(({currentTime, seeking, readyState}) => !seeking && readyState >= 2 && Math.abs(currentTime - %v) < 1e-5)(document.querySelector('#video'))`, position), soon)
}
