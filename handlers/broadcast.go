package handlers

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"log/slog"

	"github.com/a-h/templ"

	"goblet/events"
	"goblet/room"
	"goblet/views"
	"goblet/words"
)

// Broadcast turns what rooms say into frames, once in each language for all viewers of this node.
// It implements room.Audience.
type Broadcast struct {
	hub    *events.Hub
	base   base
	logger *slog.Logger
}

// NewBroadcast returns a Broadcast to the viewers of hub, who reach Goblet below a path as [Base] returns it.
func NewBroadcast(hub *events.Hub, below string, logger *slog.Logger) *Broadcast {
	return &Broadcast{hub, base(below), logger}
}

// roomFrame is the data of a room frame, see docs/protocol.md.
type roomFrame struct {
	room.Event
	Media *mediaFacts `json:"media,omitempty"`
	HTML  string      `json:"html"`
}

// Opened lets those who have seen the event seq go on from there.
func (b *Broadcast) Opened(id string, seq uint64) { b.hub.Open(id).Begin(seq) }

// Event sends an event with the HTML that shows it.
func (b *Broadcast) Event(id string, e room.Event) {
	f := roomFrame{Event: e}
	f.Private = nil
	if e.Media != nil {
		facts := b.base.mediaFacts(*e.Media)
		f.Media = &facts
	}
	if e.Line != nil && e.Line.Deleted {
		b.hub.Open(id).Amend(e.Seq, b.retract(*e.Line))
	}
	if e.Kind == room.KindClose {
		b.hub.Open(id).EndAfter(e.Seq)
	}
	b.publish(id, e.Seq, "room", func(ctx context.Context) any {
		said := f
		said.HTML = b.html(ctx, eventParts(id, e)...)
		return said
	})
	if e.Kind == room.KindExpel {
		b.expel(id, e)
	}
}

// eventParts shows what an event did.
func eventParts(id string, e room.Event) (parts []templ.Component) {
	if text := describe(e); !text.Silent() {
		parts = append(parts, views.Toast(text, e.Seq), views.NoticePartial(viewNotice(e, text)))
	}
	if e.Media != nil {
		parts = append(parts, views.FilmPartial(viewFilm(*e.Media), id))
	}
	if e.Line != nil {
		parts = append(parts, views.ChatLinePartial(viewLine(*e.Line), e.Line.ID == e.Seq))
	}
	if e.Kind == room.KindPoll {
		parts = append(parts, views.PollPartial(viewTallies(*e.Poll)))
	}
	if list := viewQueueNews(e); len(list) > 0 {
		parts = append(parts, views.QueuePartial(list))
	}
	return parts
}

// Viewers sends who is here.
func (b *Broadcast) Viewers(id string, v room.Viewers) {
	b.publish(id, 0, "viewers", func(ctx context.Context) any {
		return struct {
			room.Viewers
			HTML string `json:"html"`
		}{v, b.html(ctx, views.ViewersPartial(viewViewers(v), v.Count))}
	})
}

// Standing sends how the viewers are doing.
func (b *Broadcast) Standing(id string, s room.Standing) { b.publishFacts(id, "status", s) }

// Film sends how it stands with the film that is on.
func (b *Broadcast) Film(id string, notes []views.FilmNote) {
	b.publish(id, 0, "film", func(ctx context.Context) any {
		return struct {
			HTML string `json:"html"`
		}{b.html(ctx, views.FilmNotes(notes))}
	})
}

// Ready sends how far viewers are during a ready check.
func (b *Broadcast) Ready(id string, x room.Readiness) {
	b.publish(id, 0, "ready", func(ctx context.Context) any {
		return struct {
			room.Readiness
			HTML string `json:"html"`
		}{x, b.html(ctx, views.ReadyPartial(viewReadiness(x)))}
	})
}

// Typing sends who is writing.
func (b *Broadcast) Typing(id string, t room.Typing) { b.publishFacts(id, "typing", t) }

// Log says whether the room's log can be written.
func (b *Broadcast) Log(id string, ok bool) { b.publishFacts(id, "log", logFacts{ok}) }

// Closed ends the streams of a room that is no longer kept in memory.
func (b *Broadcast) Closed(id string) { b.hub.Drop(id) }

// publish sends what frame says in the language of its context, to those who read that.
func (b *Broadcast) publish(id string, seq uint64, event string, frame func(ctx context.Context) any) {
	b.hub.Open(id).Publish(seq, event, func(edition string) []byte {
		return b.encode(id, seq, frame(words.With(context.Background(), languageIn(edition))))
	})
}

// publishFacts sends a frame without a number that is the same in every language.
func (b *Broadcast) publishFacts(id, event string, frame any) {
	data := b.encode(id, 0, frame)
	b.hub.Open(id).Publish(0, event, func(string) []byte { return data })
}

// edition names the edition of a room's channel for those who read l, languageIn the language of an edition.
func edition(l words.Language) string {
	if l == words.English {
		return ""
	}
	return string(l)
}

func languageIn(edition string) words.Language {
	return words.Language(cmp.Or(edition, string(words.English)))
}

// encode returns a frame's data, nil if it can't be written.
func (b *Broadcast) encode(id string, seq uint64, frame any) []byte {
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false) // the frame is no HTML, what it carries is
	if err := enc.Encode(frame); err != nil {
		b.logger.Error("frame failed", "room", id, "seq", seq, "err", err)
		return nil
	}
	return bytes.TrimSuffix(data.Bytes(), []byte("\n"))
}

func (b *Broadcast) html(ctx context.Context, parts ...templ.Component) string {
	var out bytes.Buffer
	for _, c := range parts {
		if err := c.Render(b.base.views(ctx), &out); err != nil {
			b.logger.Error("rendering failed", "err", err)
		}
	}
	return out.String()
}
