package handlers

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"goblet/media"
	"goblet/room"
	"goblet/views"
	"goblet/words"
)

const (
	maxFilms  = 60   // rows in one part of a list
	maxQuery  = 200  // bytes
	maxFolder = 4096 // bytes
)

// onlooker is somebody who looks through the library: a viewer in a room, or the
// admin on the library page, where rm is nil.
type onlooker struct {
	visitor
	rm       *room.Room
	language words.Language
}

// path is the address below which films are listed to b, below the base.
func (b onlooker) path() string {
	if b.rm == nil {
		return "/library/films"
	}
	return RoomPath(b.rm.ID()) + "/films"
}

// onlooker returns who looks through the library, if they may.
func (s *Server) onlooker(r *http.Request) (onlooker, error) {
	if r.PathValue("room") == "" {
		v, err := s.theAdmin(r, s.limitLooks)
		return onlooker{visitor: v, language: words.From(r.Context())}, err
	}
	v, rm, err := s.member(r)
	if err != nil {
		return onlooker{}, err
	}
	return onlooker{v, rm, words.From(r.Context())}, s.limitLooks(r, v.Viewer)
}

// findFilms answers with a part of the films that somebody looks for.
func (s *Server) findFilms(w http.ResponseWriter, r *http.Request) error {
	b, err := s.onlooker(r)
	if err != nil {
		return err
	}
	films, _ := s.films(b, query(r))
	if films.From > 0 {
		s.render(w, r, http.StatusOK, views.FilmRows(films))
	} else {
		s.render(w, r, http.StatusOK, views.FilmList(films))
	}
	return nil
}

// oneFilm answers with a film's row, as it stands now.
func (s *Server) oneFilm(w http.ResponseWriter, r *http.Request) error {
	b, err := s.onlooker(r)
	if err != nil {
		return err
	}
	m, err := s.library.Get(r.PathValue("media"))
	if err != nil {
		return err
	}
	q := query(r)
	films := s.looked(b, q)
	films.List = []views.Film{s.choice(b, q, media.Item{Media: m})}
	s.render(w, r, http.StatusOK, views.FilmRow(films))
	return nil
}

// query returns what a viewer looks for.
func query(r *http.Request) media.Query {
	values := r.URL.Query()
	text := func(name string, most int) string {
		value := values.Get(name)
		return strings.ToValidUTF8(value[:min(len(value), most)], "")
	}
	q := media.Query{Text: strings.TrimSpace(text("q", maxQuery)), Folder: text("folder", maxFolder), Most: maxFilms}
	for _, o := range media.Orders() {
		if text("sort", maxQuery) == string(o) {
			q.Order = o
		}
	}
	if from, err := strconv.Atoi(values.Get("from")); err == nil {
		q.From = max(0, from)
	}
	return q
}

// looked says how b looks for films.
func (s *Server) looked(b onlooker, q media.Query) views.Films {
	films := views.Films{Path: b.path(), Query: q.Text, Folder: q.Folder, Sort: string(q.Order), From: q.From, Library: b.rm == nil, Adds: s.mayUpload(b.visitor, b.rm)}
	if s.converter == nil {
		films.Missing = words.Say("Nothing is converted on this server.").In(b.language)
	} else if err := s.converter.Missing(); err != nil {
		films.Missing = words.Told(err).In(b.language)
	}
	return films
}

// films returns what b looks for as views show it, and as it was found.
func (s *Server) films(b onlooker, q media.Query) (views.Films, media.Found) {
	found := s.library.Browse(q)
	films := s.looked(b, q)
	films.Rows, films.Total, films.All, films.Lost = found.Rows, found.Films, found.All, found.Lost
	for _, dir := range found.Folders {
		films.Folders = append(films.Folders, views.FilmFolder{Path: dir.Path, Name: dir.Name, Films: dir.Films, Poster: s.posterOf(dir.Cover)})
	}
	for _, item := range found.Items {
		films.List = append(films.List, s.choice(b, q, item))
	}
	return films, found
}

// choice returns a film to choose, with what is known about how it will play.
// Nothing is read for that.
func (s *Server) choice(b onlooker, q media.Query, item media.Item) views.Film {
	f := views.Film{ID: item.ID, Title: item.Title, Folder: item.Folder, Duration: item.Duration, Problem: item.Problem.In(b.language)}
	if f.Problem != "" {
		return f
	}
	f.Poster, f.Left = s.posterOf(item), b.left(item.Media)
	if b.rm == nil || q.Order == media.BySize {
		f.Size = item.Size
	}
	if b.rm != nil {
		state := b.rm.State()
		f.Current, f.Watched = item.ID == state.Media.ID, slices.Contains(state.Queue.Watched, item.ID)
	}
	if _, uploaded := s.library.Owner(item.ID); uploaded {
		f.Uploaded, f.MayRemove = true, b.rm == nil
	}
	if p, arrives := s.library.Arrival(item.ID); arrives {
		f.Arriving, f.Arrived = !p.Complete, float64(p.Have)/float64(p.Size)
	}
	switch {
	case s.library.Refused(item.ID):
		f.Note = words.Say("lies on this node alone: the store can’t take it now").In(b.language)
	case item.Plain && !f.Arriving:
		f.Note = words.Say("plays as it is").In(b.language)
	case !item.Plain && item.Streams != "":
		f.Note, f.Converts = item.Streams, true
	}
	return f
}

// posterOf returns the address of a film's poster, "" when there is none.
func (s *Server) posterOf(item media.Item) string {
	if s.pictures == nil || !s.pictures.Possible() || !item.Problem.Silent() {
		return ""
	}
	return s.base.version(item.ID, item.Version) + "poster.jpg"
}
