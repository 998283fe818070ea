package handlers

import "net/http"

// policy allows what Goblet itself serves and nothing else, with four exceptions.
//
// Style attributes: media-chrome's components carry their styles in the page.
//
// WebAssembly (but no eval): JASSUB draws subtitles with it.
//
// blob: in media and pictures: hls.js feeds the player through a media source, and chapters are made in the page.
//
// Films of other sites (media, connect from http: and https:): a film may be put on by its address, and then comes
// straight from its site to each viewer's browser, as a file or, by hls.js, over fetch. No list of sites could be made
// beforehand. What this gives away is small while scripts are allowed from 'self' alone and none are inline: only
// Goblet's own scripts could send anything anywhere, and they fetch nothing but what the room's film names.
const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; " +
	"img-src 'self' data: blob:; media-src 'self' blob: https: http:; connect-src 'self' https: http:; " +
	"worker-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"

// protect refuses posts that other sites make browsers send, and tells browsers
// to load and run nothing of others.
func (s *Server) protect(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		// A proxy may rewrite Host, so that the public address as Origin no longer matches it.
		if cross.Check(s.proxies.asAsked(r)) != nil && !s.proxies.public.is(r.Header.Get("Origin")) {
			// It may be an honest one, too, through a proxy that does not pass on which host was asked for.
			s.logger.InfoContext(r.Context(), "refused a request of another site; if it is the own one, set --url",
				"origin", r.Header.Get("Origin"), "host", r.Host)
			s.fail(w, r, errCrossOrigin)
			return
		}
		next.ServeHTTP(w, r)
	})
}
