package handlers

import (
	"bytes"
	"context"
	"encoding/json"
	"log/slog"

	"github.com/a-h/templ"

	"goblet/events"
	"goblet/room"
	"goblet/views"
)

// Broadcast turns what rooms say into frames, once for all viewers of this node.
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
	var parts []templ.Component
	if text := describe(e); !text.Silent() {
		parts = append(parts, views.Toast(text, e.Seq), views.NoticePartial(viewNotice(e, text)))
	}
	if e.Media != nil {
		facts := b.base.mediaFacts(*e.Media)
		f.Media = &facts
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
	if e.Line != nil && e.Line.Deleted {
		b.hub.Open(id).Amend(e.Seq, b.retract(*e.Line))
	}
	if e.Kind == room.KindClose {
		b.hub.Open(id).EndAfter(e.Seq)
	}
	f.HTML = b.html(parts...)
	b.publish(id, e.Seq, "room", f)
	if e.Kind == room.KindExpel {
		b.expel(id, e)
	}
}

// Viewers sends who is here.
func (b *Broadcast) Viewers(id string, v room.Viewers) {
	b.publish(id, 0, "viewers", struct {
		room.Viewers
		HTML string `json:"html"`
	}{v, b.html(views.ViewersPartial(viewViewers(v), v.Count))})
}

// Standing sends how the viewers are doing.
func (b *Broadcast) Standing(id string, s room.Standing) { b.publish(id, 0, "status", s) }

// Film sends how it stands with the film that is on, as HTML.
func (b *Broadcast) Film(id, html string) {
	b.publish(id, 0, "film", struct {
		HTML string `json:"html"`
	}{html})
}

// Ready sends how far viewers are during a ready check.
func (b *Broadcast) Ready(id string, x room.Readiness) {
	b.publish(id, 0, "ready", struct {
		room.Readiness
		HTML string `json:"html"`
	}{x, b.html(views.ReadyPartial(viewReadiness(x)))})
}

// Typing sends who is writing.
func (b *Broadcast) Typing(id string, t room.Typing) { b.publish(id, 0, "typing", t) }

// Closed ends the streams of a room that is no longer kept in memory.
func (b *Broadcast) Closed(id string) { b.hub.Drop(id) }

func (b *Broadcast) publish(id string, seq uint64, event string, frame any) {
	b.encode(id, seq, frame, func(data []byte) { b.hub.Open(id).Publish(seq, event, data) })
}

// encode hands a frame's data to send.
func (b *Broadcast) encode(id string, seq uint64, frame any, send func(data []byte)) {
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false) // the frame is no HTML, what it carries is
	if err := enc.Encode(frame); err != nil {
		b.logger.Error("frame failed", "room", id, "seq", seq, "err", err)
		return
	}
	send(bytes.TrimSuffix(data.Bytes(), []byte("\n")))
}

func (b *Broadcast) html(parts ...templ.Component) string {
	var out bytes.Buffer
	for _, c := range parts {
		if err := c.Render(b.base.views(context.Background()), &out); err != nil {
			b.logger.Error("rendering failed", "err", err)
		}
	}
	return out.String()
}
