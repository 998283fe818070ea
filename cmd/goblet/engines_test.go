package main

import (
	"math"
	"testing"

	"goblet/browser"
)

func TestAChromiumAndAFirefoxWatchInStep(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "chromium"})
	b := join(t, p, browser.Options{Name: "firefox", Engine: browser.Firefox})

	a.Click("media-play-button")
	a.playing()
	b.playing()
	b.says("#toasts", "pressed play")
	a.inStep()
	b.inStep()

	b.Click("media-play-button")
	a.paused()
	b.paused()
	// Firefox rounds positions to microseconds.
	if pa, pb := a.position(), b.position(); math.Abs(pa-pb) > 1e-5 {
		t.Errorf("paused at %v and %v: not the same frame", pa, pb)
	}
	a.Press("9") // 90 %
	b.at(108)
	b.Press("0")
	a.at(0)
	b.Press("k")
	a.playing()
	a.inStep()
	b.inStep()
	a.clean()
	b.clean()
}
