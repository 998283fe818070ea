package handlers_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"goblet/handlers"
)

// profiles are all that there is below /admin/pprof/.
var profiles = []string{"", "heap", "goroutine?debug=1", "allocs", "block", "mutex", "threadcreate", "cmdline", "symbol", "profile?seconds=1", "trace?seconds=1"}

// packed is how a profile begins: it is compressed by gzip.
const packed = "\x1f\x8b"

func TestProfilesAreTheAdminsAlone(t *testing.T) {
	g := start(t)
	for name, b := range map[string]*browser{"a stranger": g.stranger(t), "a guest": g.member(t)} {
		for _, profile := range profiles {
			a := b.get("/admin/pprof/" + profile)
			if a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, "Only the admin may do that") {
				t.Errorf("%s gets %s: %s %.80q", name, profile, a.Status, a.body)
			}
		}
	}
	admin := g.admin(t)
	holds(t, admin.get("/admin").body, `href="/admin/pprof/"`)
	for _, profile := range profiles {
		if a := admin.get("/admin/pprof/" + profile); a.StatusCode != http.StatusOK || a.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %s %.80q", profile, a.Status, a.body)
		}
	}
	if a := admin.get("/admin/pprof/nonsense"); a.StatusCode != http.StatusNotFound {
		t.Errorf("a profile that there is not: %s", a.Status)
	}
}

func TestProfilesAreWhatGoToolPprofReads(t *testing.T) {
	g := start(t)
	admin := g.admin(t)
	for _, profile := range []string{"heap", "profile?seconds=1"} {
		a := admin.get("/admin/pprof/" + profile)
		if !strings.HasPrefix(a.body, packed) || a.Header.Get("Content-Type") != "application/octet-stream" || a.Header.Get("Content-Encoding") != "" {
			t.Errorf("%s: %v %.20q", profile, a.Header, a.body)
		}
	}
	holds(t, admin.get("/admin/pprof/").body, "heap?debug=1", "goroutine?debug=1", "trace?debug=1")
	holds(t, admin.get("/admin/pprof/goroutine?debug=1").body, "goroutine profile: total")
}

func TestProfilesAreBelowThePathOfTheSite(t *testing.T) {
	g := start(t)
	options := g.options
	options.URL = &url.URL{Path: "/goblet/"}
	below := handlers.New(options)
	server := httptest.NewServer(below.Handler())
	t.Cleanup(server.Close)
	g.URL = server.URL
	admin := g.stranger(t)
	admin.post("/goblet"+below.AdminPath(), "")
	holds(t, admin.get("/goblet/admin").body, `href="/goblet/admin/pprof/"`)
	holds(t, admin.get("/goblet/admin/pprof/").body, "heap?debug=1")
	if a := admin.get("/goblet/admin/pprof/heap"); !strings.HasPrefix(a.body, packed) {
		t.Errorf("the heap: %s %.80q", a.Status, a.body)
	}
}
