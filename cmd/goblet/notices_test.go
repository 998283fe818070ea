package main

import (
	"strings"
	"testing"

	"goblet/browser"
)

func TestWhatHappensIsToldBetweenTheLinesAndDrownsNone(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.says(".chat-none", "Nobody has said anything yet")
	b := join(t, p, browser.Options{Name: "b"})
	a.says(".chat-notice", "joined")
	a.write("Welcome")
	b.reads("Welcome")

	for _, key := range []string{"9", "5", "3"} {
		a.Press("Escape")
		browser.Eval[bool](a.Browser, `(document.activeElement.blur(), true)`)
		a.Press(key)
		b.at(map[string]float64{"9": 108, "5": 60, "3": 36}[key])
	}
	a.Press(">")
	b.says("#chat-lines > li:last-child > span", "set the speed")
	b.says("#chat-lines > li:last-child .chat-notice-more", "1 more")
	shown := `[...document.querySelectorAll('.chat-notice:not([hidden]) > span')].map(notice => notice.textContent.replace(/^\S+ \S+ /, '')).join(', ')`
	b.Click(".chat-notice-more")
	if got := browser.Eval[string](b.Browser, shown); got != "jumped to 0:36, set the speed to 1.25×" {
		t.Errorf("the notices are %q", got)
	}
	if unread := browser.Eval[bool](b.Browser, `document.querySelector('#tab-chat .unread').hidden`); !unread {
		t.Error("notices count as unread")
	}
	a.write("I went back")
	if line := b.reads("I went back"); !browser.Eval[bool](b.Browser, `document.querySelector('`+line+`').classList.contains('is-continued')`) {
		t.Error("notices part lines that belong together")
	}

	b.Reload()
	b.ready()
	a.write("Still here?")
	b.reads("Still here?")
	if got := browser.Eval[string](a.Browser, `document.querySelector('#chat-lines').textContent`); strings.Contains(got, " left") || strings.Contains(got, "is back") {
		t.Errorf("a reload is told as coming and going: %q", got)
	}
	b.Kill()
	a.says("#chat-lines > li:last-child", "left")
	a.clean()
}

func TestWhoIsTypingIsShownToTheOthers(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	b := join(t, p, browser.Options{Name: "b"})
	a.write("Hello")
	first := b.reads("Hello")
	height := `document.querySelector('#chat').offsetHeight`
	before := browser.Eval[int](b.Browser, height)
	a.Type("#chat-text", "half a thou")
	b.says("#typing", "is typing…")
	if after := browser.Eval[int](b.Browser, height); after != before {
		t.Errorf("the hint moves the page by %d px", after-before)
	}
	if own := browser.Eval[string](a.Browser, `document.querySelector('#typing').textContent`); own != "" {
		t.Errorf("who types reads %q", own)
	}
	a.write("half a thought")
	b.reads("half a thought")
	b.Until(`document.querySelector('#typing').textContent === ''`, soon)

	b.does(first, "mute")
	a.Type("#chat-text", "more")
	c := join(t, p, browser.Options{Name: "c"})
	a.Type("#chat-text", "still")
	c.says("#typing", "is typing…")
	if muted := browser.Eval[string](b.Browser, `document.querySelector('#typing').textContent`); muted != "" {
		t.Errorf("of who is muted one reads %q", muted)
	}
	c.Until(`document.querySelector('#typing').textContent === ''`, soon)
	a.clean()
	b.clean()
}

func TestQuotesOfADeletedLineAreBlankedInOpenPages(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	b := join(t, p, browser.Options{Name: "b"})
	a.write("a secret")
	line := b.reads("a secret")
	b.does(line, "reply")
	b.write("Oh")
	answer := a.reads("Oh")
	a.says(answer+" .chat-quote", "a secret")
	a.does(line, "delete")
	a.Click(line + ` [data-does="delete"]`)
	for _, g := range []*guest{a, b} {
		g.says(answer+" .chat-quote", ": deleted")
		g.clean()
	}
}
