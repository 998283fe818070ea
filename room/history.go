package room

import (
	"bytes"
	"context"
	"encoding/json"
	"slices"
)

// Lines returns up to most lines of the chat that came before the line of an id
// (0: the newest), oldest first, and whether there are more before them. They are
// as edits and deletions have left them.
func (r *Room) Lines(ctx context.Context, before uint64, most int) (lines []Line, more bool, err error) {
	chat := r.State().Chat
	held := chat.Lines
	if before != 0 {
		held = slices.Clone(held)
		held = slices.DeleteFunc(held, func(l Line) bool { return l.ID >= before })
	}
	if len(held) > most || !chat.Older || before == 0 {
		first := max(0, len(held)-most)
		return held[first:], first > 0 || chat.Older, nil
	}
	if len(chat.Lines) > 0 {
		before = min(before, chat.Lines[0].ID)
	}
	older := past{before: before, most: most - len(held) + 1}
	if err := r.recall(ctx, older.take); err != nil {
		return nil, false, err
	}
	lines = append(older.lines, held...)
	first := max(0, len(lines)-most)
	return lines[first:], first > 0, nil
}

// lookUp adds the line to a command that deletes one, if only the log still has it.
func (r *Room) lookUp(ctx context.Context, c DeleteLine) (DeleteLine, error) {
	chat := r.State().Chat
	if _, held := chat.line(c.Line); held || !chat.Older {
		return c, nil
	}
	old, err := r.find(ctx, c.Line)
	c.old = old
	return c, err
}

// find returns the line of an id as the log has it.
func (r *Room) find(ctx context.Context, id uint64) (*Line, error) {
	one := past{before: id + 1, most: 1}
	if err := r.recall(ctx, one.take); err != nil {
		return nil, err
	}
	if len(one.lines) == 0 || one.lines[0].ID != id {
		return nil, nil
	}
	return &one.lines[0], nil
}

// recall calls each with the room's events of chat, oldest first. It goes through
// the whole log, since a line may have been deleted long after it came; how long
// that is the log's bound says. Of a room one reads at a time.
func (r *Room) recall(ctx context.Context, each func(said)) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case r.recalling <- struct{}{}:
		defer func() { <-r.recalling }()
	case <-ctx.Done():
		return ErrUnavailable
	}
	err := r.rooms.log.Read(ctx, r.id, 0, func(_ uint64, data []byte) error {
		if !bytes.Contains(data, chatMark) {
			return nil
		}
		var e said
		if err := json.Unmarshal(data, &e); err != nil {
			return err
		}
		if e.Line != nil {
			each(e)
		}
		return nil
	})
	if err != nil {
		r.rooms.logger.WarnContext(ctx, "reading the chat failed", "room", r.id, "err", err)
		return ErrUnavailable
	}
	return nil
}

// said is what an event of chat says.
type said struct {
	Seq  uint64 `json:"seq"`
	Line *Line  `json:"line"`
}

// chatMark is in every event of chat as the log has it, and hardly in others.
var chatMark = []byte(`"kind":"` + KindChat + `"`)

// past collects the last lines before an id while the log is read.
type past struct {
	before uint64
	most   int
	lines  []Line
}

func (p *past) take(e said) {
	switch {
	case e.Line.ID != e.Seq:
		p.lines = revised(p.lines, *e.Line)
	case e.Seq < p.before:
		if len(p.lines) == p.most {
			p.lines = slices.Delete(p.lines, 0, 1)
		}
		p.lines = append(p.lines, *e.Line)
	}
}
