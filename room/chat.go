package room

import (
	"slices"
	"strings"
)

// The commands of chat. A line is named by its id.
type (
	// Say adds a line, in reply to another one unless Reply is 0.
	Say struct {
		Text  string
		Reply uint64
	}

	// EditLine gives a line of the viewer's own another text, while it is among
	// those that the state holds.
	EditLine struct {
		Line uint64
		Text string
	}

	// DeleteLine takes a line's text away: one's own, for who may moderate anybody's.
	DeleteLine struct {
		Line uint64
		old  *Line // the line if the state no longer holds it; Room.Do looks for it
	}
)

// quoteLength is how many characters of a line a quote of it shows.
const quoteLength = 140

// errLineDeleted: nothing can be done with a line that is no longer there.
var errLineDeleted = refuse(ErrStale, "That line was deleted.")

func (c Say) decide(s State, in Circumstances) (Event, error) {
	if in.By == nil {
		return Event{}, ErrForbidden
	}
	text, err := cleanLine(c.Text)
	if err != nil {
		return Event{}, err
	}
	l := Line{
		ID: s.Seq + 1, At: in.Now, Text: text, Mentions: in.mentioned(text, nil),
		Author: Author{in.By.ID, in.By.Name, in.Color, in.Emoji},
	}
	if c.Reply != 0 {
		to, ok := s.Chat.line(c.Reply)
		switch {
		case !ok:
			return Event{}, refuse(ErrStale, "That line is too old to be answered.")
		case to.Deleted:
			return Event{}, errLineDeleted
		}
		l.Reply = &Quote{to.ID, to.Author.Name, excerpt(to.Text)}
	}
	return s.chat(l), nil
}

func (c EditLine) decide(s State, in Circumstances) (Event, error) {
	if in.By == nil {
		return Event{}, ErrForbidden
	}
	text, err := cleanLine(c.Text)
	if err != nil {
		return Event{}, err
	}
	l, ok := s.Chat.line(c.Line)
	switch {
	case !ok:
		return Event{}, refuse(ErrStale, "That line is too old to be changed. It can only be deleted.")
	case l.Author.ID != in.By.ID:
		return Event{}, refuse(ErrForbidden, "Only who wrote a line can change it.")
	case l.Deleted:
		return Event{}, errLineDeleted
	case l.Text == text:
		return Event{}, errAlready
	}
	l.Text, l.Edited = text, true
	l.Mentions = in.mentioned(text, l.Mentions)
	return s.chat(l), nil
}

func (c DeleteLine) decide(s State, in Circumstances) (Event, error) {
	if in.By == nil {
		return Event{}, ErrForbidden
	}
	l, ok := s.Chat.line(c.Line)
	switch {
	case !ok && c.old == nil:
		return Event{}, refuse(ErrStale, "That line is no longer here.")
	case !ok:
		l = *c.old
	}
	switch {
	case l.Author.ID != in.By.ID && s.may(in, RightModerate) != nil:
		return Event{}, refuse(ErrForbidden, "Only the host and co-hosts can delete what others wrote.")
	case l.Deleted:
		return Event{}, errAlready
	}
	return s.chat(Line{ID: l.ID, At: l.At, Author: l.Author, Deleted: true}), nil
}

// chat begins an event that brings or changes a line.
func (s State) chat(l Line) Event {
	e := s.next(KindChat)
	e.Line = &l
	return e
}

// mentioned returns who is named in a text: of those who are here, and of those
// who were named in it before.
func (in Circumstances) mentioned(text string, before []Person) []Person {
	if in.Here == nil || !strings.ContainsRune(text, '@') {
		return nil
	}
	return mentioned(text, slices.Concat(before, in.Here()))
}

// excerpt returns a text in short, on one line, and without what its author hid
// between ||.
func excerpt(text string) string {
	parts := strings.Split(text, "||")
	var open strings.Builder
	for i, part := range parts {
		switch {
		case i%2 == 0:
			open.WriteString(part)
		case i < len(parts)-1:
			open.WriteString("[spoiler]")
		default:
			open.WriteString("||" + part) // never closed
		}
	}
	short := []rune(strings.Join(strings.Fields(open.String()), " "))
	if len(short) <= quoteLength {
		return string(short)
	}
	return strings.TrimSpace(string(short[:quoteLength])) + "…"
}
