package main

import (
	"fmt"
	"testing"

	"goblet/browser"
)

// asks opens a poll by the dialog.
func (g *guest) asks(question string, options ...string) {
	g.t.Helper()
	g.Click(`[data-dialog="poll-dialog"]`)
	g.Type("#poll-ask", question)
	for i, text := range options {
		if i > 1 {
			g.Click("[data-poll-add]")
		}
		g.Type(fmt.Sprintf("#poll-field-%d", i+1), text)
	}
	g.Click("#poll-form button[type=submit]")
	g.Until(`!document.querySelector('#poll-dialog').open`, soon)
}

// pollOption is the selector of an option of the poll.
func pollOption(i int) string { return fmt.Sprintf(`.poll-option[data-option="%d"]`, i) }

// shares waits for what the options of the poll say.
func (g *guest) shares(want string) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`[...document.querySelectorAll('.poll-share')].map(({textContent}) => textContent).join(', ') === %q`, want), soon)
}

// chose waits until the page marks one option as the viewer's own.
func (g *guest) chose(i int) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`[...document.querySelectorAll('.poll-option')].findIndex(option => option.matches('.is-mine')) === %d`, i), soon)
}

func TestARoomIsAskedAndAnswers(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	b := join(t, p, browser.Options{Name: "b"})
	b.asks("What next?", "Alien", "Heat", "Brazil")
	a.says(".poll-question", "What next?")
	a.says("#toasts", "asks: What next?")
	a.shares("0, 0, 0")

	a.Click(pollOption(0))
	a.chose(0)
	b.shares("1 · 100 %, 0 · 0 %, 0 · 0 %")
	b.Click(pollOption(1))
	b.chose(1)
	a.shares("1 · 50 %, 1 · 50 %, 0 · 0 %")
	a.Click(pollOption(1)) // another mind
	a.chose(1)
	b.shares("0 · 0 %, 2 · 100 %, 0 · 0 %")
	a.says("[data-poll-voters]", "2 votes")

	c := join(t, p, browser.Options{Name: "c"}) // who comes later
	c.says(".poll-question", "What next?")
	c.shares("0 · 0 %, 2 · 100 %, 0 · 0 %")
	c.chose(-1)
	if shown := browser.Eval[bool](c.Browser, `document.querySelector('[data-poll-end]').checkVisibility()`); shown {
		t.Error("who neither asked nor leads is offered to end the poll")
	}
	a.Reload()
	a.ready()
	a.chose(1)

	b.Click("[data-poll-end]") // who asked, a guest
	for _, g := range []*guest{a, b, c} {
		g.says(".poll-result", "Heat (2 of 2)")
		if n := browser.Eval[int](g.Browser, `document.querySelectorAll('button.poll-option').length`); n != 0 {
			t.Errorf("a poll that has ended takes votes by %d buttons", n)
		}
	}
	c.says("#toasts", "The poll has ended: Heat (2 of 2)")
	b.chose(1)
	b.Click("[data-poll-away]")
	b.Until(`!document.querySelector('.poll-card').checkVisibility()`, soon)
	b.Reload()
	b.ready()
	if shown := browser.Eval[bool](b.Browser, `document.querySelector('.poll-card').checkVisibility()`); shown {
		t.Error("a result that was put away comes back")
	}
	if shown := browser.Eval[bool](c.Browser, `document.querySelector('.poll-card').checkVisibility()`); !shown {
		t.Error("a result that another has put away is gone")
	}
	a.clean()
	b.clean()
	c.clean()
}

func TestAPollIsAskedAndAnsweredByKeyboard(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	focus := func(selector string) {
		t.Helper()
		browser.Eval[bool](a.Browser, fmt.Sprintf(`(document.querySelector(%q).focus(), true)`, selector))
	}
	focus(`[data-dialog="poll-dialog"]`)
	a.Press("Enter")
	a.Until(`document.querySelector('#poll-dialog').open`, soon)
	focus("#poll-form button[type=submit]")
	a.Press("Enter")
	a.says("[data-poll-problem]:not([hidden])", "A poll needs a question.")
	a.Type("#poll-ask", "k or m?")
	a.Press("Tab")
	a.Type("#poll-field-1", "k")
	a.Press("Tab")
	a.Type("#poll-field-2", "m")
	a.Press("Tab")
	a.Press("Enter")
	a.Until(`document.activeElement.id === 'poll-field-3'`, soon) // which stays empty
	focus("#poll-form button[type=submit]")
	a.Press("Enter")
	a.says(".poll-question", "k or m?")
	if browser.Eval[bool](a.Browser, `document.querySelector('#poll-dialog').open`) {
		t.Error("the dialog stays")
	}
	if n := browser.Eval[int](a.Browser, `document.querySelectorAll('.poll-option').length`); n != 2 {
		t.Errorf("%d options", n)
	}
	focus(pollOption(1))
	a.Press("Enter")
	a.chose(1)
	a.shares("0 · 0 %, 1 · 100 %")
	if kept := browser.Eval[bool](a.Browser, `document.activeElement.matches('.poll-option[data-option="1"][aria-pressed="true"]')`); !kept {
		t.Error("the vote has taken the focus away")
	}
	a.Until(`document.querySelector('[data-poll-said]').textContent === '1 vote: k 0, m 1'`, soon)
	focus("[data-poll-end]")
	a.Press("Enter")
	a.says(".poll-result", "m (1 of 1)")
	a.Until(`document.activeElement.matches('.poll-card summary')`, soon)
}
