package room

import (
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"slices"
	"strings"
)

// ErrInviteOver is the kind of refusals of invites that let nobody in any more.
var ErrInviteOver error = refuse(nil, "This invite is no longer valid. Ask for another link.")

// Why an invite does not let somebody in, and what says that it would.
var (
	ErrInviteUnknown = refuse(ErrInviteOver, "This room knows no such invite. Check that the whole link was copied, or ask for another one.")
	ErrInviteExpired = refuse(ErrInviteOver, "This invite has expired. Ask the person who sent it for another link.")
	ErrInviteUsedUp  = refuse(ErrInviteOver, "This invite has been used up. Ask the person who sent it for another link.")
	ErrInviteRevoked = refuse(ErrInviteOver, "This invite was revoked. Ask the person who sent it for another link.")

	ErrInvited = refuse(ErrForbidden, "You are invited. Open the link's page to come in.")
)

// Invite is a link that lets newcomers in, past the room's key, password and
// lobby: that is what it is for. It lets nobody past a lock, and nobody in who was put out.
type Invite struct {
	Hash    string  `json:"hash"` // of its token, as [InviteHash] returns it
	Label   string  `json:"label,omitempty"`
	By      Person  `json:"by"`
	At      float64 `json:"at"`              // Unix milliseconds
	Until   float64 `json:"until,omitempty"` // Unix milliseconds, 0 = for good
	Uses    int     `json:"uses,omitempty"`  // how many it lets in, 0 = any number
	Used    int     `json:"used,omitempty"`
	Revoked bool    `json:"revoked,omitempty"`
}

// ID names an invite to those who may revoke it. It lets nobody in.
func (i Invite) ID() string { return i.Hash[:min(16, len(i.Hash))] }

// Over returns why an invite lets nobody in at a moment, nil when it does.
func (i Invite) Over(now float64) error {
	switch {
	case i.Revoked:
		return ErrInviteRevoked
	case i.Until != 0 && now >= i.Until:
		return ErrInviteExpired
	case i.Uses != 0 && i.Used >= i.Uses:
		return ErrInviteUsedUp
	}
	return nil
}

// InviteHash returns what of an invite's token, 128 random bits, a room keeps: nobody
// can make the link of it.
func InviteHash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return strings.ToLower(base32.StdEncoding.WithPadding(base32.NoPadding).EncodeToString(sum[:]))
}

// Bounds of invites.
const (
	maxInvites    = 50  // that let somebody in
	keptInvites   = 100 // with those that are over, so that their links can say why
	maxInviteUses = 1000
	maxInviteLife = 366 * 24 * 3600_000 // milliseconds
)

// The commands about invites. Those who may [RightInvite] only, but for ComeIn.
type (
	// MakeInvite makes one. Hash is that of its token.
	MakeInvite struct {
		Hash, Label string
		For         float64 // milliseconds, 0 = for good
		Uses        int     // 0 = any number
	}

	// RevokeInvite ends an invite, or with Undo lets it go on.
	RevokeInvite struct {
		Invite string // its ID
		Undo   bool
	}

	// ComeIn uses an invite. The caller is who gives the command.
	ComeIn struct{ Caller Caller }
)

// byInvite returns why a newcomer's invite does not let him in, [ErrInvited] when it
// does: once he says so by [ComeIn], which counts.
func (s State) byInvite(c Caller) error {
	i, known := s.Door.Invite(func(i Invite) bool { return i.Hash == c.Invite })
	switch {
	case !known:
		return ErrInviteUnknown
	case i.Over(c.Now) != nil:
		return i.Over(c.Now)
	case s.Settings.Locked:
		return ErrLocked
	}
	return ErrInvited
}

func (c MakeInvite) decide(s State, in Circumstances) (Event, error) {
	label := ""
	if strings.TrimSpace(c.Label) != "" {
		var err error
		if label, err = CleanName(c.Label); err != nil {
			return Event{}, refuse(ErrInvalid, "The label of an invite has 40 characters at most.")
		}
	}
	switch _, known := s.Door.Invite(func(i Invite) bool { return i.Hash == c.Hash }); {
	case c.Hash == "" || in.By == nil:
		return Event{}, ErrInvalid
	case known:
		return Event{}, errAlready
	case !(c.For >= 0 && c.For <= maxInviteLife):
		return Event{}, refuse(ErrInvalid, "An invite lasts for a year at most, or for good.")
	case c.Uses < 0 || c.Uses > maxInviteUses:
		return Event{}, refuse(ErrInvalid, "An invite lets in 1,000 people at most, or any number.")
	case s.Door.invites(in.Now) >= maxInvites:
		return Event{}, errManyInvites
	}
	i := Invite{Hash: c.Hash, Label: label, By: *in.By, At: in.Now, Uses: c.Uses}
	if c.For > 0 {
		i.Until = in.Now + c.For
	}
	return s.aboutInvite(ReasonMade, i), nil
}

var errManyInvites = refuse(ErrInvalid, "This room has 50 invites. Revoke one of them first.")

func (c RevokeInvite) decide(s State, in Circumstances) (Event, error) {
	i, known := s.Door.Invite(func(i Invite) bool { return i.ID() == c.Invite })
	switch {
	case !known:
		return Event{}, refuse(ErrInvalid, "This room knows no such invite.")
	case i.Revoked != c.Undo:
		return Event{}, errAlready
	case c.Undo && s.Door.invites(in.Now) >= maxInvites:
		return Event{}, errManyInvites
	}
	i.Revoked = !c.Undo
	if c.Undo {
		return s.aboutInvite(ReasonKept, i), nil
	}
	return s.aboutInvite(ReasonRevoked, i), nil
}

func (s State) aboutInvite(why Reason, i Invite) Event {
	e := s.next(KindInvite)
	e.Reason, e.Private = why, &Private{Invite: &i}
	return e
}

func (c ComeIn) decide(s State, in Circumstances) (Event, error) {
	if in.By == nil || in.By.ID != c.Caller.Viewer {
		return Event{}, ErrInvalid
	}
	c.Caller.Now = in.Now
	switch why := s.Admits(c.Caller); {
	case why == nil:
		return Event{}, errAlready
	case !errors.Is(why, ErrInvited):
		return Event{}, why
	}
	i, _ := s.Door.Invite(func(i Invite) bool { return i.Hash == c.Caller.Invite })
	i.Used++
	e := s.next(KindEnter)
	e.Private = &Private{Invite: &i}
	return e, nil
}

// Invite returns the first invite that is the one meant.
func (d Door) Invite(is func(Invite) bool) (Invite, bool) {
	at := slices.IndexFunc(d.Invites, is)
	if at < 0 {
		return Invite{}, false
	}
	return d.Invites[at], true
}

// invites counts those that let somebody in.
func (d Door) invites(now float64) (n int) {
	for _, i := range d.Invites {
		if i.Over(now) == nil {
			n++
		}
	}
	return n
}

// withInvite returns the list with an invite as it is now, at a moment. Of too many the
// oldest goes that is over.
func (d Door) withInvite(i Invite, now float64) []Invite {
	list := slices.Clone(d.Invites)
	if at := slices.IndexFunc(list, func(other Invite) bool { return other.Hash == i.Hash }); at >= 0 {
		list[at] = i
		return list
	}
	if len(list) >= keptInvites {
		over := slices.IndexFunc(list, func(i Invite) bool { return i.Over(now) != nil })
		list = slices.Delete(list, max(0, over), max(0, over)+1)
	}
	return append(list, i)
}
