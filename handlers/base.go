package handlers

import (
	"context"
	"net/http"
	"net/url"
	"path"
	"strings"

	"goblet/room"
	"goblet/views"
)

// base is the path below which people reach Goblet: "" for the root of a site, or like "/goblet". It is put before
// addresses when a page, a frame or an answer is made. Rooms and their logs never hold it, and so survive a change of it.
type base string

// Base returns the path of a public URL without a slash at its end; "" when there is none.
func Base(public *url.URL) string {
	if public == nil {
		return ""
	}
	return strings.TrimSuffix(public.Path, "/")
}

// Routes are the first parts of the paths that Goblet answers. None of them can be its base, since a request that a
// proxy has stripped of it could not be told from one that it has not.
var Routes = []string{"r", "rooms", "language", "admin", "uploads", "media", "library", "clock", "assets", "manifest.webmanifest", "offline", "offline.js", "healthz", "readyz", "metrics"}

// room returns the address of a room's page.
func (b base) room(id string) string { return string(b) + RoomPath(id) }

// version returns the address below which what there is of a version of a film lies.
func (b base) version(id, version string) string {
	return string(b) + "/media/" + url.PathEscape(id) + "/" + url.PathEscape(version) + "/"
}

// subtitle returns the address of a film's subtitles.
func (b base) subtitle(film, id string) string {
	return string(b) + "/media/" + url.PathEscape(film) + "/subtitles/" + url.PathEscape(id)
}

// mediaFacts returns a film's facts with the address of its bytes.
func (b base) mediaFacts(m room.Media) mediaFacts {
	if m.URL != "" {
		return mediaFacts{Media: m, URL: m.URL}
	}
	return mediaFacts{Media: m, URL: b.version(m.ID, m.Version) + "film"}
}

// cookiePath keeps two Goblets on one site apart.
func (b base) cookiePath() string { return string(b) + "/" }

// views returns the context in which views write addresses below b.
func (b base) views(ctx context.Context) context.Context { return views.WithBase(ctx, string(b)) }

// strip lets next answer both kinds of proxies: those that pass the base on and those that take it away.
func (b base) strip(next http.Handler) http.Handler {
	if b == "" {
		return next
	}
	below := http.StripPrefix(string(b), next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		inner, passedOn := strings.CutPrefix(r.URL.Path, string(b))
		passedOn = passedOn && (inner == "" || inner[0] == '/')
		if !passedOn {
			inner = r.URL.Path
		}
		// The mux would do this without the base.
		if clean := cleaned(inner); clean != inner && r.Method != http.MethodConnect {
			to := url.URL{Path: string(b) + clean, RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
			return
		}
		if passedOn {
			below.ServeHTTP(w, r)
		} else {
			next.ServeHTTP(w, r)
		}
	})
}

// cleaned is a path without empty parts, "." and "..".
func cleaned(p string) string {
	clean := path.Clean("/" + p)
	if strings.HasSuffix(p, "/") && clean != "/" {
		clean += "/"
	}
	return clean
}
