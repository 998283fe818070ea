package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"time"
)

var errEnded = errors.New("the browser has ended")

// ended reports whether the browser can no longer be spoken to.
func (p *Page) ended() bool {
	select {
	case <-p.driver.ended():
		return true
	default:
		return false
	}
}

// step does one step in the tab within the step's timeout and the caller's context.
func step[T any](ctx context.Context, p *Page, do func(context.Context) (T, error)) (T, error) {
	var zero T
	if err := ctx.Err(); err != nil {
		return zero, err
	}
	if p.ended() {
		return zero, errEnded
	}
	bound, cancel := context.WithTimeout(ctx, p.options.Timeout)
	defer cancel()
	value, err := do(bound)
	switch {
	case err == nil:
		return value, nil
	case ctx.Err() != nil:
		return zero, ctx.Err()
	case p.ended():
		return zero, errors.New("the browser ended meanwhile")
	case errors.Is(bound.Err(), context.DeadlineExceeded):
		return zero, fmt.Errorf("no answer within %v", p.options.Timeout)
	}
	return zero, err
}

// perform is step for what has no result; what names it in the error.
func (p *Page) perform(ctx context.Context, what string, do func(context.Context) error) error {
	_, err := step(ctx, p, func(ctx context.Context) (struct{}, error) { return struct{}{}, do(ctx) })
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}

// Open navigates to url and waits for the page's load event. A page that answers with an error status is opened as any
// other; a server that does not answer is an error.
func (p *Page) Open(ctx context.Context, url string) error {
	return p.perform(ctx, "open "+url, func(ctx context.Context) error { return p.driver.navigate(ctx, url) })
}

// Reload loads the page again, as F5 does, and waits for its load event.
func (p *Page) Reload(ctx context.Context) error { return p.perform(ctx, "reload", p.driver.reload) }

// Value evaluates the JavaScript expression in the page, awaits it if it is a promise, and decodes the result's JSON.
// An exception, a rejected promise, and undefined or null for a T that cannot be nil are errors.
// T = struct{} ignores the result.
func Value[T any](ctx context.Context, p *Page, js string) (T, error) {
	value, err := evaluate[T](ctx, p, js)
	if err != nil {
		return value, fmt.Errorf("evaluate %s: %w", js, err)
	}
	return value, nil
}

func evaluate[T any](ctx context.Context, p *Page, js string) (value T, err error) {
	raw, err := step(ctx, p, func(ctx context.Context) (json.RawMessage, error) { return p.driver.evaluate(ctx, js) })
	if _, ignored := any(value).(struct{}); ignored || err != nil {
		return value, err
	}
	if len(raw) == 0 || bytes.Equal(raw, []byte("null")) {
		switch reflect.TypeFor[T]().Kind() {
		case reflect.Pointer, reflect.Map, reflect.Slice, reflect.Interface:
			return value, nil
		}
		return value, errors.New("the value is undefined or null")
	}
	return value, json.Unmarshal(raw, &value)
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
		seen, err := evaluate[look](ctx, p, fmt.Sprintf(poll, slice.Milliseconds(), js))
		if seen.OK {
			return nil
		}
		if last = seen.Last; err != nil {
			last = err.Error()
		}
		if p.ended() || ctx.Err() != nil {
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
	url, err := step(context.Background(), p, p.driver.location)
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
	png, err := step(ctx, p, p.driver.screenshot)
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
	return p.perform(ctx, "set viewport", func(ctx context.Context) error { return p.driver.viewport(ctx, width, height, mobile) })
}

// SetScheme sets prefers-color-scheme.
func (p *Page) SetScheme(ctx context.Context, dark bool) error {
	return p.perform(ctx, "set scheme", func(ctx context.Context) error { return p.driver.scheme(ctx, dark) })
}

// Offline takes the page off the network, which cuts the connections that are open, or puts it back onto it.
// The page gets the events offline and online.
func (p *Page) Offline(ctx context.Context, offline bool) error {
	p.cable.pull(offline)
	return p.perform(ctx, "offline", func(ctx context.Context) error { return p.driver.network(ctx, offline) })
}
