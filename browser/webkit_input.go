package browser

import (
	"context"
	"errors"
	"net/http"
	"strings"
)

func (k *webkit) act(ctx context.Context, device action, actions []action) error {
	device["actions"] = actions
	return k.call(ctx, http.MethodPost, "/actions", map[string]any{"actions": []action{device}}, nil)
}

func (k *webkit) move(ctx context.Context, x, y float64) error {
	return k.act(ctx, action{"type": "pointer", "id": "mouse"}, []action{moveTo(x, y)})
}

func (k *webkit) click(ctx context.Context, x, y float64) error {
	return k.act(ctx, action{"type": "pointer", "id": "mouse"}, clickAt(x, y))
}

func (k *webkit) tap(context.Context, float64, float64) error {
	return errors.New("this WebKitGTK has no touch screen: use Chromium for a phone")
}

func (k *webkit) choose(ctx context.Context, selector string, paths []string) error {
	var element map[string]string
	find := map[string]string{"using": "css selector", "value": selector}
	if err := k.call(ctx, http.MethodPost, "/element", find, &element); err != nil {
		return err
	}
	for _, id := range element { // the one pair of WebDriver's fixed key and the element's id
		return k.call(ctx, http.MethodPost, "/element/"+id+"/value", map[string]string{"text": strings.Join(paths, "\n")}, nil)
	}
	return errors.New("no such element")
}

func (k *webkit) write(ctx context.Context, text string) error {
	return k.act(ctx, action{"type": "key", "id": "keyboard"}, typing(text))
}

func (k *webkit) press(ctx context.Context, key string, modifiers []string) error {
	actions, err := pressing(key, modifiers)
	if err != nil {
		return err
	}
	return k.act(ctx, action{"type": "key", "id": "keyboard"}, actions)
}
