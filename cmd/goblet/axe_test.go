package main

import (
	_ "embed"
	"fmt"
	"strings"
	"testing"
	"time"

	"goblet/browser"
)

// axe is axe-core (MPL-2.0), which is no part of the program.
//
//go:embed testdata/axe-core-4.14.1/axe.min.js
var axe string

// violation is something that axe holds against a page.
type violation struct {
	ID, Help string
	Nodes    []string
}

// accessible lets axe look at what the page shows, in both colour schemes, by the rules of WCAG 2.2 AA.
func (g *guest) accessible(what string) {
	g.t.Helper()
	if strange := browser.Eval[string](g.Browser, `[...document.querySelectorAll(':not(:defined)')].map(({localName}) => localName).join(' ')`); strange != "" {
		g.t.Errorf("%s: elements that nobody has defined: %s", what, strange)
	}
	if !browser.Eval[bool](g.Browser, `'axe' in window`) {
		browser.Eval[struct{}](g.Browser, axe)
	}
	for _, scheme := range []string{"light", "dark"} {
		g.SetScheme(scheme == "dark")
		g.Until(`document.getAnimations().every((a) => a.playState !== 'running' || a.effect.getTiming().iterations === Infinity)`, soon)
		found := browser.Eval[[]violation](g.Browser, `axe.run(document, {resultTypes: ['violations'],
			runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']}).then(({violations}) => violations.map(({id, help, nodes}) =>
			({ID: id, Help: help, Nodes: nodes.map(({html, failureSummary}) => html.slice(0, 200) + '\n\t\t' + failureSummary.replace(/\n\s*/g, ' '))})))`)
		for _, v := range found {
			var text strings.Builder
			text.WriteString(fmt.Sprintf("%s, %s: %s: %s", what, scheme, v.ID, v.Help))
			for _, node := range v.Nodes {
				text.WriteString("\n\t" + node)
			}
			g.t.Error(text.String())
		}
	}
}

func TestAxeFindsNothingOnAnyPage(t *testing.T) {
	p := startSeries(t)
	o := browser.Options{Timeout: time.Minute, Width: 1440, Height: 900}

	stranger := visitor(t, p.base(), o)
	stranger.accessible("the home page of a stranger")
	for _, page := range []string{"/nothing", "/admin", "/r/none"} {
		stranger.Open(p.base() + page)
		stranger.accessible(page)
	}

	host := join(t, p, o)
	host.hosts()
	host.Type("#chat-text", "a line with https://example.org, 0:12 and ||a secret||")
	host.Press("Enter")
	host.Until(`document.querySelectorAll('#chat-lines .chat-line').length === 1`, soon)
	for _, tab := range []string{"people", "film", "settings"} {
		host.tab(tab)
		host.accessible("the room, " + tab)
	}
	host.tab("film")
	host.Click("[data-queue-offer]:not([data-rest])")
	host.queue("Show S01E02")
	host.Click("#films summary")
	host.accessible("a queue, and films to choose")
	host.opensShare()
	link := host.invites("For Sam")
	host.accessible("the dialog that invites")
	host.Press("Escape")
	host.Until(`!document.querySelector('dialog:modal')`, soon)
	for _, dialog := range []string{"subtitles", "shortcuts", "connection-details", "you", "poll-dialog"} {
		browser.Eval[struct{}](host.Browser, fmt.Sprintf(`document.getElementById(%q).showModal()`, dialog))
		host.accessible("the dialog " + dialog)
		host.Press("Escape")
		host.Until(`!document.querySelector('dialog:modal')`, soon)
	}
	host.SetViewport(390, 844, true)
	for _, tab := range []string{"chat", "people", "film", "settings"} {
		host.tab(tab)
		host.accessible("the room on a phone, " + tab)
	}
	host.SetViewport(1440, 900, false)

	stranger.Open(p.room)
	stranger.ready()
	stranger.accessible("the gate")
	stranger.Open(p.base())
	stranger.accessible("the home page of somebody who was in a room")
	host.sets("lobby")
	late := visitor(t, p.room, o)
	late.meets("Ask to come in")
	late.accessible("the lobby")
	late.Open(link)
	late.meets("You are invited")
	late.accessible("an invite")

	admin := becomeAdmin(t, p.admin, o)
	admin.accessible("the admin's page")
	for _, page := range []string{"/library", "/"} {
		admin.Open(p.base() + page)
		admin.accessible("the admin's " + page)
	}
	for _, g := range []*guest{host, stranger, late, admin} {
		for _, e := range g.Errors() {
			if !strings.Contains(e, "the server responded with a status of 40") { // of the pages that say so
				t.Errorf("page error: %s", e)
			}
		}
	}
}
