package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"

	"goblet/room"
	"goblet/views"
	"goblet/words"
)

// olderLines is how many lines of the chat are answered to who asks for older ones.
const olderLines = 100

func parseSay(_ *Server, _ *http.Request, f form) (room.Command, error) {
	c := room.Say{Text: f.Get("text")}
	if f.Get("reply") == "" {
		return c, nil
	}
	var err error
	c.Reply, err = f.line("reply")
	return c, err
}

func parseEditLine(_ *Server, _ *http.Request, f form) (room.Command, error) {
	id, err := f.line("line")
	return room.EditLine{Line: id, Text: f.Get("text")}, err
}

func parseDeleteLine(_ *Server, _ *http.Request, f form) (room.Command, error) {
	id, err := f.line("line")
	return room.DeleteLine{Line: id}, err
}

// line returns the id of a line of the chat.
func (f form) line(field string) (uint64, error) {
	id, err := strconv.ParseUint(f.Get(field), 10, 64)
	if err != nil || id == 0 {
		return 0, badForm{"The field " + field + " must be the id of a line."}
	}
	return id, nil
}

// chat answers with lines of the chat: those before a line, or the newest.
func (s *Server) chat(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.member(r)
	if err != nil {
		return err
	}
	if err := s.limitHistory(r, v.Viewer); err != nil {
		return err
	}
	before, most := uint64(0), room.KeptLines
	if text := r.URL.Query().Get("before"); text != "" {
		if before, err = strconv.ParseUint(text, 10, 64); err != nil || before == 0 {
			return badForm{"before must be the id of a line."}
		}
		most = olderLines
	}
	lines, more, err := rm.Lines(r.Context(), before, most)
	if err != nil {
		return err
	}
	s.render(w, r, http.StatusOK, views.ChatLines(viewLines(lines), more))
	return nil
}

// retract returns what becomes of the frames before the one that tells that a line was
// deleted: those that come back later get the line and its quotes without its text.
func (b *Broadcast) retract(gone room.Line) func(edition string, frame []byte) []byte {
	line, quote := fmt.Appendf(nil, `"line":{"id":%d,`, gone.ID), fmt.Appendf(nil, `"reply":{"id":%d,`, gone.ID)
	return func(edition string, frame []byte) []byte {
		if !bytes.Contains(frame, line) && !bytes.Contains(frame, quote) {
			return nil
		}
		var fields map[string]json.RawMessage
		var e room.Event
		if json.Unmarshal(frame, &fields) != nil || json.Unmarshal(frame, &e) != nil || e.Line == nil {
			return nil
		}
		l := e.Line.After(gone)
		html := b.html(words.With(context.Background(), languageIn(edition)), views.ChatLinePartial(viewLine(l), l.ID == e.Seq))
		var err error
		if fields["line"], err = json.Marshal(l); err == nil {
			fields["html"], err = json.Marshal(html)
		}
		frame, failed := json.Marshal(fields)
		if err = errors.Join(err, failed); err != nil {
			b.logger.Error("a deleted line is still replayed", "seq", e.Seq, "err", err)
			return nil
		}
		return frame
	}
}

func viewLines(lines []room.Line) []views.ChatLine {
	list := make([]views.ChatLine, len(lines))
	for i, l := range lines {
		list[i] = viewLine(l)
	}
	return list
}

func viewLine(l room.Line) views.ChatLine {
	line := views.ChatLine{
		ID: l.ID, At: l.At, Text: l.Text, Edited: l.Edited, Deleted: l.Deleted,
		By: views.Viewer{ID: l.Author.ID, Name: l.Author.Name, Color: l.Author.Color, Emoji: l.Author.Emoji},
	}
	if l.Reply != nil {
		line.Reply = &views.ChatQuote{ID: l.Reply.ID, Name: l.Reply.Name, Text: l.Reply.Text}
	}
	for _, p := range l.Mentions {
		line.Named = append(line.Named, views.Viewer{ID: p.ID, Name: p.Name})
	}
	return line
}
