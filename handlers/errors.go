package handlers

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io/fs"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/a-h/templ"

	"goblet/media"
	"goblet/media/container"
	"goblet/media/hls"
	"goblet/media/thumbnail"
	"goblet/media/transcode"
	"goblet/media/upload"
	"goblet/room"
	"goblet/views"
)

// sentence is an error whose text is meant for the person at the browser.
type sentence string

func (s sentence) Error() string { return string(s) }

const (
	errForm        = sentence("That request can't be understood.")
	errCrossOrigin = sentence("That request came from another site.")
	errStranger    = sentence("Open the room's page first.")
	errNotAdmin    = sentence("Only the admin may do that. The admin link is printed where Goblet runs.")
	errAdminLink   = sentence("This admin link was used or is too old. The newest one is printed where Goblet runs.")
	errNothing     = sentence("There is nothing here.")
	errMethod      = sentence("This address can't be asked for in that way.")

	errMayNotUpload = sentence("Only the host and co-hosts add films here.")
	errNotYours     = sentence("Only who began this upload can go on with it or end it.")
)

// tooMany is the answer to who asks too often.
type tooMany struct {
	wait time.Duration
	text string // "": a general one
}

func (t tooMany) Error() string {
	return cmp.Or(t.text, "That was a bit much at once. Wait a moment.")
}

// badForm tells which field of a form is wrong.
type badForm struct{ text string }

func (b badForm) Error() string      { return b.text }
func (badForm) Is(target error) bool { return target == errForm }

// statuses maps errors to HTTP statuses; the first that matches counts. text is
// the sentence for errors that have none of their own.
var statuses = []struct {
	err    error
	status int
	text   string
}{
	{errForm, http.StatusBadRequest, ""},
	{room.ErrInvalid, http.StatusBadRequest, ""},
	{errStranger, http.StatusUnauthorized, ""},
	{errCrossOrigin, http.StatusForbidden, ""},
	{errNotAdmin, http.StatusForbidden, ""},
	{errAdminLink, http.StatusForbidden, ""},
	{room.ErrForbidden, http.StatusForbidden, ""},
	{room.ErrNoRoom, http.StatusNotFound, ""},
	{room.ErrClosed, http.StatusGone, ""},
	{room.ErrInviteOver, http.StatusGone, ""},
	{errMethod, http.StatusMethodNotAllowed, ""},
	{media.ErrNotFound, http.StatusNotFound, "That film is no longer here."},
	{media.ErrReplaced, http.StatusNotFound, "That version of the film is no longer here."},
	{fs.ErrNotExist, http.StatusNotFound, "That film is no longer here."},
	{media.ErrNoSubtitles, http.StatusNotFound, "These subtitles are no longer here. Choose others."},
	{media.ErrTooManySubtitles, http.StatusConflict, "This film has enough added subtitles. Remove some first."},
	{errNotYourSubtitles, http.StatusForbidden, ""},
	{media.ErrSubtitles, http.StatusUnprocessableEntity, "These subtitles can't be read. SubRip, WebVTT, ASS, SSA and MicroDVD can."},
	{errNothing, http.StatusNotFound, ""},
	{errInviteLost, http.StatusConflict, ""},
	{errNoCookie, http.StatusUnauthorized, ""},
	{thumbnail.ErrNone, http.StatusNotFound, "There is no such picture."},
	{upload.ErrInvalid, http.StatusBadRequest, ""},
	{errMayNotUpload, http.StatusForbidden, ""},
	{errNotYours, http.StatusForbidden, ""},
	{media.ErrNotUploaded, http.StatusForbidden, "This film lies in a folder of the library. Goblet removes only films that were uploaded."},
	{upload.ErrNotFound, http.StatusNotFound, "This upload is no longer here."},
	{upload.ErrTooLarge, http.StatusRequestEntityTooLarge, ""},
	{upload.ErrNoRoom, http.StatusRequestEntityTooLarge, ""},
	{upload.ErrDiskFull, http.StatusInsufficientStorage, ""},
	{upload.ErrClosed, http.StatusServiceUnavailable, "Goblet is ending."},
	{hls.ErrNoSegment, http.StatusNotFound, "There is no such part of the film."},
	{hls.ErrCodec, http.StatusNotFound, "This part of the film can't be played in a browser as it is."},
	{hls.ErrUncut, http.StatusNotFound, "The film can't be cut into segments as it is."},
	{container.ErrNotFilm, http.StatusUnprocessableEntity, "This is no film that can be played: MP4, MOV, MKV or WebM can."},
	{room.ErrStale, http.StatusConflict, ""},
	{media.ErrLink, http.StatusBadRequest, ""},
	{container.ErrIncomplete, http.StatusConflict, "The film's file ends too early. Copy or upload it again."},
	{media.ErrUnfinished, http.StatusConflict, "The film is still being copied. Try again when that is done."},
	{room.ErrUnavailable, http.StatusServiceUnavailable, ""},
	{transcode.ErrNoFFmpeg, http.StatusServiceUnavailable, ""},
	{transcode.ErrBusy, http.StatusServiceUnavailable, "Goblet is converting other films already. Try again when one of them is over."},
	{transcode.ErrClosed, http.StatusServiceUnavailable, "Goblet is ending."},
	{transcode.ErrFailed, http.StatusUnprocessableEntity, "This film can't be converted: its data seem to be damaged. Goblet's log says more."},
}

// answerFor returns the status of an error and the sentence that explains it.
func answerFor(err error) (status int, text string) {
	if many, ok := errors.AsType[tooMany](err); ok {
		return http.StatusTooManyRequests, many.Error()
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge, "That request is too large."
	}
	for _, row := range statuses {
		if errors.Is(err, row.err) {
			return row.status, cmp.Or(row.text, err.Error())
		}
	}
	return http.StatusInternalServerError, "Internal error"
}

// fail answers a request with an error: a toast for htmx, a page for a page,
// else one line of text. Whatever is not a person's to mend is logged.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil && errors.Is(err, context.Canceled) {
		return // nobody is there to read it
	}
	status, text := answerFor(err)
	if status == http.StatusInternalServerError {
		s.logger.ErrorContext(r.Context(), "request failed", "method", r.Method, "path", r.URL.Path, "err", err)
	}
	h := w.Header()
	h.Set("Cache-Control", "no-store")
	h.Del("ETag")
	if many, ok := errors.AsType[tooMany](err); ok {
		h.Set("Retry-After", strconv.Itoa(int(math.Ceil(many.wait.Seconds()))))
	}
	if status == http.StatusServiceUnavailable {
		h.Set("Retry-After", "1")
	}
	switch {
	case r.Header.Get("HX-Request") == "true":
		s.render(w, r, status, views.ErrorToast(text))
	case strings.Contains(r.Header.Get("Accept"), "text/html"):
		s.render(w, r, status, views.ErrorPage(s.problem(r, err, status, text)))
	default:
		http.Error(w, text, status)
	}
}

const askForInvite = "Ask the person who sent it to you for another link. If you have been in the room before, its own link still lets you in."

// problem is what the page of an error says, and where it leads.
func (s *Server) problem(r *http.Request, err error, status int, text string) views.Problem {
	p := views.Problem{Status: status}
	p.Title, p.Text = pageFor(err, status, text)
	p.Label, p.Path = wayOn(r, status)
	if errors.Is(err, room.ErrForbidden) || errors.Is(err, room.ErrInviteOver) {
		p.Preview = views.RoomPreview()
	}
	return p
}

// pageFor returns the words of an error page.
func pageFor(err error, status int, text string) (title, advice string) {
	switch {
	case errors.Is(err, room.ErrNoRoom):
		return "No such room", "Check that the whole link was copied, or ask the person who sent it for a new one. Rooms that nobody uses are forgotten after a while."
	case errors.Is(err, room.ErrBanned):
		return "You were put out", "You can't come back to this room."
	case errors.Is(err, room.ErrLinkRenewed):
		return "This link is no longer valid", "It was replaced by a new one. Ask the person who sent it to you for that."
	case errors.Is(err, room.ErrLocked):
		return "This room is locked", "The host lets nobody new in. Ask the person who sent you the link to unlock the room, then load this page again."
	case errors.Is(err, room.ErrClosed):
		return "This room was closed", "Whoever runs this Goblet has closed it. If it is opened again, the same link leads to it, and the film is where it was."
	case errors.Is(err, room.ErrInviteExpired):
		return "This invite has expired", askForInvite
	case errors.Is(err, room.ErrInviteUsedUp):
		return "This invite has been used up", "It let in as many people as it was made for. " + askForInvite
	case errors.Is(err, room.ErrInviteRevoked):
		return "This invite was revoked", askForInvite
	case errors.Is(err, room.ErrInviteUnknown):
		return "No such invite", "Check that the whole link was copied. If it was, ask the person who sent it to you for another one."
	case errors.Is(err, errNoCookie):
		return "Open the link again", "Goblet knows you by a cookie, and this browser has none of it. Allow cookies for this site, then open the invite’s link once more."
	case errors.Is(err, errStranger):
		return "Open the room first", "Goblet does not know this browser yet, or no longer. Open the link to the room, and allow cookies for this site."
	case errors.Is(err, errCrossOrigin):
		return "That came from another site", "Goblet takes only what its own pages send. Open the page here and try again; if it stays, whoever runs this Goblet finds the cause in its log."
	case status == http.StatusMethodNotAllowed:
		return "This is no page", "The address belongs to a button or a form. Go on from the page that it was on."
	case errors.Is(err, errNotAdmin):
		return "Only for the admin", "Whoever runs this Goblet finds the admin link where it was started: on the terminal, or in its log. Opened in this browser, it leads here."
	case errors.Is(err, errNothing):
		return "Nothing here", "Nothing lies at this address. Check that the whole link was copied, or ask the person who sent it."
	case status == http.StatusNotFound:
		return "Nothing here", text
	case status == http.StatusServiceUnavailable, status == http.StatusTooManyRequests:
		return "One moment", text
	case status == http.StatusInternalServerError:
		return "Something went wrong", "That is Goblet's fault. Reload the page; if it stays, whoever runs this Goblet finds the cause in its log."
	default:
		return "That did not work", text
	}
}

// render renders into a buffer first, so that an error of a template is answered
// as one.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) {
	var page bytes.Buffer
	if err := c.Render(s.base.views(r.Context()), &page); err != nil {
		s.logger.ErrorContext(r.Context(), "rendering failed", "path", r.URL.Path, "err", err)
		http.Error(w, "Internal error", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	sent := s.compressor.compress(w.Header(), r, page.Bytes())
	w.WriteHeader(status)
	w.Write(sent) // an error means that nobody reads it any more
}
