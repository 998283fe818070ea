package main

import (
	"fmt"
	"math"
	"runtime"
	"testing"

	"goblet/browser"
)

// engines are those that this machine can have: WebKitGTK is for Linux.
func engines() []browser.Engine {
	if runtime.GOOS != "linux" {
		return []browser.Engine{browser.Chromium, browser.Firefox}
	}
	return []browser.Engine{browser.Chromium, browser.Firefox, browser.WebKit}
}

// together waits until all play, in step within what their engines are held to.
func together(all []*guest) {
	for _, g := range all {
		g.t.Helper()
		g.playing()
	}
	for i, g := range all {
		tolerance := 60.0 // ms
		if engines()[i] == browser.WebKit {
			tolerance = 120 // it loses more than its drift by a change of rate, so that small drift is left alone
		}
		g.within(tolerance)
	}
}

// stopped waits until all stand, and fails the test unless they stand at the same frame.
func stopped(all []*guest) {
	for _, g := range all {
		g.t.Helper()
		g.paused()
		g.within(0.1)
	}
	for i, g := range all {
		// Engines round positions to microseconds.
		if at, first := g.position(), all[0].position(); math.Abs(at-first) > 1e-4 {
			g.t.Errorf("%s is paused at %v, the first at %v: not the same frame", engines()[i], at, first)
		}
	}
}

func TestAllEnginesWatchInStep(t *testing.T) {
	p := startParty(t)
	var all []*guest
	for _, engine := range engines() {
		all = append(all, join(t, p, browser.Options{Name: string(engine), Engine: engine}))
	}
	// Who stalls on a busy machine would have the room wait, and then the next click would mean to go on.
	all[0].post("settings", `{wait: "off"}`)
	for i, g := range all {
		next := all[(i+1)%len(all)]
		g.Click("media-play-button")
		together(all)
		next.Click("media-play-button")
		stopped(all)
		// The last jump leaves the film time to play: one that ends is paused, and the next click would begin it anew.
		for _, jump := range []struct {
			key      string
			position float64 // s
		}{{"9", 108}, {"2", 24}} {
			g.Press(jump.key)
			for _, other := range all {
				other.at(jump.position)
			}
			stopped(all)
		}
	}
	for _, g := range all {
		g.clean()
	}

	all[0].Press("k")
	together(all)
	for i, g := range all {
		g.Offline(true)
		g.Until(`!goblet.status().connected`, soon)
		other := all[(i+1)%len(all)]
		before := other.seq()
		other.Press(fmt.Sprint(i + 4)) // a jump that it misses
		other.atSeq(before + 1)
		g.Offline(false)
		g.atSeq(before + 1)
		together(all)
	}
	all[0].Press("k")
	stopped(all)
}

func TestAllEnginesTalk(t *testing.T) {
	p := startParty(t)
	var all []*guest
	for _, engine := range engines() {
		all = append(all, join(t, p, browser.Options{Name: string(engine), Engine: engine}))
	}
	for i, g := range all {
		other := all[(i+1)%len(all)]
		said := fmt.Sprintf("Hello from %s :tada:", engines()[i])
		shown := fmt.Sprintf("Hello from %s 🎉", engines()[i])
		g.Type("#chat-text", said)
		other.says("#typing", "is typing…")
		g.Press("Enter")
		for _, reader := range all {
			reader.reads(shown)
		}
		g.Until(`document.querySelector('#chat-text').value === ''`, soon)
		line := other.reads(shown)
		browser.Eval[bool](other.Browser, fmt.Sprintf(`(document.querySelector(%q).focus(), true)`, line))
		other.does(line, "reply")
		other.write(fmt.Sprintf("Welcome, %d", i))
		for _, reader := range all { // who types next, too: a line that comes moves the box
			answer := reader.reads(fmt.Sprintf("Welcome, %d", i))
			reader.says(answer+" .chat-quote", shown)
		}
	}
	for _, g := range all {
		g.clean()
	}
}
