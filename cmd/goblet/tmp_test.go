package main
import ("testing";"os";"context";"time";"goblet/browser")
func TestTmp(t *testing.T) {
	p := startParty(t)
	for _, dark := range []bool{false, true} {
	n := map[bool]string{false:"light",true:"dark"}[dark]
	a := join(t, p, browser.Options{Name: "a", Dark: dark})
	b := join(t, p, browser.Options{Name: "b", Dark: dark})
	if dark { a.Click(`#host-controls button[hx-post$="/host"]`) }
	a.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	a.settle("lead")
	b.settled("lead", false)
	a.offers("appoint")
	time.Sleep(time.Second)
	shot := func(g *guest, name string, w, h int, m bool) {
		g.SetViewport(context.Background(), w, h, m)
		browser.Eval[bool](g.Browser, `(document.querySelector('.rules').open = true)`)
		time.Sleep(500*time.Millisecond)
		png, err := g.Page.Screenshot(context.Background())
		if err != nil { t.Fatal(err) }
		os.WriteFile("/tmp/art-rights/"+name+"-"+n+".png", png, 0o600)
	}
	shot(a, "a1440", 1440, 1500, false)
	shot(a, "a390", 390, 1900, true)
	a.offers("dismiss")
	b.disabled(true)
	shot(b, "b1440", 1440, 1300, false)
	shot(b, "b390", 390, 1700, true)
	if !dark { browser.Eval[bool](b.Browser, `(document.querySelector('.rules').open = false, true)`); a.settle("equal"); b.settled("equal", false); a.Kill(); b.Kill(); time.Sleep(9*time.Second) }
	}
}
