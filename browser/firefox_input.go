package browser

import (
	"context"
	"encoding/json"
	"errors"
)

func (f *firefox) act(ctx context.Context, device action, actions []action) error {
	device["actions"] = actions
	return f.call(ctx, "input.performActions", map[string]any{"context": f.tab, "actions": []action{device}}, nil)
}

func (f *firefox) move(ctx context.Context, x, y float64) error {
	return f.act(ctx, action{"type": "pointer", "id": "mouse"}, []action{moveTo(x, y)})
}

// click clicks again where the page has seen no click: on a busy machine Firefox loses one in some 500, although the button
// went down, and answers as if all were well (measured with version 153).
func (f *firefox) click(ctx context.Context, x, y float64) error {
	const (
		listen = `(window.browserClicked = false, addEventListener('click', () => { window.browserClicked = true }, {capture: true, once: true}), 0)`
		heard  = `window.browserClicked || new Promise(done => setTimeout(() => done(window.browserClicked), 300))`
	)
	for range 3 {
		if _, err := f.evaluate(ctx, listen); err != nil {
			return err
		}
		if err := f.act(ctx, action{"type": "pointer", "id": "mouse"}, clickAt(x, y)); err != nil {
			return err
		}
		// Without an answer, or in a page that knows of nothing, the click has led elsewhere.
		if clicked, err := f.evaluate(ctx, heard); err != nil || string(clicked) != "false" {
			return nil
		}
	}
	return errors.New("the page has seen no click")
}

func (f *firefox) tap(context.Context, float64, float64) error {
	return errors.New("this Firefox has no touch screen: use Chromium for a phone")
}

func (f *firefox) choose(ctx context.Context, selector string, paths []string) error {
	quoted, err := json.Marshal(selector)
	if err != nil {
		return err
	}
	var answer struct{ Result struct{ SharedID string } }
	err = f.call(ctx, "script.evaluate", map[string]any{
		"expression": "document.querySelector(" + string(quoted) + ")", "awaitPromise": false, "target": map[string]any{"context": f.tab},
	}, &answer)
	if err != nil {
		return err
	}
	element := map[string]any{"sharedId": answer.Result.SharedID}
	return f.call(ctx, "input.setFiles", map[string]any{"context": f.tab, "element": element, "files": paths}, nil)
}

func (f *firefox) write(ctx context.Context, text string) error {
	return f.act(ctx, action{"type": "key", "id": "keyboard"}, typing(text))
}

func (f *firefox) press(ctx context.Context, key string, modifiers []string) error {
	actions, err := pressing(key, modifiers)
	if err != nil {
		return err
	}
	return f.act(ctx, action{"type": "key", "id": "keyboard"}, actions)
}
