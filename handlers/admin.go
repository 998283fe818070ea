package handlers

import (
	"crypto/rand"
	"crypto/subtle"
	"net/http"
	"sync"

	"goblet/views"
)

// adminLink is the one-time link that makes a browser the admin's.
type adminLink struct {
	mu    sync.Mutex
	token string
	used  bool
}

func newAdminLink() *adminLink { return &adminLink{token: rand.Text()} }

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

// giveBack makes the link usable again after it led to nothing, unless there is a newer one.
func (a *adminLink) giveBack(token string) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.fits(token) {
		a.used = false
	}
}

// renew makes another link; the one before is void.
func (a *adminLink) renew() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.token, a.used = rand.Text(), false
}

func (a *adminLink) path() string {
	a.mu.Lock()
	defer a.mu.Unlock()
	return "/admin/" + a.token
}

func (a *adminLink) fits(token string) bool {
	return subtle.ConstantTimeCompare([]byte(token), []byte(a.token)) == 1
}

// adminLinkPage asks before it uses the link: a preview of the link must not.
func (s *Server) adminLinkPage(w http.ResponseWriter, r *http.Request) error {
	if v, ok, err := s.visitors.current(r); err != nil {
		return err
	} else if ok && v.Admin {
		http.Redirect(w, r, string(s.base)+"/admin", http.StatusSeeOther)
		return nil
	}
	if err := s.limitVisits(r); err != nil {
		return err
	}
	if !s.admin.open(r.PathValue("token")) {
		return errAdminLink
	}
	s.render(w, r, http.StatusOK, views.AdminLinkPage(r.PathValue("token")))
	return nil
}

func (s *Server) becomeAdmin(w http.ResponseWriter, r *http.Request) error {
	if err := s.limitVisits(r); err != nil {
		return err
	}
	token := r.PathValue("token")
	if !s.admin.use(token) {
		return errAdminLink
	}
	now, _, err := s.visitors.admins.reign(r.Context())
	var v visitor
	if err == nil {
		v, err = s.visitors.change(w, r, func(v *visitor) error { v.Admin, v.Reign = true, now.Number; return nil })
	}
	if err != nil {
		s.admin.giveBack(token)
		return err
	}
	s.record(r, v, deedAdmin, "", "")
	http.Redirect(w, r, string(s.base)+"/admin", http.StatusSeeOther)
	return nil
}

// theAdmin returns the visitor of a request that only the admin may make; it counts against a limit.
func (s *Server) theAdmin(r *http.Request, limit func(*http.Request, string) error) (visitor, error) {
	v, ok, err := s.visitors.current(r)
	switch {
	case err != nil:
		return v, err
	case !ok || !v.Admin:
		return v, errNotAdmin
	}
	return v, limit(r, v.Viewer)
}
