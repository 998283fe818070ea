package reach

import (
	"net"
	"net/http"
	"net/url"
	"strings"
)

// Redirect returns a handler that leads from HTTP to the same page by HTTPS. secure says where, as HOST or HOST:PORT,
// for a name without a port; "" when it is none of ours: nobody is led to where somebody else says.
func Redirect(secure func(name string) string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := secure(nameOf(r.Host))
		if host == "" || !strings.HasPrefix(r.URL.Path, "/") {
			http.Error(w, "This address is not known here. Use the link that you were sent.", http.StatusMisdirectedRequest)
			return
		}
		to := url.URL{Scheme: "https", Host: host, Path: r.URL.Path, RawPath: r.URL.RawPath, RawQuery: r.URL.RawQuery}
		w.Header().Set("Location", to.String())
		w.WriteHeader(http.StatusPermanentRedirect)
	})
}

// nameOf returns a host without its port, in lower case.
func nameOf(host string) string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return strings.ToLower(strings.TrimSuffix(strings.Trim(host, "[]"), "."))
}
