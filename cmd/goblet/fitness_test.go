package main

import (
	"os"
	"strings"
	"testing"

	"goblet/browser"
	"goblet/shaper"
)

func TestAViewerWithASlowLineIsToldAtTheGateAndTheHostBeforeTheFilm(t *testing.T) {
	path := numbered(t, "Heavy.mp4", "-map", "0", "-map", "1", "-vf", "noise=alls=60:allf=t", "-qp", "4", "-c:a", "aac", "-movflags", "+faststart")
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	p := serveFilm(t, path)
	a := join(t, p, browser.Options{Name: "a"})
	line, err := shaper.Listen(p.address())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { line.Close() })
	line.Set(shaper.Shape{Rate: int(info.Size()) / 60 / 2})
	b := &guest{browser.Start(t, browser.Options{Name: "b"}), t}
	b.Open(strings.Replace(p.room, p.address(), line.Addr(), 1))
	b.Until(`document.querySelector('#gate-check').dataset.level === 'slow'`, soon)
	b.says("#gate-check", "The line is slow for this film")
	a.Click("#ready-offer")
	a.says("#ready-list", "line too slow")
	a.says("#ready-list", "the smaller picture would do")
	b.Click("#gate-check button")
	b.plays("low")
	a.Until(`!document.querySelector('#ready-list').textContent.includes('smaller picture')`, soon)
	b.clean()
}
