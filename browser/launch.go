// Package browser drives real browsers, Chromium, Firefox and WebKitGTK, for the project's tests and measurements.
//
// Each [Page] is a process of its own with a fresh profile and one tab, so two of them are two viewers with separate
// cookies, caches and clocks. What they do to the page are real input events, and the autoplay policy is the browser's
// default: a page that must wait for a tap has to wait for one here too.
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
	"sync"
	"time"
)

var (
	// ErrNoChromium says that no Chromium is installed, and how to get one.
	ErrNoChromium = errors.New("no Chromium found (chromium, chromium-browser or google-chrome in PATH): run `go tool task setup` to install what the tests need")
	// ErrNoFirefox says that no Firefox is installed, and how to get one.
	ErrNoFirefox = errors.New("no Firefox found (firefox or firefox-esr in PATH): run `go tool task setup` to install what the tests need")
	// ErrNoWebKit says that no WebKitGTK that can be driven is installed, and how to get one.
	ErrNoWebKit = errors.New("no WebKitGTK found (WebKitWebDriver and Xvfb in PATH, and WebKitGTK's MiniBrowser): run `go tool task setup` to install what the tests need")
)

// Engine is a kind of browser.
type Engine string

// The engines that can be driven.
const (
	Chromium Engine = "chromium"
	Firefox  Engine = "firefox" // a desktop: it can't be Mobile, and its scheme is that of its launch
	// WebKit is WebKitGTK, on Linux: a desktop as Firefox is, without Options.Script. Its Page.Offline cuts connections
	// like any other, but what tells the page is a script, and the next document is not told. Page.Errors lacks failed
	// requests and what goes wrong before the first look at a document; "Shift+Tab" comes as a key without a name.
	WebKit Engine = "webkit"
)

// Options of one browser. The zero value is a desktop Chromium of 1280x800 in the light scheme.
type Options struct {
	Engine        Engine        // default Chromium
	Name          string        // says in messages which browser it was; default "browser"
	Width, Height int           // viewport in CSS pixels; default 1280x800, or 390x844 if Mobile
	Mobile        bool          // a phone: touch instead of a mouse, mobile viewport rules
	Dark          bool          // prefers-color-scheme: dark
	Language      string        // that its person reads, as a BCP 47 tag; default "en-US". WebKit is always "en-US"
	Script        string        // JavaScript that runs in each document before the page's own, to change what the browser offers it
	Timeout       time.Duration // of one step, such as Open or Click; default 20 s
}

func (o Options) withDefaults() Options {
	if o.Engine == "" {
		o.Engine = Chromium
	}
	if o.Name == "" {
		o.Name = "browser"
	}
	if o.Width == 0 || o.Height == 0 {
		o.Width, o.Height = 1280, 800
		if o.Mobile {
			o.Width, o.Height = 390, 844
		}
	}
	if o.Language == "" {
		o.Language = "en-US"
	}
	if o.Timeout == 0 {
		o.Timeout = 20 * time.Second
	}
	return o
}

// starting is how long a browser may take to answer after its launch.
const starting = 60 * time.Second

// Launch starts a browser and opens an empty page in it. The process lives until Close, Kill or the end of ctx;
// the caller must call Close or Kill in any case, which also removes the profile.
//
// The browser reaches this machine and nothing else; any host name, such as goblet.test, means 127.0.0.1.
func Launch(ctx context.Context, options Options) (*Page, error) {
	p := &Page{options: options.withDefaults()}
	launch, known := map[Engine]func(context.Context, *Page) (driver, error){
		Chromium: launchChromium, Firefox: launchFirefox, WebKit: launchWebKit,
	}[p.options.Engine]
	if !known {
		return nil, fmt.Errorf("there is no engine %q: use browser.Chromium, browser.Firefox or browser.WebKit", p.options.Engine)
	}
	var err error
	if p.cable, err = plug(); err != nil {
		return nil, err
	}
	if p.dir, err = os.MkdirTemp(tempDir(), "goblet-browser-"); err != nil {
		p.cable.close()
		return nil, err
	}
	if p.driver, err = launch(ctx, p); err != nil {
		p.tidy()
		return nil, err
	}
	if err := p.SetViewport(ctx, p.options.Width, p.options.Height, p.options.Mobile); err != nil {
		p.Kill()
		return nil, err
	}
	return p, nil
}

// PID is the browser's process id; its children are in the process group of the same number (on Linux).
func (p *Page) PID() int { return p.driver.pid() }

// Close ends the browser as its user would: the page gets its pagehide. A browser that does not end by itself is killed.
// Calling it again, or after Kill, does nothing.
func (p *Page) Close() {
	p.over.Do(func() {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		p.driver.quit(ctx)
		p.end()
	})
}

// Kill ends the browser as a crash or a flat battery would: at once, without a word to the server.
// Calling it again, or after Close, does nothing.
func (p *Page) Kill() {
	p.over.Do(func() {
		if tab, ok := p.driver.(*chromiumTab); ok {
			tab.crash()
			return
		}
		killGroup(p.PID())
		p.end()
	})
}

// end ends the process and its children if they still run, waits for it, and removes its files; of a tab only the tab.
func (p *Page) end() {
	p.driver.stop()
	if _, ok := p.driver.(*chromiumTab); ok {
		return
	}
	killGroup(p.PID())
	p.tidy()
}

func (p *Page) tidy() {
	p.cable.close()
	// Children that are still dying may write a file behind our back.
	for range 20 {
		if os.RemoveAll(p.dir) == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// lookUp returns the first of the programs that is installed.
func lookUp(names ...string) (path string, ok bool) {
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, true
		}
	}
	return "", false
}

// tempDir is where a browser's files go: Chromium makes a socket there, whose path must stay below 108 bytes.
func tempDir() string {
	if dir := os.TempDir(); len(dir) <= 36 {
		return dir
	}
	return "/tmp"
}

// Page is one browser process and its one tab. Its methods may be called from one goroutine at a time,
// except Errors, Close and Kill, which may be called from any.
type Page struct {
	options Options
	driver  driver
	dir     string // profile and temporary files
	cable   *cable
	over    sync.Once
	errors  pageErrors
}
