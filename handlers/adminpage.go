package handlers

import (
	"context"
	"encoding/base64"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"

	"rsc.io/qr"

	"goblet/media/upload"
	"goblet/room"
	"goblet/views"
	"goblet/words"
)

// What the page says that was done, by the name that it has in the address.
var done = map[string]words.Sentence{
	deedClose:  words.Say("The room was closed. Whoever was in it is told so; nothing was deleted."),
	deedReopen: words.Say("The room is open again, at the same link."),

	deedRoomLink: words.Say("The room has a new link. Open the room to copy it; the old one lets nobody new in."),
	deedRestore:  words.Say("They may come back."),
	deedCancel:   words.Say("The upload was cancelled and what had arrived of it removed."),
	deedSignOut:  words.Say("All other admins are guests now. This browser is the only admin’s."),
}

// adminPage shows the admin how this Goblet is doing, with what can be done about it.
func (s *Server) adminPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.theAdmin(r, s.limitReports)
	if err != nil {
		return err
	}
	return s.renderAdmin(w, r, v, nil)
}

func (s *Server) renderAdmin(w http.ResponseWriter, r *http.Request, v visitor, link *views.NewAdminLink) error {
	page := views.Admin{Now: time.Now(), Done: done[r.URL.Query().Get("done")].For(r.Context()), Link: link, Limits: s.limitsTold(r.Context())}
	measures := s.rooms.Measure()
	page.Viewers, page.Transports, page.Open = measures.Viewers, measures.Transports, measures.Rooms
	if n := len(measures.Skews); n > 0 {
		page.Skew, page.SkewKnown = measures.Skews[n/2], true
	}
	page.Delay, page.DelayKnown = s.medianDelay()
	page.Films = s.adminFilms(r.Context())
	page.Uploads = s.adminUploads(r.Context(), v)
	if err := s.adminRooms(r, &page); err != nil {
		return err
	}
	if err := s.adminDisk(r.Context(), &page); err != nil {
		return err
	}
	if err := s.adminDeeds(r, &page); err != nil {
		return err
	}
	s.render(w, r, http.StatusOK, views.AdminPage(page))
	return nil
}

// medianDelay returns the median of the viewers' delays, milliseconds one way; known is false when none has reported
// lately. Viewers of large rooms are left out, as their reports are not kept apart.
func (s *Server) medianDelay() (delay float64, known bool) {
	var all []float64
	for _, rm := range s.rooms.Open() {
		for _, v := range rm.Standing().Viewers {
			all = append(all, v.Delay)
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	slices.Sort(all)
	return all[len(all)/2], true
}

func (s *Server) adminFilms(ctx context.Context) views.AdminFilms {
	f := views.AdminFilms{Folders: s.told.Films, Store: s.told.Store}
	switch kept := s.library.Kept(); {
	case kept.Down:
		f.Trouble = words.T(ctx, "The store that the films lie in does not answer. Goblet keeps trying.")
	case kept.Refused > 0:
		f.Trouble = words.Count(kept.Refused, "{n} film lies on this node alone, since the store can’t take it now. Goblet keeps trying.",
			"{n} films lie on this node alone, since the store can’t take them now. Goblet keeps trying.").For(ctx)
	}
	for _, m := range s.library.List() {
		f.Count++
		f.Bytes += m.Size
		if _, uploaded := s.library.Owner(m.ID); uploaded {
			f.Uploaded++
		}
	}
	return f
}

// adminUploads returns the uploads that are not complete.
func (s *Server) adminUploads(ctx context.Context, v visitor) (list []views.AdminUpload) {
	store := s.library.Uploads()
	if store == nil {
		return nil
	}
	for _, u := range store.List() {
		p := u.Progress()
		if p.Complete && p.Problem.Silent() {
			continue
		}
		up := views.AdminUpload{
			ID: u.ID(), Name: u.Facts().Name, Who: s.rooms.NameOf(u.Owner()), Mine: u.Owner() == v.Viewer,
			Size: p.Size, Have: p.Have, Rate: p.Rate, Problem: p.Problem.For(ctx), Began: u.Began(),
		}
		list = append(list, up)
	}
	return list
}

// adminDisk adds what is kept where, and of how much.
func (s *Server) adminDisk(ctx context.Context, page *views.Admin) error {
	page.Data, page.Floor = s.told.Data, s.told.DiskFree
	if s.told.Data != "" {
		disk, err := upload.DiskOf(s.told.Data)
		if err != nil {
			return err
		}
		page.Free, page.Total = disk.Free, disk.Total
	}
	if store := s.library.Uploads(); store != nil {
		bar := views.AdminBar{Name: words.T(ctx, "Uploaded films"), Limit: s.told.UploadTotal, Flag: "--upload-total"}
		for _, u := range store.List() {
			bar.Used += u.Facts().Size
		}
		page.Bars = append(page.Bars, bar)
	}
	if s.converter != nil {
		used, limit := s.converter.Kept()
		page.Bars = append(page.Bars, views.AdminBar{Name: words.T(ctx, "Converted pieces of films"), Used: used, Limit: limit, Flag: "--cache-bytes"})
	}
	if s.log != nil {
		used, limit, err := s.log.Size(ctx)
		if err != nil {
			s.logger.WarnContext(ctx, "the log's size is not known", "err", err)
			return room.ErrUnavailable
		}
		page.Bars = append(page.Bars, views.AdminBar{Name: words.T(ctx, "What happened in the rooms"), Used: used, Limit: limit, Flag: "--log-bytes"})
	}
	return nil
}

// renewAdminLink makes a new one-time link and shows it this once.
func (s *Server) renewAdminLink(w http.ResponseWriter, r *http.Request) error {
	v, err := s.theAdmin(r, s.limitActions)
	if err != nil {
		return err
	}
	s.admin.renew()
	s.record(r, v, deedLink, "", "")
	scheme, host := s.proxies.origin(r)
	link := &views.NewAdminLink{URL: scheme + "://" + host + string(s.base) + s.AdminPath()}
	if code, err := qr.Encode(link.URL, qr.M); err == nil {
		link.QR = "data:image/png;base64," + base64.StdEncoding.EncodeToString(code.PNG())
	}
	return s.renderAdmin(w, r, v, link)
}

// signOutAdmins makes guests of all other sessions that are the admin's.
func (s *Server) signOutAdmins(w http.ResponseWriter, r *http.Request) error {
	v, err := s.theAdmin(r, s.limitActions)
	if err != nil {
		return err
	}
	if err := s.visitors.admins.dismiss(r.Context(), v.Viewer); err != nil {
		return err
	}
	s.record(r, v, deedSignOut, "", "")
	s.backToAdmin(w, r, 1, deedSignOut)
	return nil
}

// adminCancelUpload ends an upload, whoever began it.
func (s *Server) adminCancelUpload(w http.ResponseWriter, r *http.Request) error {
	v, err := s.theAdmin(r, s.limitActions)
	if err != nil {
		return err
	}
	store := s.library.Uploads()
	if store == nil {
		return upload.ErrNotFound
	}
	u, err := store.Get(r.PathValue("upload"))
	if err != nil {
		return err
	}
	if err := s.endUpload(r, v, u); err != nil {
		return err
	}
	s.backToAdmin(w, r, 1, deedCancel)
	return nil
}

// backToAdmin leads from a form back to the page, which says what was done.
func (s *Server) backToAdmin(w http.ResponseWriter, r *http.Request, page int, what string) {
	to := url.URL{Path: string(s.base) + "/admin"}
	query := url.Values{"done": {what}}
	if page > 1 {
		query.Set("page", strconv.Itoa(page))
	}
	to.RawQuery = query.Encode()
	http.Redirect(w, r, to.String(), http.StatusSeeOther)
}
