package room

import (
	"crypto/subtle"
	"net/netip"
	"slices"
)

// Why somebody does not come in. Each wraps [ErrForbidden].
var (
	ErrOut         = refuse(ErrForbidden, "You were put out of this room. You can ask on its page to come back.")
	ErrBanned      = refuse(ErrForbidden, "You were put out of this room for good.")
	ErrLinkRenewed = refuse(ErrForbidden, "This link was replaced by a new one. Ask the person who sent it for that.")
	ErrLocked      = refuse(ErrForbidden, "The host lets nobody new in. Whoever has been here before still can come.")
	ErrPassword    = refuse(ErrForbidden, "This room has a password. Open its page to type it.")
	ErrLobby       = refuse(ErrForbidden, "The host lets people in here. Open the room's page to ask.")
)

// Caller is who stands at a room's door.
type Caller struct {
	Viewer   string  // id; "" = nobody's
	Admin    bool    // runs this server
	Address  string  // "" = not known
	Been     bool    // was in the room before
	Key      string  // of the link that was followed
	Invite   string  // hash of the token in the link that was followed, as InviteHash returns it; "" = none
	Now      float64 // Unix milliseconds, of a caller with an Invite
	Password uint64  // which of the room's passwords was typed, as Room.Password returns it; 0 = none
}

// Admits returns nil when the room lets somebody in, else why not. It is asked
// at every request, so that who was put out is out at once.
func (s State) Admits(c Caller) error {
	if c.Admin {
		return nil
	}
	if err := s.Door.keepsOut(c); err != nil {
		return err
	}
	switch {
	case c.Been, s.Role(c.Viewer, false) >= RoleCoHost, c.Viewer != "" && slices.Contains(s.Door.Admitted, c.Viewer):
		return nil
	case c.Invite != "":
		return s.byInvite(c)
	case subtle.ConstantTimeCompare([]byte(c.Key), []byte(s.Door.Key)) == 0 && s.Door.Key != "":
		return ErrLinkRenewed
	case s.Settings.Locked:
		return ErrLocked
	case s.Settings.Password && (c.Password == 0 || c.Password != s.Door.Changed):
		return ErrPassword
	case s.Settings.Lobby:
		return ErrLobby
	}
	return nil
}

// Door is what a room remembers about who comes in. It is for servers alone.
type Door struct {
	Key      string    `json:"key,omitempty"`      // that the links of newcomers must have; "" = none
	Password string    `json:"password,omitempty"` // a hash, "" = none
	Changed  uint64    `json:"changed,omitempty"`  // seq of the event that set Password
	Out      []Outcast `json:"out,omitempty"`      // oldest first
	Admitted []string  `json:"admitted,omitempty"` // ids of viewers whom somebody let in, oldest first
	Invites  []Invite  `json:"invites,omitempty"`  // oldest first, also some that are over
}

// Outcast is who was put out of a room, and how.
type Outcast struct {
	Person
	Ban     bool    `json:"ban,omitempty"` // for good, else until somebody admits them
	At      float64 `json:"at"`            // Unix milliseconds
	By      Person  `json:"by"`
	Network string  `json:"network,omitempty"` // kept out, too, as [Network] returns it
}

// Bounds of what a door remembers.
const (
	maxOut      = 200
	maxAdmitted = 256 // only until they have opened the room's page
)

// keepsOut returns why a caller is out, nil when that is not so.
func (d Door) keepsOut(c Caller) error {
	if c.Admin {
		return nil
	}
	network, why := Network(c.Address), error(nil)
	for _, o := range d.Out {
		switch {
		case o.Ban && o.ID == c.Viewer, o.Network != "" && o.Network == network:
			return ErrBanned
		case o.ID == c.Viewer:
			why = ErrOut
		}
	}
	return why
}

// outcast returns the entry of a viewer who was put out.
func (d Door) outcast(viewer string) (o Outcast, out bool) {
	at := slices.IndexFunc(d.Out, func(o Outcast) bool { return o.ID == viewer })
	if at < 0 {
		return o, false
	}
	return d.Out[at], true
}

// after returns the door as it is after an event; older ones stay as they are.
func (d Door) after(e Event) Door {
	switch e.Kind {
	case KindExpel:
		o := Outcast{Person: *e.To, Ban: e.Reason == ReasonBan, At: e.At}
		if e.By != nil {
			o.By = *e.By
		}
		if e.Private != nil {
			o.Network = e.Private.Address
		}
		d.Out = append(d.without(e.To.ID).spare(), o)
		d.Admitted = slices.DeleteFunc(slices.Clone(d.Admitted), func(id string) bool { return id == e.To.ID })
	case KindRestore:
		d.Out = d.without(e.To.ID).Out
	case KindAdmit:
		d.Out = d.without(e.To.ID).Out
		d.Admitted = d.admitting(e.To.ID)
	case KindInvite, KindEnter:
		if e.Private != nil && e.Private.Invite != nil {
			d.Invites = d.withInvite(*e.Private.Invite, e.At)
		}
		if e.Kind == KindEnter && e.By != nil {
			d.Admitted = d.admitting(e.By.ID)
		}
	case KindLink:
		d.Key = e.Key
	case KindSettings:
		if e.Private != nil && e.Private.Password != "" {
			d.Password, d.Changed = e.Private.Password, e.Seq
		}
	}
	if !e.Settings.Password {
		d.Password, d.Changed = "", 0
	}
	return d
}

// admitting returns the list of those whom somebody let in with one more.
func (d Door) admitting(viewer string) []string {
	kept := d.Admitted[max(0, len(d.Admitted)-maxAdmitted+1):]
	return append(slices.Clone(kept), viewer)
}

func (d Door) without(viewer string) Door {
	d.Out = slices.DeleteFunc(slices.Clone(d.Out), func(o Outcast) bool { return o.ID == viewer })
	return d
}

// spare returns the list with a place for one more: the oldest who may ask to
// come back goes for it.
func (d Door) spare() []Outcast {
	if len(d.Out) < maxOut {
		return d.Out
	}
	at := max(0, slices.IndexFunc(d.Out, func(o Outcast) bool { return !o.Ban }))
	return slices.Delete(d.Out, at, at+1)
}

// full reports whether nobody more can be put out: bans are not forgotten.
func (d Door) full() bool {
	return len(d.Out) >= maxOut && !slices.ContainsFunc(d.Out, func(o Outcast) bool { return !o.Ban })
}

// Network returns what of an address is kept out with it: the address itself, of
// IPv6 the /64 that a household has. "" = it is no address.
func Network(address string) string {
	a, err := netip.ParseAddr(address)
	if err != nil {
		return ""
	}
	a = a.Unmap().WithZone("")
	if a.Is4() {
		return a.String()
	}
	p, err := a.Prefix(64)
	if err != nil {
		return ""
	}
	return p.String()
}

// RenewLink gives the room's link a new key: the old link lets nobody new in.
// Host and admin only.
type RenewLink struct{}

func (RenewLink) decide(s State, _ Circumstances) (Event, error) {
	e := s.next(KindLink)
	e.Key = randomText(16)
	return e, nil
}
