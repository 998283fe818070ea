package main

import (
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// pebble is Let's Encrypt's ACME server for tests, a CA on this machine, with a name server that knows every name as
// 127.0.0.1.
type pebble struct {
	t         testing.TB
	directory string // URL
	root      string // file: what its own HTTPS is checked with
	manager   string // URL of its management
	names     string // URL of the name server's management
	process   *exec.Cmd
	log       *safeBuffer
}

// startPebble starts both until the test ends. The CA looks for challenges at these ports.
func startPebble(t testing.TB, httpPort, tlsPort string) *pebble {
	t.Helper()
	p := &pebble{t: t, log: &safeBuffer{}}
	var key string
	p.root, key = ownCertificate(t, t.TempDir(), "pebble")
	listen, manage, dns, names := freePort(t), freePort(t), freePort(t), freePort(t)
	p.directory, p.manager, p.names = "https://"+listen+"/dir", "https://"+manage, "http://"+names
	config, err := json.Marshal(map[string]any{"pebble": map[string]any{
		"listenAddress": listen, "managementListenAddress": manage, "certificate": p.root, "privateKey": key,
		"httpPort": number(t, httpPort), "tlsPort": number(t, tlsPort), "keyAlgorithm": "ecdsa",
		"domainBlocklist": []string{"blocked.example.org"},
	}})
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "pebble.json")
	if err := os.WriteFile(file, config, 0o600); err != nil {
		t.Fatal(err)
	}
	p.run("pebble-challtestsrv", "-dnsserver", dns, "-management", names, "-defaultIPv6", "",
		"-http01", "", "-https01", "", "-tlsalpn01", "", "-doh", "")
	p.process = p.run("pebble", "-config", file, "-dnsserver", dns)
	waitFor(t, "the CA's directory", func() bool {
		resp, err := p.client().Get(p.directory)
		if err != nil {
			return false
		}
		resp.Body.Close()
		return resp.StatusCode == http.StatusOK
	})
	return p
}

func number(t testing.TB, port string) int {
	n, err := strconv.Atoi(port)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// run runs one of the tools of go.mod until the test ends.
func (p *pebble) run(tool string, args ...string) *exec.Cmd {
	p.t.Helper()
	path, err := exec.Command("go", "tool", "-n", tool).Output()
	if err != nil {
		p.t.Fatalf("there is no %s: %v", tool, err)
	}
	cmd := exec.Command(strings.TrimSpace(string(path)), args...)
	cmd.Env = append(os.Environ(), "PEBBLE_VA_NOSLEEP=1", "PEBBLE_WFE_NONCEREJECT=0")
	cmd.Stdout, cmd.Stderr = p.log, p.log
	if err := cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { cmd.Process.Kill(); cmd.Wait() })
	return cmd
}

func (p *pebble) client() *http.Client { return &http.Client{Transport: trusting(nil)} }

// roots returns what the CA's certificates are checked with.
func (p *pebble) roots() *x509.CertPool {
	p.t.Helper()
	resp, err := p.client().Get(p.manager + "/roots/0")
	if err != nil {
		p.t.Fatal(err)
	}
	defer resp.Body.Close()
	pem, err := io.ReadAll(resp.Body)
	pool := x509.NewCertPool()
	if err != nil || !pool.AppendCertsFromPEM(pem) {
		p.t.Fatalf("the CA's root is %q, %v", pem, err)
	}
	return pool
}

// leads changes where a name leads to.
func (p *pebble) leads(name, address string) {
	p.t.Helper()
	resp, err := http.Post(p.names+"/add-a", "application/json", strings.NewReader(`{"host":"`+name+`.","addresses":["`+address+`"]}`))
	if err != nil {
		p.t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		p.t.Fatal(resp.Status)
	}
}

// checking returns a transport that checks certificates with roots, and finds every name on this machine.
func checking(roots *x509.CertPool) *http.Transport {
	return &http.Transport{
		TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: true,
		DialContext: here,
	}
}

// waitFor waits until a condition holds.
func waitFor(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !holds(); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("no sign of %s", what)
		}
	}
}

func portOf(t testing.TB, addr string) string {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		t.Fatal(err)
	}
	return port
}
