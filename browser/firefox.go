package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// firefox drives a Firefox over WebDriver BiDi.
type firefox struct {
	*bidi
	tab    string // id of the browsing context
	dark   bool
	cmd    *exec.Cmd
	kill   context.CancelFunc
	exited chan struct{}
}

func launchFirefox(ctx context.Context, p *Page) (driver, error) {
	program, ok := lookUp("firefox-esr", "firefox", "/Applications/Firefox.app/Contents/MacOS/firefox")
	if !ok {
		return nil, ErrNoFirefox
	}
	if p.options.Mobile {
		return nil, errors.New("a mobile Firefox can't be had: use Chromium for a phone")
	}
	profile := filepath.Join(p.dir, "profile")
	if err := writeProfile(profile, p); err != nil {
		return nil, err
	}
	f := &firefox{dark: p.options.Dark, exited: make(chan struct{})}
	alive, kill := context.WithCancel(ctx)
	f.kill = kill
	f.cmd = exec.CommandContext(alive, program, "--headless", "--no-remote", "--profile", profile, "--remote-debugging-port=0", "about:blank")
	f.cmd.Env = append(os.Environ(), "TMPDIR="+p.dir, "MOZ_CRASHREPORTER_DISABLE=1", "LANG=en_US.UTF-8")
	ownGroup(f.cmd)
	output, err := f.cmd.StderrPipe()
	if err == nil {
		err = f.cmd.Start()
	}
	if err != nil {
		kill()
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	if err := f.prepare(output, p); err != nil {
		f.stop()
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return f, nil
}

// prepare finds the browser's address, opens the session, and sets the page up.
func (f *firefox) prepare(output io.Reader, p *Page) error {
	ctx, cancel := context.WithTimeout(context.Background(), starting)
	defer cancel()
	defer context.AfterFunc(ctx, f.kill)()
	address, err := bidiAddress(output)
	go func() { // what it says later is not read by anybody, but must not block it
		_, _ = io.Copy(io.Discard, output)
		_ = f.cmd.Wait()
		close(f.exited)
	}()
	if err != nil {
		return err
	}
	if f.bidi, err = dial(ctx, address, p.errors.listenBiDi); err != nil {
		return err
	}
	if err := f.call(ctx, "session.new", map[string]any{"capabilities": map[string]any{}}, nil); err != nil {
		return err
	}
	var tree struct{ Contexts []struct{ Context string } }
	if err := f.call(ctx, "browsingContext.getTree", map[string]any{}, &tree); err != nil {
		return err
	}
	if len(tree.Contexts) == 0 {
		return fmt.Errorf("it has no tab")
	}
	f.tab = tree.Contexts[0].Context
	for _, script := range []string{tellBreaches, "() => {" + p.options.Script + "\n}"} {
		if err := f.call(ctx, "script.addPreloadScript", map[string]any{"functionDeclaration": script}, nil); err != nil {
			return err
		}
	}
	if err := f.call(ctx, "browsingContext.activate", map[string]any{"context": f.tab}, nil); err != nil {
		return err
	}
	return f.call(ctx, "session.subscribe", map[string]any{"events": []string{"log.entryAdded", "network.responseCompleted"}}, nil)
}

func (f *firefox) pid() int               { return f.cmd.Process.Pid }
func (f *firefox) ended() <-chan struct{} { return f.closed }

func (f *firefox) quit(ctx context.Context) {
	_ = f.navigate(ctx, "about:blank") // the page unloads
	_ = f.call(ctx, "browser.close", map[string]any{}, nil)
	select {
	case <-f.exited:
	case <-ctx.Done():
	}
}

func (f *firefox) stop() {
	f.kill()
	<-f.exited
	if f.bidi != nil {
		f.hangUp()
	}
}

// writeProfile makes a profile that is quiet and takes all its connections through the cable. What concerns pages,
// such as autoplay, is as Firefox has it.
func writeProfile(dir string, p *Page) error {
	host, port, err := net.SplitHostPort(p.cable.address())
	if err != nil {
		return err
	}
	scheme := 1
	if p.options.Dark {
		scheme = 0
	}
	prefs := map[string]any{
		"network.proxy.type": 1, "network.proxy.socks": host, "network.proxy.socks_port": json.Number(port),
		"network.proxy.socks_version": 5, "network.proxy.socks_remote_dns": true,
		"network.proxy.allow_hijacking_localhost":          true, // loopback too goes through the cable
		"layout.css.prefers-color-scheme.content-override": scheme,
		"intl.accept_languages":                            p.options.Language, "general.smoothScroll": false,
		"ui.primaryPointerCapabilities": 6, "ui.allPointerCapabilities": 6, // a mouse, which a headless one does not find
		"app.update.disabledForTesting": true, "app.normandy.enabled": false, "app.shield.optoutstudies.enabled": false,
		"browser.shell.checkDefaultBrowser": false, "browser.startup.page": 0, "browser.aboutwelcome.enabled": false,
		"browser.newtabpage.enabled": false, "browser.safebrowsing.malware.enabled": false, "browser.safebrowsing.phishing.enabled": false,
		"browser.search.update": false, "browser.region.update.enabled": false, "browser.translations.enable": false,
		"datareporting.policy.dataSubmissionEnabled": false, "datareporting.healthreport.uploadEnabled": false,
		"toolkit.telemetry.enabled": false, "toolkit.telemetry.server": "", "extensions.update.enabled": false,
		"extensions.systemAddon.update.enabled": false, "media.gmp-manager.updateEnabled": false, "services.settings.server": "data:,",
		"network.captive-portal-service.enabled": false, "network.connectivity-service.enabled": false,
		"signon.rememberSignons": false, "dom.push.connection.enabled": false, "messaging-system.rsexperimentloader.enabled": false,
	}
	var lines strings.Builder
	for name, value := range prefs {
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		fmt.Fprintf(&lines, "user_pref(%q, %s);\n", name, text)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "user.js"), []byte(lines.String()), 0o600)
}
