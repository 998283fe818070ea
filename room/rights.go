package room

import "slices"

// Role is what somebody is in a room. A larger one may do all that a smaller one may.
type Role int

// The roles.
const (
	RoleGuest Role = iota
	RoleCoHost
	RoleHost
	RoleAdmin // runs this server
)

// Right is a kind of doing that a room allows or not.
type Right string

// The rights.
const (
	RightControl  Right = "control"  // move the film, or choose its tracks for everyone
	RightLoad     Right = "load"     // put on another film
	RightChat     Right = "chat"     // write to the others, react, open polls
	RightClaim    Right = "claim"    // become host
	RightModerate Right = "moderate" // take away what others have written or added
	RightHandOver Right = "handover" // make somebody else host
	RightAppoint  Right = "appoint"  // make others co-hosts
	RightSettings Right = "settings" // change how the room behaves
	RightExpel    Right = "expel"    // put somebody out, or let them back in
	RightAdmit    Right = "admit"    // let somebody in who asks, or turn them away
	RightInvite   Right = "invite"   // make links that let newcomers in, and revoke them
	RightClose    Right = "close"    // close the room for everybody, and reopen it
)

// Role returns what a viewer is in the room. admin says that the viewer runs this server.
func (s State) Role(viewer string, admin bool) Role {
	switch {
	case admin:
		return RoleAdmin
	case viewer != "" && viewer == s.Host:
		return RoleHost
	case s.isCoHost(viewer):
		return RoleCoHost
	}
	return RoleGuest
}

// May returns nil when the room allows a role to do something, else an error
// that wraps [ErrForbidden] and says why not. Nothing else decides that.
func (s State) May(role Role, right Right) error {
	set := s.Settings.complete()
	switch right {
	case RightControl:
		return needs(role, set.Control.least(), refuse(ErrForbidden, "Only the host and co-hosts control the film here."))
	case RightLoad:
		return needs(role, set.Load.least(), refuse(ErrForbidden, "Only the host and co-hosts choose the film here."))
	case RightChat:
		return needs(role, set.Chat.least(), refuse(ErrForbidden, "Only the host and co-hosts write here."))
	case RightClaim:
		least := RoleGuest
		if s.Host != "" && set.led() {
			least = RoleCoHost // among them is a host who was away
		}
		return needs(role, least, refuse(ErrForbidden, "The host leads here, and can hand that over."))
	case RightModerate:
		return needs(role, RoleCoHost, refuse(ErrForbidden, "Only the host and co-hosts can do that."))
	case RightHandOver:
		return needs(role, RoleHost, refuse(ErrForbidden, "Only the host can make somebody else host."))
	case RightAppoint:
		return needs(role, RoleHost, refuse(ErrForbidden, "Only the host chooses co-hosts."))
	case RightSettings:
		return needs(role, RoleHost, refuse(ErrForbidden, "Only the host changes how the room behaves."))
	case RightExpel:
		return needs(role, RoleCoHost, refuse(ErrForbidden, "Only the host and co-hosts put somebody out."))
	case RightAdmit:
		return needs(role, RoleCoHost, refuse(ErrForbidden, "Only the host and co-hosts let people in."))
	case RightInvite:
		return needs(role, RoleCoHost, refuse(ErrForbidden, "Only the host and co-hosts make invites."))
	case RightClose:
		return needs(role, RoleAdmin, refuse(ErrForbidden, "Only the admin closes and reopens rooms."))
	}
	return ErrForbidden
}

func needs(role, least Role, why error) error {
	if role >= least {
		return nil
	}
	return why
}

// may is May for whoever gives a command; the room itself may do everything.
func (s State) may(in Circumstances, right Right) error {
	if in.By == nil {
		return nil
	}
	return s.May(s.Role(in.By.ID, in.Admin), right)
}

// rightFor returns the right that a command needs, "" = none.
func rightFor(c Command) Right {
	switch c.(type) {
	case Play, Pause, Seek, SetRate, Follow, Refresh, SetTracks, Ready, PlayNext, CancelNext:
		return RightControl
	case Load, Enqueue, Unqueue, Requeue, Move:
		return RightLoad
	case Say, EditLine, Ask:
		return RightChat
	case ClaimHost:
		return RightClaim
	case HandOver:
		return RightHandOver
	case Appoint:
		return RightAppoint
	case Set, RenewLink:
		return RightSettings
	case Expel, Restore:
		return RightExpel
	case Admit:
		return RightAdmit
	case MakeInvite, RevokeInvite:
		return RightInvite
	case Close, Reopen:
		return RightClose
	}
	return ""
}

// Who says who may do something besides the admin.
type Who string

// Everyone, or the host and co-hosts.
const (
	Everyone Who = "everyone"
	Hosts    Who = "hosts"
)

func (w Who) valid() bool { return w == Everyone || w == Hosts }

// least returns the smallest role that belongs to w.
func (w Who) least() Role {
	if w == Hosts {
		return RoleCoHost
	}
	return RoleGuest
}

// maxCoHosts bounds how many co-hosts a room has: every event names them.
const maxCoHosts = 24

// Appoint makes a present viewer a co-host, or ends that for a co-host. Host and admin only.
type Appoint struct {
	To     string
	CoHost bool
}

func (c Appoint) decide(s State, in Circumstances) (Event, error) {
	e := s.next(KindCoHost)
	at := slices.IndexFunc(s.CoHosts, func(p Person) bool { return p.ID == c.To })
	if c.CoHost == (at >= 0) || c.To == s.Host {
		return Event{}, errAlready
	}
	if !c.CoHost {
		e.To = &s.CoHosts[at]
		e.CoHosts = except(s.CoHosts, c.To)
		return e, nil
	}
	to, here := in.Present(c.To)
	switch {
	case !here:
		return Event{}, refuse(ErrInvalid, "That viewer is not in the room.")
	case len(s.CoHosts) >= maxCoHosts:
		return Event{}, refuse(ErrInvalid, "A room has 24 co-hosts at most.")
	}
	e.To = &to
	e.CoHosts = append(slices.Clone(s.CoHosts), to)
	return e, nil
}

// keepHost makes the host whom e replaces in a room that is led a co-host: nobody
// else could take the role back. Where the co-hosts are too many nothing changes.
func (e Event) keepHost(s State) Event {
	if s.Host == "" || s.Host == e.Host || !s.Settings.complete().led() || s.isCoHost(s.Host) || len(e.CoHosts) >= maxCoHosts {
		return e
	}
	e.CoHosts = append(slices.Clone(e.CoHosts), Person{s.Host, s.HostName})
	return e
}

func (s State) isCoHost(viewer string) bool {
	return slices.ContainsFunc(s.CoHosts, func(p Person) bool { return p.ID == viewer })
}

// except returns a new list that lacks a viewer; nil when nobody is left.
func except(list []Person, viewer string) []Person {
	var rest []Person
	for _, p := range list {
		if p.ID != viewer {
			rest = append(rest, p)
		}
	}
	return rest
}
