package handlers

import (
	"cmp"
	"context"
	"encoding/json"
	"net/http"
	"time"

	"goblet/room"
)

// deed is something that was administered, as the journal keeps it.
type deed struct {
	At    time.Time   `json:"at"`
	By    room.Person `json:"by"`
	Role  string      `json:"role"` // as roleName has it; "" outside of rooms, of who is not the admin
	From  string      `json:"from"` // address
	What  string      `json:"what"` // one of the keys of sentences
	Room  string      `json:"room,omitempty"`
	About string      `json:"about,omitempty"` // whom or what else it is about, in words
}

// Whatever is recorded, and how that is said; %s is what it is about.
var sentences = map[string]string{
	deedAdmin:     "became admin by the one-time link",
	deedLink:      "made a new admin link",
	deedSignOut:   "signed out all other admins",
	deedClose:     "closed the room",
	deedReopen:    "opened the room again",
	deedStart:     "started the room",
	deedRemove:    "removed the film %s",
	deedBringBack: "brought back the film %s",
	deedCancel:    "cancelled the upload of %s",
	deedHost:      "made %s host",
	deedCoHost:    "made %s a co-host",
	deedNoCoHost:  "made %s a guest again",
	deedLock:      "locked the room",
	deedUnlock:    "unlocked the room",
	deedRights:    "changed who may do what: %s",
	deedDoor:      "changed the door: %s",
	deedRoomLink:  "made a new link to the room",
	deedExpel:     "put %s out",
	deedBan:       "put %s out for good",
	deedRestore:   "let %s back in",
	deedInvite:    "made an invite %s",
	deedRevoke:    "revoked the invite %s",
	deedRevive:    "let the revoked invite %s go on",
}

const (
	deedAdmin     = "admin"
	deedLink      = "link"
	deedSignOut   = "signout"
	deedClose     = "close"
	deedReopen    = "reopen"
	deedStart     = "start"
	deedRemove    = "remove"
	deedBringBack = "bringback"
	deedCancel    = "cancel"
	deedHost      = "host"
	deedCoHost    = "cohost"
	deedNoCoHost  = "nocohost"
	deedLock      = "lock"
	deedUnlock    = "unlock"
	deedRights    = "rights"
	deedDoor      = "door"
	deedRoomLink  = "roomlink"
	deedExpel     = "expel"
	deedBan       = "ban"
	deedRestore   = "restore"
	deedInvite    = "invite"
	deedRevoke    = "revoke"
	deedRevive    = "revive"
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
		d.What, d.About = deedHost, "themselves"
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
		if c.Ban {
			d.What = deedBan
		}
		if c.Address {
			d.About += " and their network address"
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
			d.What, d.About = deedDoor, "newcomers ask to come in"
		case c.Lobby != nil:
			d.What, d.About = deedDoor, "newcomers need not ask"
		case c.Password != nil && *c.Password != "":
			d.What, d.About = deedDoor, "newcomers need a password"
		case c.Password != nil:
			d.What, d.About = deedDoor, "newcomers need no password"

		case c.Locked != nil && *c.Locked:
			d.What = deedLock
		case c.Locked != nil:
			d.What = deedUnlock
		case c.Preset != "" || c.Control != nil || c.Load != nil || c.Chat != nil:
			set := rm.State().Settings
			d.What = deedRights
			d.About = whoMay(set.Control) + " control the film, " + whoMay(set.Load) + " choose it, " + whoMay(set.Chat) + " write"
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
