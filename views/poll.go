package views

import (
	"context"
	"fmt"
	"strconv"

	"goblet/words"
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
func (p Poll) Result() words.Sentence {
	if len(p.Leading) == 0 {
		return words.Say("nobody has voted")
	}
	names := make([]string, len(p.Leading))
	for i, o := range p.Leading {
		names[i] = o.Text
	}
	if len(names) > 1 {
		return words.Say("{names} ({votes} of {voters} each)", "names", Names(names), "votes", p.Leading[0].Votes, "voters", p.Voters)
	}
	return words.Say("{name} ({votes} of {voters})", "name", names[0], "votes", p.Leading[0].Votes, "voters", p.Voters)
}

// share is what the scripts write, too: how many, and of all how much.
func (p Poll) share(ctx context.Context, o PollOption) string {
	if p.Voters == 0 {
		return "0"
	}
	return fmt.Sprintf("%d · %s", o.Votes, say(ctx, percent((200*o.Votes+p.Voters)/(2*p.Voters))))
}

// about says who asks, and what became of it.
func (p Poll) about(ctx context.Context) string {
	if p.Closed {
		return t(ctx, "{name} asked · ended", "name", p.By.Name)
	}
	return t(ctx, "{name} asks", "name", p.By.Name)
}

func (p Poll) option(part string, i int) string { return "poll-" + part + "-" + strconv.Itoa(i) }

// Reaction is an emoji with which viewers react, and its name.
type Reaction struct {
	Emoji string
	Name  words.Sentence
}
