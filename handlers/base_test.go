package handlers

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"os"
	"regexp"
	"slices"
	"testing"
)

func TestTheBaseMayBePassedOnOrStripped(t *testing.T) {
	h := base("/goblet").strip(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		io.WriteString(w, r.URL.EscapedPath())
	}))
	for _, tt := range []struct{ asked, answered, location string }{
		{"/goblet/r/x", "/r/x", ""},
		{"/r/x", "/r/x", ""},
		{"/goblet/", "/", ""},
		{"/", "/", ""},
		{"/goblet/media/a%2Fb/v/film", "/media/a%2Fb/v/film", ""},
		{"/gobletx/r", "/gobletx/r", ""},
		{"/goblet?x=1", "", "/goblet/?x=1"},
		{"/goblet//r/x", "", "/goblet/r/x"},
		{"//evil.example/r", "", "/goblet/evil.example/r"},
		{"/goblet/r/../library/", "", "/goblet/library/"},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://host"+tt.asked, nil))
		if location := w.Header().Get("Location"); location != tt.location || location == "" && w.Body.String() != tt.answered {
			t.Errorf("%s: %q, location %q", tt.asked, w.Body, location)
		}
	}
}

// TestPostsOfTheOwnPageComeThroughProxiesThatHideTheHost has browsers that don't say Sec-Fetch-Site, as over plain HTTP.
func TestPostsOfTheOwnPageComeThroughProxiesThatHideTheHost(t *testing.T) {
	public := &url.URL{Scheme: "http", Host: "party.lan"}
	for _, tt := range []struct {
		name              string
		public            *url.URL
		peer, host, asked string
		origin            string
		refused           bool
	}{
		{"directly", nil, "192.0.2.1:1", "party.lan", "", "http://party.lan", false},
		{"the host is hidden", nil, "192.0.2.1:1", "127.0.0.1:5000", "", "http://party.lan", true},
		{"the host is hidden, and known", public, "192.0.2.1:1", "127.0.0.1:5000", "", "http://party.lan", false},
		{"a trusted proxy tells the host", nil, "10.0.0.1:1", "127.0.0.1:5000", "party.lan", "http://party.lan", false},
		{"somebody tells the host", nil, "192.0.2.1:1", "127.0.0.1:5000", "party.lan", "http://party.lan", true},
		{"another site", public, "10.0.0.1:1", "127.0.0.1:5000", "party.lan", "http://evil.lan", true},
	} {
		s := &Server{
			proxies: newProxies(tt.public, []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")}),
			logger:  slog.New(slog.DiscardHandler),
		}
		r := httptest.NewRequest(http.MethodPost, "/r/x/pause", nil)
		r.RemoteAddr, r.Host = tt.peer, tt.host
		r.Header.Set("Origin", tt.origin)
		r.Header.Set("X-Forwarded-Host", tt.asked)
		w := httptest.NewRecorder()
		s.protect(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })).ServeHTTP(w, r)
		if refused := w.Code == http.StatusForbidden; refused != tt.refused {
			t.Errorf("%s: %d", tt.name, w.Code)
		}
	}
}

func TestNoRouteIsMissingAmongThoseThatCannotBeABase(t *testing.T) {
	source, err := os.ReadFile("routes.go")
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`"(?:GET|POST|PUT) /([\w.]+)`).FindAllStringSubmatch(string(source), -1)
	if len(found) < 30 {
		t.Fatalf("only %d routes", len(found))
	}
	for _, route := range found {
		if !slices.Contains(Routes, route[1]) {
			t.Errorf("Routes lacks %s", route[1])
		}
	}
}
