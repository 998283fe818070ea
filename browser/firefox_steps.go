package browser

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
)

func (f *firefox) navigate(ctx context.Context, url string) error {
	return f.call(ctx, "browsingContext.navigate", map[string]any{"context": f.tab, "url": url, "wait": "complete"}, nil)
}

func (f *firefox) reload(ctx context.Context) error {
	return f.call(ctx, "browsingContext.reload", map[string]any{"context": f.tab, "wait": "complete"}, nil)
}

// evaluate has the page make the JSON, which is shorter than BiDi's own form of values.
func (f *firefox) evaluate(ctx context.Context, js string) (json.RawMessage, error) {
	var answer struct {
		Type             string
		Result           struct{ Value string }
		ExceptionDetails struct{ Text string }
	}
	err := f.call(ctx, "script.evaluate", map[string]any{
		"expression": "(async () => JSON.stringify(await (" + js + "\n)))()", "awaitPromise": true, "target": map[string]any{"context": f.tab},
	}, &answer)
	if err == nil && answer.Type == "exception" {
		err = errors.New(answer.ExceptionDetails.Text)
	}
	return json.RawMessage(answer.Result.Value), err
}

func (f *firefox) location(ctx context.Context) (string, error) {
	var tree struct{ Contexts []struct{ URL string } }
	err := f.call(ctx, "browsingContext.getTree", map[string]any{"root": f.tab}, &tree)
	if err != nil || len(tree.Contexts) == 0 {
		return "", err
	}
	return tree.Contexts[0].URL, nil
}

func (f *firefox) screenshot(ctx context.Context) ([]byte, error) {
	var picture struct{ Data string }
	if err := f.call(ctx, "browsingContext.captureScreenshot", map[string]any{"context": f.tab}, &picture); err != nil {
		return nil, err
	}
	return base64.StdEncoding.DecodeString(picture.Data)
}

func (f *firefox) viewport(ctx context.Context, width, height int, mobile bool) error {
	if mobile {
		return errors.New("a mobile Firefox can't be had: use Chromium for a phone")
	}
	return f.call(ctx, "browsingContext.setViewport", map[string]any{
		"context": f.tab, "viewport": map[string]any{"width": width, "height": height},
	}, nil)
}

func (f *firefox) scheme(_ context.Context, dark bool) error {
	if dark != f.dark {
		return errors.New("this Firefox took its scheme at its launch: use Options.Dark")
	}
	return nil
}

func (f *firefox) network(ctx context.Context, offline bool) error {
	var conditions any
	if offline {
		conditions = map[string]any{"type": "offline"}
	}
	return f.call(ctx, "emulation.setNetworkConditions", map[string]any{"contexts": []string{f.tab}, "networkConditions": conditions}, nil)
}
