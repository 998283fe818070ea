package main

import (
	"context"
	"crypto/tls"
	"log/slog"
	"net"
	"net/http"
	"time"

	"goblet/handlers"
)

// web is the HTTP server: HTTP/1.1 and 2, with TLS if there is a certificate. Without one HTTP/2 is for proxies that
// speak it to what is behind them (h2c, with prior knowledge); browsers don't.
type web struct{ http.Server }

// newWeb returns a web that answers with h; secure is nil when there shall be no TLS.
func newWeb(h http.Handler, secure *tls.Config, logger *slog.Logger) *web {
	w := &web{http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelDebug),
		Protocols:         new(http.Protocols),
		TLSConfig:         secure,
		BaseContext: func(l net.Listener) context.Context {
			if _, ok := l.(tunnelEnd); ok {
				return handlers.ThroughTunnel(context.Background())
			}
			return context.Background()
		},
	}}
	w.Protocols.SetHTTP1(true)
	w.Protocols.SetHTTP2(secure != nil)
	w.Protocols.SetUnencryptedHTTP2(secure == nil)
	return w
}

// serve answers on l until the server is shut down.
func (w *web) serve(l net.Listener) error {
	if w.TLSConfig == nil {
		return w.Serve(l)
	}
	return w.ServeTLS(l, "", "")
}

// tunnelEnd is where a tunnel of Goblet's own brings people, without TLS.
type tunnelEnd struct{ net.Listener }

// serveTunnel answers who comes through the tunnel, until it or the server ends.
func (w *web) serveTunnel(l net.Listener) error { return w.Serve(tunnelEnd{l}) }
