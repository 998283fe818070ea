package handlers

import (
	"cmp"
	"context"
	"errors"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"goblet/room"
	"goblet/views"
	"goblet/words"
)

// caller returns a visitor as who stands at a room's door.
func (s *Server) caller(r *http.Request, v visitor, rm *room.Room) room.Caller {
	_, been := v.Rooms[rm.ID()]
	c := room.Caller{
		Viewer: v.Viewer, Admin: v.Admin, Address: s.proxies.address(r).String(), Been: been,
		Key: r.URL.Query().Get("key"), Password: v.Passwords[rm.ID()],
	}
	if token := r.URL.Query().Get("invite"); token != "" {
		c.Invite, c.Now = room.InviteHash(token), s.now()
	}
	return c
}

// admits returns nil when a room lets a visitor in, else why not.
func (s *Server) admits(r *http.Request, v visitor, rm *room.Room) error {
	return rm.State().Admits(s.caller(r, v, rm))
}

// actor returns a visitor as who acts in a room.
func (s *Server) actor(r *http.Request, v visitor) room.Actor {
	return room.Actor{Viewer: v.asViewer(), Admin: v.Admin, Address: s.proxies.address(r).String()}
}

// stranger is a visitor at a room's door, who may have no session yet.
func (s *Server) stranger(r *http.Request) (visitor, *room.Room, error) {
	rm, err := s.openRoom(r)
	if err != nil {
		return visitor{}, nil, err
	}
	v, known, err := s.visitors.current(r)
	if err == nil && !known {
		err = s.limitVisits(r)
	}
	return v, rm, err
}

// RoomLink returns what leads newcomers to a room, below the base: the path of its page with the key that they need, "" = none.
func RoomLink(id, key string) string {
	if key == "" {
		return RoomPath(id)
	}
	return RoomPath(id) + "?" + url.Values{"key": {key}}.Encode()
}

// closedDoor answers who is not let in with the page of the door, if there is
// something to be done on it; else it returns why.
func (s *Server) closedDoor(w http.ResponseWriter, r *http.Request, v visitor, rm *room.Room, why error) error {
	key := r.URL.Query().Get("key")
	page := views.DoorPage{Room: rm.ID(), Key: key, Name: v.Name, Preview: s.unknownRoom(r)}
	switch {
	case errors.Is(why, room.ErrInvited):
		page.Preview = s.preview(r, rm)
		return s.invited(w, r, rm, page)
	case errors.Is(why, room.ErrPassword):
		s.render(w, r, http.StatusForbidden, views.PasswordPage(page))
	case errors.Is(why, room.ErrLobby), errors.Is(why, room.ErrOut):
		page.Out = errors.Is(why, room.ErrOut)
		switch rm.Asked(s.caller(r, v, rm)) {
		case room.KnockWait:
			page.Waits = true
		case room.KnockAway:
			page.Turned = true
		}
		s.render(w, r, http.StatusForbidden, views.LobbyPage(page))
	default:
		return why
	}
	return nil
}

// enter takes a room's password. Who types the right one comes in, or to the next
// thing that the door asks for.
func (s *Server) enter(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.stranger(r)
	if err != nil {
		return err
	}
	why := s.admits(r, v, rm)
	if why == nil || errors.Is(why, room.ErrLobby) {
		return s.toDoor(w, r, rm)
	}
	if !errors.Is(why, room.ErrPassword) {
		return why
	}
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	page := views.DoorPage{Room: rm.ID(), Key: r.URL.Query().Get("key"), Preview: s.unknownRoom(r)}
	refuse := func(status int, why error) error {
		page.Problem = words.Told(why).For(r.Context())
		s.render(w, r, status, views.PasswordPage(page))
		return nil
	}
	if err := s.limitPasswords(r, v.Viewer, rm.ID()); err != nil {
		if many, ok := errors.AsType[tooMany](err); ok {
			w.Header().Set("Retry-After", strconv.Itoa(int(math.Ceil(many.wait.Seconds()))))
		}
		return refuse(http.StatusTooManyRequests, err)
	}
	typed, err := rm.Password(r.Context(), f.Get("password"))
	switch {
	case errors.Is(err, room.ErrInvalid):
		return refuse(http.StatusBadRequest, err)
	case err != nil:
		return err
	case typed == 0:
		return refuse(http.StatusForbidden, errWrongPassword)
	}
	if _, err := s.visitors.change(w, r, func(v *visitor) error { v.typed(rm.ID(), typed); return nil }); err != nil {
		return err
	}
	return s.toDoor(w, r, rm)
}

const errWrongPassword = sentence("That is not the password. Try again.")

// toDoor leads to the room's page, with the key that the request has.
func (s *Server) toDoor(w http.ResponseWriter, r *http.Request, rm *room.Room) error {
	w.Header().Set("Cache-Control", "no-store")
	http.Redirect(w, r, string(s.base)+RoomLink(rm.ID(), r.URL.Query().Get("key")), http.StatusSeeOther)
	return nil
}

// typed notes which of a room's passwords the visitor has typed.
func (v *visitor) typed(id string, password uint64) {
	if v.Passwords == nil {
		v.Passwords = map[string]uint64{}
	}
	for other := range v.Passwords {
		if len(v.Passwords) < maxRooms {
			break
		}
		delete(v.Passwords, other)
	}
	v.Passwords[id] = password
}

// The allowances of doors. A password is guessed a million times only in 11 days, whoever guesses.
var (
	passwordsOfAddress = allowance{0.2, 5}
	passwordsOfRoom    = allowance{1, 20}
	knocksOfViewer     = allowance{0.2, 5}
	knocksOfAddress    = allowance{2, 20}
)

// limitPasswords counts a password that is typed by a viewer, from an address, at a room's door.
func (s *Server) limitPasswords(r *http.Request, viewer, id string) error {
	err := s.limits.take("password from", room.Network(s.proxies.address(r).String()), passwordsOfAddress)
	if err == nil && viewer != "" {
		err = s.limits.take("password of", viewer, passwordsOfAddress)
	}
	if err == nil {
		err = s.limits.take("password to", id, passwordsOfRoom)
	}
	if many, ok := errors.AsType[tooMany](err); ok {
		many.said = words.Say("Too many passwords were tried. Wait a few seconds, then try again.")
		return many
	}
	return err
}

// limitKnocks counts how often somebody asks to come in.
func (s *Server) limitKnocks(r *http.Request, viewer string) error {
	err := s.limits.take("knock from", s.proxies.address(r).String(), knocksOfAddress)
	if err == nil && viewer != "" {
		err = s.limits.take("knock of", viewer, knocksOfViewer)
	}
	return err
}

// knock asks for a visitor to be let in.
func (s *Server) knock(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.stranger(r)
	if err != nil {
		return err
	}
	if err := s.limitKnocks(r, v.Viewer); err != nil {
		return err
	}
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	why := s.admits(r, v, rm)
	if why == nil {
		return s.toDoor(w, r, rm)
	}
	if !errors.Is(why, room.ErrLobby) && !errors.Is(why, room.ErrOut) {
		return why
	}
	name := ""
	if f.Get("name") != "" {
		if name, err = room.CleanName(f.Get("name")); err != nil {
			return err
		}
	}
	v, err = s.visitors.change(w, r, func(v *visitor) error { v.Name = cmp.Or(name, v.Name); return nil })
	if err != nil {
		return err
	}
	if err := rm.Ask(v.asViewer(), s.caller(r, v, rm)); err != nil && !errors.Is(err, room.ErrTurnedAway) {
		return err
	}
	return s.toDoor(w, r, rm)
}

// answerToKnock says what has become of a visitor's knock, waiting for it.
func (s *Server) answerToKnock(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.stranger(r)
	if err != nil {
		return err
	}
	if v.Viewer == "" {
		return errStranger
	}
	if err := s.limitReports(r, v.Viewer); err != nil {
		return err
	}
	why := s.admits(r, v, rm)
	if why != nil && !errors.Is(why, room.ErrLobby) && !errors.Is(why, room.ErrOut) {
		return why
	}
	wait, err := longestWait(r)
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(r.Context(), wait)
	defer cancel()
	return answerJSON(w, struct {
		Knock room.Knocking `json:"knock"`
	}{rm.AwaitAnswer(ctx, s.caller(r, v, rm))})
}

// knocks lists who asks to come in, for those who may let them in.
func (s *Server) knocks(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.memberAsking(r)
	if err != nil {
		return err
	}
	if err := v.may(rm.State(), room.RightAdmit); err != nil {
		return err
	}
	s.render(w, r, http.StatusOK, views.Knocks(rm.ID(), viewKnocks(rm)))
	return nil
}

// outcasts lists who was put out, for those who may let them back in.
func (s *Server) outcasts(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.memberAsking(r)
	if err != nil {
		return err
	}
	state := rm.State()
	if err := v.may(state, room.RightExpel); err != nil {
		return err
	}
	s.render(w, r, http.StatusOK, views.Outcasts(rm.ID(), viewOutcasts(state)))
	return nil
}

// turnAway answers no to who asks to come in.
func (s *Server) turnAway(w http.ResponseWriter, r *http.Request) error {
	v, rm, f, err := s.memberForm(w, r, s.limitActions)
	if err != nil {
		return err
	}
	if err := rm.TurnAway(s.actor(r, v), f.Get("viewer")); err != nil {
		return err
	}
	return noContent(w)
}

func parseExpel(_ *Server, _ *http.Request, f form) (room.Command, error) {
	c := room.Expel{To: f.Get("viewer")}
	var err error
	if c.Ban, err = f.truth("ban", false); err != nil {
		return nil, err
	}
	c.Address, err = f.truth("address", false)
	return c, err
}

func parseRestore(_ *Server, _ *http.Request, f form) (room.Command, error) {
	return room.Restore{To: f.Get("viewer")}, nil
}

func parseAdmit(_ *Server, _ *http.Request, f form) (room.Command, error) {
	return room.Admit{To: f.Get("viewer")}, nil
}

func parseLink(*Server, *http.Request, form) (room.Command, error) { return room.RenewLink{}, nil }

// viewDoor is what of a room's door its page shows to a visitor.
func viewDoor(rm *room.Room, state room.State, v visitor) views.Door {
	d := views.Door{Locked: state.Settings.Locked, Lobby: state.Settings.Lobby, Password: state.Settings.Password}
	if v.may(state, room.RightExpel) == nil {
		d.Out, d.Knocks = viewOutcasts(state), viewKnocks(rm)
	}
	return d
}

// viewOutcasts returns who was put out, the latest first. It leaves their addresses out.
func viewOutcasts(s room.State) []views.Outcast {
	list := make([]views.Outcast, 0, len(s.Door.Out))
	for i := len(s.Door.Out) - 1; i >= 0; i-- {
		o := s.Door.Out[i]
		list = append(list, views.Outcast{
			ID: o.ID, Name: o.Name, By: o.By.Name, Ban: o.Ban, Address: o.Network != "", At: time.UnixMilli(int64(o.At)),
		})
	}
	return list
}

func viewKnocks(rm *room.Room) []views.Knock {
	asking := rm.Knocks()
	list := make([]views.Knock, len(asking))
	for i, k := range asking {
		list[i] = views.Knock{Viewer: views.Viewer(k.Viewer), Back: k.Back}
	}
	return list
}

// Knocks tells how many people ask to come in.
func (b *Broadcast) Knocks(id string, count int) {
	b.publishFacts(id, "knocks", struct {
		Count int `json:"count"`
	}{count})
}

// expel ends the streams of those whom an event has put out.
func (b *Broadcast) expel(id string, e room.Event) {
	last, network := `{"ban":false}`, ""
	if e.Reason == room.ReasonBan {
		last = `{"ban":true}`
	}
	if e.Private != nil {
		network = e.Private.Address
	}
	b.hub.Open(id).Expel(e.To.ID, network, "out", []byte(last))
}
