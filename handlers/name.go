package handlers

import (
	"errors"
	"net/http"
	"strconv"

	"goblet/room"
	"goblet/words"
)

// profile is what a viewer wants to be known by; what is nil stays.
type profile struct {
	name         string
	color, emoji *string
}

// name changes how a viewer is known, in this room and in those to come: the
// session first, then the room, which tells it to those who are there.
func (s *Server) name(w http.ResponseWriter, r *http.Request) error {
	v, rm, f, err := s.memberForm(w, r, s.limitNames)
	if err != nil {
		return err
	}
	by := room.Actor{Admin: v.Admin, Address: s.proxies.address(r).String(), Action: room.NewActionID()}
	if f.Has("action") || f.Has("seen") {
		if by.Action, by.Seen, err = f.action(); err != nil {
			return err
		}
	}
	p, err := f.profile()
	if err != nil {
		return err
	}
	if v, err = s.visitors.change(w, r, p.change); err != nil {
		return err
	}
	by.Viewer = v.asViewer()
	seq, err := rm.Do(r.Context(), by, room.Rename{To: by.Viewer})
	if err != nil {
		return err
	}
	if seq != 0 {
		w.Header().Set(seqHeader, strconv.FormatUint(seq, 10))
	}
	return noContent(w)
}

func (p profile) change(v *visitor) error {
	v.Name = p.name
	if p.color != nil {
		v.Color = *p.color
	}
	if p.emoji != nil {
		v.Emoji = *p.emoji
	}
	return nil
}

// profile returns what the fields name, color and emoji say; the latter two may be
// missing, and an empty emoji is none.
func (f form) profile() (p profile, err error) {
	if p.name, err = room.CleanName(f.Get("name")); err != nil {
		return p, err
	}
	if f.Has("color") {
		color := f.Get("color")
		if !room.IsHue(color) {
			return p, badForm{"The field color must be one of hue-0 to hue-11."}
		}
		p.color = &color
	}
	if f.Has("emoji") {
		emoji := f.Get("emoji")
		if emoji != "" && !room.IsEmoji(emoji) {
			return p, errPicture
		}
		p.emoji = &emoji
	}
	return p, nil
}

const errPicture = sentence("A picture is one emoji, or none.")

// limitNames counts how often somebody takes another name, since everybody is told.
func (s *Server) limitNames(r *http.Request, viewer string) error {
	err := s.limits.take("name", viewer, namesOfViewer)
	if err == nil {
		err = s.limits.take("name from", s.proxies.address(r).String(), namesOfAddress)
	}
	if many, ok := errors.AsType[tooMany](err); ok {
		many.said = words.Say("You have changed your name a lot just now. Keep this one for a while.")
		return many
	}
	return err
}
