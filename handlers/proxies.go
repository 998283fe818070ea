package handlers

import (
	"net/http"
	"net/netip"
	"net/url"
	"strings"
)

// proxies know how Goblet is reached from outside.
type proxies struct {
	public  *public        // nil: as each request says
	trusted []netip.Prefix // whose X-Forwarded-* headers count
}

// newProxies returns proxies that know a public URL, which may be nil or lack a host.
func newProxies(address *url.URL, trusted []netip.Prefix) proxies {
	p := proxies{new(public), trusted}
	p.public.set(address)
	return p
}

// address returns the client's address. X-Forwarded-For is read from its end:
// the first address that is no trusted proxy is the client's.
func (p proxies) address(r *http.Request) netip.Addr {
	addr := peer(r)
	if !p.believes(r) {
		return addr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			break
		}
		addr = hop.Unmap()
		if !p.trusts(addr) {
			break
		}
	}
	return addr
}

// origin returns scheme and host as the client sees them.
func (p proxies) origin(r *http.Request) (scheme, host string) {
	if public := p.public.get(); public != nil {
		return public.Scheme, public.Host
	}
	scheme, host = "http", r.Host
	if r.TLS != nil {
		scheme = "https"
	}
	if p.believes(r) {
		if proto := r.Header.Get("X-Forwarded-Proto"); proto == "https" || proto == "http" {
			scheme = proto
		}
		if h := forwardedHost(r); h != "" {
			host = h
		}
	}
	return scheme, host
}

// secure reports whether the client is known to speak TLS. Somebody may come to
// a public https address by the local network, without it: what tells is the
// address that the client, or a proxy for it, names. That need not be trusted,
// since who lies gets a cookie that the own browser keeps to itself.
func (p proxies) secure(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	https := r.Header.Get("X-Forwarded-Proto") == "https"
	if public := p.public.get(); public != nil && public.Scheme == "https" {
		return https || r.Host == public.Host || forwardedHost(r) == public.Host
	}
	return https && p.believes(r)
}

// asAsked returns the request with the host that the client asked a trusted
// proxy for.
func (p proxies) asAsked(r *http.Request) *http.Request {
	host := forwardedHost(r)
	if host == "" || !p.believes(r) {
		return r
	}
	asked := *r
	asked.Host = host
	return &asked
}

// forwardedHost returns the host that the first proxy was asked for, as proxies
// say it; "" when none does.
func forwardedHost(r *http.Request) string {
	first, _, _ := strings.Cut(r.Header.Get("X-Forwarded-Host"), ",")
	return strings.TrimSpace(first)
}

// believes reports whether the request's X-Forwarded-* headers count: those of trusted proxies and of Goblet's own tunnel.
func (p proxies) believes(r *http.Request) bool { return tunnelled(r) || p.trusts(peer(r)) }

func (p proxies) trusts(addr netip.Addr) bool {
	for _, prefix := range p.trusted {
		if prefix.Contains(addr) {
			return true
		}
	}
	return false
}

func peer(r *http.Request) netip.Addr {
	ap, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return ap.Addr().Unmap()
}
