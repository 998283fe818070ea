package room

import "slices"

// Line is one line of a room's chat. An event carries it whole, so that no reader
// has to know the line that was there before.
type Line struct {
	ID       uint64   `json:"id"` // seq of the event that brought it
	At       float64  `json:"at"` // Unix milliseconds of that event
	Author   Author   `json:"author"`
	Text     string   `json:"text"`
	Reply    *Quote   `json:"reply,omitempty"`
	Mentions []Person `json:"mentions,omitempty"` // who were here and are named in Text
	Edited   bool     `json:"edited,omitempty"`
	Deleted  bool     `json:"deleted,omitempty"` // then Text, Reply and Mentions are empty
}

// Author is who wrote a line, as everyone saw them then.
type Author struct {
	ID    string `json:"id"`
	Name  string `json:"name"`
	Color string `json:"color"`
	Emoji string `json:"emoji,omitempty"`
}

// Quote is the line that another one answers, in short.
type Quote struct {
	ID   uint64 `json:"id"`
	Name string `json:"name"`
	Text string `json:"text"` // "" once that line was deleted
}

// Chat is the newest lines of a room, oldest first. Like the State that it is part
// of it is never changed in place.
type Chat struct {
	Lines []Line `json:"lines,omitempty"`
	Older bool   `json:"older,omitempty"` // there were lines before them
}

// Bounds of the lines that a state holds. It is saved as one record, in which a
// character of text can take six bytes.
const (
	KeptLines = 200
	keptBytes = 96 << 10
)

// with returns the chat after a line of the event seq: a new one, or one that was
// edited or deleted, whether it is still held or not.
func (c Chat) with(l Line, seq uint64) Chat {
	if l.ID == seq {
		lines := append(c.Lines[:len(c.Lines):len(c.Lines)], l)
		kept := lines[fitting(lines):]
		return Chat{kept, c.Older || len(kept) < len(lines)}
	}
	return Chat{revised(c.Lines, l), c.Older}
}

// fitting returns the index from which on lines keep to the bounds.
func fitting(lines []Line) int {
	bytes := 0
	for i := len(lines) - 1; i >= 0; i-- {
		bytes += lines[i].size()
		if len(lines)-i > KeptLines || bytes > keptBytes {
			return i + 1
		}
	}
	return 0
}

// size is about how many bytes of what people wrote a line holds.
func (l Line) size() int {
	size := len(l.Text) + len(l.Author.Name) + len(l.Author.Emoji)
	if l.Reply != nil {
		size += len(l.Reply.Name) + len(l.Reply.Text)
	}
	for _, p := range l.Mentions {
		size += len(p.ID) + len(p.Name)
	}
	return size
}

// revised returns lines with l in the place of the line of its id. What quotes a
// deleted line does not tell its text any more.
func revised(lines []Line, l Line) []Line {
	lines = slices.Clone(lines)
	for i, old := range lines {
		lines[i] = old.After(l)
	}
	return lines
}

// After returns what l is once the line now was edited or deleted: l may be that
// line, or quote it.
func (l Line) After(now Line) Line {
	switch {
	case l.ID == now.ID:
		return now
	case now.Deleted && l.Reply != nil && l.Reply.ID == now.ID:
		l.Reply = &Quote{ID: now.ID, Name: l.Reply.Name}
	}
	return l
}

// line returns the line of an id if the chat holds it.
func (c Chat) line(id uint64) (Line, bool) {
	i, ok := slices.BinarySearchFunc(c.Lines, id, func(l Line, id uint64) int {
		switch {
		case l.ID < id:
			return -1
		case l.ID > id:
			return 1
		}
		return 0
	})
	if !ok {
		return Line{}, false
	}
	return c.Lines[i], true
}
