package browser

import (
	"context"
	"encoding/json"
	"errors"
	"unicode/utf8"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// bind returns the tab's context, ended also by the step's.
func (c *chromium) bind(ctx context.Context) (context.Context, context.CancelFunc) {
	bound, cancel := context.WithCancel(c.tab)
	stop := context.AfterFunc(ctx, cancel)
	return bound, func() { stop(); cancel() }
}

func (c *chromium) run(ctx context.Context, steps ...chromedp.Action[chromedp.Void]) error {
	_, err := result(ctx, c, chromedp.Steps(steps...))
	return err
}

func result[T any](ctx context.Context, c *chromium, step chromedp.Action[T]) (T, error) {
	bound, cancel := c.bind(ctx)
	defer cancel()
	return chromedp.Run(bound, step)
}

// command makes a step of a protocol command whose result does not matter.
func command[P, R any](c cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, c, params)
		return err
	})
}

func (c *chromium) navigate(ctx context.Context, url string) error {
	return c.run(ctx, chromedp.Navigate(url))
}
func (c *chromium) reload(ctx context.Context) error { return c.run(ctx, chromedp.Reload()) }

func (c *chromium) evaluate(ctx context.Context, js string) (json.RawMessage, error) {
	return result(ctx, c, chromedp.Evaluate[[]byte](js, chromedp.EvalAwaitPromise))
}

func (c *chromium) location(ctx context.Context) (string, error) {
	return result(ctx, c, chromedp.Location())
}

func (c *chromium) screenshot(ctx context.Context) ([]byte, error) {
	return result(ctx, c, chromedp.CaptureScreenshot())
}

func (c *chromium) viewport(ctx context.Context, width, height int, mobile bool) error {
	var kind []chromedp.EmulateViewportOption
	if mobile {
		kind = append(kind, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulateScale(2))
		if height > width {
			kind = append(kind, chromedp.EmulatePortrait)
		} else {
			kind = append(kind, chromedp.EmulateLandscape)
		}
	}
	return c.run(ctx, chromedp.EmulateViewport(int64(width), int64(height), kind...))
}

func (c *chromium) scheme(ctx context.Context, dark bool) error {
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
	return c.run(ctx, command(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}))
}

func (c *chromium) network(ctx context.Context, offline bool) error {
	state := network.OverrideNetworkStateParams{Offline: offline, DownloadThroughput: -1, UploadThroughput: -1}
	return c.run(ctx, command(network.OverrideNetworkState, state))
}

func (c *chromium) move(ctx context.Context, x, y float64) error {
	return c.run(ctx, chromedp.MouseEvent(chromedp.MouseMoved, x, y))
}

func (c *chromium) click(ctx context.Context, x, y float64) error {
	return c.run(ctx, chromedp.MouseEvent(chromedp.MouseMoved, x, y), chromedp.MouseClickXY(x, y))
}

func (c *chromium) tap(ctx context.Context, x, y float64) error {
	return c.run(ctx, chromedp.TapXY(x, y))
}

func (c *chromium) choose(ctx context.Context, selector string, paths []string) error {
	return c.run(ctx, chromedp.SetUploadFiles(chromedp.CSS(selector), paths))
}

func (c *chromium) write(ctx context.Context, text string) error {
	return c.run(ctx, chromedp.KeyEvent(text))
}

func (c *chromium) press(ctx context.Context, key string, modifiers []string) error {
	character, err := keyNamed(key)
	if err != nil {
		return err
	}
	var held []chromedp.Modifier
	for _, name := range modifiers {
		held = append(held, map[string]chromedp.Modifier{"Shift": chromedp.ModifierShift, "Control": chromedp.ModifierCtrl,
			"Alt": chromedp.ModifierAlt, "Meta": chromedp.ModifierMeta}[name])
	}
	return c.run(ctx, chromedp.KeyEvent(string(character), chromedp.KeyModifiers(held...)))
}

var errNoKey = errors.New("no key has this name: use a character, or a name of KeyboardEvent.key or .code")

// keyNamed returns the character that chromedp knows the key by.
func keyNamed(name string) (rune, error) {
	if r, size := utf8.DecodeRuneInString(name); size == len(name) && size > 0 {
		return r, nil
	}
	found := rune(-1)
	for r, key := range kb.Keys {
		if (key.Key == name || key.Code == name) && (found < 0 || r < found) {
			found = r
		}
	}
	if found < 0 {
		return 0, errNoKey
	}
	return found, nil
}
