package handlers

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"time"

	"goblet/media"
	"goblet/media/upload"
	"goblet/room"
)

// Who may upload films; the admin may unless nobody may.
const (
	UploadsHost     = "host" // of the room
	UploadsEveryone = "everyone"
	UploadsNobody   = "nobody"
)

// maxChunk bounds a chunk in bytes; proxies in front of Goblet cut bodies at 100 MB.
const maxChunk = 95 << 20

// chunkPatience is how long a chunk may bring nothing before it is given up.
const chunkPatience = 30 * time.Second

// uploadState is an upload as who sends it sees it, see docs/protocol.md.
type uploadState struct {
	ID       string      `json:"id"`
	Name     string      `json:"name"`
	Size     int64       `json:"size"`
	Have     int64       `json:"have"`
	Next     *uploadHole `json:"next"`             // null when all bytes are there
	Wanted   bool        `json:"wanted,omitempty"` // somebody waits for the bytes that are next
	Done     bool        `json:"done"`             // all bytes are there
	Verified bool        `json:"verified"`         // and they are the sender's
	Media    string      `json:"media"`            // id of the film, "" while it can't be watched
	Title    string      `json:"title,omitempty"`  // of the film
	Problem  string      `json:"problem,omitempty"`
}

type uploadHole struct {
	Offset int64 `json:"offset"`
	Length int64 `json:"length"`
}

// stateOf describes an upload to who has just sent the bytes before after.
func (s *Server) stateOf(r *http.Request, u *upload.Upload, after int64) uploadState {
	p := u.Progress()
	st := uploadState{
		ID: u.ID(), Name: u.Facts().Name, Size: p.Size, Have: p.Have, Done: p.Complete, Verified: p.Verified,
		Problem: p.Problem.For(r.Context()), Wanted: u.Wanted() > 0,
	}
	if next := u.Next(after); next.Len() > 0 {
		st.Next = &uploadHole{next.Start, next.Len()}
	}
	if m, err := s.library.Get(u.ID()); err == nil {
		st.Media, st.Title = m.ID, m.Title
	}
	return st
}

func (s *Server) answerUpload(w http.ResponseWriter, r *http.Request, u *upload.Upload, after int64) error {
	return answerJSON(w, s.stateOf(r, u, after))
}

func answerJSON(w http.ResponseWriter, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return writeJSON(w, data)
}

// mayUpload reports whether a visitor may begin uploads in a room; nil means in none.
func (s *Server) mayUpload(v visitor, rm *room.Room) bool {
	switch {
	case s.library.Uploads() == nil:
		return false
	case s.uploads == UploadsEveryone:
		return v.Admin || rm != nil
	case s.uploads == UploadsHost:
		return v.Admin || rm != nil && v.leads(rm.State())
	}
	return false
}

// beginUpload begins an upload, or finds the one that was begun before.
func (s *Server) beginUpload(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.uploader(r)
	if err != nil {
		return err
	}
	if err := s.limits.take("upload", v.Viewer, uploadsOfViewer); err != nil {
		return err
	}
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	facts, err := f.facts()
	if err != nil {
		return err
	}
	// Who is no longer host may finish what was begun as host.
	if !s.mayUpload(v, rm) && (rm == nil || !s.begun(facts, v.Viewer)) {
		return errMayNotUpload
	}
	u, err := s.library.Begin(facts, v.Viewer)
	if err != nil {
		return err
	}
	return s.answerUpload(w, r, u, 0)
}

func (s *Server) begun(facts upload.Facts, viewer string) bool {
	store := s.library.Uploads()
	return store != nil && store.Begun(media.Named(facts), viewer)
}

// uploader returns the visitor, and the room if the request names one.
func (s *Server) uploader(r *http.Request) (visitor, *room.Room, error) {
	if r.PathValue("room") != "" {
		return s.member(r)
	}
	v, ok, err := s.visitors.current(r)
	if err == nil && !ok {
		err = errStranger
	}
	return v, nil, err
}

// facts returns what is said of a film when its upload begins.
func (f form) facts() (upload.Facts, error) {
	const longest = 255 // bytes of a name, as file systems have it
	facts := upload.Facts{Name: strings.TrimSpace(f.Get("name")), Ends: f.Get("ends")}
	var err error
	if facts.Size, err = strconv.ParseInt(f.Get("size"), 10, 64); err != nil || facts.Size <= 0 {
		return facts, badForm{"The field size must be a number of bytes."}
	}
	if facts.Modified, err = strconv.ParseInt(f.Get("modified"), 10, 64); err != nil {
		return facts, badForm{"The field modified must be in Unix milliseconds."}
	}
	if _, err := parseSum(facts.Ends); err != nil {
		return facts, badForm{"The field ends must be a SHA-256 in hex."}
	}
	if facts.Name == "" || len(facts.Name) > longest {
		return facts, badForm{"The field name must be a file's name."}
	}
	return facts, nil
}

// upload returns the upload of a request, if the visitor began it or is the admin.
func (s *Server) upload(r *http.Request) (*upload.Upload, visitor, error) {
	v, ok, err := s.visitors.current(r)
	if err != nil {
		return nil, v, err
	}
	if !ok {
		return nil, v, errStranger
	}
	if err := s.limits.take("chunk", v.Viewer, chunksOfViewer); err != nil {
		return nil, v, err
	}
	store := s.library.Uploads()
	if store == nil {
		return nil, v, upload.ErrNotFound
	}
	u, err := store.Get(r.PathValue("upload"))
	if err != nil {
		return nil, v, err
	}
	if u.Owner() != v.Viewer && !v.Admin {
		return nil, v, errNotYours
	}
	return u, v, nil
}

// uploadState says how far an upload is and what to send next.
func (s *Server) uploadState(w http.ResponseWriter, r *http.Request) error {
	u, _, err := s.upload(r)
	if err != nil {
		return err
	}
	if err := s.library.Uploads().Space(); err != nil && !u.Complete() {
		return err
	}
	return s.answerUpload(w, r, u, 0)
}

// putChunk takes bytes of a film. Those that came before an error are kept.
func (s *Server) putChunk(w http.ResponseWriter, r *http.Request) error {
	u, _, err := s.upload(r)
	if err != nil {
		return err
	}
	offset, err := strconv.ParseInt(r.URL.Query().Get("offset"), 10, 64)
	if err != nil || offset < 0 {
		return badForm{"The parameter offset must be the number of the chunk's first byte."}
	}
	if r.ContentLength > maxChunk {
		return &http.MaxBytesError{Limit: maxChunk}
	}
	body := patientBody{http.NewResponseController(w), http.MaxBytesReader(w, r.Body, maxChunk)}
	n, err := u.Write(offset, body)
	if err != nil {
		return err
	}
	return s.answerUpload(w, r, u, offset+n)
}

// patientBody gives up a body that brings nothing for a while: its sender may be
// gone without a word.
type patientBody struct {
	control *http.ResponseController
	body    interface{ Read([]byte) (int, error) }
}

func (b patientBody) Read(p []byte) (int, error) {
	// An error means that this connection has no deadlines; then it goes without.
	_ = b.control.SetReadDeadline(time.Now().Add(chunkPatience))
	n, err := b.body.Read(p)
	if err != nil {
		_ = b.control.SetReadDeadline(time.Time{})
	}
	return n, err
}

// cancelUpload ends an upload and removes what has arrived.
func (s *Server) cancelUpload(w http.ResponseWriter, r *http.Request) error {
	u, v, err := s.upload(r)
	if err != nil {
		return err
	}
	if err := s.endUpload(r, v, u); err != nil {
		return err
	}
	return noContent(w)
}

// endUpload removes an upload that v may end. Whoever ends another's leaves a record.
func (s *Server) endUpload(r *http.Request, v visitor, u *upload.Upload) error {
	if err := s.library.Uploads().Remove(u.ID()); err != nil && !errors.Is(err, upload.ErrNotFound) {
		return err
	}
	if u.Owner() != v.Viewer {
		s.record(r, v, deedCancel, "", u.Facts().Name)
	}
	return nil
}
