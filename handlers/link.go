package handlers

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"

	"goblet/media"
)

// link returns the film at the address in a form.
func (s *Server) link(r *http.Request, f form) (media.Media, error) {
	m, err := media.Link(f.Get("url"), f.Get("title"))
	if err != nil {
		return m, err
	}
	if s.proxies.secure(r) && mixed(m.URL) {
		return m, errMixed
	}
	return m, nil
}

// errMixed: browsers load nothing by http into a page that came by https.
const errMixed = sentence("This room is open by https, and browsers don’t load films by http into it. Use an https link.")

// mixed reports whether an address is one that browsers block in a secure page:
// http, but for this very machine (W3C Mixed Content, section 3.1).
func mixed(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" {
		return false
	}
	host := u.Hostname()
	if ip, err := netip.ParseAddr(host); err == nil {
		return !ip.IsLoopback()
	}
	return host != "localhost" && !strings.HasSuffix(host, ".localhost")
}
