package room

import (
	"context"
	"slices"
)

// Times of what comes next, in milliseconds.
const (
	nextIn    = 10_000 // from a film's end to the next one's
	nextLead  = 2000   // players need time to load it
	nextStale = 5000   // a moment that was missed for so long is counted down to anew
)

// The commands about what comes next.
type (
	// PlayNext plays the first film of the queue at once, while the room counts down to it.
	PlayNext struct{ first }

	// CancelNext ends that countdown: the room stands at the film's end.
	CancelNext struct{}

	// VoteSkip plays the first film of the queue at once when a host or co-host wants
	// to, else once more than half of those who watch do.
	VoteSkip struct{ first }
)

// The commands of the room itself.
type (
	// advance plays the first film of the queue once its time has come.
	advance struct{ first }

	// recount lets the room count down to the next film anew.
	recount struct{}

	// skip counts a viewer's wish to skip the film that event Loaded has put on, and
	// skips it when enough want to. Viewer is "" when somebody may have left.
	skip struct {
		first
		Viewer string
		Loaded uint64
	}
)

// first is the film that comes next, as the library has it.
type first struct {
	item  uint64
	media Media
	ahead Ahead
}

var errNoNext = refuse(ErrStale, "No film is about to begin.")

// play lets the room play the film, if it is still the next one. What has ended
// goes to the queue's end in a room that loops.
func (f first) play(s State, in Circumstances, why Reason) (Event, error) {
	if len(s.Queue.Items) == 0 {
		return Event{}, refuse(ErrInvalid, "Nothing is in the queue.")
	}
	if f.item != s.Queue.Items[0].ID {
		return Event{}, ErrStale
	}
	items := slices.Clone(s.Queue.Items[1:])
	var again []QueueItem
	if s.Settings.Loop && s.Playback.Ended(in.Now, s.length()) && f.media.ID != s.Media.ID && !s.Queue.holds(s.Media.ID) {
		item := QueueItem{
			ID: s.Queue.Last + 1, Media: s.Media.ID, Title: s.Media.Title, Type: s.Media.Type, Version: s.Media.Version,
			Duration: s.Media.Duration, URL: s.Media.URL,
		}
		if s.Queue.On != nil {
			item.By = s.Queue.On.By
		}
		if fits(append(slices.Clone(items), item)) {
			items, again = append(items, item), []QueueItem{item}
		}
	}
	e := s.next(KindLoad)
	e.Media, e.Tracks, e.Behind, e.Next, e.Skip = &f.media, Tracks{}, nil, nil, nil
	e.Playback = Playback{Media: f.media.ID, Version: f.media.Version, Paused: true, Rate: s.Playback.Rate, At: in.Now}
	e.Queue = change(items, again...)
	e.Queue.Played = f.item
	in.Ahead, in.Lead = f.ahead, max(in.Lead, nextLead)
	e = e.start(in)
	e.Reason = why
	return e, nil
}

func (c PlayNext) decide(s State, in Circumstances) (Event, error) {
	if s.Next == nil {
		return Event{}, errNoNext
	}
	return c.play(s, in, ReasonNext)
}

func (CancelNext) decide(s State, _ Circumstances) (Event, error) {
	if s.Next == nil {
		return Event{}, errAlready
	}
	e := s.next(KindQueue)
	e.Reason, e.Next = ReasonNext, nil
	return e, nil
}

func (c advance) decide(s State, in Circumstances) (Event, error) {
	if s.Next == nil || in.Now < s.Next.At || s.Next.Item != c.item {
		return Event{}, errAlready
	}
	return c.play(s, in, ReasonNext)
}

func (recount) decide(s State, in Circumstances) (Event, error) {
	if s.Next == nil || in.Now < s.Next.At+nextStale {
		return Event{}, errAlready
	}
	e := s.next(KindQueue)
	e.Reason, e.Next = ReasonNext, &Next{s.Next.Item, in.Now + nextIn}
	return e, nil
}

func (c VoteSkip) decide(s State, in Circumstances) (Event, error) {
	switch {
	case in.By == nil:
		return Event{}, ErrForbidden
	case len(s.Queue.Items) == 0:
		return Event{}, refuse(ErrInvalid, "Nothing is in the queue to skip to.")
	case s.may(in, RightModerate) == nil:
		return c.play(s, in, ReasonSkip)
	}
	return skip{c.first, in.By.ID, s.Loaded}.decide(s, in)
}

func (c skip) decide(s State, in Circumstances) (Event, error) {
	switch {
	case c.Loaded != s.Loaded && c.Viewer == "":
		return Event{}, errAlready
	case c.Loaded != s.Loaded:
		return Event{}, ErrStale
	case len(s.Queue.Items) == 0, c.Viewer == "" && c.item != s.Queue.Items[0].ID:
		return Event{}, errAlready
	}
	voters := s.Queue.Skippers
	again := slices.Contains(voters, c.Viewer)
	if c.Viewer != "" && !again {
		voters = append(slices.Clone(voters), c.Viewer)
	}
	tally := tallySkip(voters, c.Viewer, in.watching())
	switch {
	case tally.Votes >= tally.Needed:
		return c.play(s, in, ReasonSkip)
	case c.Viewer == "" || again:
		return Event{}, errAlready
	case len(voters) > maxSkippers:
		return Event{}, refuse(ErrInvalid, "Enough have asked for the next film. The host decides.")
	}
	e := s.next(KindQueue)
	e.Reason, e.Skip, e.Private = ReasonSkip, &tally, &Private{Skipper: c.Viewer}
	return e, nil
}

func (in Circumstances) watching() []Person {
	if in.Watching == nil {
		return nil
	}
	return in.Watching()
}

// tallySkip counts those of the voters who watch; voter does, whatever is known of it.
func tallySkip(voters []string, voter string, watching []Person) Skip {
	all, votes := len(watching), 0
	for _, p := range watching {
		if slices.Contains(voters, p.ID) {
			votes++
		}
	}
	if voter != "" && !among(watching, voter) {
		all, votes = all+1, votes+1
	}
	return Skip{votes, all/2 + 1}
}

// follow returns e with what comes next after it: the first of the queue, and
// nothing once the film moves or another one is on.
func (e Event) follow(s State) Event {
	if e.Next == nil {
		return e
	}
	order := e.order(s)
	moved := !e.Playback.Paused || e.Playback.Waiting || e.Playback.Media != s.Playback.Media
	if e.Next == s.Next {
		moved = moved || e.Playback.Position != s.Playback.Position
	}
	if moved || len(order) == 0 {
		e.Next = nil
		return e
	}
	e.Next = &Next{order[0], e.Next.At}
	return e
}

// order returns the ids of the queue after e.
func (e Event) order(s State) []uint64 {
	if e.Queue != nil {
		return e.Queue.Order
	}
	return change(s.Queue.Items).Order
}

// watching returns those whose players have joined and who look.
func (r *Room) watching() (people []Person) {
	now := r.rooms.now()
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, p := range r.roster.byAge() {
		if p.here(now) && p.status != nil && p.status.Joined {
			people = append(people, Person{p.ID, p.Name})
		}
	}
	return people
}

// first returns the film that comes next in a state. Gone are those before it that
// can't be had any more. ok is false when there is none, or that can't be told yet.
func (r *Room) first(s State) (f first, gone []uint64, ok bool) {
	for _, item := range s.Queue.Items {
		m := item.film()
		if library := r.rooms.library; library != nil && item.URL == "" {
			var known bool
			if m, known = library.Film(item.Media); !known {
				if !library.Complete() {
					return first{}, nil, false
				}
				gone = append(gone, item.ID)
				continue
			}
		}
		return first{item.ID, m, r.rooms.ahead(m)}, gone, true
	}
	return first{}, gone, false
}

// furnish returns the film that comes next, after films that can't be had any
// more were taken out of the queue. Where there is none it is the zero one.
func (r *Room) furnish(ctx context.Context) (first, error) {
	f, gone, ok := r.first(r.State())
	if len(gone) > 0 {
		if err := r.command(ctx, drop{gone}); err != nil {
			return first{}, err
		}
	}
	if !ok && len(r.State().Queue.Items) > 0 {
		return first{}, ErrStale
	}
	return f, nil
}

// upNext returns what the room has to do now (Unix milliseconds) for the next
// film, or nil. Nothing comes next before nobody.
func (r *Room) upNext(now float64) Command {
	r.mu.Lock()
	s, watched := r.state, r.idle == 0
	r.mu.Unlock()
	due := s.Next != nil && now >= s.Next.At
	if !watched || !due && len(s.Queue.Skippers) == 0 {
		return nil
	}
	if due && now >= s.Next.At+nextStale {
		return recount{}
	}
	if !due {
		tally := tallySkip(s.Queue.Skippers, "", r.watching())
		if tally.Votes < tally.Needed {
			return nil
		}
	}
	f, gone, ok := r.first(s)
	switch {
	case len(gone) > 0:
		return drop{gone}
	case !ok:
		return nil
	case due:
		return advance{f}
	}
	return skip{first: f, Loaded: s.Loaded}
}

// voteFor lets a viewer's vote about the queue become an event that names nobody.
func (r *Room) voteFor(ctx context.Context, in Circumstances, public, secret Command) (uint64, error) {
	s, _ := r.current()
	if in.Seen > s.Seq && r.catchUp(ctx, in.Seen) {
		s, _ = r.current()
	}
	if seq, ok := s.accepted(in.Action); ok {
		return seq, nil
	}
	in.Now = r.rooms.now()
	if _, _, err := Decide(s, public, in); err != nil {
		return 0, err
	}
	in.By, in.Admin = nil, false
	return r.decide(ctx, secret, in)
}

// unnamed returns the command that does what a viewer's vote about the queue does
// without saying whose it is, nil for what is no such vote.
func (r *Room) unnamed(c Command, in Circumstances) Command {
	s := r.State()
	switch c := c.(type) {
	case Upvote:
		return upvote{c.Item, in.By.ID}
	case VoteSkip:
		if s.may(in, RightModerate) != nil {
			return skip{c.first, in.By.ID, s.Loaded}
		}
	}
	return nil
}
