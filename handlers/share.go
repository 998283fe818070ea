package handlers

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"

	"rsc.io/qr"

	"goblet/room"
	"goblet/views"
	"goblet/words"
)

// site returns the address below which Goblet is reached from outside, without a slash
// at its end. It may be another one at any time: nothing keeps it.
func (s *Server) site(r *http.Request) string {
	scheme, host := s.proxies.origin(r)
	return scheme + "://" + host + string(s.base)
}

// share shows how others get into a room, as it is when somebody asks.
func (s *Server) share(w http.ResponseWriter, r *http.Request) error {
	v, rm, err := s.memberAsking(r)
	if err != nil {
		return err
	}
	state := rm.State()
	newcomer := state.Admits(room.Caller{Key: state.Door.Key})
	page := views.Share{
		Room: rm.ID(), Open: newcomer == nil, Locked: state.Settings.Locked,
		Links: s.shareLinks(r, v, state, RoomLink(rm.ID(), state.Door.Key)),
	}
	if page.MayInvite = v.may(state, room.RightInvite) == nil; page.MayInvite {
		page.Invites = s.viewInvites(state)
	}
	s.render(w, r, http.StatusOK, views.ShareFragment(page))
	return nil
}

// shareLinks returns the addresses that a path has, the one for everybody first.
func (s *Server) shareLinks(r *http.Request, v visitor, state room.State, path string) []views.ShareLink {
	site := s.site(r)
	links := []views.ShareLink{{Label: words.T(r.Context(), "Link to this room"), URL: site + path}}
	if s.lan != nil && (v.may(state, room.RightInvite) == nil || near(s.proxies.address(r))) {
		for _, base := range s.lan() {
			if base != site {
				links = append(links, views.ShareLink{Label: words.T(r.Context(), "On your network"), URL: base + path, Own: true})
			}
		}
	}
	if _, host := s.proxies.origin(r); loopback(host) {
		links[0].Label, links[0].Own = words.T(r.Context(), "On this computer only"), true
		if len(links) > 1 {
			links = append(slices.Clone(links[1:]), links[0])
		}
	}
	for i := range links {
		links[i].Code = qrCode(links[i].URL)
	}
	return links
}

// near reports whether somebody comes from a network of this machine's own.
func near(a netip.Addr) bool { return a.IsPrivate() || a.IsLoopback() || a.IsLinkLocalUnicast() }

// loopback reports whether a host, which may have a port, is this very machine.
func loopback(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	a, err := netip.ParseAddr(strings.Trim(name, "[]"))
	return err == nil && a.IsLoopback() || name == "localhost"
}

// quiet is how many light modules are around a QR code, as its standard wants.
const quiet = 4

// qrCode returns the QR code of a text as views draw it; its Size is 0 when there is none.
func qrCode(text string) views.QRCode {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return views.QRCode{}
	}
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; {
			run := 0
			for x+run < code.Size && code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
			}
			x += max(run, 1)
		}
	}
	return views.QRCode{Size: code.Size + 2*quiet, Path: path.String()}
}
