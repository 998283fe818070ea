package main

import (
	"fmt"
	"strings"
	"testing"

	"goblet/browser"
)

func TestTheWholeRoomWorksByKeyboard(t *testing.T) {
	p := startParty(t)
	g := &guest{browser.Start(t, browser.Options{Name: "keys"}), t}
	g.Open(p.room)
	g.ready()
	for range 30 {
		if browser.Eval[string](g.Browser, `document.activeElement.id`) == "join" {
			break
		}
		g.Press("Tab")
	}
	g.Press("Enter")
	g.Until(`document.querySelector('#gate').hidden`, soon)
	g.Press("Space")
	g.playing()
	g.Press("Space")
	g.paused()
	g.Press("2")
	g.at(24)
	g.Press("l")
	g.at(34)
	g.Press("j")
	g.at(24)
	g.Press("ArrowRight")
	g.at(29)
	g.Press("ArrowLeft")
	g.at(24)
	muted := browser.Eval[bool](g.Browser, `document.querySelector('#video').muted`)
	g.Press("m")
	g.Until(fmt.Sprintf(`document.querySelector('#video').muted !== %v`, muted), soon)
	g.Press("?")
	g.Until(`document.querySelector('#shortcuts').open`, soon)
	g.Press("Escape")
	g.Until(`!document.querySelector('#shortcuts').open`, soon)

	seq := g.seq()
	browser.Eval[bool](g.Browser, `(document.querySelector('.bar-you').focus(), true)`)
	g.Press("Enter")
	g.Until(`document.querySelector('#you').open`, soon)
	g.Type("#name", "Kim Jl 5")
	g.Press("Tab") // the colours
	for range 12 {
		g.Press("ArrowRight")
	}
	g.Press("Tab") // the pictures, none at first
	g.Press("ArrowRight")
	g.Press("Enter")
	g.Until(`!document.querySelector('#you').open`, soon)
	g.says("#viewers", "Kim Jl 5")
	g.says("#viewers .avatar", "🦊")
	if log := g.seq(); log != seq+1 {
		t.Errorf("typing a name led to %d events", log-seq)
	}
	browser.Eval[bool](g.Browser, `(document.querySelector('#tab-people').focus(), true)`)
	for _, tab := range []string{"film", "settings", "people", "film"} {
		g.Press("ArrowRight")
		g.Until(fmt.Sprintf(`document.activeElement.id === 'tab-%s' && document.querySelector('#panel-%[1]s').checkVisibility()`, tab), soon)
	}
	g.clean()
}

func TestAPhone(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "phone", Mobile: true})
	b := join(t, p, browser.Options{Name: "laptop"})
	a.Tap("media-play-button")
	b.playing()
	a.playing()
	if browser.Eval[bool](a.Browser, `document.querySelector('#video').muted`) {
		t.Error("the tap on the gate did not unlock sound")
	}
	for _, width := range []int{320, 390, 844} {
		a.SetViewport(width, 1164-width, true)
		if over := browser.Eval[int](a.Browser, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
			t.Errorf("%d px wide: the page is %d px too wide", width, over)
		}
		small := browser.Eval[[]string](a.Browser, `[...document.querySelectorAll('button, input, summary, a.button')]
			.filter(e => e.checkVisibility() && !e.disabled)
			.map(e => [e, (['file', 'checkbox', 'radio'].includes(e.type) ? e.closest('label') : e).getBoundingClientRect()])
			.filter(([e, r]) => r.width > 0 && (r.height < 43.5 || r.width < 43.5))
			.map(([e, r]) => (e.id || e.textContent.trim() || e.name) + ' ' + Math.round(r.width) + 'x' + Math.round(r.height))`)
		if len(small) > 0 {
			t.Errorf("%d px wide: targets under 44 px: %s", width, strings.Join(small, "; "))
		}
	}
	a.clean()
}

func TestAnUnknownRoomAndTheHomePage(t *testing.T) {
	p := startParty(t)
	g := &guest{browser.Start(t, browser.Options{Name: "lost"}), t}
	g.Open(p.base() + "/r/amber-otter-aaaaaaaaaaaa")
	g.says("h1", "No such room")
	g.Open(p.base())
	g.says("main", "Ask your friend for the link")
	g.Open(p.room)
	g.ready()
	g.Open(p.base())
	g.says(".room-card", "Test Film")
	g.Open(p.admin)
	g.Click("main form button")
	g.Until(`location.pathname === '/admin'`, soon)
	g.Click(`form[action="/rooms"] button`)
	g.Until(`location.pathname.startsWith('/r/')`, soon)
	g.ready()
}
