package handlers

import (
	"context"
	"net/http"
	"net/url"
	"sync/atomic"
)

// public is where people reach Goblet from outside. It changes while Goblet runs: a tunnel comes later than the start,
// and may come back with another address. Whoever needs it asks at each request.
type public struct{ now atomic.Pointer[url.URL] }

// get returns the address, of which scheme and host count; nil: as each request says.
func (p *public) get() *url.URL {
	if p == nil {
		return nil
	}
	return p.now.Load()
}

// set changes the address; one without a host is none.
func (p *public) set(address *url.URL) {
	if address == nil || address.Host == "" {
		p.now.Store(nil)
		return
	}
	p.now.Store(&url.URL{Scheme: address.Scheme, Host: address.Host})
}

// is reports whether an origin, as browsers send it, is the public one.
func (p *public) is(origin string) bool {
	now := p.get()
	return now != nil && origin == now.Scheme+"://"+now.Host
}

// SetPublic changes the address at which people reach Goblet from outside; nil: none is known. The path below which
// Goblet is served stays what [Options] say.
func (s *Server) SetPublic(address *url.URL) { s.proxies.public.set(address) }

// Public returns the address at which people reach Goblet from outside, with the path below which it is served and
// without a slash at its end; nil when none is known. It may be another at the next request.
func (s *Server) Public() *url.URL {
	now := s.proxies.public.get()
	if now == nil {
		return nil
	}
	return &url.URL{Scheme: now.Scheme, Host: now.Host, Path: string(s.base)}
}

type tunnelKey struct{}

// ThroughTunnel marks connections that Goblet's own tunnel brings: what their X-Forwarded-* headers say counts.
func ThroughTunnel(ctx context.Context) context.Context {
	return context.WithValue(ctx, tunnelKey{}, true)
}

func tunnelled(r *http.Request) bool { return r.Context().Value(tunnelKey{}) != nil }
