package room

// The commands about who is put out. Host, co-hosts and admin only.
type (
	// Expel puts a viewer out: until somebody admits him, with Ban for good. With
	// Address everybody else from the same network is kept out, too.
	Expel struct {
		To           string
		Ban, Address bool
	}

	// Restore lets somebody back in who was put out.
	Restore struct{ To string }

	// Admit lets somebody in who asks for it, see [Room.Ask].
	Admit struct{ To string }
)

// Origin is what a room knows of where a present viewer comes from.
type Origin struct {
	Network string `json:"network,omitempty"` // as [Network] returns it, "" = not known
	Admin   bool   `json:"admin,omitempty"`
}

func (in Circumstances) origin(viewer string) Origin {
	if in.Origin == nil {
		return Origin{}
	}
	return in.Origin(viewer)
}

func (c Expel) decide(s State, in Circumstances) (Event, error) {
	was, out := s.Door.outcast(c.To)
	to, here := in.Present(c.To)
	if out {
		to = was.Person
	}
	from := in.origin(c.To)
	switch {
	case c.Address && !c.Ban:
		return Event{}, fault("A network address can only be kept out for good.")
	case in.By != nil && c.To == in.By.ID:
		return Event{}, refuse(ErrForbidden, "You can't put yourself out.")
	case out && (was.Ban || !c.Ban):
		return Event{}, errAlready
	case !here && !out:
		return Event{}, refuse(ErrInvalid, "That viewer is not in the room.")
	case c.Address && from.Network == "":
		return Event{}, refuse(ErrInvalid, "The network address of that viewer isn't known.")
	case !out && s.Door.full():
		return Event{}, refuse(ErrInvalid, "This room keeps 200 people out. Let one of them back in first.")
	}
	if err := s.mayExpel(in, c.To); err != nil {
		return Event{}, err
	}
	e := s.next(KindExpel)
	e.To, e.Reason = &to, ReasonKick
	if c.Ban {
		e.Reason = ReasonBan
	}
	e = e.strip(to.ID)
	if c.Address {
		e.Private = &Private{Address: from.Network}
		return s.expelNetwork(e, in, from.Network)
	}
	return e, nil
}

// expelNetwork takes from e the roles of all who are here from a network, unless
// somebody is among them who must not be put out.
func (s State) expelNetwork(e Event, in Circumstances, network string) (Event, error) {
	if in.Here == nil {
		return e, nil
	}
	for _, p := range in.Here() {
		from := in.origin(p.ID)
		if from.Network != network || from.Admin || p.ID == e.To.ID {
			continue
		}
		if in.By != nil && p.ID == in.By.ID {
			return Event{}, refuse(ErrForbidden, "You have the same network address and would be put out, too.")
		}
		if s.mayExpel(in, p.ID) != nil {
			return Event{}, refuse(ErrForbidden, "{name} has the same network address and would be put out, too.", "name", p.Name)
		}
		e = e.strip(p.ID)
	}
	return e, nil
}

// strip takes a viewer's role away.
func (e Event) strip(viewer string) Event {
	if e.Host == viewer {
		e.Host = "" // the room elects another one when the viewer is gone
	}
	e.CoHosts = except(e.CoHosts, viewer)
	return e
}

// mayExpel returns nil when whoever gives a command may put a viewer out.
func (s State) mayExpel(in Circumstances, viewer string) error {
	target := s.Role(viewer, in.origin(viewer).Admin)
	if target == RoleAdmin {
		return refuse(ErrForbidden, "Whoever runs this server can't be put out.")
	}
	if in.By == nil || target == RoleGuest {
		return nil
	}
	switch by := s.Role(in.By.ID, in.Admin); {
	case target == RoleHost && by < RoleAdmin:
		return refuse(ErrForbidden, "Only the admin can put out the host.")
	case by <= target:
		return refuse(ErrForbidden, "Only the host can put out co-hosts.")
	}
	return nil
}

func (c Restore) decide(s State, _ Circumstances) (Event, error) {
	was, out := s.Door.outcast(c.To)
	if !out {
		return Event{}, errAlready
	}
	e := s.next(KindRestore)
	e.To = &was.Person
	return e, nil
}

func (c Admit) decide(s State, in Circumstances) (Event, error) {
	if in.Asking == nil {
		return Event{}, errNobodyAsks
	}
	to, ok := in.Asking(c.To)
	if !ok {
		return Event{}, errNobodyAsks
	}
	e := s.next(KindAdmit)
	e.To = &to
	return e, nil
}

var errNobodyAsks = refuse(ErrInvalid, "They don't ask to come in any more.")

// origin returns where a present viewer comes from.
func (r *Room) origin(viewer string) Origin {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.roster.here[viewer]; p != nil {
		return p.from
	}
	return Origin{}
}

// answerDoor makes the room fit what an event has said of who may be in it. mu is held.
func (r *Room) answerDoor(e Event) {
	switch e.Kind {
	case KindExpel:
		r.empty(e)
		r.answerKnocks()
	case KindRestore, KindAdmit, KindEnter, KindLink, KindSettings:
		r.answerKnocks()
	}
}

// empty takes those whom an event has put out off the list. mu is held.
func (r *Room) empty(e Event) {
	was := len(r.roster.here)
	for id, p := range r.roster.here {
		if r.state.Door.keepsOut(Caller{Viewer: id, Admin: p.from.Admin}) != nil || p.from.isIn(e.Private) {
			r.roster.forget(p)
		}
	}
	if len(r.roster.here) == was {
		return
	}
	if len(r.roster.here) == 0 {
		r.idle = r.rooms.now()
	}
	r.changedHere()
	r.tellStanding()
	r.rooms.run(r.settle)
}

// isIn reports whether somebody comes from the network that an event keeps out.
func (o Origin) isIn(p *Private) bool {
	return p != nil && p.Address != "" && o.Network == p.Address && !o.Admin
}
