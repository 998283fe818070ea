package handlers

import (
	"net/http"
	"net/http/pprof"
	runtime "runtime/pprof"
)

// profile gives the admin a profile of this process, or the list of them. What takes seconds ends when nobody waits for it.
func (s *Server) profile(w http.ResponseWriter, r *http.Request) error {
	if _, err := s.theAdmin(r, s.limitReports); err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store")
	switch name := r.PathValue("profile"); name {
	case "":
		pprof.Index(w, r)
	case "cmdline":
		pprof.Cmdline(w, r)
	case "profile":
		pprof.Profile(w, r)
	case "symbol":
		pprof.Symbol(w, r)
	case "trace":
		pprof.Trace(w, r)
	default:
		if runtime.Lookup(name) == nil {
			return errNothing
		}
		pprof.Handler(name).ServeHTTP(w, r)
	}
	return nil
}
