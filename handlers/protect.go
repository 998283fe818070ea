package handlers

import "net/http"

// policy allows what Goblet itself serves and nothing else. Style attributes are
// allowed because media-chrome's components carry their styles in the page, and
// WebAssembly (but no eval) because JASSUB draws subtitles with it.
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; object-src 'none'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// protect refuses posts that other sites make browsers send, and tells browsers
// to load and run nothing of others.
func (s *Server) protect(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	if s.proxies.public != nil {
		// A proxy may rewrite Host, so that Origin no longer matches it.
		if err := cross.AddTrustedOrigin(s.proxies.public.Scheme + "://" + s.proxies.public.Host); err != nil {
			s.logger.Warn("public URL is no origin", "err", err)
		}
	}
	cross.SetDenyHandler(s.handle(func(http.ResponseWriter, *http.Request) error { return errCrossOrigin }))
	return cross.Handler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		next.ServeHTTP(w, r)
	}))
}
