package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"

	"goblet/handlers"
	"goblet/reach"
)

// ways are those by which people reach Goblet.
type ways struct {
	c           config
	logger      *slog.Logger
	public      *url.URL     // as it is known at the start; nil, or without a host: it is not
	main        net.Listener // where people come to
	plain       net.Listener // HTTP that leads to HTTPS, nil: none
	tunnel      net.Listener // where cloudflared brings people, nil: nowhere
	certificate *certificate // of files, may be nil
	acme        *reach.ACME  // may be nil
	cloudflared string       // path of the program
	announcer   *announcer   // once there is a room to announce
}

// openWays opens what listens. Its error says what to change.
func openWays(c config, certificate *certificate, logger *slog.Logger) (_ *ways, err error) {
	w := &ways{c: c, logger: logger, certificate: certificate}
	defer func() {
		if err != nil {
			w.close()
		}
	}()
	if c.tunnel == tunnelCloudflared {
		if w.cloudflared, err = reach.FindCloudflared(); err != nil {
			return nil, err
		}
		if w.tunnel, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
			return nil, fmt.Errorf("there is no free port on 127.0.0.1 for cloudflared: %w", cause(err))
		}
	}
	if w.main, err = listen(c.addr, "--addr", "or --addr :0 for any free one"); err != nil {
		return nil, err
	}
	if c.redirectAddr != "" {
		if w.plain, err = listen(c.redirectAddr, "--redirect-addr", "or --redirect-addr none to do without"); err != nil {
			return nil, err
		}
	}
	w.public = c.url
	if c.tlsDomains != nil && (c.url == nil || c.url.Host == "") {
		w.public = &url.URL{Scheme: "https", Host: w.host(c.tlsDomains[0]), Path: handlers.Base(c.url)}
	}
	return w, w.openACME()
}

func (w *ways) openACME() (err error) {
	if w.c.tlsDomains == nil {
		return nil
	}
	o := reach.ACMEOptions{
		Domains: w.c.tlsDomains, CA: w.c.acmeCA, Email: w.c.acmeEmail, Root: w.c.acmeRoot,
		Folder: filepath.Join(w.c.data, "certificates"), TLS: w.main.Addr(), Logger: w.logger,
		Obtaining: func(domain string) { w.announcer.obtaining(domain, w.c.acmeCA) },
		Ready: func(domain string) {
			if domain == w.domain() {
				w.announcer.all(w.addresses())
			}
		},
	}
	if w.plain != nil {
		o.HTTP = w.plain.Addr()
	}
	w.acme, err = reach.NewACME(o)
	return err
}

// domain returns the name that the link is printed with, or one that stands for it.
func (w *ways) domain() string {
	if name := w.public.Hostname(); slices.Contains(w.c.tlsDomains, name) {
		return name
	}
	return w.c.tlsDomains[0]
}

// close closes what no server has closed.
func (w *ways) close() {
	for _, l := range []net.Listener{w.main, w.plain, w.tunnel} {
		if l != nil {
			l.Close()
		}
	}
}

// tls returns what connections to main are secured with, nil: nothing.
func (w *ways) tls() *tls.Config {
	switch {
	case w.acme != nil:
		return w.acme.TLSConfig()
	case w.certificate != nil:
		return &tls.Config{GetCertificate: w.certificate.get}
	}
	return nil
}

// announce prints the links that are known at the start.
func (w *ways) announce(a *announcer) error {
	w.announcer = a
	switch {
	case w.acme != nil:
		return nil // a link without a certificate leads nowhere
	case w.c.tunnel != "":
		return a.meanwhile(w.addresses(), w.c.tunnel)
	}
	return a.all(w.addresses())
}

// start starts what brings people to web. Tunnels end with ctx, the rest with what start gives.
func (w *ways) start(ctx context.Context, start func(func(context.Context) error), web *web, server *handlers.Server) {
	start(func(context.Context) error { return ignoreClosed(web.serve(w.main)) })
	if w.plain != nil {
		start(w.redirect)
	}
	if w.acme != nil {
		start(w.acme.Run)
	}
	if w.tunnel != nil {
		start(func(context.Context) error { return ignoreClosed(web.serveTunnel(w.tunnel)) })
	}
	if w.c.tunnel != "" {
		start(func(inner context.Context) error {
			either, end := context.WithCancel(inner)
			defer end()
			defer context.AfterFunc(ctx, end)()
			return w.openTunnel(web, server).Run(either)
		})
	}
}

// redirect leads from HTTP to HTTPS until ctx ends, and answers the CA.
func (w *ways) redirect(ctx context.Context) error {
	h := reach.Redirect(w.secure)
	if w.acme != nil {
		h = w.acme.Challenges(h)
	}
	s := &http.Server{
		Handler: h, ReadTimeout: 10 * time.Second, WriteTimeout: 10 * time.Second, IdleTimeout: 30 * time.Second,
		ErrorLog: slog.NewLogLogger(w.logger.Handler(), slog.LevelDebug),
	}
	defer context.AfterFunc(ctx, func() { s.Close() })()
	return ignoreClosed(s.Serve(w.plain))
}

// secure returns where a name is to be had by HTTPS, "" when it is none of ours.
func (w *ways) secure(name string) string {
	if w.public != nil && w.public.Scheme == "https" && strings.EqualFold(w.public.Hostname(), name) {
		return w.public.Host
	}
	if slices.Contains(w.c.tlsDomains, name) || w.certificate != nil && w.certificate.covers(name) {
		return w.host(name)
	}
	return ""
}

// host returns a name with main's port where it must be said.
func (w *ways) host(name string) string {
	port := w.main.Addr().(*net.TCPAddr).Port
	if port != 443 {
		return net.JoinHostPort(name, strconv.Itoa(port))
	}
	if strings.Contains(name, ":") {
		return "[" + name + "]"
	}
	return name
}

// openTunnel returns the tunnel that was asked for. Its address is the public one as long as it is open.
func (w *ways) openTunnel(web *web, server *handlers.Server) *reach.Tunnel {
	o := reach.TunnelOptions{
		Logger: w.logger,
		Down:   func() { server.SetPublic(w.public) },
		Up: func(address *url.URL) {
			server.SetPublic(address)
			w.announcer.public(server.Public().String())
		},
	}
	if w.c.tunnel == tunnelCloudflared {
		return reach.NewTunnel(reach.Cloudflared{
			Program: w.cloudflared, Target: "http://" + w.tunnel.Addr().String(), Logger: w.logger,
		}, o)
	}
	n := reach.Ngrok{Token: w.c.ngrokToken, Server: w.c.ngrokServer, Serve: web.serveTunnel}
	if w.public != nil && w.public.Host != "" {
		n.Address = w.public
	}
	return reach.NewTunnel(n, o)
}

// listen opens an address; flag says it, instead what else there is.
func listen(addr, flag, instead string) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use by another program: choose another port with %s, %s", addr, flag, instead)
	case errors.Is(err, syscall.EACCES):
		return nil, fmt.Errorf("%s may not be used by this user: choose a port above 1023 with %s, %s", addr, flag, instead)
	case err != nil:
		return nil, fmt.Errorf("can't listen on %s: %w; choose another address with %s", addr, cause(err), flag)
	}
	return l, nil
}
