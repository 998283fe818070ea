package handlers

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"time"

	"goblet/room"
	"goblet/views"
)

// Of one page: rooms, and records of what was administered.
const (
	roomsOfPage = 20
	deedsOfPage = 25
)

// adminRooms adds the rooms of the page that the request asks for.
func (s *Server) adminRooms(r *http.Request, page *views.Admin) error {
	list, err := s.rooms.List(r.Context())
	if err != nil {
		s.logger.WarnContext(r.Context(), "rooms can't be listed", "err", err)
		return room.ErrUnavailable
	}
	page.RoomCount = len(list)
	page.Pages = max(1, (len(list)+roomsOfPage-1)/roomsOfPage)
	page.Page = min(pageOf(r.URL.Query().Get("page")), page.Pages)
	from := (page.Page - 1) * roomsOfPage
	for _, one := range list[from:min(from+roomsOfPage, len(list))] {
		glance, err := s.rooms.Look(r.Context(), one.ID)
		if errors.Is(err, room.ErrNoRoom) {
			continue // forgotten since
		}
		if err != nil {
			s.logger.WarnContext(r.Context(), "a room can't be looked at", "room", one.ID, "err", err)
			return room.ErrUnavailable
		}
		page.Rooms = append(page.Rooms, s.adminRoom(glance, one.Used))
	}
	return nil
}

func (s *Server) adminRoom(g room.Glance, used float64) views.AdminRoom {
	if g.Used != 0 {
		used = g.Used
	}
	row := views.AdminRoom{
		ID: g.ID, FilmTitle: g.State.Media.Title, Duration: g.State.Media.Duration, Closed: g.State.Closed,
		Playing: !g.State.Playback.Paused, Waiting: g.State.Playback.Waiting, Position: g.State.PositionAt(s.now()),
		Count: g.Viewers.Count, Used: time.UnixMilli(int64(used)), Lines: len(g.State.Chat.Lines), Older: g.State.Chat.Older,
		Locked: g.State.Settings.Locked,
	}
	for _, out := range g.State.Door.Out {
		row.Out = append(row.Out, views.AdminOutcast{
			ID: out.ID, Name: out.Name, By: out.By.Name, At: time.UnixMilli(int64(out.At)), Ban: out.Ban, Network: out.Network,
		})
	}
	if !g.Open && row.Playing { // nobody has seen it since its server ended
		row.Playing, row.Position = false, g.State.Playback.Position
	}
	for _, v := range g.Viewers.List {
		row.Viewers = append(row.Viewers, v.Name)
		if v.Host {
			row.Host = v.Name
		}
	}
	return row
}

// pageOf reads the number of a page; 1 when it is none.
func pageOf(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		return 1
	}
	return n
}

// adminCommand lets the admin give a room a command without being in it; what names it for the page's next visit.
func (s *Server) adminCommand(what string, command func(form) room.Command) http.Handler {
	return s.handle(func(w http.ResponseWriter, r *http.Request) error {
		v, err := s.theAdmin(r, s.limitActions)
		if err != nil {
			return err
		}
		rm, err := s.rooms.Get(r.Context(), r.PathValue("room"))
		if err != nil {
			return err
		}
		f, err := readForm(w, r)
		if err != nil {
			return err
		}
		c := command(f)
		by := room.Actor{Viewer: v.asViewer(), Admin: v.Admin, Address: s.proxies.address(r).String(), Action: "admin-" + rand.Text()}
		was := rm.State()
		seq, err := rm.Do(r.Context(), by, c)
		if err != nil {
			return err
		}
		if seq != 0 {
			s.recordCommand(r, v, rm, was, by.Action, c)
		}
		s.backToAdmin(w, r, pageOf(f.Get("page")), what)
		return nil
	})
}

// adminDeeds adds what was administered, the newest first, before the record that the request names.
func (s *Server) adminDeeds(r *http.Request, page *views.Admin) error {
	if s.journal == nil {
		return nil
	}
	before, _ := strconv.ParseUint(r.URL.Query().Get("before"), 10, 64) // 0: the newest
	page.Before = before
	records, err := s.journal.Newest(r.Context(), before, deedsOfPage+1)
	if err != nil {
		s.logger.WarnContext(r.Context(), "the journal can't be read", "err", err)
		return room.ErrUnavailable
	}
	if len(records) > deedsOfPage {
		records = records[:deedsOfPage]
		page.OlderDeeds = records[deedsOfPage-1].Number
	}
	for _, record := range records {
		var d deed
		if err := json.Unmarshal(record.Data, &d); err != nil {
			s.logger.WarnContext(r.Context(), "unreadable record", "number", record.Number, "err", err)
			continue
		}
		page.Deeds = append(page.Deeds, views.AdminDeed{
			At: d.At, Name: d.By.Name, Role: d.Role, What: d.sentence().For(r.Context()), Room: d.Room, From: d.From,
		})
	}
	return nil
}
