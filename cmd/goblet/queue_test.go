package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"goblet/browser"
)

// startSeries serves three episodes of a series, of two minutes each.
func startSeries(t testing.TB) *program {
	t.Helper()
	dir := t.TempDir()
	data, err := os.ReadFile(film(t, "Test Film.mp4", t.TempDir()))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("Show S01E0%d.mp4", i+1)), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), dir)
}

// queue waits until the page shows the films of the queue, in this order, with commas between.
func (g *guest) queue(want string) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`[...document.querySelectorAll('#queue-list .queue-title')].map(({textContent}) => textContent.trim()).join(', ') === %q`, want), soon)
}

// item is the selector of a part of the queue's item at a place, from 1.
func item(place int, part string) string {
	return fmt.Sprintf("#queue-list > li:nth-child(%d) %s", place, part)
}

// focus sets the focus, as Tab would after many presses.
func (g *guest) focus(selector string) {
	g.t.Helper()
	if !browser.Eval[bool](g.Browser, fmt.Sprintf(`(document.querySelector(%q).focus({preventScroll: true}), document.activeElement.matches(%[1]q))`, selector)) {
		g.t.Fatalf("%s takes no focus", selector)
	}
}

// holdsFocus fails the test unless the focus is on a part of the item at a place.
func (g *guest) holdsFocus(place int, part string) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`document.activeElement === document.querySelector(%q)`, item(place, part)), soon)
}

func TestTwoQueueFilmsAndTheNextOneComesByItselfForBoth(t *testing.T) {
	p := startSeries(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	b := join(t, p, browser.Options{Name: "b"})
	a.tab("film")
	b.tab("film")
	b.says(".film-none", "Only the host and co-hosts choose the film here")

	// By keyboard: the offer, and a film of the list.
	a.says("#queue-offer", "Show S01E02")
	a.focus("[data-queue-offer]:not([data-rest])")
	a.Press("Enter")
	a.queue("Show S01E02")
	b.queue("Show S01E02")
	b.says("#toasts", "queued Show S01E02")
	a.says("#queue-offer", "Show S01E03")
	a.focus("[data-queue-offer]")
	a.Press("Enter")
	b.queue("Show S01E02, Show S01E03")
	a.focus(item(2, "[data-grip]"))
	a.Press("ArrowUp")
	b.queue("Show S01E03, Show S01E02")
	a.holdsFocus(1, "[data-grip]")
	a.says("[data-queue-said]", "Show S01E03 is now 1 of 2")

	// A vote of the guest takes the other one up, and the focus stays where it is.
	b.Click(item(2, "[data-vote]"))
	a.queue("Show S01E02, Show S01E03")
	a.says(item(1, "[data-votes]"), "1")
	b.Until(fmt.Sprintf(`document.querySelector(%q).getAttribute('aria-pressed') === 'true'`, item(1, "[data-vote]")), soon)
	a.holdsFocus(2, "[data-grip]")

	// Removed, and put back where it was.
	a.focus(item(1, "[data-unqueue]"))
	a.Press("Enter")
	b.queue("Show S01E03")
	a.holdsFocus(1, "[data-unqueue]")
	a.Click("#toasts .toast-offer button")
	a.queue("Show S01E02, Show S01E03")
	b.queue("Show S01E02, Show S01E03")
	b.says(item(1, "[data-votes]"), "1")
	b.Reload()
	b.ready()
	b.tab("film")
	b.queue("Show S01E02, Show S01E03")
	b.Until(fmt.Sprintf(`document.querySelector(%q).getAttribute('aria-pressed') === 'true'`, item(1, "[data-vote]")), soon)

	// The film ends, and the countdown is hurried.
	a.focus("#player")
	browser.Eval[bool](a.Browser, `fetch(document.querySelector('#room').dataset.base + '/seek', {method: 'POST',
		body: new URLSearchParams({action: 'near-the-end', seen: goblet.status().seq, position: 119})}).then(({ok}) => ok)`)
	a.Press("k")
	for _, g := range []*guest{a, b} {
		g.Until(`!document.querySelector('#next-up').hidden`, soon)
		g.says("[data-next-title]", "Show S01E02")
		if n := browser.Eval[int](g.Browser, `Number(document.querySelector('[data-next-number]').textContent)`); n < 1 || n > 10 {
			t.Errorf("the countdown stands at %d", n)
		}
	}
	b.Click("#next-up .primary")
	for _, g := range []*guest{a, b} {
		g.says(".film-title", "Show S01E02")
		g.playing()
		g.inStep()
		g.queue("Show S01E03")
	}
	if shown := browser.Eval[bool](a.Browser, `document.querySelector('#next-up').checkVisibility()`); shown {
		t.Error("the countdown stays")
	}

	// A guest's wish is not half of two; with the host's it is done.
	b.Click("[data-queue-skip]")
	a.says("[data-skip-label]", "1 of 2")
	a.Click("[data-queue-skip]")
	for _, g := range []*guest{a, b} {
		g.says(".film-title", "Show S01E03")
		g.playing()
		g.queue("")
	}
	a.clean()
	b.clean()
}

func TestTheQueueIsReorderedByMouseAndByTouch(t *testing.T) {
	p := startSeries(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	a.tab("film")
	a.Click("[data-queue-offer][data-rest]")
	a.queue("Show S01E02, Show S01E03")
	phone := join(t, p, browser.Options{Name: "phone", Mobile: true})
	a.tab("people")
	a.offers("appoint")
	phone.Until(`goblet.status().role === 'cohost'`, soon)

	drags := func(g *guest, pointer string) {
		t.Helper()
		// Real pointers can't be told to travel here: the page gets the events that they would send.
		browser.Eval[bool](g.Browser, fmt.Sprintf(`(() => {
			const grip = document.querySelector(%q), over = document.querySelector(%q);
			grip.scrollIntoView({block: 'center', behavior: 'instant'});
			const from = grip.getBoundingClientRect(), to = over.getBoundingClientRect();
			grip.setPointerCapture = () => {};
			const send = (kind, y) => grip.dispatchEvent(new PointerEvent(kind, {
				bubbles: true, pointerId: 7, pointerType: %q, isPrimary: true, button: 0, buttons: 1, clientX: from.left + 9, clientY: y}));
			send('pointerdown', from.top + 9);
			for (const part of [0.3, 0.7, 1]) send('pointermove', from.top + 9 + part * (to.bottom - from.top));
			send('pointerup', to.bottom + 9);
			return true;
		})()`, item(1, "[data-grip]"), item(2, "[data-grip]"), pointer))
	}
	a.tab("film")
	drags(a, "mouse")
	a.queue("Show S01E03, Show S01E02")
	phone.Tap("#tab-film")
	phone.queue("Show S01E03, Show S01E02")
	drags(phone, "touch")
	phone.queue("Show S01E02, Show S01E03")
	a.queue("Show S01E02, Show S01E03")
	phone.Tap(item(1, "[data-grip]"))
	phone.Tap(`#queue-list [data-step="down"]`)
	a.queue("Show S01E03, Show S01E02")
	a.clean()
	phone.clean()
}
