package main

import (
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// standIn is a program that prints what cloudflared prints. It stands for cloudflared, whose service is a foreign one
// that can't be had in tests; nobody comes through it. Each run has another address, as quick tunnels do.
const standIn = `#!/bin/sh
run=$(($(cat "$STANDIN/runs" 2>/dev/null || echo 0) + 1))
echo $run >"$STANDIN/runs"
echo "$@" >"$STANDIN/args"
if [ -e "$STANDIN/offline" ]; then
	echo 'failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": dial tcp: no route to host' >&2
	exit 1
fi
cat >&2 <<-END
	2026-08-20T10:00:00Z INF Thank you for trying Cloudflare Tunnel. (https://www.cloudflare.com/website-terms/)
	2026-08-20T10:00:00Z INF Requesting new quick Tunnel on trycloudflare.com...
	2026-08-20T10:00:04Z INF |  https://calm-otter-$run.trycloudflare.com                |
	2026-08-20T10:00:05Z INF Registered tunnel connection connIndex=0 event=0 ip=198.51.100.73 location=fra08 protocol=quic
END
echo $$ >"$STANDIN/pid.new"
mv "$STANDIN/pid.new" "$STANDIN/pid"
exec sleep 600
`

// standInFolder returns the stand-in's folder, and the variables with which a program finds it.
func standInFolder(t *testing.T) (folder string, variables []string) {
	t.Helper()
	folder = t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "cloudflared"), []byte(standIn), 0o700); err != nil {
		t.Fatal(err)
	}
	return folder, []string{"PATH=" + folder + string(os.PathListSeparator) + os.Getenv("PATH"), "STANDIN=" + folder}
}

// runningStandIn returns the process of the stand-in's last run.
func runningStandIn(t *testing.T, folder string) int {
	t.Helper()
	var pid int
	waitFor(t, "cloudflared's process", func() bool {
		text, err := os.ReadFile(filepath.Join(folder, "pid"))
		if err != nil {
			return false
		}
		pid, err = strconv.Atoi(strings.TrimSpace(string(text)))
		return err == nil
	})
	return pid
}

func gone(pid int) bool { return syscall.Kill(pid, 0) != nil }

var (
	localLink = regexp.MustCompile(`(?m)^On this machine:  (http://\S+/r/\S+)$`)
	standInAt = regexp.MustCompile(`--url (http://127\.0\.0\.1:\d+)`)
)

func TestATunnelsLinkReplacesThePrintedOneAndComesBackWithAnother(t *testing.T) {
	folder, variables := standInFolder(t)
	p := launchProgram(t, variables, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--tunnel", "cloudflared", "--url", "/goblet/", "--log-level", "debug")
	p.prints("Watch together at https://calm-otter-1.trycloudflare.com/goblet/r/")
	local := localLink.FindStringSubmatch(p.stdout.String())
	if local == nil || !adminLink.MatchString(p.stdout.String()) {
		t.Fatalf("the links of this machine are missing: %s", p.stdout)
	}
	p.room = local[1]
	v := newViewer(t, p.room)
	shares := func(address string) func() bool {
		return func() bool { return strings.Contains(v.get("/share"), `value="`+address+`/goblet/r/`) }
	}
	if !shares("https://calm-otter-1.trycloudflare.com")() {
		t.Error("the page does not share the tunnel's link")
	}

	args, err := os.ReadFile(filepath.Join(folder, "args"))
	if err != nil {
		t.Fatal(err)
	}
	inside := standInAt.FindSubmatch(args)
	if inside == nil {
		t.Fatalf("cloudflared was started with %s", args)
	}
	t.Run("whoever comes through it counts with the own address", func(t *testing.T) { throughTunnel(t, p, string(inside[1])) })

	pid := runningStandIn(t, folder)
	if err := os.Remove(filepath.Join(folder, "pid")); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(pid, syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	p.logs("the tunnel is not open, it is tried again")
	p.prints("Watch together at https://calm-otter-2.trycloudflare.com/goblet/r/")
	waitFor(t, "the new address on the page", shares("https://calm-otter-2.trycloudflare.com"))
	again := runningStandIn(t, folder)
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	<-p.done
	waitFor(t, "cloudflared's end with Goblet", func() bool { return gone(again) })
	if code := p.cmd.ProcessState.ExitCode(); code != 0 || strings.Count(p.stderr.String(), "the tunnel is not open") != 1 {
		t.Errorf("exit %d, %s", code, p.stderr)
	}
}

// throughTunnel asks as cloudflared does for a viewer far away, and as others on this machine and in its network do.
func throughTunnel(t *testing.T, p *program, inside string) {
	room, err := url.Parse(p.room)
	if err != nil {
		t.Fatal(err)
	}
	ask := func(method, base, client string) *http.Response {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), method, base+room.RequestURI(), nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = "calm-otter-1.trycloudflare.com"
		r.Header.Set("X-Forwarded-For", client)
		r.Header.Set("CF-Connecting-IP", client)
		r.Header.Set("X-Forwarded-Proto", "https")
		resp, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp
	}
	resp := ask(http.MethodGet, inside, "198.51.100.7")
	if cookies := resp.Cookies(); resp.StatusCode != http.StatusOK || len(cookies) == 0 || !cookies[0].Secure {
		t.Errorf("through the tunnel: %s, %v", resp.Status, cookies)
	}
	p.logs("client=198.51.100.7 ")
	ask(http.MethodGet, "http://"+room.Host, "198.51.100.8")
	p.logs("client=127.0.0.1 ")
	if strings.Contains(p.stderr.String(), "198.51.100.8") {
		t.Error("somebody who did not come through the tunnel chose an address")
	}
}

func TestNoCloudflaredIsLeftWhenGobletIsKilled(t *testing.T) {
	folder, variables := standInFolder(t)
	p := launchProgram(t, variables, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--tunnel", "cloudflared")
	pid := runningStandIn(t, folder)
	if gone(pid) {
		t.Fatal("cloudflared does not run")
	}
	p.kill()
	waitFor(t, "cloudflared's end", func() bool { return gone(pid) })
}

func TestWithoutItsTunnelGobletServesAndSaysWhatIsWrong(t *testing.T) {
	folder, variables := standInFolder(t)
	offline := filepath.Join(folder, "offline")
	if err := os.WriteFile(offline, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		args []string
		why  string
	}{
		"cloudflared": {[]string{"--tunnel", "cloudflared"}, "no route to host"},
		"ngrok":       {[]string{"--tunnel", "ngrok", "--ngrok-server", freePort(t)}, "connection refused"},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"--addr", "127.0.0.1:0", "--data", t.TempDir(), "--log-level", "debug"}, tt.args...)
			p := launchProgram(t, append(variables, "NGROK_AUTHTOKEN=2abc_secret"), args...)
			p.prints("The link for everybody follows once the tunnel through " + name + " is open.")
			p.logs("the tunnel is not open, it is tried again; the other links work")
			p.logs(tt.why)
			local := localLink.FindStringSubmatch(p.stdout.String())
			if local == nil {
				t.Fatalf("no link: %s", p.stdout)
			}
			if page := newViewer(t, local[1]).get("/share"); !strings.Contains(page, `value="`+local[1]+`"`) {
				t.Error("the page shares another link than that of this machine")
			}
			if all := p.stdout.String() + p.stderr.String(); strings.Contains(all, "2abc_secret") {
				t.Errorf("the token is told: %s", all)
			}
			if name == "cloudflared" {
				if err := os.Remove(offline); err != nil {
					t.Fatal(err)
				}
				p.prints("Watch together at https://calm-otter-")
			}
		})
	}
}

func TestATunnelThatCannotBeIsOneClearLine(t *testing.T) {
	binary, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		args []string
		want string
	}{
		"ngrok without a token":       {[]string{"--tunnel", "ngrok"}, "NGROK_AUTHTOKEN"},
		"no cloudflared":              {[]string{"--tunnel", "cloudflared"}, "install"},
		"a path that nobody knows":    {[]string{"--tunnel", "tor"}, "ngrok or cloudflared"},
		"an address for cloudflared":  {[]string{"--tunnel", "cloudflared", "--url", "https://party.example.org"}, "--url"},
		"a tunnel and a certificate":  {[]string{"--tunnel", "ngrok", "--tls-domain", "party.example.org"}, "--tls-domain"},
		"two certificates":            {[]string{"--tls-domain", "party.example.org", "--tls-cert", "a", "--tls-key", "b"}, "--tls-cert"},
		"a domain of numbers":         {[]string{"--tls-domain", "192.0.2.1"}, "party.example.org"},
		"a wildcard":                  {[]string{"--tls-domain", "*.example.org"}, "party.example.org"},
		"a CA without a domain":       {[]string{"--acme-ca", "https://ca.example/dir"}, "--tls-domain"},
		"a CA without HTTPS":          {[]string{"--tls-domain", "party.example.org", "--acme-ca", "http://ca.example/dir"}, "https"},
		"a root that is not there":    {[]string{"--tls-domain", "party.example.org", "--redirect-addr", "127.0.0.1:0", "--acme-root", "none.pem"}, "--acme-root"},
		"a bad address for the CA":    {[]string{"--tls-domain", "party.example.org", "--acme-email", "maya"}, "acme-email"},
		"redirects to nowhere":        {[]string{"--redirect-addr", ":0"}, "--tls-cert"},
		"a server of another tunnel":  {[]string{"--ngrok-server", "x.example:443"}, "--tunnel ngrok"},
		"a port for redirects in use": {[]string{"--tls-domain", "party.example.org", "--redirect-addr", occupied(t)}, "--redirect-addr"},
		"a port alone":                {[]string{"--tls-domain", "party.example.org", "--redirect-addr", "80"}, "redirect-addr"},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"--addr", "127.0.0.1:0", "--data", t.TempDir(), "--log-level", "error"}, tt.args...)
			cmd := exec.Command(binary, args...)
			cmd.Env = []string{"PATH=" + t.TempDir(), "HOME=" + t.TempDir()}
			out, err := cmd.CombinedOutput()
			if line := strings.TrimSpace(string(out)); err == nil || strings.Contains(line, "\n") || !strings.Contains(line, tt.want) {
				t.Errorf("ended with %v and %q, want one line with %q", err, line, tt.want)
			}
		})
	}
}
