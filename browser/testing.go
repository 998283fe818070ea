package browser

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Browser is a Page for a test: what fails ends the test. As for tb.Fatal, call its methods from the test's goroutine;
// other goroutines use Page.
type Browser struct {
	*Page
	tb testing.TB
}

// Start launches a browser that ends with the test. A test that fails gets a screenshot of it in its artifact directory
// and the page's errors in its log. A browser that is not installed fails the test.
func Start(tb testing.TB, options Options) *Browser {
	tb.Helper()
	page, err := Launch(context.Background(), options)
	if err != nil {
		tb.Fatal(err)
	}
	b := &Browser{Page: page, tb: tb}
	tb.Cleanup(func() {
		if tb.Failed() {
			b.report()
		}
		page.Close()
	})
	return b
}

// In returns the same browser for a subtest: what fails ends that, with a report of its own.
func (b *Browser) In(tb testing.TB) *Browser {
	tb.Helper()
	inner := &Browser{Page: b.Page, tb: tb}
	tb.Cleanup(func() {
		if tb.Failed() {
			inner.report()
		}
	})
	return inner
}

// report logs where the page is and what it looks like.
func (b *Browser) report() {
	b.tb.Helper()
	if b.ended() {
		b.tb.Logf("%s had ended\n  page errors: %q", b.options.Name, b.Errors())
		return
	}
	b.tb.Logf("%s at the end:\n%s", b.options.Name, b.describe())
	png, err := b.Page.Screenshot(context.Background())
	if err != nil {
		b.tb.Logf("%s: %v", b.options.Name, err)
		return
	}
	b.save("failed-"+b.options.Name, png)
}

func (b *Browser) save(name string, png []byte) string {
	b.tb.Helper()
	name = strings.NewReplacer("/", "-", " ", "-").Replace(name)
	dir := b.tb.ArtifactDir()
	path := filepath.Join(dir, name+".png")
	// At the end of a test without -artifacts the directory may have been removed before us.
	if err := errors.Join(os.MkdirAll(dir, 0o755), os.WriteFile(path, png, 0o644)); err != nil {
		b.tb.Errorf("%s: %v", b.options.Name, err)
	}
	b.tb.Logf("%s: screenshot %s (go test -artifacts keeps it)", b.options.Name, path)
	return path
}

func (b *Browser) must(err error) {
	b.tb.Helper()
	if err != nil {
		b.tb.Fatalf("%s: %v", b.options.Name, err)
	}
}

// Open navigates to url; see Page.Open.
func (b *Browser) Open(url string) {
	b.tb.Helper()
	b.must(b.Page.Open(b.tb.Context(), url))
}

// Reload loads the page again; see Page.Reload.
func (b *Browser) Reload() {
	b.tb.Helper()
	b.must(b.Page.Reload(b.tb.Context()))
}

// Eval evaluates the JavaScript expression in the page; see Value.
func Eval[T any](b *Browser, js string) T {
	b.tb.Helper()
	value, err := Value[T](b.tb.Context(), b.Page, js)
	b.must(err)
	return value
}

// Until waits for the JavaScript expression to be truthy; see Page.Until.
func (b *Browser) Until(js string, within time.Duration) {
	b.tb.Helper()
	b.must(b.Page.Until(b.tb.Context(), js, within))
}

// Click clicks the element's centre; see Page.Click.
func (b *Browser) Click(selector string) {
	b.tb.Helper()
	b.must(b.Page.Click(b.tb.Context(), selector))
}

// Hover moves the mouse over the element; see Page.Hover.
func (b *Browser) Hover(selector string) {
	b.tb.Helper()
	b.must(b.Page.Hover(b.tb.Context(), selector))
}

// Choose gives files to a file input; see Page.Choose.
func (b *Browser) Choose(selector string, paths ...string) {
	b.tb.Helper()
	b.must(b.Page.Choose(b.tb.Context(), selector, paths...))
}

// Tap touches the element's centre; see Page.Tap.
func (b *Browser) Tap(selector string) {
	b.tb.Helper()
	b.must(b.Page.Tap(b.tb.Context(), selector))
}

// Type types text over what the field holds; see Page.Type.
func (b *Browser) Type(selector, text string) {
	b.tb.Helper()
	b.must(b.Page.Type(b.tb.Context(), selector, text))
}

// Press presses one key, such as "Space" or "Shift+Tab"; see Page.Press.
func (b *Browser) Press(key string) {
	b.tb.Helper()
	b.must(b.Page.Press(b.tb.Context(), key))
}

// Screenshot writes name.png into the test's artifact directory and returns its path.
func (b *Browser) Screenshot(name string) string {
	b.tb.Helper()
	png, err := b.Page.Screenshot(b.tb.Context())
	b.must(err)
	return b.save(name, png)
}

// SetViewport sets the viewport's size in CSS pixels and the kind of device; see Page.SetViewport.
func (b *Browser) SetViewport(width, height int, mobile bool) {
	b.tb.Helper()
	b.must(b.Page.SetViewport(b.tb.Context(), width, height, mobile))
}

// SetScheme sets prefers-color-scheme.
func (b *Browser) SetScheme(dark bool) {
	b.tb.Helper()
	b.must(b.Page.SetScheme(b.tb.Context(), dark))
}

// Offline takes the page off the network or back onto it; see Page.Offline.
func (b *Browser) Offline(offline bool) {
	b.tb.Helper()
	b.must(b.Page.Offline(b.tb.Context(), offline))
}
