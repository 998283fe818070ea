package browser

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// run does one step in the tab within the step's timeout and the caller's context.
func run[T any](ctx context.Context, p *Page, step chromedp.Action[T]) (T, error) {
	var zero T
	if err := ctx.Err(); err != nil {
		return zero, err
	}
	if p.tab.Err() != nil {
		return zero, errors.New("the browser has ended")
	}
	bound, cancel := context.WithTimeout(p.tab, p.options.Timeout)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()
	value, err := chromedp.Run(bound, step)
	switch {
	case err == nil:
		return value, nil
	case ctx.Err() != nil:
		return zero, ctx.Err()
	case p.tab.Err() != nil:
		return zero, errors.New("the browser ended meanwhile")
	case errors.Is(bound.Err(), context.DeadlineExceeded):
		return zero, fmt.Errorf("no answer within %v", p.options.Timeout)
	}
	return zero, err
}

// command makes a step of a protocol command whose result does not matter.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

func perform(ctx context.Context, p *Page, what string, steps ...chromedp.Action[chromedp.Void]) error {
	if _, err := run(ctx, p, chromedp.Steps(steps...)); err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Open navigates to url and waits for the page's load event. A page that answers with an error status is opened as any
// other; a server that does not answer is an error.
func (p *Page) Open(ctx context.Context, url string) error {
	return perform(ctx, p, "open "+url, chromedp.Navigate(url))
}

// Reload loads the page again, as F5 does, and waits for its load event.
func (p *Page) Reload(ctx context.Context) error {
	return perform(ctx, p, "reload", chromedp.Reload())
}

// Value evaluates the JavaScript expression in the page, awaits it if it is a promise, and decodes the result's JSON.
// An exception, a rejected promise, and undefined or null for a T that cannot be nil are errors.
// T = struct{} ignores the result.
func Value[T any](ctx context.Context, p *Page, js string) (T, error) {
	value, err := run(ctx, p, chromedp.Evaluate[T](js, chromedp.EvalAwaitPromise))
	if err != nil {
		return value, fmt.Errorf("evaluate %s: %w", js, err)
	}
	return value, nil
}

// look is one look at an expression that is being waited for.
type look struct {
	OK   bool   `json:"ok"`
	Last string `json:"last"`
}

// poll runs in the page. It survives exceptions, since a page that is still loading throws; they are shown as the last value.
const poll = `(async () => {
  const end = performance.now() + %d
  for (;;) {
    let ok = false, last
    try {
      const value = await (%s)
      ok = Boolean(value)
      last = value === undefined ? 'undefined' : JSON.stringify(value) ?? String(value)
    } catch (error) { last = 'threw ' + error }
    if (ok || performance.now() >= end) return {ok, last}
    await new Promise(done => setTimeout(done, 10))
  }
})()`

// Until polls the JavaScript expression in the page, awaiting promises, until it is truthy. It goes on over navigations.
// After within it gives up; the error names the expression, its last value, the page's address and the page's errors.
func (p *Page) Until(ctx context.Context, js string, within time.Duration) error {
	deadline := time.Now().Add(within)
	last := "never evaluated"
	for {
		slice := max(0, min(time.Until(deadline), 500*time.Millisecond))
		seen, err := run(ctx, p, chromedp.Evaluate[look](fmt.Sprintf(poll, slice.Milliseconds(), js), chromedp.EvalAwaitPromise))
		if seen.OK {
			return nil
		}
		if last = seen.Last; err != nil {
			last = err.Error()
		}
		if p.tab.Err() != nil || ctx.Err() != nil {
			return fmt.Errorf("waiting for %s: %w", js, err)
		}
		if !time.Now().Before(deadline) {
			return fmt.Errorf("not within %v: %s\n  last: %s\n%s", within, js, last, p.describe())
		}
		if err != nil { // between two documents there is nothing to poll in
			time.Sleep(min(20*time.Millisecond, max(0, time.Until(deadline))))
		}
	}
}

// describe says where the page is and which errors it has had, for messages.
func (p *Page) describe() string {
	url, err := run(context.Background(), p, chromedp.Location())
	if err != nil {
		url = "unknown: " + err.Error()
	}
	lines := []string{"  page: " + url}
	for _, line := range p.Errors() {
		lines = append(lines, "  page error: "+line)
	}
	return strings.Join(lines, "\n")
}

// Screenshot returns the viewport as a PNG.
func (p *Page) Screenshot(ctx context.Context) ([]byte, error) {
	png, err := run(ctx, p, chromedp.CaptureScreenshot())
	if err != nil {
		return nil, fmt.Errorf("screenshot: %w", err)
	}
	return png, nil
}

// Uplink limits how many bytes a second the page can send, over all its connections together; 0 is as many as it likes.
func (p *Page) Uplink(bytes int) { p.cable.uplink.limit(bytes) }

// SetViewport sets the size of the viewport in CSS pixels, and whether the device is a phone with a touch screen.
func (p *Page) SetViewport(ctx context.Context, width, height int, mobile bool) error {
	p.options.Width, p.options.Height, p.options.Mobile = width, height, mobile
	var kind []chromedp.EmulateViewportOption
	if mobile {
		kind = append(kind, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulateScale(2))
		if height > width {
			kind = append(kind, chromedp.EmulatePortrait)
		} else {
			kind = append(kind, chromedp.EmulateLandscape)
		}
	}
	return perform(ctx, p, "set viewport", chromedp.EmulateViewport(int64(width), int64(height), kind...))
}

// SetScheme sets prefers-color-scheme.
func (p *Page) SetScheme(ctx context.Context, dark bool) error {
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
	return perform(ctx, p, "set scheme", command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}))
}

// Offline takes the page off the network, which cuts the connections that are open, or puts it back onto it.
// The page gets the events offline and online.
func (p *Page) Offline(ctx context.Context, offline bool) error {
	p.cable.pull(offline)
	state := network.OverrideNetworkStateParams{Offline: offline, DownloadThroughput: -1, UploadThroughput: -1}
	return perform(ctx, p, "offline", command(network.OverrideNetworkState, state))
}
