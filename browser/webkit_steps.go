package browser

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

var errNoMobileWebKit = errors.New("a mobile WebKitGTK can't be had: use Chromium for a phone")

const blank = "about:blank"

func (k *webkit) navigate(ctx context.Context, url string) error {
	if err := k.call(ctx, http.MethodPost, "/url", map[string]string{"url": url}, nil); err != nil {
		return err
	}
	at, err := k.location(ctx)
	if err == nil && at == blank && url != blank { // it says nothing of a server that does not answer
		return errors.New("there is no answer from there")
	}
	return err
}

func (k *webkit) reload(ctx context.Context) error {
	return k.call(ctx, http.MethodPost, "/refresh", nil, nil)
}

func (k *webkit) location(ctx context.Context) (url string, err error) {
	err = k.call(ctx, http.MethodGet, "/url", nil, &url)
	return url, err
}

func (k *webkit) screenshot(ctx context.Context) ([]byte, error) {
	var picture string
	if err := k.call(ctx, http.MethodGet, "/screenshot", nil, &picture); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(picture)
}

// viewport makes the window so large that its page has the size. The pointer of the screen comes to lie upon the
// toolbar: without a window manager that gives the window the focus.
func (k *webkit) viewport(ctx context.Context, width, height int, mobile bool) error {
	if mobile {
		return errNoMobileWebKit
	}
	const toolbar = 20 // height of its upper half or less, pixels
	for outer := (size{width, height}); ; {
		var window size // that it has got
		rect := map[string]int{"x": (screenSize - outer.Width) / 2, "y": screenSize/2 - toolbar/2, "width": outer.Width, "height": outer.Height}
		if err := k.call(ctx, http.MethodPost, "/window/rect", rect, &window); err != nil {
			return err
		}
		if window.Width > width {
			return fmt.Errorf("the window gets no narrower than %d pixels", window.Width)
		}
		inner, err := k.inner(ctx, width)
		if err != nil {
			return err
		}
		if inner == (size{width, height}) {
			return nil
		}
		outer.Height += height - inner.Height
	}
}

// size in pixels of CSS, which are those of the screen here.
type size struct{ Width, Height int }

// inner is the size of the viewport, once it has the width of its window.
func (k *webkit) inner(ctx context.Context, width int) (inner size, err error) {
	raw, err := k.evaluate(ctx, fmt.Sprintf(`(async () => {
  for (let i = 0; i < 100 && innerWidth !== %d; i++) await new Promise(done => setTimeout(done, 10))
  return {width: innerWidth, height: innerHeight}
})()`, width))
	if err != nil {
		return inner, err
	}
	err = json.Unmarshal(raw, &inner)
	return inner, err
}

func (k *webkit) scheme(_ context.Context, dark bool) error {
	if dark != k.dark {
		return errors.New("this WebKitGTK took its scheme at its launch: use Options.Dark")
	}
	return nil
}

// network tells the page what WebKitGTK would learn from the machine's network, which stays: until the next document.
func (k *webkit) network(ctx context.Context, offline bool) error {
	event := map[bool]string{true: "offline", false: "online"}[offline]
	_, err := k.evaluate(ctx, fmt.Sprintf(`(() => {
  Object.defineProperty(navigator, 'onLine', {configurable: true, get: () => %v})
  dispatchEvent(new Event('%s'))
})()`, !offline, event))
	return err
}
