package main

import (
	"fmt"
	"net/http"
	"net/url"
	"sync"
	"sync/atomic"
	"testing"

	"goblet/browser"
)

// react gives a reaction by the strip, which is open.
func (g *guest) react(emoji string) {
	g.t.Helper()
	g.Click(fmt.Sprintf(`.react-choice[data-emoji=%q]`, emoji))
}

// remembers has the page note every reaction that it draws from now on, and how many at a time.
func (g *guest) remembers() {
	g.t.Helper()
	browser.Eval[bool](g.Browser, `(() => {
		window.drawn = []
		window.most = 0
		new MutationObserver(changes => {
			for (const {addedNodes} of changes) for (const node of addedNodes) window.drawn.push(node.textContent)
			window.most = Math.max(window.most, document.querySelectorAll('.reaction').length)
		}).observe(document.querySelector('#reactions'), {childList: true})
		return true
	})()`)
}

// drew waits until the page has drawn a reaction since it remembers.
func (g *guest) drew(emoji string) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`window.drawn.some(text => text.startsWith(%q))`, emoji), soon)
}

func TestReactionsRiseForEverybodyAlsoInFullScreen(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	b := join(t, p, browser.Options{Name: "b"})
	seq := a.seq()
	b.Press("f")
	b.Until(`document.fullscreenElement?.id === 'stage'`, soon)
	a.remembers()
	b.remembers()
	a.Click("[data-react]")
	a.react("👏")
	b.drew("👏")
	a.drew("👏")
	a.react("🎉") // the strip has stayed
	b.drew("🎉")

	b.Press("e") // by keyboard alone
	b.Until(`document.activeElement.dataset.emoji === '👏'`, soon)
	b.Press("ArrowRight")
	b.Press("Enter")
	a.drew("😂")
	b.drew("😂")
	b.Press("End")
	b.Press("ArrowLeft")
	b.Until(`document.activeElement.hasAttribute('data-reactions-shown')`, soon)
	b.Press("Enter")
	b.Until(`document.activeElement.getAttribute('aria-pressed') === 'false'`, soon)
	b.remembers()
	a.react("🔥")
	a.drew("🔥")
	if n := browser.Eval[int](b.Browser, `window.drawn.length + document.querySelectorAll('#reactions *').length`); n != 0 {
		t.Errorf("%d reactions are drawn that were to be hidden", n)
	}
	b.Press("e")
	b.Until(`document.querySelector('#react-strip').hidden`, soon)
	if lies := browser.Eval[string](b.Browser, `getComputedStyle(document.querySelector('#reactions')).pointerEvents + document.querySelector('#reactions').getAttribute('aria-hidden')`); lies != "nonetrue" {
		t.Errorf("what rises is in the way: %s", lies)
	}
	b.Reload()
	b.ready()
	if pressed := browser.Eval[string](b.Browser, `document.querySelector('[data-reactions-shown]').getAttribute('aria-pressed')`); pressed != "false" {
		t.Error("after a reload reactions are shown again")
	}
	if a.seq() != seq {
		t.Error("reactions have become events")
	}
	a.clean()
	b.clean()
}

func TestAFloodOfReactionsLeavesThePageResponsive(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.remembers()
	browser.Eval[bool](a.Browser, `(() => {
		window.longest = 0
		new PerformanceObserver(list => { for (const {duration} of list.getEntries()) window.longest = Math.max(window.longest, duration) }).observe({type: 'longtask'})
		return true
	})()`)
	emoji := []string{"👏", "😂", "❤️", "😮", "😢", "😱", "🔥", "🎉", "👍", "👎", "🤔", "🍿"}
	const people = 70
	var told atomic.Int64
	var wg sync.WaitGroup
	for i := range people {
		viewer := newViewer(t, p.room)
		wg.Go(func() {
			for k := range 15 {
				form := url.Values{"emoji": {emoji[(i+k)%len(emoji)]}}
				resp, err := viewer.PostForm(p.room+"/react", form)
				if err != nil {
					t.Error(err)
					return
				}
				resp.Body.Close()
				if resp.StatusCode == http.StatusNoContent {
					told.Add(1)
				} else if resp.StatusCode != http.StatusTooManyRequests {
					t.Errorf("a reaction is answered %s", resp.Status)
				}
			}
		})
	}
	wg.Wait()
	a.Until(`window.drawn.some(text => text.includes('×'))`, soon)
	a.Press("k") // a page that is busy would not answer
	a.playing()
	a.Until(`document.querySelectorAll('.reaction').length === 0`, soon)
	if most := browser.Eval[int](a.Browser, `window.most`); most > 24 {
		t.Errorf("%d reactions rose at a time", most)
	}
	if n := browser.Eval[int](a.Browser, `document.querySelectorAll('.toast-error').length`); n != 0 {
		t.Errorf("%d toasts of a flood", n)
	}
	t.Logf("%d of %d reactions were told, %d drawn, %d at a time; the longest task took %.0f ms", told.Load(), people*15,
		browser.Eval[int](a.Browser, `window.drawn.length`), browser.Eval[int](a.Browser, `window.most`), browser.Eval[float64](a.Browser, `window.longest`))
	a.clean()
}
