package handlers

import (
	"net/http"
	"slices"
	"strings"

	"goblet/room"
	"goblet/words"
)

// nothing answers what no route of mux takes: there is no such address, or it is not
// for that method.
func nothing(mux *http.ServeMux) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		var allowed []string
		for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut} {
			asked := r.Clone(r.Context())
			asked.Method = method
			if _, pattern := mux.Handler(asked); pattern != "/" {
				allowed = append(allowed, method)
			}
		}
		if len(allowed) == 0 || slices.Contains(allowed, r.Method) {
			return errNothing
		}
		w.Header().Set("Allow", strings.Join(allowed, ", "))
		return errMethod
	}
}

// wayOn returns where the page of an error leads, and how that is called: to the room
// whose forms have the address, else to the start page.
func wayOn(r *http.Request, status int) (label words.Sentence, path string) {
	if below, is := strings.CutPrefix(r.URL.Path, "/r/"); is && status == http.StatusMethodNotAllowed {
		if id, _, _ := strings.Cut(below, "/"); room.ValidID(id) {
			return words.Say("Go to the room"), RoomPath(id)
		}
	}
	return words.Say("Go to the start page"), "/"
}
