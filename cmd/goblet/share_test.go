package main

import (
	"fmt"
	"testing"

	"goblet/browser"
)

// opensShare opens the dialog that brings people in, and waits for what the server says.
func (g *guest) opensShare() {
	g.t.Helper()
	g.Click(`.bar [data-dialog=share-dialog]`)
	g.Until(`document.querySelector('#share-dialog').open && document.querySelector('#share-content svg.qr') !== null`, soon)
}

// invites makes an invite in the open dialog and returns its link.
func (g *guest) invites(label string) string {
	g.t.Helper()
	g.press(`#invite-label`)
	g.Type(`#invite-label`, label)
	g.press(`#invite-form [type=submit]`)
	g.says(`#invite-new`, label+" is ready")
	g.says(`#invites`, label)
	g.Until(`document.activeElement === document.querySelector('#invite-new [data-copy]')`, soon)
	g.press(`#invite-new [data-copy]`)
	g.says(`#invite-new [data-copy-label]`, "Copied")
	return browser.Eval[string](g.Browser, `document.querySelector('#invite-new input').value`)
}

func TestAnInviteForOneLetsOnePastTheLobby(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	a.hosts()
	a.sets("lobby")
	a.says("#toasts", "opened a lobby")
	a.opensShare()
	if link := browser.Eval[string](a.Browser, `document.querySelector('#share-content input').value`); link != p.room {
		t.Errorf("the link is %s, not %s", link, p.room)
	}
	a.says("#share-content", "meets the room’s door")
	link := a.invites("For Sam")

	b := visitor(t, link, browser.Options{Name: "b", Mobile: true})
	b.meets("You are invited to watch together")
	b.Tap(".door-page button")
	b.enter(true)
	a.says("#invites .is-over", "used up")
	c := visitor(t, link, browser.Options{Name: "c"})
	c.meets("This invite has been used up")
	c.Open(p.room)
	c.meets("The host lets people in")

	again := a.invites("For Eve")
	const eve = `#invites li:not(.is-over)`
	a.press(eve + ` [data-revoke]`)
	a.says("#invites", "revoked")
	c.Open(again)
	c.meets("This invite was revoked")
	a.press(`#invites [data-undo]`)
	a.Until(fmt.Sprintf(`document.querySelector('%s [data-revoke]') !== null`, eve), soon)
	c.Open(again)
	c.meets("You are invited")
	a.Press("Escape")
	a.Until(`!document.querySelector('#share-dialog').open && document.querySelector('#share-content').childElementCount === 0`, soon)

	b.opensShare()
	if browser.Eval[bool](b.Browser, `document.querySelector('#invite-form') !== null`) {
		t.Error("a guest is offered to make invites")
	}
	b.Press("Escape")
	a.clean()
	b.clean()
}

func TestTheHomePageGoesOnForgetsAndUndoes(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a"})
	b := join(t, p, browser.Options{Name: "b"})
	b.Open(p.base())
	b.says(".room-card", "Test Film")
	b.says(".room-card .live", "is here now")
	b.Click(".room-card a.primary")
	b.ready()
	b.Open(p.base())
	b.Click(".room-card form button")
	b.meets("was forgotten")
	if browser.Eval[bool](b.Browser, `document.querySelector('.room-card') !== null`) {
		t.Error("the room is not forgotten")
	}
	b.Press("Enter") // the focus is on undo
	b.Until(`document.querySelector('.room-card') !== null && document.querySelector('.room-forgotten') === null`, soon)
	a.clean()
	b.clean()
}
