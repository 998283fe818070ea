package handlers

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"goblet/room"
	"goblet/words"
)

// deed is something that was administered, as the journal keeps it.
type deed struct {
	At    time.Time   `json:"at"`
	By    room.Person `json:"by"`
	Role  string      `json:"role"` // as roleName has it; "" outside of rooms, of who is not the admin
	From  string      `json:"from"` // address
	What  string      `json:"what"` // a deedAdmin or the like
	Room  string      `json:"room,omitempty"`
	About string      `json:"about,omitempty"` // whom or what else it is about, by name
	// Of deedRights: who may do what from then on.
	Control room.Who `json:"control,omitempty"`
	Load    room.Who `json:"load,omitempty"`
	Chat    room.Who `json:"chat,omitempty"`
}

// sentence says what was done, without who did it.
func (d deed) sentence() words.Sentence {
	who, what := words.Plain(d.About), d.About
	if d.About == "" {
		who = words.Say("somebody who had left")
	}
	switch d.What {
	case deedAdmin:
		return words.Say("became admin by the one-time link")
	case deedLink:
		return words.Say("made a new admin link")
	case deedSignOut:
		return words.Say("signed out all other admins")
	case deedClose:
		return words.Say("closed the room")
	case deedReopen:
		return words.Say("opened the room again")
	case deedStart:
		return words.Say("started the room")
	case deedRemove:
		return words.Say("removed the film {film}", "film", what)
	case deedBringBack:
		return words.Say("brought back the film {film}", "film", what)
	case deedCancel:
		return words.Say("cancelled the upload of {film}", "film", what)
	case deedClaim:
		return words.Say("made themselves host")
	case deedHost:
		return words.Say("made {name} host", "name", who)
	case deedCoHost:
		return words.Say("made {name} a co-host", "name", who)
	case deedNoCoHost:
		return words.Say("made {name} a guest again", "name", who)
	case deedLock:
		return words.Say("locked the room")
	case deedUnlock:
		return words.Say("unlocked the room")
	case deedRights:
		return words.Say("changed who may do what: {rights}", "rights", d.rights())
	case deedDoor:
		return words.Say("changed the door: {rule}", "rule", d.About)
	case deedLobby:
		return words.Say("changed the door: {rule}", "rule", words.Say("newcomers ask to come in"))
	case deedNoLobby:
		return words.Say("changed the door: {rule}", "rule", words.Say("newcomers need not ask"))
	case deedPassword:
		return words.Say("changed the door: {rule}", "rule", words.Say("newcomers need a password"))
	case deedNoPassword:
		return words.Say("changed the door: {rule}", "rule", words.Say("newcomers need no password"))
	case deedRoomLink:
		return words.Say("made a new link to the room")
	case deedExpel:
		return words.Say("put {name} out", "name", who)
	case deedBan:
		return words.Say("put {name} out for good", "name", who)
	case deedBanAddress:
		return words.Say("put {name} and their network address out for good", "name", who)
	case deedRestore:
		return words.Say("let {name} back in", "name", who)
	case deedInvite:
		if d.unlabelled() {
			return words.Say("made an invite without a label")
		}
		return words.Say("made an invite {label}", "label", what)
	case deedRevoke:
		if d.unlabelled() {
			return words.Say("revoked the invite without a label")
		}
		return words.Say("revoked the invite {label}", "label", what)
	case deedRevive:
		if d.unlabelled() {
			return words.Say("let the revoked invite without a label go on")
		}
		return words.Say("let the revoked invite {label} go on", "label", what)
	}
	return words.Plain(d.What + " " + d.About) // of a newer Goblet
}

// unlabelled is what About says of an invite that has no label.
const unlabelled = "without a label"

func (d deed) unlabelled() bool { return d.About == "" || d.About == unlabelled }

// rights says who may do what; a record of an older Goblet has it in words.
func (d deed) rights() words.Sentence {
	if d.Control == "" {
		return words.Plain(d.About)
	}
	control, load, chat := words.Say("everyone control the film"), words.Say("everyone choose it"), words.Say("everyone write")
	if d.Control == room.Hosts {
		control = words.Say("only the host and co-hosts control the film")
	}
	if d.Load == room.Hosts {
		load = words.Say("only the host and co-hosts choose it")
	}
	if d.Chat == room.Hosts {
		chat = words.Say("only the host and co-hosts write")
	}
	return words.Say("{control}, {load}, {chat}", "control", control, "load", load, "chat", chat)
}

const (
	deedAdmin      = "admin"
	deedLink       = "link"
	deedSignOut    = "signout"
	deedClose      = "close"
	deedReopen     = "reopen"
	deedStart      = "start"
	deedRemove     = "remove"
	deedBringBack  = "bringback"
	deedCancel     = "cancel"
	deedClaim      = "claim"
	deedHost       = "host"
	deedCoHost     = "cohost"
	deedNoCoHost   = "nocohost"
	deedLock       = "lock"
	deedUnlock     = "unlock"
	deedRights     = "rights"
	deedDoor       = "door" // of an older Goblet, in words
	deedLobby      = "lobby"
	deedNoLobby    = "nolobby"
	deedPassword   = "password"
	deedNoPassword = "nopassword"
	deedRoomLink   = "roomlink"
	deedExpel      = "expel"
	deedBan        = "ban"
	deedBanAddress = "banaddress"
	deedRestore    = "restore"
	deedInvite     = "invite"
	deedRevoke     = "revoke"
	deedRevive     = "revive"
)

// recordPatience is how long an action waits for its record.
const recordPatience = 2 * time.Second

// record writes down that v did something: what, and maybe in which room and about whom. What can't be written down is
// logged, and done all the same.
func (s *Server) record(r *http.Request, v visitor, what, roomID, about string) {
	role := ""
	if v.Admin {
		role = roleName(room.RoleAdmin)
	}
	s.keep(r, deed{By: room.Person{ID: v.Viewer, Name: v.Name}, Role: role, What: what, Room: roomID, About: about}, "")
}

// recordCommand writes down what of a room's rules v has changed by a command that the room, which was in a state before,
// has accepted. It is the one place that knows which commands are written down.
func (s *Server) recordCommand(r *http.Request, v visitor, rm *room.Room, was room.State, action string, c room.Command) {
	d := deed{
		By: room.Person{ID: v.Viewer, Name: v.Name}, Role: roleName(was.Role(v.Viewer, v.Admin)), Room: rm.ID(),
	}
	switch c := c.(type) {
	case room.Close:
		d.What = deedClose
	case room.Reopen:
		d.What = deedReopen
	case room.ClaimHost:
		d.What = deedClaim
	case room.HandOver:
		d.What, d.About = deedHost, s.rooms.NameOf(c.To)
	case room.Appoint:
		d.What, d.About = deedNoCoHost, s.rooms.NameOf(c.To)
		if c.CoHost {
			d.What = deedCoHost
		}
	case room.RenewLink:
		d.What = deedRoomLink
	case room.Expel:
		d.What, d.About = deedExpel, nameOfOut(rm.State(), c.To)
		switch {
		case c.Address:
			d.What = deedBanAddress
		case c.Ban:
			d.What = deedBan
		}
	case room.Restore:
		d.What, d.About = deedRestore, nameOfOut(was, c.To)
	case room.MakeInvite:
		d.What, d.About = deedInvite, quotedInvite(rm.State(), room.Invite{Hash: c.Hash}.ID())
	case room.RevokeInvite:
		d.What, d.About = deedRevoke, quotedInvite(rm.State(), c.Invite)
		if c.Undo {
			d.What = deedRevive
		}
	case room.Set:
		switch {
		case c.Lobby != nil && *c.Lobby:
			d.What = deedLobby
		case c.Lobby != nil:
			d.What = deedNoLobby
		case c.Password != nil && *c.Password != "":
			d.What = deedPassword
		case c.Password != nil:
			d.What = deedNoPassword

		case c.Locked != nil && *c.Locked:
			d.What = deedLock
		case c.Locked != nil:
			d.What = deedUnlock
		case c.Preset != "" || c.Control != nil || c.Load != nil || c.Chat != nil:
			set := rm.State().Settings
			d.What, d.Control, d.Load, d.Chat = deedRights, set.Control, set.Load, set.Chat
		}
	}
	if d.What != "" {
		s.keep(r, d, action)
	}
}

// nameOfOut returns the name of somebody who was put out in a state, "" = not known.
func nameOfOut(s room.State, viewer string) string {
	for _, out := range s.Door.Out {
		if out.ID == viewer {
			return out.Name
		}
	}
	return ""
}

// keep appends a deed to the journal. What guests and hosts do fills up their own room's part of it, never the admin's.
func (s *Server) keep(r *http.Request, d deed, id string) {
	if s.journal == nil {
		return
	}
	d.At, d.From = time.Now().UTC(), s.proxies.address(r).String()
	topic := cmp.Or(d.Room, "visitors")
	if d.Role == roleName(room.RoleAdmin) {
		topic = "admin"
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), recordPatience)
	defer cancel()
	data, err := json.Marshal(d)
	if err == nil {
		err = s.journal.Append(ctx, topic, id, data)
	}
	if err != nil {
		s.logger.WarnContext(ctx, "what was done is not recorded", "what", d.What, "room", d.Room, "by", d.By.ID, "err", err)
	}
}
