package browser_test

import (
	"testing"
	"time"

	"goblet/browser"
)

func TestTabsShareABrowserAndEndAlone(t *testing.T) {
	url, _ := site(t)
	opener := browser.Start(t, browser.Options{Script: `window.early = true`})
	a, b := opener.NewTab(), opener.NewTab()
	a.Open(url)
	b.Open(url)
	browser.Eval[string](a, `document.cookie = 'shared=yes'`)
	if got := browser.Eval[string](b, `document.cookie`); got != "shared=yes" {
		t.Errorf("the other tab has the cookie %q", got)
	}
	b.Until(`early && beats > 0`, 20*time.Second)
	b.Click("#near")
	last(t, b, "click near true")
	a.Kill()
	b.Until(`beats > `+browser.Eval[string](b, `String(beats)`), 20*time.Second)
	opener.Open(url)
	opener.Until(`beats > 0`, 20*time.Second)
}

func TestOnlyChromiumOpensTabs(t *testing.T) {
	b := browser.Start(t, browser.Options{Engine: browser.Firefox})
	if _, err := b.Page.NewTab(t.Context()); err == nil {
		t.Error("no error")
	}
}
