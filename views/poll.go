package views

import (
	"fmt"
	"strconv"
)

// Poll is a question to the room.
type Poll struct {
	ID       uint64
	Question string
	Options  []PollOption
	Leading  []PollOption // those with the most votes
	By       Viewer       // who asked; ID and Name alone
	Closed   bool
	Voters   int
	Choice   int // index of the viewer's own option, -1: none
}

// PollOption is an answer, and how many have given it.
type PollOption struct {
	Text  string
	Votes int
}

// Result says in words who leads, or has won.
func (p Poll) Result() string {
	if len(p.Leading) == 0 {
		return "nobody has voted"
	}
	names := make([]string, len(p.Leading))
	for i, o := range p.Leading {
		names[i] = o.Text
	}
	each := ""
	if len(names) > 1 {
		each = " each"
	}
	return fmt.Sprintf("%s (%d of %d%s)", Names(names), p.Leading[0].Votes, p.Voters, each)
}

// share is what the scripts write, too: how many, and of all how much.
func (p Poll) share(o PollOption) string {
	if p.Voters == 0 {
		return "0"
	}
	return fmt.Sprintf("%d · %d %%", o.Votes, (200*o.Votes+p.Voters)/(2*p.Voters))
}

// about says who asks, and what became of it.
func (p Poll) about() string {
	if p.Closed {
		return p.By.Name + " asked · ended"
	}
	return p.By.Name + " asks"
}

func (p Poll) option(part string, i int) string { return "poll-" + part + "-" + strconv.Itoa(i) }

// Reaction is an emoji with which viewers react, and its name.
type Reaction struct {
	Emoji string
	Name  string
}
