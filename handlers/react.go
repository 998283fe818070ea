package handlers

import (
	"errors"
	"net/http"

	"goblet/room"
	"goblet/views"
	"goblet/words"
)

// react answers a reaction, of which nothing is kept: 204 when it will be told.
func (s *Server) react(w http.ResponseWriter, r *http.Request) error {
	v, rm, f, err := s.memberForm(w, r, s.limitReactions)
	if err != nil {
		return err
	}
	if err := rm.React(room.Actor{Viewer: v.asViewer(), Admin: v.Admin, Address: s.proxies.address(r).String()}, f.Get("emoji")); err != nil {
		return err
	}
	return noContent(w)
}

// What one viewer and one address may react.
var (
	reactionsOfViewer  = allowance{5, 15}
	reactionsOfAddress = allowance{100, 300}
)

// limitReactions counts reactions.
func (s *Server) limitReactions(r *http.Request, viewer string) error {
	err := s.limits.take("reaction", viewer, reactionsOfViewer)
	if err == nil {
		err = s.limits.take("reaction from", s.proxies.address(r).String(), reactionsOfAddress)
	}
	if many, ok := errors.AsType[tooMany](err); ok {
		many.said = words.Say("You are reacting faster than others can see.")
		return many
	}
	return err
}

// Reactions sends how viewers react. It means nothing later, so who comes then is not told.
func (b *Broadcast) Reactions(id string, x room.Reactions) {
	data := b.encode(id, 0, x)
	b.hub.Open(id).Pass("reactions", func(string) []byte { return data })
}

func viewPalette() []views.Reaction {
	var list []views.Reaction
	for _, x := range room.Palette() {
		list = append(list, views.Reaction(x))
	}
	return list
}
