package room

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
}

// waits reports whether a room of so many viewers waits for those who run dry.
func (s Settings) waits(viewers int) bool {
	return s.Wait == WaitOn || s.Wait != WaitOff && viewers <= autoWait
}

// complete returns s with a rule, as what older Goblets wrote has none.
func (s Settings) complete() Settings {
	if s.Wait == "" {
		s.Wait = WaitAuto
	}
	return s
}

// Set changes the room's settings; what is nil stays. Host and admin only.
type Set struct {
	Wait *WaitRule
	Loop *bool
}

func (c Set) decide(s State, in Circumstances) (Event, error) {
	if in.By == nil || !in.Admin && in.By.ID != s.Host {
		return Event{}, refuse(ErrForbidden, "Only the host changes how the room behaves.")
	}
	e := s.next(KindSettings)
	if c.Loop != nil {
		e.Settings.Loop = *c.Loop
		e.Reason = ReasonLoop
	}
	if c.Wait != nil && *c.Wait != s.Settings.Wait {
		switch *c.Wait {
		case WaitAuto, WaitOn, WaitOff:
		default:
			return Event{}, refuse(ErrInvalid, "The room can wait for everyone on, off or auto.")
		}
		e.Settings.Wait, e.Reason = *c.Wait, ReasonWait
	}
	if e.Settings == s.Settings {
		return Event{}, errAlready
	}
	return e, nil
}
