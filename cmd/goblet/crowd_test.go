package main

import (
	"testing"

	"goblet/browser"
)

func TestAPageWhosePlaceWasTakenSaysSoAndComesBackWhenThereIsOne(t *testing.T) {
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--streams", "2", film(t, "Test Film.mp4", t.TempDir()))
	v := newViewer(t, p.room)
	a, late := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "late", Language: "de"})
	late.Offline(true)
	waitFor(t, "one stream", func() bool { return p.streams(v) == 1 })
	b := join(t, p, browser.Options{Name: "b"})

	late.Offline(false)
	late.says("#connection", "schauen schon so viele zu")
	late.Until(`!document.querySelector('#connection').hidden && goblet.status().transport.transport === 'events'`, soon)
	late.Press("i")
	late.says("#connection-details [data-fact=since]", "schauen schon so viele zu")
	late.Press("Escape")
	a.Press("5")
	a.at(60)

	b.Kill()
	late.Until(`goblet.status().connected && document.querySelector('#connection').hidden`, soon)
	late.comesBy("events") // that there was no place says nothing of the way
	late.at(60)
	late.Press("k")
	a.playing()
	late.inStep()
}
