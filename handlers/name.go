package handlers

import "net/http"

// name changes how a viewer is called, in this room and in those to come.
func (s *Server) name(w http.ResponseWriter, r *http.Request) error {
	_, rm, f, err := s.memberForm(w, r, s.limitActions)
	if err != nil {
		return err
	}
	name, err := f.name()
	if err != nil {
		return err
	}
	v, err := s.visitors.change(w, r, func(v *visitor) error { v.Name = name; return nil })
	if err != nil {
		return err
	}
	rm.Rename(v.asViewer())
	return noContent(w)
}
