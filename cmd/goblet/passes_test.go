package main

import (
	"fmt"
	"testing"

	"goblet/browser"
)

// tabTo presses Tab until an element has the focus, as somebody without a mouse does.
func (g *guest) tabTo(selector string) {
	g.t.Helper()
	for range 80 {
		g.Press("Tab")
		if browser.Eval[bool](g.Browser, fmt.Sprintf(`!!document.activeElement?.matches(%q)`, selector)) {
			return
		}
	}
	g.t.Fatalf("Tab does not reach %s; the focus is at %s", selector, browser.Eval[string](g.Browser, `document.activeElement.outerHTML.slice(0, 300)`))
}

// chooses reaches an element by Tab and presses Enter.
func (g *guest) chooses(selector string) {
	g.t.Helper()
	g.tabTo(selector)
	g.Press("Enter")
}

func TestAPartyWithNothingButAKeyboard(t *testing.T) {
	p := startSeries(t)
	g := &guest{browser.Start(t, browser.Options{Width: 1440, Height: 900}), t}
	g.Open(p.admin)
	g.chooses("main form button")
	g.Until(`location.pathname === '/admin'`, soon)
	g.Open(p.base())
	g.chooses(".hero-buttons button")
	g.ready()
	g.chooses("#join")
	g.Until(`document.querySelector('#gate').hidden`, soon)

	g.chooses(".share-button")
	g.Until(`document.querySelector('#share-content svg.qr') !== null`, soon)
	g.tabTo("#share-content [data-copy]")
	g.Press("Escape")
	g.Until(`!document.querySelector('dialog:modal') && document.activeElement.matches('.share-button')`, soon)

	g.tabTo("#tab-people")
	g.Press("ArrowRight")
	g.Until(`document.querySelector('#panel').dataset.tab === 'film'`, soon)
	g.chooses("#films summary")
	g.tabTo(`.film-row:nth-child(2) .queue-add`)
	g.Press("Enter")
	g.queue("Show S01E02")

	g.Press("k")
	g.playing()
	g.Press("c")
	g.Until(`document.activeElement.id === 'chat-text'`, soon)
	g.Press("h")
	g.Press("i")
	g.Press("Enter")
	g.says("#chat-lines", "hi")
	g.Press("Escape")
	g.Press("k")
	g.paused()

	g.Press("Home")
	g.chooses(".bar .brand")
	g.says(".room-card", "Show S01E01")
	g.clean()
}

func TestAPartyWithNothingButAFinger(t *testing.T) {
	p := startSeries(t)
	g := &guest{browser.Start(t, browser.Options{Mobile: true}), t}
	g.Open(p.admin)
	g.Tap("main form button")
	g.Until(`location.pathname === '/admin'`, soon)
	g.Open(p.base())
	g.Tap(".hero-buttons button")
	g.enter(true)

	g.Tap(".share-button")
	g.Until(`document.querySelector('#share-content svg.qr') !== null`, soon)
	g.Tap("#share-dialog .dialog-head button")
	g.Until(`!document.querySelector('dialog:modal')`, soon)

	g.Tap("#tab-film")
	g.Tap("#films summary")
	g.Tap(`.film-row:nth-child(2) .queue-add`)
	g.queue("Show S01E02")
	g.Tap("media-play-button")
	g.playing()
	g.Tap("#tab-chat")
	g.Type("#chat-text", "hi")
	g.Tap("#composer [type=submit]")
	g.says("#chat-lines", "hi")
	g.Tap("media-play-button")
	g.paused()
	g.Tap(".bar .brand")
	g.says(".room-card", "Show S01E01")
	g.clean()
}
