package handlers

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"goblet/room"
	"goblet/views"
	"goblet/words"
)

func newSecret() []byte {
	secret := make([]byte, 32)
	rand.Read(secret) // never fails
	return secret
}

// inviteToken returns the token of the invite that an action makes: 130 bits that nobody
// can guess, and the same ones when the action is repeated because its answer was lost.
func (s *Server) inviteToken(rm *room.Room, viewer, action string) string {
	mac := hmac.New(sha256.New, s.secret)
	mac.Write([]byte(rm.ID() + "\n" + viewer + "\n" + action))
	return strings.ToLower(base32.StdEncoding.EncodeToString(mac.Sum(nil)))[:26]
}

// inviteLink returns the path of an invite, below the base.
func inviteLink(id, token string) string {
	return RoomPath(id) + "?" + url.Values{"invite": {token}}.Encode()
}

const errInviteLost = sentence("That invite was made, but its link was lost on the way. Revoke it and make another one.")

// makeInvite makes an invite and answers with its link, this once: the room keeps only
// a hash of its token.
func (s *Server) makeInvite(w http.ResponseWriter, r *http.Request) error {
	v, rm, f, err := s.memberForm(w, r, s.limitActions)
	if err != nil {
		return err
	}
	by := s.actor(r, v)
	if by.Action, by.Seen, err = f.action(); err != nil {
		return err
	}
	token := s.inviteToken(rm, v.Viewer, by.Action)
	c := room.MakeInvite{Hash: room.InviteHash(token), Label: f.Get("label")}
	seconds, err := f.seconds("for", 0)
	if err != nil {
		return err
	}
	c.For = seconds * 1000
	if uses := f.Get("uses"); uses != "" {
		if c.Uses, err = strconv.Atoi(uses); err != nil {
			return badForm{"The field uses must be a whole number."}
		}
	}
	was := rm.State()
	seq, err := rm.Do(r.Context(), by, c)
	if err != nil {
		return err
	}
	state := rm.State()
	made, found := state.Door.Invite(func(i room.Invite) bool { return i.Hash == c.Hash })
	if !found {
		return errInviteLost // another process has made it
	}
	if seq != 0 {
		s.recordCommand(r, v, rm, was, by.Action, c)
		w.Header().Set(seqHeader, strconv.FormatUint(seq, 10))
	}
	links := s.inviteLinks(r, v, state, inviteLink(rm.ID(), token))
	if r.Header.Get("HX-Request") == "true" {
		s.render(w, r, http.StatusOK, views.NewInvite(viewInvite(made, s.now()), links))
		return nil
	}
	return answerJSON(w, struct {
		ID    string  `json:"id"`
		Link  string  `json:"link"`
		Until float64 `json:"until,omitempty"`
		Uses  int     `json:"uses,omitempty"`
		Label string  `json:"label,omitempty"`
	}{made.ID(), links[0].URL, made.Until, made.Uses, made.Label})
}

// inviteLinks is shareLinks of an invite, of which only the first is shown.
func (s *Server) inviteLinks(r *http.Request, v visitor, state room.State, path string) []views.ShareLink {
	links := s.shareLinks(r, v, state, path)
	links[0].Label = words.T(r.Context(), "The invite’s link")
	return links[:1]
}

func parseRevokeInvite(_ *Server, _ *http.Request, f form) (room.Command, error) {
	undo, err := f.truth("undo", false)
	return room.RevokeInvite{Invite: f.Get("invite"), Undo: undo}, err
}

// invites lists a room's invites, for those who may make some.
func (s *Server) invites(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.memberAsking(r)
	if err != nil {
		return err
	}
	state := rm.State()
	if err := v.may(state, room.RightInvite); err != nil {
		return err
	}
	s.render(w, r, http.StatusOK, views.Invites(s.viewInvites(state)))
	return nil
}

// overInvites is how many of those are listed that let nobody in any more.
const overInvites = 8

// viewInvites returns a room's invites, the newest first, of those that are over some.
func (s *Server) viewInvites(state room.State) []views.Invite {
	var list []views.Invite
	over, now := 0, s.now()
	for at := len(state.Door.Invites) - 1; at >= 0; at-- {
		i := viewInvite(state.Door.Invites[at], now)
		if i.Over != "" {
			if over++; over > overInvites {
				continue
			}
		}
		list = append(list, i)
	}
	return list
}

func viewInvite(i room.Invite, now float64) views.Invite {
	x := views.Invite{ID: i.ID(), Label: i.Label, By: i.By.Name, Uses: i.Uses, Used: i.Used, Now: time.UnixMilli(int64(now))}
	if i.Until != 0 {
		x.Until = time.UnixMilli(int64(i.Until))
	}
	switch why := i.Over(now); {
	case errors.Is(why, room.ErrInviteRevoked):
		x.Over = views.InviteRevoked
	case errors.Is(why, room.ErrInviteExpired):
		x.Over = views.InviteExpired
	case why != nil:
		x.Over = views.InviteUsedUp
	}
	return x
}

// quotedInvite returns how an invite is written about.
func quotedInvite(state room.State, id string) string {
	if i, _ := state.Door.Invite(func(i room.Invite) bool { return i.ID() == id }); i.Label != "" {
		return "“" + i.Label + "”"
	}
	return unlabelled
}

// invited shows a newcomer whose invite is good the page on which to use it. Only that
// counts: programs that make previews of links load pages, and press no buttons. The
// page makes a session, so that pressing twice is one person.
func (s *Server) invited(w http.ResponseWriter, r *http.Request, rm *room.Room, page views.DoorPage) error {
	if _, err := s.visitors.change(w, r, func(*visitor) error { return nil }); err != nil {
		return err
	}
	page.Invite = r.URL.Query().Get("invite")
	hash := room.InviteHash(page.Invite)
	invite, _ := rm.State().Door.Invite(func(i room.Invite) bool { return i.Hash == hash })
	page.By = invite.By.Name
	s.render(w, r, http.StatusOK, views.InvitePage(page))
	return nil
}

const errNoCookie = sentence("Open the invite’s link first, in a browser that keeps Goblet’s cookie.")

// acceptInvite uses an invite. Who is in already need not.
func (s *Server) acceptInvite(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.stranger(r)
	if err != nil {
		return err
	}
	if err := s.limitKnocks(r, v.Viewer); err != nil {
		return err
	}
	why := s.admits(r, v, rm)
	switch {
	case why == nil:
		return s.toRoom(w, r, rm)
	case !errors.Is(why, room.ErrInvited):
		return why
	case v.Viewer == "":
		return errNoCookie
	}
	by := s.actor(r, v)
	by.Action = room.NewActionID()
	if _, err := rm.Do(r.Context(), by, room.ComeIn{Caller: s.caller(r, v, rm)}); err != nil {
		return err
	}
	return s.toRoom(w, r, rm)
}

// toRoom leads who is let in to the room's page.
func (s *Server) toRoom(w http.ResponseWriter, r *http.Request, rm *room.Room) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, s.base.room(rm.ID()), http.StatusSeeOther)
	return nil
}
