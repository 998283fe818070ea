package handlers

import (
	"crypto/subtle"
	"net/http"
	"sync"

	"goblet/views"
)

// adminLink is the one-time link that makes a browser the admin's.
type adminLink struct {
	token string

	mu   sync.Mutex
	used bool
}

// use reports whether token is right and was not used before; it is used then.
func (a *adminLink) use(token string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.used || !a.fits(token) {
		return false
	}
	a.used = true
	return true
}

// open reports whether token could be used.
func (a *adminLink) open(token string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return !a.used && a.fits(token)
}

// giveBack makes the link usable again after it led to nothing.
func (a *adminLink) giveBack() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.used = false
}

func (a *adminLink) fits(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(a.token)) == 1
}

// adminPage asks before it uses the link: a preview of the link must not.
func (s *Server) adminPage(w http.ResponseWriter, r *http.Request) error {
	if v, ok, err := s.visitors.current(r); err != nil {
		return err
	} else if ok && v.Admin {
		http.Redirect(w, r, string(s.base)+"/", http.StatusSeeOther)
		return nil
	}
	if err := s.limitVisits(r); err != nil {
		return err
	}
	if !s.admin.open(r.PathValue("token")) {
		return errAdminLink
	}
	s.render(w, r, http.StatusOK, views.AdminPage(r.PathValue("token")))
	return nil
}

func (s *Server) becomeAdmin(w http.ResponseWriter, r *http.Request) error {
	if err := s.limitVisits(r); err != nil {
		return err
	}
	if !s.admin.use(r.PathValue("token")) {
		return errAdminLink
	}
	if _, err := s.visitors.change(w, r, func(v *visitor) error { v.Admin = true; return nil }); err != nil {
		s.admin.giveBack()
		return err
	}
	http.Redirect(w, r, string(s.base)+"/", http.StatusSeeOther)
	return nil
}
