package main

import (
	"fmt"
	"testing"

	"goblet/browser"
)

// readsIn waits until the page is in a language.
func (g *guest) readsIn(language, direction string) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`document.documentElement.lang === %q && document.documentElement.dir === %q`, language, direction), soon)
}

// fits fails the test if the page is wider than its window.
func (g *guest) fits(what string) {
	g.t.Helper()
	if over := browser.Eval[string](g.Browser, `(({scrollWidth, clientWidth}) => scrollWidth > clientWidth ? scrollWidth + ' px in ' + clientWidth : '')(document.documentElement)`); over != "" {
		g.t.Errorf("%s is too wide: %s", what, over)
	}
}

func TestEachOfThemReadsTheRoomInTheirOwnLanguage(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "english"})
	b := join(t, p, browser.Options{Name: "german", Language: "de", Width: 1440, Height: 900})
	c := join(t, p, browser.Options{Name: "arabic", Language: "ar", Mobile: true, Width: 320, Height: 700})
	b.readsIn("de", "ltr")
	c.readsIn("ar", "rtl")
	a.Press("k")
	for g, said := range map[*guest]string{a: "pressed play", b: "die Wiedergabe gestartet", c: "تشغيل الفيلم"} {
		g.says("#toasts", said)
	}
	a.write("Guten Abend")
	b.reads("Guten Abend")
	a.Press("Escape") // out of the chat's box, to the film
	a.Press("k")
	b.says("#toasts", "hat bei 0:")
	for _, tab := range []string{"chat", "people", "film", "settings"} {
		c.tab(tab)
		c.fits("the room in Arabic, " + tab)
		c.accessible("the room in Arabic, " + tab)
	}

	b.tab("settings")
	b.press("#language summary")
	b.press("#language [value=fr]")
	b.readsIn("fr", "ltr")
	b.ready()
	b.fits("the room in French")
	a.Press("5")
	b.says("#toasts", "a sauté à 1:00")
	b.Open(p.base() + "/nothing")
	b.readsIn("fr", "ltr")
	a.clean()
	c.clean()
}
