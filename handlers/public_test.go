package handlers

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"testing"
)

func TestThePublicAddressMayChangeWhileGobletRuns(t *testing.T) {
	s := &Server{proxies: newProxies(&url.URL{Path: "/goblet"}, nil), base: "/goblet", logger: slog.New(slog.DiscardHandler)}
	posted := func(origin string) int {
		r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:5000/r/x/pause", nil)
		r.Header.Set("Origin", origin)
		r.Header.Set("Sec-Fetch-Site", "cross-site") // as it is when a proxy hides the host
		w := httptest.NewRecorder()
		s.protect(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })).ServeHTTP(w, r)
		return w.Code
	}
	for _, tt := range []struct {
		name       string
		now        *url.URL
		told       string // what links begin with
		link       string // scheme and host of links on the pages of who came by 127.0.0.1
		one, other int    // what posts of the pages at these addresses are answered
	}{
		{"none", nil, "", "http://127.0.0.1:5000", 403, 403},
		{"one", &url.URL{Scheme: "https", Host: "one.example"}, "https://one.example/goblet", "https://one.example", 204, 403},
		{"another", &url.URL{Scheme: "https", Host: "other.example", Path: "/elsewhere"}, "https://other.example/goblet", "https://other.example", 403, 204},
		{"a path alone", &url.URL{Path: "/goblet"}, "", "http://127.0.0.1:5000", 403, 403},
	} {
		s.SetPublic(tt.now)
		told := ""
		if u := s.Public(); u != nil {
			told = u.String()
		}
		if told != tt.told {
			t.Errorf("%s: the address is %q, want %q", tt.name, told, tt.told)
		}
		scheme, host := s.proxies.origin(httptest.NewRequest(http.MethodGet, "http://127.0.0.1:5000/", nil))
		if scheme+"://"+host != tt.link {
			t.Errorf("%s: links lead to %s://%s, want %s", tt.name, scheme, host, tt.link)
		}
		if one, other := posted("https://one.example"), posted("https://other.example"); one != tt.one || other != tt.other {
			t.Errorf("%s: posts are answered %d and %d, want %d and %d", tt.name, one, other, tt.one, tt.other)
		}
		if evil := posted("https://evil.example"); evil != http.StatusForbidden {
			t.Errorf("%s: another site's post is answered %d", tt.name, evil)
		}
	}
}

func TestOnlyTheOwnTunnelSaysWhoseRequestsItBrings(t *testing.T) {
	p := newProxies(nil, []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")})
	for _, tt := range []struct {
		name, peer, forwarded string
		tunnel                bool
		client, origin        string
		secure                bool
	}{
		{"through the tunnel", "127.0.0.1:1", "198.51.100.1", true, "198.51.100.1", "https://x.example", true},
		{"with a forged beginning", "127.0.0.1:1", "6.6.6.6, 198.51.100.1", true, "198.51.100.1", "https://x.example", true},
		{"by another process on this machine", "127.0.0.1:1", "198.51.100.1", false, "127.0.0.1", "http://127.0.0.1:5000", false},
		{"from the network", "192.0.2.1:1", "198.51.100.1", false, "192.0.2.1", "http://127.0.0.1:5000", false},
	} {
		r := httptest.NewRequest(http.MethodGet, "http://127.0.0.1:5000/", nil)
		r.RemoteAddr = tt.peer
		r.Header.Set("X-Forwarded-For", tt.forwarded)
		r.Header.Set("X-Forwarded-Proto", "https")
		r.Header.Set("X-Forwarded-Host", "x.example")
		if tt.tunnel {
			r = r.WithContext(ThroughTunnel(r.Context()))
		}
		if client := p.address(r).String(); client != tt.client {
			t.Errorf("%s: the client is %s, want %s", tt.name, client, tt.client)
		}
		if scheme, host := p.origin(r); scheme+"://"+host != tt.origin {
			t.Errorf("%s: links lead to %s://%s, want %s", tt.name, scheme, host, tt.origin)
		}
		if secure := p.secure(r); secure != tt.secure {
			t.Errorf("%s: secure %v", tt.name, secure)
		}
	}
}
