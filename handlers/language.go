package handlers

import (
	"net/http"
	"net/url"
	"strings"

	"goblet/words"
)

const (
	languageCookie = "language"
	languageLife   = 365 * 24 * 60 * 60 // seconds
)

// speak lets next answer in the language that was chosen in this browser, else in the one that the browser asks for.
func speak(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(words.With(r.Context(), languageOf(r))))
	})
}

func languageOf(r *http.Request) words.Language {
	if c, err := r.Cookie(languageCookie); err == nil && words.Known(c.Value) {
		return words.Language(c.Value)
	}
	return words.Match(r.Header.Get("Accept-Language"))
}

// chooseLanguage keeps the language that somebody has chosen, and leads back to where they were.
func (s *Server) chooseLanguage(w http.ResponseWriter, r *http.Request) error {
	f, err := readForm(w, r)
	if err != nil {
		return err
	}
	chosen := f.Get("language")
	if !words.Known(chosen) {
		return badForm{"language must be one of those that Goblet speaks."}
	}
	http.SetCookie(w, &http.Cookie{
		Name: languageCookie, Value: chosen, Path: s.base.cookiePath(), MaxAge: languageLife,
		HttpOnly: true, SameSite: http.SameSiteLaxMode, Secure: s.proxies.secure(r),
	})
	http.Redirect(w, r, s.base.cameFrom(r), http.StatusSeeOther)
	return nil
}

// cameFrom returns the path of the page that a form was on, or else of the start page. What answers a form in a room is no
// page: that is the room's.
func (b base) cameFrom(r *http.Request) string {
	page, err := url.Parse(r.Referer())
	if err != nil || page.Host == "" || !strings.HasPrefix(page.Path, "/") || strings.HasPrefix(page.Path, "//") {
		return b.cookiePath()
	}
	below, inRoom := strings.CutPrefix(strings.TrimPrefix(page.EscapedPath(), string(b)), "/r/")
	if id, _, form := strings.Cut(below, "/"); inRoom && form {
		return string(b) + "/r/" + id
	}
	return page.RequestURI()
}
