package reach

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"slices"
	"sync"

	"github.com/caddyserver/certmagic"
)

// LetsEncrypt is the directory of the CA that is asked when no other is named.
const LetsEncrypt = certmagic.LetsEncryptProductionCA

// ACMEOptions are what [NewACME] needs.
type ACMEOptions struct {
	Domains []string // names that certificates are for
	CA      string   // URL of the CA's directory
	Email   string   // for the CA's letters, may be ""
	Root    string   // file with certificates (PEM) that the CA's own is checked with, "": those of the system
	Folder  string   // for certificates, keys and the account
	TLS     net.Addr // where connections for TLSConfig arrive
	HTTP    net.Addr // where requests for Challenges arrive, nil: nowhere
	Logger  *slog.Logger

	// Obtaining is called before the CA is asked for a domain's first certificate, Ready when a domain's first one can
	// be used. Both must return quickly, and may be called at the same time.
	Obtaining, Ready func(domain string)
}

// ACME gets certificates from a CA, keeps them on the disk and renews them. Whoever uses it accepts the CA's terms.
type ACME struct {
	o      ACMEOptions
	config *certmagic.Config
	issuer *certmagic.ACMEIssuer
	cache  *certmagic.Cache
	tell   voice

	mu    sync.Mutex
	ready map[string]bool
}

// NewACME returns an ACME, which does nothing until Run. Its error is a sentence about the file of ACMEOptions.Root.
func NewACME(o ACMEOptions) (*ACME, error) {
	roots, err := rootsOf(o.Root)
	if err != nil {
		return nil, err
	}
	a := &ACME{o: o, tell: voice{logger: o.Logger}, ready: map[string]bool{}}
	logger := zapLogger(o.Logger)
	a.cache = certmagic.NewCache(certmagic.CacheOptions{
		GetConfigForCert: func(certmagic.Certificate) (*certmagic.Config, error) { return a.config, nil },
		Logger:           logger,
	})
	a.config = certmagic.New(a.cache, certmagic.Config{
		Storage: &certmagic.FileStorage{Path: o.Folder}, Logger: logger, OnEvent: a.event,
		DefaultServerName: o.Domains[0], // for browsers that come by an address of numbers
	})
	template := certmagic.ACMEIssuer{
		CA: o.CA, Email: o.Email, Agreed: true, TrustedRoots: roots, Logger: logger,
		ListenHost: hostOf(o.TLS), AltTLSALPNPort: portOf(o.TLS), DisableHTTPChallenge: o.HTTP == nil,
	}
	if o.HTTP != nil {
		template.AltHTTPPort = portOf(o.HTTP)
	}
	a.issuer = certmagic.NewACMEIssuer(a.config, template)
	a.config.Issuers = []certmagic.Issuer{a.issuer}
	return a, nil
}

// TLSConfig returns what serves the certificates, and proves to the CA that the domains lead here (TLS-ALPN-01).
func (a *ACME) TLSConfig() *tls.Config { return a.config.TLSConfig() }

// Challenges returns a handler that proves to the CA that the domains lead here (HTTP-01), and leaves the rest to next.
func (a *ACME) Challenges(next http.Handler) http.Handler {
	return a.issuer.HTTPChallengeHandler(next)
}

// Run gets the certificates, again and again until the CA gives them, and keeps them fresh until ctx ends.
func (a *ACME) Run(ctx context.Context) error {
	defer certmagic.CleanUpOwnLocks(context.WithoutCancel(ctx), zapLogger(a.o.Logger)) // else the next start waits for them
	defer a.cache.Stop()
	if err := a.config.ManageAsync(ctx, a.o.Domains); err != nil {
		return fmt.Errorf("certificates can't be had: %w", err)
	}
	<-ctx.Done()
	return nil
}

// event is told by certmagic what happens.
func (a *ACME) event(_ context.Context, name string, data map[string]any) error {
	domain, _ := data["identifier"].(string)
	switch name {
	case "cert_obtaining":
		if renewal, _ := data["renewal"].(bool); !renewal {
			a.o.Obtaining(domain)
		}
	case "cert_obtained":
		a.tell.well()
		a.o.Logger.Info("a certificate was obtained", "domain", domain)
	case "cert_failed":
		err, _ := data["error"].(error)
		what := "no certificate yet"
		if renewal, _ := data["renewal"].(bool); renewal {
			what = "the certificate could not be renewed"
		}
		a.tell.trouble(what, "domain", domain, "why", because(domain, err), "next", "it is tried again, less often as time goes by")
	case "cached_managed_cert":
		names, _ := data["sans"].([]string)
		for _, domain := range names {
			if a.first(domain) {
				a.o.Ready(domain)
			}
		}
	}
	return nil
}

// first reports whether a domain of ours has a certificate for the first time.
func (a *ACME) first(domain string) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ready[domain] || !slices.Contains(a.o.Domains, domain) {
		return false
	}
	a.ready[domain] = true
	return true
}

// rootsOf reads certificates, "" = nil: those of the system.
func rootsOf(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("the CA's root certificate %s can't be read: %w; give its file with --acme-root", file, cause(err))
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(data) {
		return nil, fmt.Errorf("there is no certificate (PEM) in %s; give the CA's root certificate with --acme-root", file)
	}
	return pool, nil
}

func hostOf(addr net.Addr) string {
	if tcp, ok := addr.(*net.TCPAddr); ok && !tcp.IP.IsUnspecified() {
		return tcp.IP.String()
	}
	return ""
}

func portOf(addr net.Addr) int {
	if tcp, ok := addr.(*net.TCPAddr); ok {
		return tcp.Port
	}
	return 0
}
