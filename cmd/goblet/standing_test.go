package main

import (
	"strings"
	"testing"

	"goblet/browser"
)

func TestTwoSeeHowFarApartTheyAre(t *testing.T) {
	p := startParty(t)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	a.says("#viewer-count", "2")
	a.Press("k")
	for _, g := range []*guest{a, b} {
		g.playing()
		g.inStep()
		g.Until(`[...document.querySelectorAll('#viewers [data-viewer]')].every((row) => row.dataset.doing === 'step' &&
			/^[+−±]\d+ ms$/.test(row.querySelector('[data-chip]').textContent))`, soon)
		g.Until(`!document.querySelector('#skew').hidden && /ms apart$/.test(document.querySelector('#skew').textContent)`, soon)
	}

	// The details stay open and filled in when the list comes anew.
	const other = `document.querySelector('#viewers [data-viewer]:not([data-me])')`
	b.Click("#viewers [data-viewer]:not([data-me]) [data-standing]")
	b.Until(other+`.querySelector('.standing-more').checkVisibility()`, soon)
	browser.Eval[bool](a.Browser, `(document.querySelector('#name').value = 'Maya', document.querySelector('#name-form').requestSubmit(), true)`)
	b.says("#viewers", "Maya")
	b.Until(other+`.querySelector('.standing-more').checkVisibility()
		&& `+other+`.querySelector('[data-fact=transport]').textContent === 'Event stream'
		&& /in step/.test(`+other+`.querySelector('[data-words]').textContent)`, soon)

	// One who waits for the film is seen to.
	a.Press("k")
	b.paused()
	b.Until(other+`.dataset.doing === 'paused'`, soon)
	a.clean()
	b.clean()
}

func TestTheDetailsOfTheConnectionOpenByKeyboard(t *testing.T) {
	p := startParty(t)
	g := join(t, p, browser.Options{Name: "keys"})
	g.Press("k")
	g.playing()
	g.Press("i")
	g.Until(`document.querySelector('#connection-details').open`, soon)
	fact := func(name string) string {
		return `document.querySelector('#connection-details [data-fact="` + name + `"]').textContent`
	}
	g.Until(fact("transport")+` === 'Event stream, shared by this browser’s tabs'`, soon)
	g.Until(`/^(under )?\d+ ms$/.test(`+fact("trip")+`) && /^± \d+\.\d ms$/.test(`+fact("uncertainty")+`)`, soon)
	g.Until(fact("picture")+` === '320 × 180' && `+fact("form")+` === 'as it is' && `+fact("engine")+` === 'chromium'`, soon)
	g.Until(`/^in step/.test(`+fact("words")+`) && document.querySelector('.drift-path').getAttribute('d').length > 60`, soon)
	report := browser.Eval[string](g.Browser, `document.querySelector('#connection-details [data-copy]').dataset.copy`)
	if !strings.Contains(report, "transport: Event stream") || strings.Contains(report, p.room[strings.LastIndex(p.room, "/")+1:]) {
		t.Errorf("the report for a bug is %q", report)
	}
	g.Press("Escape")
	g.Until(`!document.querySelector('#connection-details').open`, soon)
	still := browser.Eval[string](g.Browser, `document.querySelector('.drift-path').getAttribute('d')`)
	g.Until(`document.querySelector('#video').currentTime > 3`, soon)
	if now := browser.Eval[string](g.Browser, `document.querySelector('.drift-path').getAttribute('d')`); now != still {
		t.Error("the curve is drawn while nobody sees it")
	}
	g.clean()
}
