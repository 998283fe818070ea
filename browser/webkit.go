package browser

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
)

// webkit drives a WebKitGTK: the MiniBrowser in an Xvfb of its own, by a WebKitWebDriver.
type webkit struct {
	webdriver
	screen *screen
	dark   bool
	cmd    *exec.Cmd // WebKitWebDriver, which ends with its MiniBrowser
	kill   context.CancelFunc
	exited chan struct{}
	errors *pageErrors
}

// miniBrowser runs the MiniBrowser for WebKitWebDriver, which it ends with it.
const miniBrowser = `#!/bin/sh
'%s' "$@" >/dev/null 2>&1
kill $PPID
`

// narrowToolbar lets the window, which is no narrower than its toolbar, be as narrow as a phone.
const narrowToolbar = `button, entry { min-width: 0; padding: 0; border-width: 0; }`

func launchWebKit(ctx context.Context, p *Page) (driver, error) {
	program, ok := lookUp("WebKitWebDriver")
	browser, found := lookUpMiniBrowser()
	if _, x := lookUp("Xvfb"); !ok || !x || !found {
		return nil, ErrNoWebKit
	}
	switch {
	case p.options.Mobile:
		return nil, errNoMobileWebKit
	case p.options.Script != "":
		return nil, errors.New("a WebKitGTK runs no script before the page's own: use Chromium or Firefox")
	}
	wrapper, err := writeHome(p.dir, browser)
	if err != nil {
		return nil, err
	}
	k := &webkit{dark: p.options.Dark, errors: &p.errors, exited: make(chan struct{})}
	p.errors.gather = k.gather
	if k.screen, err = startScreen(ctx); err != nil {
		return nil, fmt.Errorf("start Xvfb: %w", err)
	}
	if err = k.start(ctx, program, p); err == nil {
		err = k.prepare(wrapper, p)
	}
	if err != nil {
		k.stop()
		killGroup(k.pid())
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return k, nil
}

// start starts WebKitWebDriver on a port that is free.
func (k *webkit) start(ctx context.Context, program string, p *Page) error {
	alive, kill := context.WithCancel(ctx)
	k.kill = kill
	address, err := unusedAddress()
	if err != nil {
		close(k.exited)
		return err
	}
	k.client.Transport = &http.Transport{}
	k.base = "http://" + address.String()
	k.cmd = exec.CommandContext(alive, program, fmt.Sprintf("--port=%d", address.Port()))
	k.cmd.Env = webkitEnvironment(p, k.screen.display())
	joinGroup(k.cmd, k.pid())
	if err := k.cmd.Start(); err != nil {
		close(k.exited)
		return err
	}
	go func() {
		_ = k.cmd.Wait()
		close(k.exited)
	}()
	return nil
}

// lookUpMiniBrowser finds the browser that comes with WebKitGTK, outside of PATH.
func lookUpMiniBrowser() (path string, ok bool) {
	for _, pattern := range []string{"/usr/lib/*/webkit2gtk-4.*/MiniBrowser", "/usr/lib*/webkit2gtk-4.*/MiniBrowser", "/usr/libexec/webkit2gtk-4.*/MiniBrowser"} {
		if found, err := filepath.Glob(pattern); err == nil && len(found) > 0 {
			return found[len(found)-1], true
		}
	}
	return "", false
}

// writeHome makes the browser's home folder and returns the program that runs the MiniBrowser at path.
func writeHome(dir, path string) (wrapper string, err error) {
	wrapper = filepath.Join(dir, "browser")
	return wrapper, errors.Join(
		os.MkdirAll(filepath.Join(dir, "run"), 0o700),
		os.MkdirAll(filepath.Join(dir, "profile", "gtk-3.0"), 0o700),
		os.WriteFile(filepath.Join(dir, "profile", "gtk-3.0", "gtk.css"), []byte(narrowToolbar), 0o600),
		os.WriteFile(wrapper, fmt.Appendf(nil, miniBrowser, path), 0o700),
	)
}

// webkitEnvironment is what the browser learns of the machine: a home of its own, its screen, and no desktop.
func webkitEnvironment(p *Page, display string) []string {
	theme := "Adwaita"
	if p.options.Dark {
		theme = "Adwaita:dark"
	}
	profile := filepath.Join(p.dir, "profile")
	cache, err := os.UserCacheDir() // holds what GStreamer, Mesa and fontconfig know of this machine, and nothing of pages
	if err != nil {
		cache = profile
	}
	return append(os.Environ(), "TMPDIR="+p.dir, "HOME="+p.dir, "XDG_RUNTIME_DIR="+filepath.Join(p.dir, "run"),
		"XDG_CONFIG_HOME="+profile, "XDG_DATA_HOME="+profile, "XDG_CACHE_HOME="+cache,
		"DISPLAY="+display, "GDK_BACKEND=x11", "GTK_THEME="+theme, "LANG=en_US.UTF-8",
		"DBUS_SESSION_BUS_ADDRESS=disabled:", "NO_AT_BRIDGE=1", "GTK_A11Y=none", "GSETTINGS_BACKEND=memory",
		"WEBKIT_GST_ENABLE_HLS_SUPPORT=1") // as Safari plays HLS by itself
}

// unusedAddress returns an address of this machine that nobody listens at.
func unusedAddress() (netip.AddrPort, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return netip.AddrPort{}, err
	}
	defer listener.Close()
	return netip.ParseAddrPort(listener.Addr().String())
}

// prepare opens the session.
func (k *webkit) prepare(wrapper string, p *Page) error {
	ctx, cancel := context.WithTimeout(context.Background(), starting)
	defer cancel()
	go func() { // a browser that ends at once is told at once
		select {
		case <-k.exited:
			cancel()
		case <-ctx.Done():
		}
	}()
	return k.open(ctx, map[string]any{
		"webkitgtk:browserOptions": map[string]any{
			"binary": wrapper, "args": []string{"--automation", "--proxy=socks5://" + p.cable.address()}, // loopback too
		},
		"timeouts": map[string]any{"script": noLimit, "pageLoad": noLimit},
	})
}

// noLimit is so long that the step's own limit comes first, ms.
const noLimit = 24 * 60 * 60 * 1000

// pid is the leader of the process group: the screen, without which the browser ends.
func (k *webkit) pid() int               { return k.screen.cmd.Process.Pid }
func (k *webkit) ended() <-chan struct{} { return k.exited }

func (k *webkit) quit(ctx context.Context) {
	_ = k.navigate(ctx, blank) // the page unloads
	_ = k.call(ctx, http.MethodDelete, "", nil, nil)
}

func (k *webkit) stop() {
	k.kill()
	<-k.exited
	k.screen.stop()
	k.client.CloseIdleConnections()
}
