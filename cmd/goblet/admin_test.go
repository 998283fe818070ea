package main

import (
	"fmt"
	"strings"
	"syscall"
	"testing"

	"goblet/browser"
)

// becomeAdmin follows an admin link in a browser of its own.
func becomeAdmin(t testing.TB, link string, o browser.Options) *guest {
	t.Helper()
	g := &guest{browser.Start(t, o), t}
	g.Open(link)
	g.Click("main form button")
	g.Until(`location.pathname === '/admin' && document.querySelector('#rooms') !== null`, soon)
	return g
}

// row is the admin's row of a room.
func (p *program) row() string { return "#room-" + p.room[strings.LastIndex(p.room, "/")+1:] }

func TestTheAdminSeesARoomLiveClosesAndReopensIt(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	b := join(t, p, browser.Options{Name: "b", Mobile: true})
	admin := becomeAdmin(t, p.admin, browser.Options{Name: "admin"})
	admin.Until(fmt.Sprintf(`document.querySelector('%s .live')?.textContent === '2'`, p.row()), soon)
	a.Press("k")
	a.playing()
	admin.press(p.row() + ` details:has(form[action$="/close"]) summary`)
	const focus = `document.activeElement.matches('summary')`
	if !browser.Eval[bool](admin.Browser, focus) {
		t.Error("the question has not the focus")
	}
	admin.says(p.row(), "playing") // the figures come by themselves
	if !browser.Eval[bool](admin.Browser, focus+` && document.activeElement.parentElement.open`) {
		t.Error("new figures have taken the focus or closed the question")
	}
	admin.press(p.row() + ` form[action$="/close"] button`)
	admin.says(".admin-done", "The room was closed")
	for _, g := range []*guest{a, b} {
		g.Until(`!document.querySelector('#closed').hidden && document.activeElement.id === 'closed-heading'`, soon)
		g.Until(`document.querySelector('#video').paused && !goblet.status().connected`, soon)
	}
	admin.says(p.row(), "closed")
	b.Click("#closed a:last-child")
	b.says("h1", "This room was closed")
	a.Open(p.base())
	a.Until(`document.querySelector('.home') !== null && document.querySelector('.room-card') === null`, soon)
	admin.press(p.row() + ` form[action$="/reopen"] button`)
	admin.says(".admin-done", "open again")
	b.Open(p.room)
	b.ready()
	a.Open(p.room)
	a.ready()
	b.Until(`document.querySelector('#closed').hidden`, soon)
	admin.clean()
}

func TestANewAdminLinkWorksOnceAndOthersAreSignedOut(t *testing.T) {
	p := startParty(t)
	admin := becomeAdmin(t, p.admin, browser.Options{Name: "admin"})
	admin.press(`form[action="/admin/link"] button`)
	admin.Until(`document.querySelector('#new-link img').naturalWidth > 0`, soon)
	link := browser.Eval[string](admin.Browser, `document.querySelector('#admin-link').value`)
	other := becomeAdmin(t, link, browser.Options{Name: "other", Mobile: true})
	for _, width := range []int{320, 390, 1440} {
		for _, g := range []*guest{admin, other} {
			g.SetViewport(width, 800, width < 1000)
			g.Until(fmt.Sprintf(`innerWidth === %d`, width), soon)
			if over := browser.Eval[int](g.Browser, `document.documentElement.scrollWidth - innerWidth`); over > 0 {
				t.Errorf("%d px wide: the page is %d px too wide", width, over)
			}
		}
		small := browser.Eval[string](other.Browser, `[...document.querySelectorAll('button, summary, a')]
			.filter((e) => e.checkVisibility() && !e.matches('.skip'))
			.map((e) => [e, e.getBoundingClientRect()]).filter(([e, r]) => r.width > 0 && (r.height < 43.5 || r.width < 43.5))
			.map(([e, r]) => e.textContent.trim() + ' ' + r.width + 'x' + r.height).join('; ')`)
		if small != "" {
			t.Errorf("%d px wide: targets under 44 px: %s", width, small)
		}
	}
	admin.press(`details:has(form[action="/admin/signout"]) summary`)
	admin.press(`form[action="/admin/signout"] button`)
	admin.says(".admin-done", "guests now")
	other.says("h1", "Only for the admin") // by itself, with the next figures
	admin.Reload()
	admin.Until(`document.querySelector('#admin') !== null && document.querySelector('.admin-done') === null`, soon)
	admin.says("#log", "signed out all other admins")
	admin.clean()
}

func TestARestartKeepsClosedRoomsAndWhatWasAdministered(t *testing.T) {
	data, address := t.TempDir(), freePort(t)
	args := []string{"--addr", address, "--data", data, film(t, "Test Film.mp4", t.TempDir())}
	p := startProgram(t, args...)
	admin := becomeAdmin(t, p.admin, browser.Options{Name: "admin"})
	admin.press(p.row() + ` details:has(form[action$="/close"]) summary`)
	admin.press(p.row() + ` form[action$="/close"] button`)
	admin.says(".admin-done", "The room was closed")
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-p.done
	again := startProgram(t, args...)
	if again.room == p.room {
		t.Error("the printed link leads to the closed room")
	}
	admin.Open(again.base() + "/admin")
	admin.says(p.row(), "closed")
	admin.says("#log", "closed the room")
	admin.press(p.row() + ` form[action$="/reopen"] button`)
	admin.says(".admin-done", "open again")
	admin.Open(p.room)
	admin.ready()
}
