package handlers

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"testing"
)

func TestOnlyTrustedProxiesSayWhereAClientIs(t *testing.T) {
	p := proxies{trusted: []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("::1/128")}}
	for _, tt := range []struct {
		peer, forwarded, want string
	}{
		{"203.0.113.7:1", "", "203.0.113.7"},
		{"203.0.113.7:1", "198.51.100.1", "203.0.113.7"},
		{"10.0.0.1:1", "198.51.100.1", "198.51.100.1"},
		{"[::1]:1", "198.51.100.1", "198.51.100.1"},
		{"[::ffff:10.0.0.1]:1", "198.51.100.1", "198.51.100.1"},
		{"10.0.0.1:1", "6.6.6.6, 198.51.100.1, 10.0.0.2", "198.51.100.1"},
		{"10.0.0.1:1", "6.6.6.6, nonsense", "10.0.0.1"},
		{"10.0.0.1:1", "2001:db8::1", "2001:db8::1"},
		{"10.0.0.1:1", "10.0.0.3", "10.0.0.3"},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = tt.peer
		if tt.forwarded != "" {
			r.Header.Set("X-Forwarded-For", tt.forwarded)
		}
		if got := p.address(r).String(); got != tt.want {
			t.Errorf("peer %s, forwarded %q: %s, want %s", tt.peer, tt.forwarded, got, tt.want)
		}
	}
}

func TestLinksAndCookiesSuitHowTheClientCame(t *testing.T) {
	public := &url.URL{Scheme: "https", Host: "party.example"}
	trusted := []netip.Prefix{netip.MustParsePrefix("10.0.0.1/32")}
	for _, tt := range []struct {
		name                     string
		public                   *url.URL
		peer, host, proto, fhost string
		origin                   string
		secure                   bool
	}{
		{"directly", nil, "192.0.2.1:1", "box:5000", "", "", "http://box:5000", false},
		{"a forged header", nil, "192.0.2.1:1", "box:5000", "https", "evil", "http://box:5000", false},
		{"by a trusted proxy", nil, "10.0.0.1:1", "127.0.0.1:5000", "https", "party.example", "https://party.example", true},
		{"by the public address", public, "192.0.2.1:1", "party.example", "", "", "https://party.example", true},
		{"by the local network", public, "192.0.2.1:1", "box:5000", "", "", "https://party.example", false},
		{"by a proxy that rewrites the host", public, "10.0.0.1:1", "127.0.0.1:5000", "https", "", "https://party.example", true},
		{"by a proxy that is not trusted, to the public address", public, "192.0.2.1:1", "127.0.0.1:5000", "", "party.example", "https://party.example", true},
		{"by a proxy that says what it spoke", public, "192.0.2.1:1", "127.0.0.1:5000", "https", "", "https://party.example", true},
		{"by two trusted proxies", nil, "10.0.0.1:1", "127.0.0.1:5000", "https", "party.example, inner", "https://party.example", true},
		{"to a public address of a path alone", &url.URL{Path: "/goblet"}, "192.0.2.1:1", "box:5000", "", "", "http://box:5000", false},
		{"to a public address without TLS", &url.URL{Scheme: "http", Host: "party.example"}, "192.0.2.1:1", "party.example", "", "", "http://party.example", false},
	} {
		p := newProxies(tt.public, trusted)
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr, r.Host = tt.peer, tt.host
		r.Header.Set("X-Forwarded-Proto", tt.proto)
		r.Header.Set("X-Forwarded-Host", tt.fhost)
		if scheme, host := p.origin(r); scheme+"://"+host != tt.origin {
			t.Errorf("%s: origin %s://%s, want %s", tt.name, scheme, host, tt.origin)
		}
		if got := p.secure(r); got != tt.secure {
			t.Errorf("%s: secure %v", tt.name, got)
		}
	}
}
