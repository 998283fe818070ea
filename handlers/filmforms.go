package handlers

import (
	"encoding/json"
	"net/http"
)

// filmForms says in which forms a version of a film can be had, best first.
func (s *Server) filmForms(w http.ResponseWriter, r *http.Request) error {
	if err := s.mayWatch(r, r.PathValue("media")); err != nil {
		return err
	}
	file, m, err := s.library.File(r.PathValue("media"), r.PathValue("version"))
	if err != nil {
		return err
	}
	defer file.Close()
	data, err := json.Marshal(map[string]any{
		"forms": []map[string]any{{"name": "direct", "url": factsOf(RoomMedia(m)).URL, "type": m.Type}},
	})
	if err != nil {
		return err
	}
	return writeJSON(w, data)
}
