package browser

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// chromium drives a Chromium over the DevTools protocol.
type chromium struct {
	tab  context.Context // chromedp's handle of the tab; ends with the process
	end  func()
	proc int
}

func launchChromium(ctx context.Context, p *Page) (driver, error) {
	program, ok := lookUp("chromium", "chromium-browser", "google-chrome",
		"/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")
	if !ok {
		return nil, ErrNoChromium
	}
	allocator, endAllocator := chromedp.NewExecAllocator(ctx, chromiumFlags(program, p)...)
	c := &chromium{}
	tab, endTab := chromedp.NewContext(allocator, chromedp.WithListener(func(event any) {
		p.errors.listen(event)
		c.leave(event)
	}))
	c.tab, c.end = tab, func() { endTab(); endAllocator() }
	if err := c.prepare(p.options); err != nil {
		c.end()
		killGroup(c.proc)
		return nil, fmt.Errorf("start %s: %w", program, err)
	}
	return c, nil
}

// prepare starts the process, whose life is bound to the tab's context and to no time limit, and sets the page up.
func (c *chromium) prepare(o Options) error {
	started := make(chan error, 1)
	go func() { started <- chromedp.Do(c.tab) }()
	select {
	case err := <-started:
		if err != nil {
			return err
		}
	case <-time.After(starting):
		return fmt.Errorf("no answer within %v", starting)
	}
	c.proc = chromedp.FromContext(c.tab).Browser.Process().Pid
	ctx, cancel := context.WithTimeout(context.Background(), starting)
	defer cancel()
	// Several browsers at once: each believes that its window has the focus.
	focus := command(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	script := command(page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: o.Script})
	return errors.Join(c.scheme(ctx, o.Dark), c.run(ctx, focus, script))
}

func (c *chromium) pid() int               { return c.proc }
func (c *chromium) ended() <-chan struct{} { return c.tab.Done() }
func (c *chromium) stop()                  { c.end() }

func (c *chromium) quit(ctx context.Context) {
	bound, cancel := c.bind(ctx)
	defer cancel()
	// The page unloads in front of the browser's own closing, which does not wait for it.
	_ = chromedp.Do(bound, chromedp.Navigate("about:blank"))
	_ = chromedp.Cancel(bound)
}

func chromiumFlags(program string, p *Page) []chromedp.ExecAllocatorOption {
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(program),
		chromedp.ModifyCmdFunc(ownGroup),
		chromedp.UserDataDir(filepath.Join(p.dir, "profile")),
		chromedp.Env("TMPDIR=" + p.dir),
		chromedp.Flag("headless", "new"),
		chromedp.Flag("proxy-server", "socks5://"+p.cable.address()),
		chromedp.Flag("proxy-bypass-list", "<-loopback>"), // loopback too goes through the cable
		chromedp.Flag("lang", p.options.Language),
		chromedp.Flag("accept-lang", p.options.Language),
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
