package main

import (
	"fmt"
	"strings"
	"testing"

	"goblet/browser"
)

// write sends a line of the chat as somebody who types does.
func (g *guest) write(text string) {
	g.t.Helper()
	g.Type("#chat-text", text)
	g.Press("Enter")
	g.Until(`document.querySelector('#chat-text').value === ''`, soon)
}

// reads waits for a line of the chat and returns the selector of its element.
func (g *guest) reads(text string) string {
	g.t.Helper()
	find := fmt.Sprintf(`[...document.querySelectorAll('.chat-line')].findLast(line => line.querySelector('.chat-text').textContent.trim() === %q)?.id`, text)
	g.Until(find, soon)
	return "#" + browser.Eval[string](g.Browser, find)
}

// does presses a tool of a line.
func (g *guest) does(line, tool string) {
	g.t.Helper()
	g.Hover(line)
	g.Click(line + ` [data-does="` + tool + `"]`)
}

// drafted returns what is in the box, but for the blanks that a pressed key may leave there.
func (g *guest) drafted() string {
	return browser.Eval[string](g.Browser, `document.querySelector('#chat-text').value.trim()`)
}

func TestTwoPeopleTalk(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	b := join(t, p, browser.Options{Name: "b"})
	seq := a.seq()

	a.write("k is for kittens :tada:")
	first := b.reads("k is for kittens 🎉")
	if own := browser.Eval[bool](a.Browser, `document.querySelector('.chat-line').hasAttribute('data-mine')`); !own {
		t.Error("the own line is not marked")
	}
	if a.seq() != seq+1 {
		t.Error("typing did more than to send one line")
	}

	b.does(first, "reply")
	b.write("So I see")
	reply := a.reads("So I see")
	a.says(reply+" .chat-quote", "k is for kittens 🎉")

	b.Click("#chat-text")
	b.Press("ArrowUp")
	if got := b.drafted(); got != "So I see" {
		t.Errorf("ArrowUp in an empty box brings %q to be edited", got)
	}
	b.write("So I saw")
	a.says(reply+" .chat-text", "So I saw")
	a.says(reply+" .chat-edited", "edited")

	b.write("That was a mistake")
	mistake := a.reads("That was a mistake")
	if together := browser.Eval[bool](a.Browser, `document.querySelector('`+mistake+`').classList.contains('is-continued')`); !together {
		t.Error("a second line of the same person begins anew")
	}
	if browser.Eval[bool](b.Browser, `(document.querySelector('`+first+`').focus(), !!document.querySelector('`+first+` [data-does="delete"]:not([hidden])'))`) {
		t.Error("a guest is offered to delete the host's line")
	}
	a.does(mistake, "delete") // asks
	a.Click(mistake + ` [data-does="delete"]`)
	b.Until(`document.querySelector('`+mistake+`.is-deleted')`, soon)
	if strings.Contains(browser.Eval[string](b.Browser, `document.querySelector('#chat-lines').textContent`), "mistake") {
		t.Error("a deleted line can still be read")
	}
	a.clean()
	b.clean()
}

func TestATimecodeProposesAndASpoilerHides(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	b := join(t, p, browser.Options{Name: "b"})
	a.write("Look at 0:42")
	b.reads("Look at 0:42")
	b.Click(".timecode")
	b.says("#toasts [data-seek]", "Go to 0:42?")
	if at := a.position(); at > 1 {
		t.Errorf("looking at a timecode has moved the film to %v", at)
	}
	b.Click("#toasts [data-seek] button")
	a.at(42)
	b.at(42)

	a.write("It was ||the butler||")
	b.Until(`document.querySelector('.spoiler')`, soon)
	hidden := func() bool {
		return browser.Eval[bool](b.Browser, `!document.querySelector('.spoiler > span').checkVisibility({visibilityProperty: true})`)
	}
	if !hidden() {
		t.Error("a spoiler can be read before it is opened")
	}
	b.Press("Escape")
	browser.Eval[bool](b.Browser, `(document.querySelector('.spoiler').focus(), true)`)
	b.Press("Enter")
	if hidden() {
		t.Error("Enter does not open a spoiler")
	}
	a.clean()
	b.clean()
}

func TestUnreadLinesAreCounted(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	b := join(t, p, browser.Options{Name: "b", Width: 1000, Height: 700})
	a.write("one")
	b.says("#tab-chat .unread", "1")
	b.Click("#tab-chat")
	b.reads("one")
	b.Until(`document.querySelector('#tab-chat .unread').hidden`, soon)
	for i := range 9 {
		a.write(fmt.Sprintf("A line of some length, so that there is something to scroll through: %d\u00a0of nine, and on it goes", i))
	}
	b.Until(`document.querySelectorAll('.chat-line').length === 10`, soon)
	b.Until(`(box => box.scrollHeight - box.scrollTop - box.clientHeight < 2 && box.scrollTop > 0)(document.querySelector('.chat-scroll'))`, soon)
	browser.Eval[bool](b.Browser, `(document.querySelector('.chat-scroll').scrollTop = 0, true)`)
	b.Until(`document.querySelector('.chat-scroll').scrollTop === 0`, soon)
	a.write("ten")
	b.says("#chat-news:not([hidden])", "1 new message")
	b.Click("#chat-news")
	b.Until(`document.querySelector('#chat-news').hidden`, soon)
	b.Hide(true)
	a.write("eleven")
	b.Until(`document.title.startsWith('(1) ')`, soon)
	b.Hide(false)
	b.Until(`!document.title.startsWith('(')`, soon)
	b.Reload()
	b.ready()
	b.reads("eleven")
	if tab := browser.Eval[string](b.Browser, `document.querySelector('#panel').dataset.tab`); tab != "chat" {
		t.Errorf("after a reload the tab is %q", tab)
	}
	a.clean()
	b.clean()
}

func TestARefusedLineStaysInTheBox(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	browser.Eval[bool](a.Browser, `(async () => {
		for (let i = 0; i < 60; i++) {
			const body = new URLSearchParams({action: 'flood' + i, seen: '0', text: 'flood ' + i})
			if ((await fetch(document.querySelector('#room').dataset.base + '/chat', {method: 'POST', body})).status === 429) return true
		}
		return false
	})()`)
	a.Type("#chat-text", "one too many")
	a.Press("Enter")
	a.Until(`!document.querySelector('#composer-problem').hidden`, soon)
	if got := a.drafted(); got != "one too many" {
		t.Errorf("the box holds %q after a refusal", got)
	}
	if problem := browser.Eval[string](a.Browser, `document.querySelector('#composer-problem').textContent`); !strings.HasSuffix(problem, ".") {
		t.Errorf("the box says %q", problem)
	}
	browser.Eval[bool](a.Browser, `(box => { box.value = 'x'.repeat(2001); return box.dispatchEvent(new Event('input')) })(document.querySelector('#chat-text'))`)
	a.says("#composer [data-left]:not([hidden])", "−1 left")
	a.Click(".composer-send")
	a.says("#composer-problem", "1 character too long")
}

func TestTheChatLiesOverTheFilmInFullScreen(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	b := join(t, p, browser.Options{Name: "b"})
	b.write("Hello there")
	a.reads("Hello there")
	a.Type("#chat-text", "half a thou")
	browser.Eval[bool](a.Browser, `(document.activeElement.blur(), true)`)
	a.Press("f")
	a.Until(`document.fullscreenElement?.id === 'stage' && document.querySelector('#stage-chat #chat')`, soon)
	if shown := browser.Eval[bool](a.Browser, `document.querySelector('#chat').checkVisibility()`); shown {
		t.Error("the chat lies over the film before somebody opens it")
	}
	b.write("Are you there?")
	a.says("[data-chat-overlay] .unread:not([hidden])", "1")
	a.Press("c")
	a.reads("Are you there?")
	a.Until(`document.activeElement.id === 'chat-text'`, soon)
	if !strings.HasPrefix(a.drafted(), "half a thou") {
		t.Errorf("the draft has become %q", a.drafted())
	}
	gap := browser.Eval[float64](a.Browser, `document.querySelector('media-time-range').getBoundingClientRect().top - document.querySelector('#chat').getBoundingClientRect().bottom`)
	if least := 0.1 * 800; gap < least {
		t.Errorf("%v px above the controls, which leaves no room for subtitles", gap)
	}
	a.write("Yes")
	b.reads("Yes")
	a.Type("#chat-text", "and now")
	a.Click("[data-chat-close]")
	a.Until(`!document.querySelector('#chat').checkVisibility()`, soon)
	a.Press("f")
	a.Until(`document.querySelector('#panel-chat #chat')?.checkVisibility()`, soon)
	if got := a.drafted(); got != "and now" {
		t.Errorf("the draft has become %q", got)
	}

	a.SetViewport(844, 390, false) // as a phone on its side, where Escape has no other use
	a.Until(`document.querySelector('#stage-chat #chat')`, soon)
	a.Press("c")
	a.Until(`document.activeElement.id === 'chat-text'`, soon)
	a.Press("Escape")
	a.Until(`!document.querySelector('#chat').checkVisibility()`, soon)
	a.clean()
	b.clean()
}
