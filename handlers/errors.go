package handlers

import (
	"bytes"
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
	"goblet/words"
)

// sentence is an error whose text is meant for the person at the browser.
type sentence string

func (s sentence) Error() string            { return string(s) }
func (s sentence) Sentence() words.Sentence { return words.Say(string(s)) }

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

	errTooLarge = sentence("That request is too large.")
	errInternal = sentence("Internal error")
)

// tooMany is the answer to who asks too often.
type tooMany struct {
	wait time.Duration
	said words.Sentence // silent: a general one
}

func (t tooMany) Sentence() words.Sentence {
	if t.said.Silent() {
		return words.Say("That was a bit much at once. Wait a moment.")
	}
	return t.said
}

func (t tooMany) Error() string { return t.Sentence().String() }

// badForm tells, in English, which field of a form is wrong: no page sends such a form, only a program may.
type badForm struct{ text string }

func (b badForm) Error() string      { return b.text }
func (badForm) Is(target error) bool { return target == errForm }

// own stands for an error's own sentence.
var own words.Sentence

// statuses maps errors to HTTP statuses; the first that matches counts. said is
// what is said of errors that say nothing themselves.
var statuses = []struct {
	err    error
	status int
	said   words.Sentence
}{
	{errForm, http.StatusBadRequest, own},
	{errMixed, http.StatusBadRequest, own},
	{errPicture, http.StatusBadRequest, own},
	{errPlace, http.StatusBadRequest, own},
	{room.ErrInvalid, http.StatusBadRequest, own},
	{errStranger, http.StatusUnauthorized, own},
	{errCrossOrigin, http.StatusForbidden, own},
	{errNotAdmin, http.StatusForbidden, own},
	{errAdminLink, http.StatusForbidden, own},
	{room.ErrForbidden, http.StatusForbidden, own},
	{room.ErrNoRoom, http.StatusNotFound, own},
	{room.ErrClosed, http.StatusGone, own},
	{room.ErrInviteOver, http.StatusGone, own},
	{errMethod, http.StatusMethodNotAllowed, own},
	{media.ErrNotFound, http.StatusNotFound, words.Say("That film is no longer here.")},
	{media.ErrReplaced, http.StatusNotFound, words.Say("That version of the film is no longer here.")},
	{fs.ErrNotExist, http.StatusNotFound, words.Say("That film is no longer here.")},
	{media.ErrNoSubtitles, http.StatusNotFound, words.Say("These subtitles are no longer here. Choose others.")},
	{media.ErrTooManySubtitles, http.StatusConflict, words.Say("This film has enough added subtitles. Remove some first.")},
	{errNotYourSubtitles, http.StatusForbidden, own},
	{media.ErrSubtitles, http.StatusUnprocessableEntity, words.Say("These subtitles can't be read. SubRip, WebVTT, ASS, SSA and MicroDVD can.")},
	{errNothing, http.StatusNotFound, own},
	{errInviteLost, http.StatusConflict, own},
	{errNoCookie, http.StatusUnauthorized, own},
	{thumbnail.ErrNone, http.StatusNotFound, words.Say("There is no such picture.")},
	{upload.ErrInvalid, http.StatusBadRequest, own},
	{errMayNotUpload, http.StatusForbidden, own},
	{errNotYours, http.StatusForbidden, own},
	{media.ErrNotUploaded, http.StatusForbidden, words.Say("This film lies in a folder of the library. Goblet removes only films that were uploaded.")},
	{upload.ErrNotFound, http.StatusNotFound, words.Say("This upload is no longer here.")},
	{upload.ErrTooLarge, http.StatusRequestEntityTooLarge, own},
	{upload.ErrNoRoom, http.StatusRequestEntityTooLarge, own},
	{upload.ErrDiskFull, http.StatusInsufficientStorage, own},
	{upload.ErrClosed, http.StatusServiceUnavailable, words.Say("Goblet is ending.")},
	{hls.ErrNoSegment, http.StatusNotFound, words.Say("There is no such part of the film.")},
	{hls.ErrCodec, http.StatusNotFound, words.Say("This part of the film can't be played in a browser as it is.")},
	{hls.ErrUncut, http.StatusNotFound, words.Say("The film can't be cut into segments as it is.")},
	{container.ErrNotFilm, http.StatusUnprocessableEntity, words.Say("This is no film that can be played: MP4, MOV, MKV or WebM can.")},
	{room.ErrStale, http.StatusConflict, own},
	{media.ErrLink, http.StatusBadRequest, own},
	{container.ErrIncomplete, http.StatusConflict, words.Say("The film's file ends too early. Copy or upload it again.")},
	{media.ErrUnfinished, http.StatusConflict, words.Say("The film is still being copied. Try again when that is done.")},
	{media.ErrElsewhere, http.StatusServiceUnavailable, words.Say("This film is still being uploaded to another node. It can be watched here once it is in the store.")},
	{media.ErrStore, http.StatusServiceUnavailable, words.Say("The store that the films lie in does not answer. Goblet keeps trying.")},
	{errCrowded, http.StatusServiceUnavailable, own},
	{errCrowdedAddress, http.StatusServiceUnavailable, own},
	{room.ErrUnavailable, http.StatusServiceUnavailable, own},
	{transcode.ErrNoFFmpeg, http.StatusServiceUnavailable, own},
	{transcode.ErrBusy, http.StatusServiceUnavailable, words.Say("Goblet is converting other films already. Try again when one of them is over.")},
	{transcode.ErrClosed, http.StatusServiceUnavailable, words.Say("Goblet is ending.")},
	{transcode.ErrFailed, http.StatusUnprocessableEntity, words.Say("This film can't be converted: its data seem to be damaged. Goblet's log says more.")},
}

// answerFor returns the status of an error and the sentence that explains it.
func answerFor(err error) (status int, said words.Sentence) {
	if many, ok := errors.AsType[tooMany](err); ok {
		return http.StatusTooManyRequests, many.Sentence()
	}
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return http.StatusRequestEntityTooLarge, errTooLarge.Sentence()
	}
	for _, row := range statuses {
		if !errors.Is(err, row.err) {
			continue
		}
		if !row.said.Silent() {
			return row.status, row.said
		}
		return row.status, words.Told(err)
	}
	return http.StatusInternalServerError, errInternal.Sentence()
}

// fail answers a request with an error: a toast for htmx, a page for a page,
// else one line of text. Whatever is not a person's to mend is logged.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if r.Context().Err() != nil && errors.Is(err, context.Canceled) {
		return // nobody is there to read it
	}
	status, said := answerFor(err)
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
	if _, many := errors.AsType[crowded](err); many {
		h.Set("Retry-After", "10")
	}
	switch {
	case r.Header.Get("HX-Request") == "true":
		s.render(w, r, status, views.ErrorToast(said))
	case strings.Contains(r.Header.Get("Accept"), "text/html"):
		s.render(w, r, status, views.ErrorPage(s.problem(r, err, status, said)))
	default:
		http.Error(w, said.For(r.Context()), status)
	}
}

// problem is what the page of an error says, and where it leads.
func (s *Server) problem(r *http.Request, err error, status int, said words.Sentence) views.Problem {
	language := words.From(r.Context())
	title, advice := pageFor(err, status, said)
	label, path := wayOn(r, status)
	p := views.Problem{Status: status, Title: title.In(language), Text: advice.In(language), Label: label.In(language), Path: path}
	if errors.Is(err, room.ErrForbidden) || errors.Is(err, room.ErrInviteOver) {
		p.Preview = s.unknownRoom(r)
	}
	return p
}

// pageFor returns the words of an error page.
func pageFor(err error, status int, said words.Sentence) (title, advice words.Sentence) {
	askForInvite := words.Say("Ask the person who sent it to you for another link. If you have been in the room before, its own link still lets you in.")
	switch {
	case errors.Is(err, room.ErrNoRoom):
		return words.Say("No such room"), words.Say("Check that the whole link was copied, or ask the person who sent it for a new one. Rooms that nobody uses are forgotten after a while.")
	case errors.Is(err, room.ErrFull):
		return words.Say("This room is full"), words.Say("As many people watch in it as it takes. Try again when somebody has left.")
	case errors.Is(err, room.ErrBanned):
		return words.Say("You were put out"), words.Say("You can't come back to this room.")
	case errors.Is(err, room.ErrLinkRenewed):
		return words.Say("This link is no longer valid"), words.Say("It was replaced by a new one. Ask the person who sent it to you for that.")
	case errors.Is(err, room.ErrLocked):
		return words.Say("This room is locked"), words.Say("The host lets nobody new in. Ask the person who sent you the link to unlock the room, then load this page again.")
	case errors.Is(err, room.ErrClosed):
		return words.Say("This room was closed"), words.Say("Whoever runs this Goblet has closed it. If it is opened again, the same link leads to it, and the film is where it was.")
	case errors.Is(err, room.ErrInviteExpired):
		return words.Say("This invite has expired"), askForInvite
	case errors.Is(err, room.ErrInviteUsedUp):
		return words.Say("This invite has been used up"), words.Then(words.Say("It let in as many people as it was made for."), askForInvite)
	case errors.Is(err, room.ErrInviteRevoked):
		return words.Say("This invite was revoked"), askForInvite
	case errors.Is(err, room.ErrInviteUnknown):
		return words.Say("No such invite"), words.Say("Check that the whole link was copied. If it was, ask the person who sent it to you for another one.")
	case errors.Is(err, errNoCookie):
		return words.Say("Open the link again"), words.Say("Goblet knows you by a cookie, and this browser has none of it. Allow cookies for this site, then open the invite’s link once more.")
	case errors.Is(err, errStranger):
		return words.Say("Open the room first"), words.Say("Goblet does not know this browser yet, or no longer. Open the link to the room, and allow cookies for this site.")
	case errors.Is(err, errCrossOrigin):
		return words.Say("That came from another site"), words.Say("Goblet takes only what its own pages send. Open the page here and try again; if it stays, whoever runs this Goblet finds the cause in its log.")
	case status == http.StatusMethodNotAllowed:
		return words.Say("This is no page"), words.Say("The address belongs to a button or a form. Go on from the page that it was on.")
	case errors.Is(err, errNotAdmin):
		return words.Say("Only for the admin"), words.Say("Whoever runs this Goblet finds the admin link where it was started: on the terminal, or in its log. Opened in this browser, it leads here.")
	case errors.Is(err, errNothing):
		return words.Say("Nothing here"), words.Say("Nothing lies at this address. Check that the whole link was copied, or ask the person who sent it.")
	case status == http.StatusNotFound:
		return words.Say("Nothing here"), said
	case status == http.StatusServiceUnavailable, status == http.StatusTooManyRequests:
		return words.Say("One moment"), said
	case status == http.StatusInternalServerError:
		return words.Say("Something went wrong"), words.Say("That is Goblet's fault. Reload the page; if it stays, whoever runs this Goblet finds the cause in its log.")
	default:
		return words.Say("That did not work"), said
	}
}

// render renders into a buffer first, so that an error of a template is answered
// as one.
func (s *Server) render(w http.ResponseWriter, r *http.Request, status int, c templ.Component) {
	var page bytes.Buffer
	if err := c.Render(s.base.views(r.Context()), &page); err != nil {
		s.logger.ErrorContext(r.Context(), "rendering failed", "path", r.URL.Path, "err", err)
		http.Error(w, errInternal.Sentence().For(r.Context()), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	sent := s.compressor.compress(w.Header(), r, page.Bytes())
	w.WriteHeader(status)
	w.Write(sent) // an error means that nobody reads it any more
}
