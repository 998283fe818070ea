package views

import (
	"context"
	"strconv"
	"strings"
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

func (o InviteOver) text(ctx context.Context) string {
	switch o {
	case InviteExpired:
		return t(ctx, "expired")
	case InviteUsedUp:
		return t(ctx, "used up")
	case InviteRevoked:
		return t(ctx, "revoked")
	}
	return ""
}

func (i Invite) name(ctx context.Context) string {
	if i.Label == "" {
		return t(ctx, "An invite")
	}
	return i.Label
}

// facts says what is left of an invite.
func (i Invite) facts(ctx context.Context) string {
	var known []string
	if i.Over != "" {
		known = append(known, i.Over.text(ctx))
	}
	switch {
	case i.Used == 0 && i.Uses == 0:
		known = append(known, t(ctx, "any number may come in"))
	case i.Uses != 0 && i.Over != InviteUsedUp:
		known = append(known, tn(ctx, i.Used, "{n} of {uses} used", "{n} of {uses} used", "uses", i.Uses))
	default:
		known = append(known, tn(ctx, i.Used, "{n} person has come in by it", "{n} people have come in by it"))
	}
	if i.Over == "" && !i.Until.IsZero() {
		known = append(known, lasting(ctx, i.Until.Sub(i.Now)))
	}
	return strings.Join(append(known, t(ctx, "by {name}", "name", i.By)), " · ")
}

// lasting says how long something is still good, as roughly as people do.
func lasting(ctx context.Context, d time.Duration) string {
	switch d = d.Round(time.Minute); {
	case d >= 48*time.Hour:
		return tn(ctx, int(d.Hours()/24), "for {n} day", "for {n} days")
	case d >= time.Hour:
		return tn(ctx, int(d.Hours()), "for {n} hour", "for {n} hours")
	case d >= time.Minute:
		return tn(ctx, int(d.Minutes()), "for {n} minute", "for {n} minutes")
	}
	return t(ctx, "for less than a minute")
}
