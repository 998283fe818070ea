package browser

import (
	"context"
	"errors"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// NewTab opens another tab in the browser of p, with which it shares the profile: cookies, caches, workers. Only Chromium
// does. Closing the tab lets its page unload; killing it crashes its page as a broken renderer would, and leaves the other
// tabs alone. It ends with the browser at the latest, so that it must not be used after p was closed.
func (p *Page) NewTab(ctx context.Context) (*Page, error) {
	opener, ok := p.driver.(*chromium)
	if !ok {
		return nil, errors.New("only Chromium opens more tabs")
	}
	tab := &Page{options: p.options, dir: p.dir, cable: p.cable}
	c := &chromium{proc: opener.proc}
	handle, end := chromedp.NewContext(opener.tab, chromedp.WithListener(func(event any) {
		tab.errors.listen(event)
		c.leave(event)
	}))
	c.tab, c.end = handle, end
	if err := c.prepare(p.options); err != nil {
		end()
		return nil, err
	}
	tab.driver = &chromiumTab{c}
	if err := tab.SetViewport(ctx, p.options.Width, p.options.Height, p.options.Mobile); err != nil {
		tab.Close()
		return nil, err
	}
	return tab, nil
}

// chromiumTab is one of several tabs of a process that belongs to another page.
type chromiumTab struct{ *chromium }

// crash ends the tab's page without a word, and the tab with it.
func (c *chromiumTab) crash() {
	ctx, cancel := context.WithTimeout(c.tab, time.Second)
	defer cancel()
	_, _ = chromedp.Run(ctx, command(page.Crash, cdp.Empty{})) // the answer never comes
	c.end()
}

func (c *chromiumTab) quit(ctx context.Context) {
	bound, cancel := c.bind(ctx)
	defer cancel()
	_ = chromedp.Do(bound, chromedp.Navigate("about:blank"))
}

// NewTab opens another tab in the browser, which ends with the test; see Page.NewTab.
func (b *Browser) NewTab() *Browser {
	b.tb.Helper()
	tab, err := b.Page.NewTab(b.tb.Context())
	b.must(err)
	b.tb.Cleanup(tab.Close)
	return &Browser{Page: tab, tb: b.tb}
}
