package main

import (
	"crypto/tls"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTLSBringsHTTP2ForTheStreamAndTheFilm(t *testing.T) {
	certificate, key := ownCertificate(t, t.TempDir(), "party.example.org")
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--tls-cert", certificate, "--tls-key", key)
	if !strings.HasPrefix(p.room, "https://127.0.0.1:") || !strings.HasPrefix(p.admin, "https://") {
		t.Errorf("the links are %s and %s", p.room, p.admin)
	}
	v := newViewerOver(t, p.room, trusting(nil))
	v.speaksHTTP2(t)
	if page := v.get("/share"); !strings.Contains(page, `value="`+p.room+`"`) {
		t.Error("the page shares another link than https")
	}
	if cookie := v.cookies[0]; !cookie.Secure {
		t.Errorf("the cookie is %+v", cookie)
	}
}

func TestProxiesMaySpeakHTTP2WithoutTLS(t *testing.T) {
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir())
	h2c := &http.Transport{Protocols: new(http.Protocols)}
	h2c.Protocols.SetUnencryptedHTTP2(true)
	newViewerOver(t, p.room, h2c).speaksHTTP2(t)
}

// speaksHTTP2 fails the test unless the stream, the film and actions go over one connection of HTTP/2.
func (v *viewer) speaksHTTP2(t *testing.T) {
	t.Helper()
	frames := v.frames()
	frames.next("hello", `"seq":`)
	film := v.film()
	resp, err := v.Get(film)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if resp.ProtoMajor != 2 {
		t.Errorf("the film comes by %s", resp.Proto)
	}
	begin := make([]byte, 64<<10) // the rest waits while the stream goes on
	if _, err := io.ReadFull(resp.Body, begin); err != nil || string(begin[4:8]) != "ftyp" {
		t.Errorf("the film begins with %q, %v", begin[:8], err)
	}
	v.act("seek", "position=3")
	frames.next("room", `"position":3`)
	if rest, err := io.ReadAll(resp.Body); err != nil || int64(len(begin)+len(rest)) != resp.ContentLength {
		t.Errorf("%d bytes of the film's %d, %v", len(begin)+len(rest), resp.ContentLength, err)
	}
}

func TestAReplacedCertificateServesTheNextConnection(t *testing.T) {
	dir := t.TempDir()
	certificate, key := ownCertificate(t, dir, "old.example.org")
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--tls-cert", certificate, "--tls-key", key)
	served := func() string {
		t.Helper()
		u, err := url.Parse(p.room)
		if err != nil {
			t.Fatal(err)
		}
		conn, err := tls.Dial("tcp", u.Host, &tls.Config{InsecureSkipVerify: true})
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		return conn.ConnectionState().PeerCertificates[0].Subject.CommonName
	}
	if name := served(); name != "old.example.org" {
		t.Errorf("it serves %s", name)
	}
	fresh := t.TempDir()
	newCertificate, newKey := ownCertificate(t, fresh, "fresh.example.org")
	replace := func(from, to string) {
		t.Helper()
		data, err := os.ReadFile(from)
		if err != nil {
			t.Fatal(err)
		}
		later := time.Now().Add(time.Minute) // also where files have coarse times
		if err := os.WriteFile(to, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(to, later, later); err != nil {
			t.Fatal(err)
		}
	}
	replace(newCertificate, certificate)
	if name := served(); name != "old.example.org" {
		t.Errorf("with half of the new pair it serves %s", name)
	}
	p.logs("the one before stays")
	replace(newKey, key)
	if name := served(); name != "fresh.example.org" {
		t.Errorf("with the new pair it serves %s", name)
	}
}

func TestBadCertificatesAreOneClearLine(t *testing.T) {
	dir := t.TempDir()
	certificate, key := ownCertificate(t, dir, "a.example.org")
	_, otherKey := ownCertificate(t, t.TempDir(), "b.example.org")
	letter := filepath.Join(dir, "letter.pem")
	if err := os.WriteFile(letter, []byte("Dear Jon"), 0o600); err != nil {
		t.Fatal(err)
	}
	binary, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"a certificate alone":    {[]string{"--tls-cert", certificate}, "both"},
		"a missing certificate":  {[]string{"--tls-cert", filepath.Join(dir, "none.crt"), "--tls-key", key}, "none.crt"},
		"a missing key":          {[]string{"--tls-cert", certificate, "--tls-key", filepath.Join(dir, "none.key")}, "none.key"},
		"a folder":               {[]string{"--tls-cert", dir, "--tls-key", key}, "can't be read"},
		"no certificate":         {[]string{"--tls-cert", letter, "--tls-key", key}, "letter.pem"},
		"no key":                 {[]string{"--tls-cert", certificate, "--tls-key", letter}, "letter.pem"},
		"a key of another":       {[]string{"--tls-cert", certificate, "--tls-key", otherKey}, "belong together"},
		"the two the other way":  {[]string{"--tls-cert", key, "--tls-key", certificate}, "--tls-cert"},
		"a variable with no use": {nil, "both"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := exec.Command(binary, append([]string{"--addr", "127.0.0.1:0", "--data", t.TempDir()}, tt.args...)...)
			if tt.args == nil {
				cmd.Env = append(os.Environ(), "GOBLET_TLS_KEY="+key)
			}
			out, err := cmd.CombinedOutput()
			if line := strings.TrimSpace(string(out)); err == nil || strings.Contains(line, "\n") || !strings.Contains(line, tt.want) {
				t.Errorf("ended with %v and %q, want one line with %q", err, line, tt.want)
			}
		})
	}
}
