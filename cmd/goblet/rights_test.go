package main

import (
	"fmt"
	"testing"

	"goblet/browser"
)

// led is what a page says to a guest who tries to move the film of a host who leads.
const led = "Only the host and co-hosts control the film here."

// settle chooses a preset of the room's settings.
func (g *guest) settle(preset string) {
	g.t.Helper()
	g.tab("settings")
	g.Click(fmt.Sprintf(`#settings input[value=%q]`, preset))
}

// settled waits until the page shows a preset, and whether it can be changed there.
func (g *guest) settled(preset string, mine bool) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`document.querySelector('#settings input[value=%q]').checked
		&& document.querySelector('#settings input[value=%[1]q]').disabled === %t`, preset, !mine), soon)
}

// disabled waits until the play button is of use or not.
func (g *guest) disabled(want bool) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`(document.querySelector('media-play-button').getAttribute('aria-disabled') === 'true') === %t`, want), soon)
}

// forget takes the toasts away.
func (g *guest) forget() {
	browser.Eval[bool](g.Browser, `(document.querySelector('#toasts').replaceChildren(), true)`)
}

// offers opens the menu of the other viewer and takes what is offered there.
func (g *guest) offers(button string) {
	g.t.Helper()
	const row = `#viewers li:not([data-me])`
	g.tab("people")
	g.Until(fmt.Sprintf(`document.querySelector('%s button[form=%s]') !== null`, row, button), soon)
	if browser.Eval[bool](g.Browser, `document.querySelector('`+row+` .standing-more').hidden`) {
		g.press(row + ` .standing`)
	}
	g.press(fmt.Sprintf(`%s button[form=%s]`, row, button))
}

// press clicks what the list of viewers may have to be scrolled for.
func (g *guest) press(selector string) {
	g.t.Helper()
	browser.Eval[bool](g.Browser, fmt.Sprintf(`(document.querySelector(%q).scrollIntoView({block: 'center', behavior: 'instant'}), true)`, selector))
	g.Click(selector)
}

func TestInARoomThatTheHostLeadsAGuestIsToldAndACoHostObeyed(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	b := join(t, p, browser.Options{Name: "b"})
	a.settled("equal", true)
	b.settled("equal", false)
	a.settle("lead")
	b.settled("lead", false)
	b.says("#toasts", "lets the host lead")
	b.says("#host-controls", "only the host and co-hosts play")
	b.disabled(true)

	a.Press("k")
	a.playing()
	b.playing()
	before := a.seq()
	b.forget()
	b.Click("media-play-button")
	b.says("#toasts", led)
	for _, try := range []func(){
		func() { b.Press("k") },
		func() { b.Press("5") },
		func() { b.Click("media-seek-forward-button") },
		func() { b.Click(`#host-controls button[data-right=claim]`) },
		func() { b.Click(`#host-controls button[hx-post$="/follow"]`) },
	} {
		b.forget()
		try()
		b.Until(`document.querySelector('#toasts .toast-error') !== null`, soon)
	}
	if a.seq() != before {
		t.Errorf("a guest's clicks made events: %d, was %d", a.seq(), before)
	}
	b.playing()
	b.inStep()

	a.offers("appoint")
	b.says("#toasts", "a co-host")
	b.disabled(false)
	a.Until(`document.querySelector('#viewers .viewer-cohost') !== null`, soon)
	b.settled("lead", false)
	b.Press("k")
	a.paused()
	b.paused()
	a.says("#toasts", "paused at")
	b.Until(`getComputedStyle(document.querySelector('#films')).display !== 'none'`, soon)

	a.offers("dismiss")
	b.disabled(true)
	b.forget()
	const thumb = `document.querySelector('media-time-range').range.valueAsNumber`
	at := browser.Eval[float64](b.Browser, thumb)
	b.Click("media-time-range")
	b.says("#toasts", led)
	b.Until(fmt.Sprintf(`Math.abs(%s - %g) < 0.01`, thumb, at), soon)
	a.settle("cinema")
	b.settled("cinema", false)
	a.settle("equal")
	b.settled("equal", false)
	b.disabled(false)
	b.Press("k")
	a.playing()
	a.clean()
	b.clean()
}

func TestWhoeverLosesTheHostFindsTheCoHostInItsPlace(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	b := join(t, p, browser.Options{Name: "b"})
	a.settle("lead")
	b.settled("lead", false)
	c := join(t, p, browser.Options{Name: "c"})
	row := fmt.Sprintf(`#viewers li[data-viewer=%q]`, browser.Eval[string](c.Browser, `document.querySelector('#room').dataset.viewer`))
	a.Until(`document.querySelector('`+row+`') !== null`, soon)
	a.tab("people")
	a.press(row + ` .standing`)
	a.press(row + ` button[form=appoint]`)
	c.Until(`goblet.status().role === 'cohost'`, soon)
	a.Kill()
	c.Until(`goblet.status().role === 'host'`, soon)
	if b.isHost() {
		t.Error("a guest became host, though a co-host is here")
	}
	c.settled("lead", true)
	b.clean()
	c.clean()
}
