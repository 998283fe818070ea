package main

import (
	"context"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// here dials the port that is asked for on this machine, whatever the name.
func here(ctx context.Context, network, addr string) (net.Conn, error) {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	return (&net.Dialer{}).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", port))
}

func TestADomainGetsItsCertificateByACME(t *testing.T) {
	main, plain, data := freePort(t), freePort(t), t.TempDir()
	ca := startPebble(t, portOf(t, plain), portOf(t, main))
	args := []string{"--addr", main, "--redirect-addr", plain, "--data", data,
		"--tls-domain", "party.example.org,www.example.org", "--acme-ca", ca.directory, "--acme-root", ca.root, "--acme-email", "maya@example.org"}
	p := startProgram(t, args...)
	if want := "https://party.example.org:" + portOf(t, main) + "/"; !strings.HasPrefix(p.room, want) || !strings.HasPrefix(p.admin, want) {
		t.Errorf("the links are %s and %s, want them below %s", p.room, p.admin, want)
	}
	secure := checking(ca.roots())
	v := newViewerOver(t, p.room, secure)
	v.speaksHTTP2(t)
	if page := v.get("/share"); !strings.Contains(page, `value="`+p.room+`"`) {
		t.Error("the page shares another link than the printed one")
	}
	if cookie := v.cookies[0]; !cookie.Secure {
		t.Errorf("the cookie is %+v", cookie)
	}

	t.Run("HTTP leads to HTTPS, for its own names alone", func(t *testing.T) { leadsToHTTPS(t, main, plain) })
	if info, err := os.Stat(filepath.Join(data, "certificates")); err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others may look into the folder of keys: %v, %v", info, err)
	}

	waitFor(t, "the second name's certificate", func() bool {
		resp, err := (&http.Client{Transport: secure}).Get(strings.Replace(p.room, "party.", "www.", 1))
		if err != nil {
			return false
		}
		resp.Body.Close()
		return true
	})
	p.kill()
	ca.process.Process.Kill()
	again := startProgram(t, args...) // the CA is away: the certificate is on the disk
	if again.room != p.room {
		t.Errorf("after the restart the link is %s, was %s", again.room, p.room)
	}
	if text := v.get(""); text == "" {
		t.Error("no page after the restart")
	}
}

func leadsToHTTPS(t *testing.T, main, plain string) {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, tt := range []struct {
		host, path string
		status     int
		location   string
	}{
		{"party.example.org", "/r/x?key=a%2Fb", 308, "https://party.example.org:" + portOf(t, main) + "/r/x?key=a%2Fb"},
		{"PARTY.example.org:80", "/a%2Fb", 308, "https://party.example.org:" + portOf(t, main) + "/a%2Fb"},
		{"www.example.org", "//evil.example/", 308, "https://www.example.org:" + portOf(t, main) + "//evil.example/"},
		{"evil.example", "/r/x", 421, ""},
		{"party.example.org.evil.example", "/", 421, ""},
		{"evil.example", "/.well-known/acme-challenge/token", 421, ""},
		{"127.0.0.1", "/", 421, ""},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+plain+tt.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = tt.host
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if location := resp.Header.Get("Location"); resp.StatusCode != tt.status || location != tt.location {
			t.Errorf("%s%s: %d to %q, want %d to %q", tt.host, tt.path, resp.StatusCode, location, tt.status, tt.location)
		}
	}
}

func TestEitherWayOfProvingADomainIsEnough(t *testing.T) {
	for name, tt := range map[string]struct {
		plain func(own string) (flag, port string) // --redirect-addr, and where the CA looks for HTTP-01
		tls   func(own string) string              // where the CA looks for TLS-ALPN-01
	}{
		"TLS-ALPN-01": {
			func(own string) (string, string) { return nowhere, portOf(t, own) },
			func(own string) string { return portOf(t, own) },
		},
		"HTTP-01": {
			func(own string) (string, string) { return own, portOf(t, own) },
			func(string) string { return portOf(t, freePort(t)) },
		},
	} {
		t.Run(name, func(t *testing.T) {
			main, own := freePort(t), freePort(t)
			flag, port := tt.plain(own)
			ca := startPebble(t, port, tt.tls(main))
			p := startProgram(t, "--addr", main, "--redirect-addr", flag, "--data", t.TempDir(),
				"--tls-domain", "party.example.org", "--acme-ca", ca.directory, "--acme-root", ca.root)
			newViewerOver(t, p.room, checking(ca.roots())).get("")
		})
	}
}

func TestWithoutACertificateItSaysWhyAndGoesOn(t *testing.T) {
	main, plain := freePort(t), freePort(t)
	ca := startPebble(t, portOf(t, plain), portOf(t, main))
	ca.leads("away.example.org", "127.0.0.2")
	p := launchProgram(t, nil, "--addr", main, "--redirect-addr", plain, "--data", t.TempDir(),
		"--tls-domain", "party.example.org,away.example.org,blocked.example.org", "--acme-ca", ca.directory, "--acme-root", ca.root,
		"--url", "https://away.example.org")
	p.prints("Getting a certificate for away.example.org from " + strings.TrimSuffix(strings.TrimPrefix(ca.directory, "https://"), "/dir"))
	p.logs("away.example.org does not lead here by ports 80 or 443, says the CA")
	p.logs("the CA gives no certificate for blocked.example.org")
	p.logs("it is tried again")
	if strings.Contains(p.stdout.String(), "Watch together") {
		t.Errorf("it printed a link that does not work: %s", p.stdout)
	}
	// The name that leads here works all the same.
	client := &http.Client{Transport: checking(ca.roots())}
	waitFor(t, "the certificate of party.example.org", func() bool {
		resp, err := client.Get("https://party.example.org:" + portOf(t, main) + "/readyz")
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
}

func TestACertificateOfFilesMayHaveRedirects(t *testing.T) {
	certificate, key := ownCertificate(t, t.TempDir(), "www.example.org")
	main, plain := freePort(t), freePort(t)
	startProgram(t, "--addr", main, "--redirect-addr", plain, "--data", t.TempDir(), "--tls-cert", certificate, "--tls-key", key,
		"--url", "https://party.example.org")
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for host, want := range map[string]string{
		"www.example.org":    "https://www.example.org:" + portOf(t, main) + "/r/x",
		"127.0.0.1":          "https://127.0.0.1:" + portOf(t, main) + "/r/x",
		"party.example.org":  "https://party.example.org/r/x",
		"evil.example":       "",
		"evil.example:80":    "",
		"[2001:db8::1]:8080": "",
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+plain+"/r/x", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		resp, err := client.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if location := resp.Header.Get("Location"); location != want {
			t.Errorf("%s leads to %q, want %q", host, location, want)
		}
	}
}
