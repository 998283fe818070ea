package room

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// Bounds of a poll.
const (
	MaxQuestion = 200  // characters
	MaxOption   = 100  // characters
	MinOptions  = 2    //
	MaxOptions  = 8    //
	MaxVoters   = 5000 // who votes is part of the state
)

// Poll is a question to the room as everyone may see it. Like the State that it is
// part of it is never changed in place.
type Poll struct {
	ID       uint64       `json:"id"` // seq of the event that brought it
	Question string       `json:"question"`
	Options  []PollOption `json:"options"`
	By       Person       `json:"by"`              // who asked
	Closed   float64      `json:"closed,omitzero"` // Unix milliseconds when it was ended; 0 = open
}

// PollOption is one answer, and how many have given it.
type PollOption struct {
	Text  string `json:"text"`
	Votes int    `json:"votes"`
}

// Voters returns how many have voted.
func (p Poll) Voters() (n int) {
	for _, o := range p.Options {
		n += o.Votes
	}
	return n
}

// Leading returns the options with the most votes; none when nobody has voted.
func (p Poll) Leading() (ahead []PollOption) {
	most := 1
	for _, o := range p.Options {
		if o.Votes > most {
			most, ahead = o.Votes, nil
		}
		if o.Votes == most {
			ahead = append(ahead, o)
		}
	}
	return ahead
}

// The commands of polls. A poll is named by its id.
type (
	// Ask opens a poll. A room has one open poll at most.
	Ask struct {
		Question string
		Options  []string // those that are blank do not count
	}

	// Vote gives the viewer's vote to the option of an index, in place of an
	// earlier one. Room.Do counts it together with those of others.
	Vote struct {
		Poll   uint64
		Option int
	}

	// EndPoll closes a poll: whoever asked, and who may moderate.
	EndPoll struct{ Poll uint64 }
)

// errPollFull: the votes are part of every snapshot.
var errPollFull = refuse(ErrInvalid, "This poll has 5,000 votes already: it takes no more.")

func (c Ask) decide(s State, in Circumstances) (Event, error) {
	if in.By == nil {
		return Event{}, ErrForbidden
	}
	if s.Poll != nil && s.Poll.Closed == 0 {
		return Event{}, refuse(ErrStale, "There is a poll already. It has to end before the next one.")
	}
	question := cleanWords(c.Question)
	switch n := utf8.RuneCountInString(question); {
	case n == 0:
		return Event{}, refuse(ErrInvalid, "A poll needs a question.")
	case n > MaxQuestion:
		return Event{}, refuse(ErrInvalid, "A question has at most {n} characters.", "n", MaxQuestion)
	}
	options, err := cleanOptions(c.Options)
	if err != nil {
		return Event{}, err
	}
	return s.poll(Poll{ID: s.Seq + 1, Question: question, Options: options, By: *in.By}), nil
}

func cleanOptions(raw []string) ([]PollOption, error) {
	var options []PollOption
	for _, text := range raw {
		text = cleanWords(text)
		same := func(o PollOption) bool { return strings.EqualFold(o.Text, text) }
		switch {
		case text == "":
			continue
		case utf8.RuneCountInString(text) > MaxOption:
			return nil, refuse(ErrInvalid, "An option has at most {n} characters.", "n", MaxOption)
		case slices.ContainsFunc(options, same):
			return nil, refuse(ErrInvalid, "Two options are the same.")
		case len(options) == MaxOptions:
			return nil, refuse(ErrInvalid, "A poll has at most {n} options.", "n", MaxOptions)
		}
		options = append(options, PollOption{Text: text})
	}
	if len(options) < MinOptions {
		return nil, refuse(ErrInvalid, "A poll needs at least two options.")
	}
	return options, nil
}

// cleanWords returns a text on one line, as others may see it; "" when there is
// nothing to be seen.
func cleanWords(raw string) string {
	var c cleaner
	for _, r := range strings.ToValidUTF8(raw, "") {
		c.add(r)
	}
	text := strings.Join(strings.FieldsFunc(string(c.out), gap), " ")
	if strings.TrimFunc(text, unseen) == "" {
		return ""
	}
	return strings.TrimFunc(text, blank)
}

func (c Vote) decide(s State, in Circumstances) (Event, error) {
	if in.By == nil {
		return Event{}, ErrForbidden
	}
	return ballots{c.Poll, map[string]int{in.By.ID: c.Option}}.decide(s, in)
}

// ballots are votes that are counted together: the index of an option by viewer id.
type ballots struct {
	Poll  uint64
	Votes map[string]int
}

func (c ballots) decide(s State, _ Circumstances) (Event, error) {
	p, err := s.openPoll(c.Poll)
	if err != nil {
		return Event{}, err
	}
	p.Options = slices.Clone(p.Options)
	votes, voters := map[string]int{}, len(s.Votes)
	for viewer, option := range c.Votes {
		before, voted := s.Votes[viewer]
		switch {
		case option < 0 || option >= len(p.Options):
			return Event{}, fault("The poll has no such option.")
		case voted && before == option:
			continue
		case voted:
			p.Options[before].Votes--
		default:
			voters++
		}
		p.Options[option].Votes++
		votes[viewer] = option
	}
	switch {
	case len(votes) == 0:
		return Event{}, errAlready
	case voters > MaxVoters:
		return Event{}, errPollFull
	}
	e := s.poll(p)
	e.Kind, e.Private = KindVotes, &Private{Votes: votes}
	return e, nil
}

func (c EndPoll) decide(s State, in Circumstances) (Event, error) {
	if s.Poll != nil && s.Poll.ID == c.Poll && s.Poll.Closed != 0 {
		return Event{}, errAlready
	}
	p, err := s.openPoll(c.Poll)
	if err != nil {
		return Event{}, err
	}
	if in.By == nil || p.By.ID != in.By.ID && s.may(in, RightModerate) != nil {
		return Event{}, refuse(ErrForbidden, "Only who asked, the host and co-hosts can end a poll.")
	}
	p.Closed = in.Now
	return s.poll(p), nil
}

// openPoll returns the poll of an id if it is the one that is open.
func (s State) openPoll(id uint64) (Poll, error) {
	if s.Poll == nil || s.Poll.ID != id || s.Poll.Closed != 0 {
		return Poll{}, refuse(ErrStale, "That poll has ended.")
	}
	return *s.Poll, nil
}

// poll begins an event that brings or changes a poll.
func (s State) poll(p Poll) Event {
	e := s.next(KindPoll)
	e.Poll = &p
	return e
}

// counted returns who has voted for what after e, which carries a poll.
func (s State) counted(e Event) map[string]int {
	if e.Poll.ID == e.Seq {
		return nil
	}
	if e.Private == nil || len(e.Private.Votes) == 0 {
		return s.Votes
	}
	votes := make(map[string]int, len(s.Votes)+len(e.Private.Votes))
	maps.Copy(votes, s.Votes)
	maps.Copy(votes, e.Private.Votes)
	return votes
}
