package browser

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"time"
)

// script hands WebDriver's callback what the expression comes to, as JSON, or why it failed, and what the page has
// complained of meanwhile: WebDriver itself does not tell. What a document complains of before the first evaluation in
// it is lost, and so are failed requests.
const script = `const done = arguments[arguments.length - 1];
const complaints = window[Symbol.for('complaints')] ??= (() => {
  const lines = [], add = text => lines.push(text), log = console.error;
  console.error = (...words) => { add('console.error: ' + words.map(String).join(' ')); log.apply(console, words) };
  addEventListener('error', e => { if (e instanceof ErrorEvent) add('uncaught: ' + e.message) });
  addEventListener('unhandledrejection', e => add('uncaught rejection: ' + e.reason));
  addEventListener('securitypolicyviolation', e =>
    add('refused by the Content-Security-Policy: ' + e.effectiveDirective + ' ' + e.blockedURI));
  return lines;
})();
(async () => JSON.stringify(await (%s
)))().then(value => ({value}), error => ({error: String(error)})).then(answer => done({...answer, complaints: complaints.splice(0)}))`

func (k *webkit) evaluate(ctx context.Context, js string) (json.RawMessage, error) {
	var answer struct {
		Value, Error *string
		Complaints   []string
	}
	body := map[string]any{"script": fmt.Sprintf(script, js), "args": []any{}}
	if err := k.call(ctx, http.MethodPost, "/execute/async", body, &answer); err != nil {
		return nil, err
	}
	for _, line := range answer.Complaints {
		k.errors.add(line, "", 0)
	}
	switch {
	case answer.Error != nil:
		return nil, errors.New(*answer.Error)
	case answer.Value == nil: // undefined
		return nil, nil
	}
	return json.RawMessage(*answer.Value), nil
}

// gather brings in what the page has complained of since the last evaluation.
func (k *webkit) gather() {
	select {
	case <-k.exited:
	default:
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		// A page that is gone has nothing to tell any more.
		_, _ = k.evaluate(ctx, "0")
	}
}
