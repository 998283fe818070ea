package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// spot is where an element's centre is, or why it can't be pressed there yet.
type spot struct {
	X, Y float64
	Why  string
}

// locate runs in the page: the first match must be shown, enabled, at rest for two frames and uncovered at its centre.
// What is over the centre may belong to the element, or be an ancestor that takes its events, as a player does for its video.
const locate = `(async selector => {
  const element = document.querySelector(selector)
  if (!element) return {Why: 'there is no such element'}
  if (element.disabled) return {Why: 'it is disabled'}
  const frame = () => Promise.race([new Promise(requestAnimationFrame), new Promise(done => setTimeout(done, 100))])
  let box = element.getBoundingClientRect()
  const outside = () => box.top < 0 || box.left < 0 || box.bottom > innerHeight || box.right > innerWidth
  const clipped = () => {
    const x = box.x + box.width / 2, y = box.y + box.height / 2
    for (let up = element.parentElement; up && up !== document.body; up = up.parentElement) {
      if (getComputedStyle(up).overflowY === 'visible') continue
      const {left, right, top, bottom} = up.getBoundingClientRect()
      if (x < left || x >= right || y < top || y >= bottom) return true
    }
    return false
  }
  if (outside() || clipped()) element.scrollIntoView({block: 'center', inline: 'center', behavior: 'instant'})
  for (let still = 0; still < 2; ) {
    const before = element.getBoundingClientRect()
    await frame()
    box = element.getBoundingClientRect()
    if (box.x !== before.x || box.y !== before.y || box.width !== before.width || box.height !== before.height) return {Why: 'it is moving'}
    still++
  }
  const style = getComputedStyle(element)
  if (!box.width || !box.height || style.visibility !== 'visible') return {Why: 'it is not shown'}
  const X = box.x + box.width / 2, Y = box.y + box.height / 2
  if (clipped()) return {Why: 'it is scrolled out of sight'}
  const top = document.elementFromPoint(X, Y)
  if (!top) return {Why: 'its centre is outside the window'}
  if (element.contains(top) || top.contains(element)) return {X, Y}
  const name = top.localName + (top.id && '#' + top.id) + [...top.classList].map(c => '.' + c).join('')
  return {Why: 'it is covered by ' + name}
})(%s)`

// centre waits until the element can be pressed and returns where.
func (p *Page) centre(ctx context.Context, selector string) (spot, error) {
	quoted, err := json.Marshal(selector)
	if err != nil {
		return spot{}, err
	}
	deadline := time.Now().Add(p.options.Timeout)
	for {
		at, err := evaluate[spot](ctx, p, fmt.Sprintf(locate, quoted))
		if err == nil && at.Why == "" {
			return at, nil
		}
		if !time.Now().Before(deadline) || p.ended() || ctx.Err() != nil {
			if err == nil {
				err = errors.New(at.Why)
			}
			return spot{}, fmt.Errorf("%w\n%s", err, p.describe())
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// point does something at the element's centre once it can be pressed.
func (p *Page) point(ctx context.Context, what, selector string, do func(ctx context.Context, x, y float64) error) error {
	at, err := p.centre(ctx, selector)
	if err != nil {
		return fmt.Errorf("%s %s: %w", what, selector, err)
	}
	return p.perform(ctx, what+" "+selector, func(ctx context.Context) error { return do(ctx, at.X, at.Y) })
}

// Click moves the mouse to the centre of the first element that matches the CSS selector, scrolled into view, and presses
// the left button there. It waits until the element is shown, enabled, at rest and not covered by something else.
func (p *Page) Click(ctx context.Context, selector string) error {
	return p.point(ctx, "click", selector, p.driver.click)
}

// Hover moves the mouse to the centre of the element; it waits as Click does.
func (p *Page) Hover(ctx context.Context, selector string) error {
	return p.point(ctx, "hover", selector, p.driver.move)
}

// Choose gives files to a file input, as its dialog would; paths are absolute.
func (p *Page) Choose(ctx context.Context, selector string, paths ...string) error {
	return p.perform(ctx, "choose files for "+selector, func(ctx context.Context) error { return p.driver.choose(ctx, selector, paths) })
}

// Tap touches the centre of the element with a finger; it waits as Click does. The page must be Mobile.
func (p *Page) Tap(ctx context.Context, selector string) error {
	if !p.options.Mobile {
		return fmt.Errorf("tap %s: this browser has a mouse; set Options.Mobile for a touch screen", selector)
	}
	return p.point(ctx, "tap", selector, p.driver.tap)
}

// Type clicks (or taps) into the field, selects what it holds and types text over it, key by key.
// An empty text empties the field.
func (p *Page) Type(ctx context.Context, selector, text string) error {
	press := p.Click
	if p.options.Mobile {
		press = p.Tap
	}
	if err := press(ctx, selector); err != nil {
		return err
	}
	if err := p.Press(ctx, "Control+a"); err != nil {
		return err
	}
	if text == "" {
		return p.Press(ctx, "Delete")
	}
	return p.perform(ctx, "type into "+selector, func(ctx context.Context) error { return p.driver.write(ctx, text) })
}

// Press presses and releases one key, wherever the focus is. key is a character ("k", "?", "<") or a name of
// KeyboardEvent.key or .code ("Space", "ArrowLeft", "Enter", "Escape", "Tab"), with modifiers before it if wanted
// ("Shift+Tab", "Control+a").
func (p *Page) Press(ctx context.Context, key string) error {
	name, modifiers := key, []string(nil)
	for {
		first, rest, found := strings.Cut(name, "+")
		if !found || rest == "" || !slices.Contains([]string{"Shift", "Control", "Alt", "Meta"}, first) {
			break
		}
		name, modifiers = rest, append(modifiers, first)
	}
	return p.perform(ctx, "press "+key, func(ctx context.Context) error { return p.driver.press(ctx, name, modifiers) })
}
