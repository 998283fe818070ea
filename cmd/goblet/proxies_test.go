package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// proxy is a real reverse proxy in front of a Goblet, with a configuration out of docs/deploy.md.
type proxy struct {
	kind string // nginx, caddy, haproxy, apache
	base string // where it is reached, like http://127.0.0.1:1234
}

// proxyKinds are the proxies that the page is about.
var proxyKinds = []string{"nginx", "caddy", "haproxy", "apache"}

// tested finds the configurations of a page that say that they are tested.
var tested = regexp.MustCompile("(?ms)^<!-- tested: (\\w+ \\w+) -->\n```\\w+\n(.*?)^```$")

// documented returns a configuration out of docs/deploy.md.
func documented(t testing.TB, kind, name string) string {
	t.Helper()
	page, err := os.ReadFile("../../docs/deploy.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range tested.FindAllStringSubmatch(string(page), -1) {
		if m[1] == kind+" "+name {
			return m[2]
		}
	}
	t.Fatalf("docs/deploy.md has no configuration %q of %s", name, kind)
	return ""
}

// startProxy runs a proxy with a configuration, in which the Goblet at 127.0.0.1:5000 is that at upstream, until the
// test ends.
func startProxy(t testing.TB, kind, config, upstream string) proxy {
	t.Helper()
	dir, address := t.TempDir(), freePort(t)
	_, port, err := net.SplitHostPort(address)
	if err != nil {
		t.Fatal(err)
	}
	secure := strings.Contains(config, "/etc/ssl/")
	certificate, key := ownCertificate(t, dir, "party.example.org")
	config = strings.NewReplacer(
		"127.0.0.1:5000", upstream, "/etc/ssl/party.crt", certificate, "/etc/ssl/party.key", key,
		"/etc/ssl/party.pem", joined(t, dir, certificate, key),
		"listen 80;", "listen "+address+";", "listen 443 ", "listen "+address+" ",
		"bind :80", "bind "+address, "bind :443", "bind "+address,
		"<VirtualHost *:80>", "<VirtualHost *:"+port+">", "<VirtualHost *:443>", "<VirtualHost *:"+port+">",
		"party.example.org {", scheme(secure)+"://127.0.0.1:"+port+" {", "example.org {", scheme(secure)+"://127.0.0.1:"+port+" {",
	).Replace(config)
	p := proxy{kind, scheme(secure) + "://" + address}
	run := map[string]func(t testing.TB, dir, address, config string) *exec.Cmd{
		"nginx": nginx, "caddy": caddy, "haproxy": haproxy, "apache": apache,
	}[kind](t, dir, address, config)
	p.run(t, run, config)
	return p
}

func scheme(secure bool) string {
	if secure {
		return "https"
	}
	return "http"
}

// run starts the process and waits until it answers.
func (p proxy) run(t testing.TB, cmd *exec.Cmd, config string) {
	t.Helper()
	var out safeBuffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Start(); err != nil {
		t.Fatalf("%s: %v (go tool task setup installs it)", p.kind, err)
	}
	done := make(chan struct{})
	go func() { cmd.Wait(); close(done) }()
	t.Cleanup(func() {
		if p.kind == "apache" {
			cmd.Process.Signal(syscall.SIGTERM) // it ends its children
			select {
			case <-done:
				return
			case <-time.After(10 * time.Second):
			}
		}
		cmd.Process.Kill()
		<-done
	})
	client := http.Client{Transport: trusting(nil), CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		select {
		case <-done:
			t.Fatalf("%s ended: %s\n%s", p.kind, out.String(), config)
		default:
		}
		if resp, err := client.Get(p.base + "/goblet/healthz"); err == nil {
			io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s does not answer: %s\n%s", p.kind, out.String(), config)
		}
	}
}

// program returns the first of some programs that is installed, also where only root looks.
func installed(t testing.TB, names ...string) string {
	t.Helper()
	for _, name := range names {
		for _, file := range []string{name, "/usr/sbin/" + name, "/usr/local/sbin/" + name} {
			if found, err := exec.LookPath(file); err == nil {
				return found
			}
		}
	}
	t.Fatalf("%s is not installed: go tool task setup installs what the tests need", names[0])
	return ""
}

func configFile(t testing.TB, dir, text string) string {
	t.Helper()
	path := filepath.Join(dir, "config")
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// nginx has what Debian's nginx.conf has, where it matters.
func nginx(t testing.TB, dir, _, config string) *exec.Cmd {
	return exec.Command(installed(t, "nginx"), "-p", dir, "-e", "stderr", "-c", configFile(t, dir, fmt.Sprintf(`daemon off;
master_process off;
pid %[1]s/pid;
error_log stderr error;
events { worker_connections 768; }
http {
sendfile on;
tcp_nopush on;
default_type application/octet-stream;
access_log off;
gzip on;
client_body_temp_path %[1]s/b;
proxy_temp_path %[1]s/p;
fastcgi_temp_path %[1]s/f;
uwsgi_temp_path %[1]s/u;
scgi_temp_path %[1]s/s;
%[2]s
}
`, dir, config)))
}

func caddy(t testing.TB, dir, _, config string) *exec.Cmd {
	cmd := exec.Command(installed(t, "caddy"), "run", "--adapter", "caddyfile", "--config", configFile(t, dir, fmt.Sprintf(`{
	admin off
	auto_https disable_redirects
	skip_install_trust
}

%s`, config)))
	cmd.Env = append(os.Environ(), "HOME="+dir, "XDG_DATA_HOME="+dir, "XDG_CONFIG_HOME="+dir)
	return cmd
}

// haproxy has the defaults of Debian's haproxy.cfg.
func haproxy(t testing.TB, dir, _, config string) *exec.Cmd {
	return exec.Command(installed(t, "haproxy"), "-db", "-f", configFile(t, dir, `defaults
	mode http
	option dontlognull
	timeout connect 5000
	timeout client 50000
	timeout server 50000

`+config))
}

// apache has the modules that Debian enables and those that the page names.
func apache(t testing.TB, dir, address, config string) *exec.Cmd {
	var modules strings.Builder
	folder := apacheModules(t)
	for _, name := range []string{"mpm_event", "unixd", "authz_core", "mime", "filter", "deflate", "headers", "proxy", "proxy_http", "http2", "ssl", "reqtimeout"} {
		file := filepath.Join(folder, "mod_"+name+".so")
		if _, err := os.Stat(file); err == nil { // else built in
			fmt.Fprintf(&modules, "LoadModule %s_module %s\n", name, file)
		}
	}
	program := installed(t, "apache2", "httpd")
	return exec.Command(program, "-D", "FOREGROUND", "-d", dir, "-f", configFile(t, dir, fmt.Sprintf(`%[1]s
ServerName localhost
DefaultRuntimeDir %[2]s
PidFile %[2]s/pid
ErrorLog /dev/stderr
LogLevel warn
User daemon
Group daemon
Timeout 300
TypesConfig /dev/null
AddOutputFilterByType DEFLATE text/html text/plain text/xml text/css text/javascript
AddOutputFilterByType DEFLATE application/x-javascript application/javascript application/ecmascript
AddOutputFilterByType DEFLATE application/rss+xml application/wasm application/xml
Listen %[3]s
%[4]s`, modules.String(), dir, address, config)))
}

func apacheModules(t testing.TB) string {
	t.Helper()
	for _, folder := range []string{"/usr/lib/apache2/modules", "/usr/lib64/httpd/modules", "/usr/lib/httpd/modules", "/usr/lib/apache2", "/opt/homebrew/opt/httpd/lib/httpd/modules"} {
		if _, err := os.Stat(filepath.Join(folder, "mod_proxy_http.so")); err == nil {
			return folder
		}
	}
	t.Fatal("Apache's mod_proxy_http is not installed: go tool task setup installs what the tests need")
	return ""
}

// joined writes files one after the other into one, as HAProxy wants certificates.
func joined(t testing.TB, dir string, files ...string) string {
	t.Helper()
	var all []byte
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, data...)
	}
	path := filepath.Join(dir, "joined.pem")
	if err := os.WriteFile(path, all, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
