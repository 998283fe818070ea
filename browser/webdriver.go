package browser

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"
)

// webdriver speaks WebDriver (https://w3c.github.io/webdriver/) to the one session of a driver program.
type webdriver struct {
	client  http.Client
	base    string // "http://127.0.0.1:port"
	session string // path of the session, "" before it is opened
}

// call sends a command of the session and decodes its value into value, unless that is nil. body nil is an empty object.
func (w *webdriver) call(ctx context.Context, method, path string, body, value any) error {
	if body == nil {
		body = struct{}{}
	}
	command, err := json.Marshal(body)
	if err != nil {
		return err
	}
	var content io.Reader
	if method == http.MethodPost {
		content = bytes.NewReader(command)
	}
	request, err := http.NewRequestWithContext(ctx, method, w.base+w.session+path, content)
	if err != nil {
		return err
	}
	response, err := w.client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	var answer struct{ Value json.RawMessage }
	if err := json.NewDecoder(io.LimitReader(response.Body, largestMessage)).Decode(&answer); err != nil {
		return fmt.Errorf("%s %s: %w", method, path, err)
	}
	if response.StatusCode != http.StatusOK {
		var failure struct{ Error, Message string }
		_ = json.Unmarshal(answer.Value, &failure) // an empty one is told by the status
		return fmt.Errorf("%s %s: %s: %s %s", method, path, response.Status, failure.Error, failure.Message)
	}
	if value == nil {
		return nil
	}
	return json.Unmarshal(answer.Value, value)
}

// open waits until the driver program listens and opens the session.
func (w *webdriver) open(ctx context.Context, capabilities any) error {
	for w.call(ctx, http.MethodGet, "/status", nil, nil) != nil {
		select {
		case <-time.After(10 * time.Millisecond):
		case <-ctx.Done():
			return errors.New("the driver program does not answer")
		}
	}
	var opened struct{ SessionID string }
	body := map[string]any{"capabilities": map[string]any{"alwaysMatch": capabilities}}
	if err := w.call(ctx, http.MethodPost, "/session", body, &opened); err != nil {
		return err
	}
	w.session = "/session/" + opened.SessionID
	return nil
}
