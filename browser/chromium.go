// Package browser drives real Chromium, for the project's tests and measurements.
//
// Each [Page] is a Chromium process of its own with a fresh profile and one tab, so two of them are two viewers with
// separate cookies, caches and clocks. What they do to the page are real input events, and the autoplay policy is the
// browser's default: a page that must wait for a tap has to wait for one here too.
//
// [Launch] and the methods of Page return errors, for programs. [Start] gives a [Browser], the same for tests: its
// methods end the test with a clear message, and a failed test leaves a screenshot and the page's errors behind.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// ErrNoChromium says that no Chromium is installed, and how to get one.
var ErrNoChromium = errors.New("no Chromium found (chromium, chromium-browser or google-chrome in PATH): run `go tool task setup` to install what the tests need")

// Options of one browser. The zero value is a desktop window of 1280x800 in the light scheme.
type Options struct {
	Name          string        // says in messages which browser it was; default "browser"
	Width, Height int           // viewport in CSS pixels; default 1280x800, or 390x844 if Mobile
	Mobile        bool          // a phone: touch instead of a mouse, mobile viewport rules
	Dark          bool          // prefers-color-scheme: dark
	Timeout       time.Duration // of one step, such as Open or Click; default 20 s
}

func (o Options) withDefaults() Options {
	if o.Name == "" {
		o.Name = "browser"
	}
	if o.Width == 0 || o.Height == 0 {
		o.Width, o.Height = 1280, 800
		if o.Mobile {
			o.Width, o.Height = 390, 844
		}
	}
	if o.Timeout == 0 {
		o.Timeout = 20 * time.Second
	}
	return o
}

// Page is one Chromium process and its one tab. Its methods may be called from one goroutine at a time,
// except Errors, Close and Kill, which may be called from any.
type Page struct {
	options Options
	tab     context.Context // chromedp's handle of the tab; ends with the process
	stop    func()          // ends the process if it still runs, and waits for it
	pid     int
	dir     string // profile and temporary files
	cable   *cable
	ended   sync.Once
	errors  pageErrors
}

// Launch starts a Chromium and opens an empty page in it. The process lives until Close, Kill or the end of ctx;
// the caller must call Close or Kill in any case, which also removes the profile.
//
// The browser reaches this machine and nothing else; any host name, such as goblet.test, means 127.0.0.1.
func Launch(ctx context.Context, options Options) (*Page, error) {
	program, err := find()
	if err != nil {
		return nil, err
	}
	p := &Page{options: options.withDefaults()}
	if p.cable, err = plug(); err != nil {
		return nil, err
	}
	if p.dir, err = os.MkdirTemp(tempDir(), "goblet-browser-"); err != nil {
		p.cable.close()
		return nil, err
	}
	allocator, endAllocator := chromedp.NewExecAllocator(ctx, p.flags(program)...)
	tab, endTab := chromedp.NewContext(allocator, chromedp.WithListener(p.errors.listen))
	p.tab = tab
	p.stop = func() { endTab(); endAllocator() }
	if err := p.prepare(); err != nil {
		p.end()
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return p, nil
}

// end ends the process and its children if they still run, waits for it, and removes its files.
func (p *Page) end() {
	p.stop()
	killGroup(p.pid)
	p.cable.close()
	// Children that are still dying may write a file behind our back.
	for range 20 {
		if os.RemoveAll(p.dir) == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// prepare starts the process, whose life is bound to the tab's context and to no time limit, and sets the page up.
func (p *Page) prepare() error {
	started := make(chan error, 1)
	go func() { started <- chromedp.Do(p.tab) }()
	select {
	case err := <-started:
		if err != nil {
			return err
		}
	case <-time.After(60 * time.Second):
		return errors.New("no answer within 60 s")
	}
	p.pid = chromedp.FromContext(p.tab).Browser.Process().Pid
	ctx := context.Background()
	if err := p.SetScheme(ctx, p.options.Dark); err != nil {
		return err
	}
	// Several browsers at once: each believes that its window has the focus.
	focus := command(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	if err := perform(ctx, p, "focus", focus); err != nil {
		return err
	}
	return p.SetViewport(ctx, p.options.Width, p.options.Height, p.options.Mobile)
}

// PID is the process id of the Chromium; its children are in the process group of the same number (on Linux).
func (p *Page) PID() int { return p.pid }

// Close ends the browser as its user would: the page gets its pagehide. A browser that does not end by itself is killed.
// Calling it again, or after Kill, does nothing.
func (p *Page) Close() {
	p.ended.Do(func() {
		ctx, cancel := context.WithTimeout(p.tab, 5*time.Second)
		defer cancel()
		// The page unloads in front of the browser's own closing, which does not wait for it.
		_ = chromedp.Do(ctx, chromedp.Navigate("about:blank"))
		_ = chromedp.Cancel(ctx)
		p.end()
	})
}

// Kill ends the browser as a crash or a flat battery would: at once, without a word to the server.
// Calling it again, or after Close, does nothing.
func (p *Page) Kill() {
	p.ended.Do(func() {
		killGroup(p.pid)
		p.end()
	})
}

func find() (string, error) {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", ErrNoChromium
}

// tempDir is where a browser's files go: Chromium makes a socket there, whose path must stay below 108 bytes.
func tempDir() string {
	if dir := os.TempDir(); len(dir) <= 36 {
		return dir
	}
	return "/tmp"
}

func (p *Page) flags(program string) []chromedp.ExecAllocatorOption {
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program),
		chromedp.ModifyCmdFunc(ownGroup),
		chromedp.UserDataDir(filepath.Join(p.dir, "profile")),
		chromedp.Env("TMPDIR=" + p.dir),
		chromedp.Flag("headless", "new"),
		chromedp.Flag("proxy-server", p.cable.address()),
		chromedp.Flag("proxy-bypass-list", "<-loopback>"), // loopback too goes through the cable
		chromedp.Flag("lang", "en-US"),
		chromedp.Flag("force-color-profile", "srgb"),
		chromedp.Flag("password-store", "basic"),
	}
	if !p.options.Mobile { // without a screen Chromium finds no mouse; 2 is "hovers", 4 is "fine"
		options = append(options, chromedp.Flag("blink-settings",
			"primaryHoverType=2,availableHoverTypes=2,primaryPointerType=4,availablePointerTypes=4"))
	}
	for _, name := range []string{
		"no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "no-default-browser-check", "disable-extensions",
		"disable-background-networking", "disable-component-update", "disable-sync", "disable-breakpad", "mute-audio",
		"disable-dev-shm-usage", // containers often have a /dev/shm of 64 MB, too little for a film
	} {
		options = append(options, chromedp.Flag(name, true))
	}
	return options
}
