package browser

import (
	"context"
	"encoding/json"
)

// driver drives the one tab of one browser process. Its steps return when the browser has done them, or with an error
// when ctx ends; a [Page] bounds ctx, names the step in the error and tells a browser that has ended from one that is slow.
type driver interface {
	// navigate goes to url and waits for the load event.
	navigate(ctx context.Context, url string) error
	reload(ctx context.Context) error
	// evaluate awaits the JavaScript expression and returns its value as JSON: nil for undefined.
	evaluate(ctx context.Context, js string) (json.RawMessage, error)
	location(ctx context.Context) (string, error)

	screenshot(ctx context.Context) (png []byte, err error)
	viewport(ctx context.Context, width, height int, mobile bool) error
	scheme(ctx context.Context, dark bool) error
	// network tells the page that it is offline or online; what is open is cut by the cable.
	network(ctx context.Context, offline bool) error

	// move, click and tap act at a point of the viewport in CSS pixels.
	move(ctx context.Context, x, y float64) error
	click(ctx context.Context, x, y float64) error
	tap(ctx context.Context, x, y float64) error
	// choose gives files to the file input that matches a selector.
	choose(ctx context.Context, selector string, paths []string) error
	// write types text, character by character.
	write(ctx context.Context, text string) error
	// press presses and releases a key, see [Page.Press], while the modifiers are held.
	press(ctx context.Context, key string, modifiers []string) error

	pid() int
	// ended is closed when the process has ended, or can no longer be spoken to.
	ended() <-chan struct{}
	// quit lets the page unload and asks the browser to end.
	quit(ctx context.Context)
	// stop ends the process if it still runs, and waits for it.
	stop()
}
