package views

import (
	"context"
	"fmt"
	"strconv"
	"time"
)

// Share is what the dialog shows that brings people into a room.
type Share struct {
	Room      string
	Links     []ShareLink // the one to send first
	Open      bool        // whoever has the room's link comes in
	Locked    bool        // nobody new does
	MayInvite bool
	Invites   []Invite // if MayInvite
}

// ShareLink is an address that leads to a room.
type ShareLink struct {
	Label string
	URL   string
	Own   bool // good for some networks only
	Code  QRCode
}

// QRCode is drawn in a square of Size modules, the light margin with them.
type QRCode struct {
	Size int    // 0: there is none
	Path string // SVG, of the dark modules
}

func (q QRCode) box() string { s := strconv.Itoa(q.Size); return "0 0 " + s + " " + s }

// Invite is a link that lets newcomers in.
type Invite struct {
	ID    string
	Label string // may be empty
	By    string
	Until time.Time // zero: for good
	Uses  int       // 0: any number
	Used  int
	Over  InviteOver
	Now   time.Time
}

// InviteOver is why an invite lets nobody in any more, "" when it does.
type InviteOver string

// Why an invite is over.
const (
	InviteExpired InviteOver = "expired"
	InviteUsedUp  InviteOver = "used up"
	InviteRevoked InviteOver = "revoked"
)

func (i Invite) name() string {
	if i.Label == "" {
		return "Invite"
	}
	return i.Label
}

// facts says what is left of an invite.
func (i Invite) facts(ctx context.Context) string {
	uses := plural(i.Used, "person has", "people have") + " come in by it"
	switch {
	case i.Used == 0 && i.Uses == 0:
		uses = "any number may come in"
	case i.Uses != 0 && i.Over != InviteUsedUp:
		uses = fmt.Sprintf("%d of %d used", i.Used, i.Uses)
	}
	text := uses
	switch {
	case i.Over != "":
		text = string(i.Over) + " · " + uses
	case !i.Until.IsZero():
		text += " · for " + lasting(i.Until.Sub(i.Now))
	}
	return text + " · by " + i.By
}

// lasting says how long something is, as roughly as people do.
func lasting(d time.Duration) string {
	switch d = d.Round(time.Minute); {
	case d >= 48*time.Hour:
		return plural(int(d.Hours()/24), "day", "days")
	case d >= time.Hour:
		return plural(int(d.Hours()), "hour", "hours")
	case d >= time.Minute:
		return plural(int(d.Minutes()), "minute", "minutes")
	}
	return "less than a minute"
}
