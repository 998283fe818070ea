package views

import (
	"testing"
	"time"
)

// sharing is a dialog with an invite of each kind, in which a text was typed.
func sharing(typed string) Share {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	invite := Invite{ID: "a", Label: typed, By: typed, Uses: 5, Used: 2, Until: now.Add(90 * time.Minute), Now: now}
	expired, used, revoked := invite, invite, invite
	expired.ID, expired.Over = "b", InviteExpired
	used.ID, used.Over, used.Used = "c", InviteUsedUp, 5
	revoked.ID, revoked.Over = "d", InviteRevoked
	return Share{
		Room: "amber-otter-k3v9x2m7q4tz", MayInvite: true,
		Links: []ShareLink{
			{Label: "Link to this room", URL: typed, Code: QRCode{33, "M4 4h7v1h-7z"}},
			{Label: "On your network", URL: typed, Own: true},
		},
		Invites: []Invite{invite, expired, used, revoked},
	}
}

func TestTheDialogShowsLinksAndWhatIsLeftOfInvites(t *testing.T) {
	page := render(t, ShareFragment(sharing("Jon & Ann")))
	for selector, says := range map[string]string{
		"#invite-a .invite-name": "Jon & Ann", "#invite-a .note": "2 of 5 used · for 1 hour · by Jon & Ann",
		"#invite-b .note": "expired · 2 of 5 used · by Jon & Ann", "#invite-c .note": "used up · 5 people have come in by it · by Jon & Ann",
		"#revoke-a": "Revoke : Jon & Ann", "#revoke-d[data-undo]": "Undo : let Jon & Ann go on",
	} {
		if got := text(page.one(t, selector)); got != says {
			t.Errorf("%s says %q, want %q", selector, got, says)
		}
	}
	if n := len(page.all("[data-revoke]")); n != 2 {
		t.Errorf("%d invites can be revoked or let go on", n)
	}
	if n := len(page.all("svg.qr rect[fill=#fff]")); n != 1 {
		t.Errorf("there are %d QR codes on white", n)
	}
	guest := sharing("x")
	guest.MayInvite = false
	if n := len(render(t, ShareFragment(guest)).all("#invite-form")); n != 0 {
		t.Error("a guest is offered to make invites")
	}
}

func TestWhatAnInviteStillAllowsIsSaidRoughly(t *testing.T) {
	now := time.Now()
	for want, i := range map[string]Invite{
		"any number may come in · by Maya":                  {},
		"1 person has come in by it · by Maya":              {Used: 1},
		"0 of 1 used · for less than a minute · by Maya":    {Uses: 1, Until: now.Add(20 * time.Second)},
		"any number may come in · for 59 minutes · by Maya": {Until: now.Add(59*time.Minute + 20*time.Second)},
		"any number may come in · for 24 hours · by Maya":   {Until: now.Add(24*time.Hour - time.Second)},
		"any number may come in · for 47 hours · by Maya":   {Until: now.Add(47 * time.Hour)},
		"any number may come in · for 6 days · by Maya":     {Until: now.Add(7*24*time.Hour - time.Hour)},
		"revoked · 3 people have come in by it · by Maya":   {Used: 3, Until: now.Add(time.Hour), Over: InviteRevoked},
	} {
		i.Now, i.By = now, "Maya"
		if got := i.facts(t.Context()); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
