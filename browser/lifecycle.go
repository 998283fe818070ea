package browser

import (
	"context"
	"errors"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
)

// errNoLifecycle says that an engine's driver can't do what was asked.
var errNoLifecycle = errors.New("only Chromium can be hidden and frozen")

// hider is a driver that can put its page out of sight.
type hider interface {
	// hide puts another tab in front of the page, or takes the page to the front again.
	hide(ctx context.Context, hidden bool) error
	// freeze stops the page's timers and tasks, as Chromium does with tabs that were hidden for long, or lets it go on.
	freeze(ctx context.Context, frozen bool) error
}

// Hide puts another tab in front of the page, or takes the page to the front again. It is an error for engines other
// than Chromium.
func (p *Page) Hide(ctx context.Context, hidden bool) error {
	return p.perform(ctx, "hide the page", func(ctx context.Context) error {
		if h, ok := p.driver.(hider); ok {
			return h.hide(ctx, hidden)
		}
		return errNoLifecycle
	})
}

// Freeze stops all of a hidden page, as Chromium does with tabs that were hidden for long, or lets it go on. It is an
// error for engines other than Chromium.
func (p *Page) Freeze(ctx context.Context, frozen bool) error {
	return p.perform(ctx, "freeze the page", func(ctx context.Context) error {
		if h, ok := p.driver.(hider); ok {
			return h.freeze(ctx, frozen)
		}
		return errNoLifecycle
	})
}

func (c *chromium) hide(ctx context.Context, hidden bool) error {
	focus := command(emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: !hidden})
	if !hidden {
		return c.run(ctx, command(page.BringToFront, struct{}{}), focus)
	}
	return c.run(ctx, focus, command(target.CreateTarget, target.CreateTargetParams{URL: "about:blank"}))
}

func (c *chromium) freeze(ctx context.Context, frozen bool) error {
	state := page.SetWebLifecycleStateStateActive
	if frozen {
		state = page.SetWebLifecycleStateStateFrozen
	}
	return c.run(ctx, command(page.SetWebLifecycleState, page.SetWebLifecycleStateParams{State: state}))
}

// Hide puts another tab in front, or the page to the front again; see Page.Hide.
func (b *Browser) Hide(hidden bool) {
	b.tb.Helper()
	b.must(b.Page.Hide(b.tb.Context(), hidden))
}

// Freeze stops all of a hidden page, or lets it go on; see Page.Freeze.
func (b *Browser) Freeze(frozen bool) {
	b.tb.Helper()
	b.must(b.Page.Freeze(b.tb.Context(), frozen))
}
