package main

import (
	"testing"

	"goblet/browser"
)

func TestASeekDoesNotBringUpTheControlsAsAPauseDoes(t *testing.T) {
	p := startParty(t)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	a.Press("k")
	b.playing()
	b.inStep()
	browser.Eval[any](b.Browser, `(() => {
		window.pauses = {element: 0, controls: 0};
		const player = document.querySelector('#player');
		new MutationObserver(() => { pauses.controls += player.hasAttribute('mediapaused'); }).observe(player, {attributeFilter: ['mediapaused']});
		const {pause} = HTMLMediaElement.prototype;
		HTMLMediaElement.prototype.pause = function () { pauses.element++; pause.call(this); };
	})()`)
	a.Press("5")
	b.at(60)
	b.playing()
	b.inStep()
	if element, controls := browser.Eval[int](b.Browser, `pauses.element`), browser.Eval[int](b.Browser, `pauses.controls`); element == 0 || controls > 0 {
		t.Errorf("for a seek the element was paused %d times, and the controls showed a pause %d times, want at least 1, and 0", element, controls)
	}
	// Who pauses while all are about to start has paused nevertheless.
	a.Press("2")
	b.Until(`document.querySelector('#video').paused`, soon)
	a.Press("k")
	for _, g := range []*guest{a, b} {
		g.paused()
		g.clean()
	}
}
