package main

import (
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// web is the HTTP server: HTTP/1.1 and 2, with TLS if there is a certificate. Without one HTTP/2 is for proxies that
// speak it to what is behind them (h2c, with prior knowledge); browsers don't.
type web struct {
	http.Server
	certificate *certificate // nil: no TLS
}

func newWeb(h http.Handler, c *certificate, logger *slog.Logger) *web {
	w := &web{http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelDebug),
		Protocols:         new(http.Protocols),
	}, c}
	w.Protocols.SetHTTP1(true)
	w.Protocols.SetHTTP2(c != nil)
	w.Protocols.SetUnencryptedHTTP2(c == nil)
	if c != nil {
		w.TLSConfig = &tls.Config{GetCertificate: c.get}
	}
	return w
}

// serve answers on l until the server is shut down.
func (w *web) serve(l net.Listener) error {
	if w.certificate == nil {
		return w.Serve(l)
	}
	return w.ServeTLS(l, "", "")
}
