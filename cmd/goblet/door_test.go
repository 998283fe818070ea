package main

import (
	"fmt"
	"testing"

	"goblet/browser"
)

// meets waits until the page says something anywhere.
func (g *guest) meets(text string) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`document.readyState === 'complete' && document.body.innerText.includes(%q)`, text), soon)
}

// hosts waits until the page's viewer is host.
func (g *guest) hosts() {
	g.t.Helper()
	g.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
}

// putsOut puts the other viewer out, for good or not.
func (g *guest) putsOut(ban bool) {
	g.t.Helper()
	const row = `#viewers li:not([data-me])`
	g.Until(`document.querySelector('`+row+` [data-expel]') !== null`, soon)
	if browser.Eval[bool](g.Browser, `document.querySelector('`+row+` .standing-more').hidden`) {
		g.press(row + ` .standing`)
	}
	g.press(row + ` [data-expel]`)
	g.Until(`document.querySelector('#expel').open`, soon)
	if ban {
		g.Click(`#expel input[value=true]`)
	}
	g.Click(`#expel button[value=expel]`)
}

// sets takes a switch of the door.
func (g *guest) sets(name string) {
	g.t.Helper()
	g.tab("settings")
	g.press(`#door-settings input[name=` + name + `]`)
}

// visitor opens the room's page without coming in.
func visitor(t testing.TB, link string, o browser.Options) *guest {
	t.Helper()
	g := &guest{browser.Start(t, o), t}
	g.Open(link)
	return g
}

func TestTheHostPutsSomebodyOutAndUndoesIt(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.hosts()
	b := join(t, p, browser.Options{Name: "b"})
	if browser.Eval[bool](b.Browser, `[...document.querySelectorAll('.put-out')].some((button) => getComputedStyle(button).display !== 'none')`) {
		t.Error("a guest is offered to put somebody out")
	}
	a.putsOut(false)
	b.meets("You were put out by the host")
	a.says("#viewer-count", "1")
	a.says("#outcasts", "until let back in")
	a.says("#toasts", "You put")
	a.Click("#toasts .toast-offer button")
	a.Until(`!document.querySelector('#outcasts li')`, soon)
	b.Open(p.room)
	b.ready()
	a.says("#viewer-count", "2")

	a.putsOut(false)
	b.meets("Ask to come back")
	b.Click(".door-form button")
	b.meets("You have asked to come in")
	a.says("#toasts", "asks to come back")
	a.says("#knocks", "asks to come back")
	a.press("#knocks .primary")
	b.ready()
	a.says("#viewer-count", "2")
	a.Until(`!document.querySelector('#knocks li, #outcasts li')`, soon)

	a.putsOut(true)
	b.meets("You can't come back to this room")
	a.says("#outcasts", "for good")
	a.press("#outcasts button")
	a.Until(`!document.querySelector('#outcasts li')`, soon)
	b.Open(p.room)
	b.ready()
	a.clean()
}

func TestNewcomersTypeThePassword(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.hosts()
	a.tab("settings")
	a.press("#new-password")
	a.Type("#new-password", "swordfish")
	a.press("#door-password button")
	a.says("#toasts", "set a password")
	a.Until(`document.querySelector('#door').hasAttribute('data-password') && document.querySelector('#new-password').value === ''`, soon)
	b := visitor(t, p.room, browser.Options{Name: "b", Mobile: true})
	b.meets("This room has a password")
	b.Type("#password", "guess")
	b.Tap(".door-form button")
	b.meets("That is not the password")
	b.Type("#password", "swordfish")
	b.Tap(".door-form button")
	b.enter(true)
	a.says("#viewer-count", "2")
	b.Reload()
	b.ready()
	a.press("#door form.when-password button")
	a.Until(`!document.querySelector('#door').hasAttribute('data-password')`, soon)
	a.clean()
}

func TestALobbyOnAPhone(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a", Mobile: true})
	a.hosts()
	a.sets("lobby")
	a.says("#toasts", "opened a lobby")
	b := visitor(t, p.room, browser.Options{Name: "b", Mobile: true})
	b.meets("The host lets people in")
	b.Type("#name", "Sam")
	b.Tap(".door-form button")
	b.meets("You have asked to come in")
	a.says("#toasts", "Sam asks to come in")
	a.says("#knocks", "Sam")
	a.Tap("#toasts .toast-offer .primary")
	a.says("#toasts", "let Sam in") // which passes
	b.enter(true)
	a.Until(`!document.querySelector('#knocks li')`, soon)

	c := visitor(t, p.room, browser.Options{Name: "c"})
	c.meets("The host lets people in")
	c.Type("#name", "Eve")
	c.Click(".door-form button")
	a.says("#toasts", "Eve asks to come in")
	a.Tap("#toasts .toast-offer button:not(.primary)")
	c.meets("Not this time")
	if browser.Eval[bool](b.Browser, `document.querySelector('#knocks li') !== null`) {
		t.Error("a guest is shown who asks")
	}
	a.clean()
}

func TestANewLinkReachesAllPages(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.hosts()
	b := join(t, p, browser.Options{Name: "b"})
	b.opensShare()
	a.tab("settings")
	a.press("#door .door-link summary")
	a.press("#door .door-link button")
	b.Until(`document.querySelector('#share-content input').value.includes('?key=') && document.querySelector('#share-content [data-copy]').dataset.copy.includes('?key=')`, soon)
	link := browser.Eval[string](b.Browser, `document.querySelector('#share-content input').value`)
	c := visitor(t, p.room, browser.Options{Name: "c"})
	c.meets("This link is no longer valid")
	c.Open(link)
	c.enter(false)
	b.Reload()
	b.ready()
	a.says("#viewer-count", "3")
	a.clean()
	b.clean()
}
