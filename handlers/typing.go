package handlers

import "net/http"

// typing notes that a viewer is writing, or has stopped. It is no action: the log does
// not hear of it.
func (s *Server) typing(w http.ResponseWriter, r *http.Request) error {
	v, rm, f, err := s.memberForm(w, r, s.limitTyping)
	if err != nil {
		return err
	}
	on, err := f.truth("typing", true)
	if err != nil {
		return err
	}
	if err := rm.Type(v.Viewer, v.Admin, on); err != nil {
		return err
	}
	return noContent(w)
}
