package room

import "cmp"

// WaitRule says whether a room waits for viewers whose players run dry.
type WaitRule string

// The rules. A room begins with WaitAuto.
const (
	WaitAuto WaitRule = "auto" // while there are at most autoWait viewers
	WaitOn   WaitRule = "on"
	WaitOff  WaitRule = "off"
)

// autoWait is how many viewers a room has at most that waits by itself: the more
// there are, the more often somebody is awaited.
const autoWait = 10

// Settings are how a room behaves, for all its films.
type Settings struct {
	Wait WaitRule `json:"wait"`
	Loop bool     `json:"loop"` // the film plays again when it has ended

	Control Who `json:"control"` // who moves the film
	Load    Who `json:"load"`    // who chooses it
	Chat    Who `json:"chat"`    // who writes to the others

	Locked bool `json:"locked"` // who has never been here stays outside

	Lobby    bool `json:"lobby"`    // who has never been here must ask
	Password bool `json:"password"` // or know the password, which is in State.Door

	Shuffle bool `json:"shuffle"` // the queue is in an order by chance
}

// waits reports whether a room of so many viewers waits for those who run dry.
func (s Settings) waits(viewers int) bool {
	return s.Wait == WaitOn || s.Wait != WaitOff && viewers <= autoWait
}

// led reports whether the host has something that guests lack, beyond the choice
// of the film. Then co-hosts alone take that role.
func (s Settings) led() bool { return s.Control == Hosts || s.Chat == Hosts }

// complete returns s with all its rules, as what older Goblets wrote lacks some.
func (s Settings) complete() Settings {
	if s.Wait == "" {
		s.Wait = WaitAuto
	}
	s.Control, s.Load, s.Chat = cmp.Or(s.Control, Everyone), cmp.Or(s.Load, Hosts), cmp.Or(s.Chat, Everyone)
	return s
}

// Set changes the room's settings; what is nil stays, and "" is no preset. What
// is named besides a preset counts more. Host and admin only.
type Set struct {
	Wait   *WaitRule
	Loop   *bool
	Locked *bool

	Preset              Preset
	Control, Load, Chat *Who

	Lobby    *bool
	Password *string // as it is typed, "" = none
	hash     string  // of Password

	Shuffle *bool
}

func (c Set) decide(s State, in Circumstances) (Event, error) {
	e := s.next(KindSettings)
	was := e.Settings
	if c.Loop != nil {
		e.Settings.Loop = *c.Loop
		e.Reason = ReasonLoop
	}
	if c.Locked != nil && *c.Locked != was.Locked {
		e.Settings.Locked, e.Reason = *c.Locked, ReasonLocked
	}
	if c.Shuffle != nil && *c.Shuffle != was.Shuffle {
		e.Settings.Shuffle, e.Reason = *c.Shuffle, ReasonShuffle
		if *c.Shuffle && len(s.Queue.Items) > 1 {
			e.Queue = s.shuffled(in)
		}
	}
	if c.Lobby != nil && *c.Lobby != was.Lobby {
		e.Settings.Lobby, e.Reason = *c.Lobby, ReasonLobby
	}
	if c.Password != nil && (*c.Password != "" || was.Password) {
		e.Settings.Password, e.Reason = *c.Password != "", ReasonPassword
		if e.Settings.Password {
			e.Private = &Private{Password: c.hash}
		}
	}
	if c.Wait != nil && *c.Wait != was.Wait {
		switch *c.Wait {
		case WaitAuto, WaitOn, WaitOff:
		default:
			return Event{}, fault("The room can wait for everyone on, off or auto.")
		}
		e.Settings.Wait, e.Reason = *c.Wait, ReasonWait
	}
	if err := c.rules(&e); err != nil {
		return Event{}, err
	}
	if e.Settings == was && e.Private == nil {
		return Event{}, errAlready
	}
	return e, nil
}

// rules puts into e who may do what.
func (c Set) rules(e *Event) error {
	set, was := &e.Settings, e.Settings
	if c.Preset != "" {
		var ok bool
		if set.Control, set.Load, set.Chat, ok = c.Preset.rules(); !ok {
			return fault("There is no such preset: equal, lead or cinema.")
		}
	}
	for _, rule := range []struct {
		now  *Who
		want *Who
	}{{&set.Control, c.Control}, {&set.Load, c.Load}, {&set.Chat, c.Chat}} {
		if rule.want == nil {
			continue
		}
		if !rule.want.valid() {
			return fault("Either everyone may do that, or hosts.")
		}
		*rule.now = *rule.want
	}
	control, load, chat := set.Control != was.Control, set.Load != was.Load, set.Chat != was.Chat
	switch {
	case control && !load && !chat && c.Preset == "":
		e.Reason = ReasonControl
	case load && !control && !chat && c.Preset == "":
		e.Reason = ReasonLoad
	case chat && !control && !load && c.Preset == "":
		e.Reason = ReasonChat
	case control || load || chat:
		e.Reason = ReasonRights
	}
	return nil
}
