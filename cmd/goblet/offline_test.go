package main

import (
	"testing"

	"goblet/browser"
)

func TestAPageWhoseGobletIsDownSaysSoAndComesBackByItself(t *testing.T) {
	data, film := t.TempDir(), film(t, "Test Film.mp4", t.TempDir())
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", data, film)
	b := browser.Start(t, browser.Options{})
	b.Open(p.room)
	b.Until(`navigator.serviceWorker.controller ?? navigator.serviceWorker.ready.then(({active}) => active?.state === 'activated')`, soon)
	p.kill()
	b.Open(p.room)
	b.Until(`document.querySelector('h1').textContent === 'Goblet can’t be reached'`, soon)
	b.Until(`getComputedStyle(document.querySelector('.message')).display !== 'inline'`, soon)
	if got := browser.Eval[string](b, `location.href`); got != p.room {
		t.Errorf("the address became %s", got)
	}
	(&guest{b, t}).accessible("the page in its place")
	startProgram(t, "--addr", p.address(), "--data", data, film)
	b.Until(`window.goblet?.status().connected`, soon)
}

func TestARemoteReachesWhatAMouseWould(t *testing.T) {
	p := startParty(t)
	b := browser.Start(t, browser.Options{Width: 1920, Height: 1080,
		Script: `Object.defineProperty(navigator, 'userAgent', {value: 'Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 Chrome/120.0.0.0 Safari/537.36'})`})
	g := &guest{b, t}
	g.Open(p.room)
	g.ready()
	g.Until(`document.activeElement.id === 'join'`, soon)
	g.Press("Enter")
	g.Until(`goblet.status().joined`, soon)
	g.Press("Enter")
	g.playing()
	g.Press("Enter")
	g.paused()
	g.Press("ArrowDown")
	g.Until(`document.activeElement.localName === 'media-play-button'`, soon)
	g.Press("ArrowRight")
	g.Until(`document.activeElement.localName === 'media-seek-backward-button'`, soon)
	g.Press("ArrowRight")
	g.Press("Enter")
	g.at(10)
	for range 40 { // the strip of tabs is somewhere to the right of the film
		g.Press("ArrowRight")
		if browser.Eval[bool](b, `document.querySelector('#panel').contains(document.activeElement)`) {
			g.clean()
			return
		}
	}
	t.Errorf("the panel can't be reached: the focus is at %s", browser.Eval[string](b, `document.activeElement.outerHTML`))
}
