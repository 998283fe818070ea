package room

// State is all that a room's events have led to.
type State struct {
	Seq      uint64     `json:"seq"`
	Revision uint64     `json:"revision"` // the log's own number of the event Seq
	Host     string     `json:"host"`
	HostName string     `json:"hostname,omitempty"` // as far as events tell
	CoHosts  []Person   `json:"cohosts,omitempty"`  // by appointment, here or not
	Playback Playback   `json:"playback"`
	Tracks   Tracks     `json:"tracks"`
	Media    Media      `json:"media"`
	Loaded   uint64     `json:"loaded"`  // seq of the event that chose the media
	Accepted []Accepted `json:"actions"` // newest last
	Settings Settings   `json:"settings"`

	Wait   *Wait       `json:"wait,omitempty"`   // nil unless Playback.Waiting
	Behind []Straggler `json:"behind,omitempty"` // who catches up, oldest first
	Stops  []Stop      `json:"stops,omitempty"`  // lately, oldest first
	End    float64     `json:"end,omitempty"`    // seconds, of a film of unknown duration; 0 = not found

	Closed bool    `json:"closed,omitempty"` // nobody comes in, until the admin reopens the room
	Used   float64 `json:"used,omitempty"`   // Unix milliseconds of the event Seq; 0 = not known

	Chat Chat `json:"chat,omitzero"`

	Poll  *Poll          `json:"poll,omitempty"`  // the newest one, open or not
	Votes map[string]int `json:"votes,omitempty"` // of Poll: the index of an option by viewer id; no browser is told
	Door  Door           `json:"door,omitzero"`

	Queue Queue `json:"queue,omitzero"`
	Next  *Next `json:"next,omitempty"` // nil unless the room counts down to the next film
}

// Accepted remembers an action, so that a repeated one is accepted once.
type Accepted struct {
	Action string `json:"action"`
	Seq    uint64 `json:"seq"`
}

// memory is how many actions a room remembers. A client gives up repeating an
// action long before this many others were accepted.
const memory = 128

// Apply returns the state after e, which has the log's number revision. Events
// that the state already holds change nothing.
func Apply(s State, e Event, revision uint64) State {
	if e.Seq <= s.Seq {
		return s
	}
	e = e.consistent()
	s.Stops, s.End, s.Queue, s.Next = s.noteStops(e), s.found(e), s.Queue.after(s, e), e.Next
	s.Seq, s.Revision = e.Seq, revision
	s.Host, s.CoHosts, s.Playback, s.Tracks = e.Host, e.CoHosts, e.Playback, e.Tracks
	switch {
	case e.Kind == KindHost && e.To != nil:
		s.HostName = e.To.Name
	case e.Kind == KindName && e.By != nil && e.By.ID == e.Host:
		s.HostName = e.By.Name
	}
	s.Settings, s.Wait, s.Behind = e.Settings.complete(), e.Wait, e.Behind
	s.Door = s.Door.after(e)
	s.Closed, s.Used = e.Closed, e.At
	if e.Line != nil {
		s.Chat = s.Chat.with(*e.Line, e.Seq)
	}
	if e.Poll != nil {
		s.Poll, s.Votes = e.Poll, s.counted(e)
	}
	if e.Media != nil {
		s.Media = *e.Media
	}
	if e.Kind == KindOpen || e.Kind == KindLoad {
		s.Loaded = e.Seq
	}
	// The full slice expression makes append copy: older states stay as they are.
	kept := s.Accepted[max(0, len(s.Accepted)-memory+1):]
	s.Accepted = append(kept[:len(kept):len(kept)], Accepted{e.Action, e.Seq})
	return s
}

// complete returns a state that was read from a snapshot with what those of older
// Goblets lack.
func (s State) complete() State {
	s.Settings = s.Settings.complete()
	s.Wait = Event{Playback: s.Playback, Wait: s.Wait}.consistent().Wait
	return s
}

// accepted returns the seq of the event that action led to, if it is remembered.
func (s State) accepted(action string) (seq uint64, ok bool) {
	for i := len(s.Accepted) - 1; i >= 0; i-- {
		if s.Accepted[i].Action == action {
			return s.Accepted[i].Seq, true
		}
	}
	return 0, false
}

// PositionAt returns the room's position in seconds at now (Unix milliseconds).
func (s State) PositionAt(now float64) float64 {
	return s.Playback.PositionAt(now, s.Media.Duration)
}
