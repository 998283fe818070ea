package browser

import (
	"encoding/json"
	"fmt"
)

// tellBreaches runs in each document before its own scripts: BiDi itself does not tell of breaches of a policy.
const tellBreaches = `() => addEventListener('securitypolicyviolation', breach =>
  console.error('refused by the Content-Security-Policy: ' + breach.effectiveDirective + ' ' + breach.blockedURI))`

// listenBiDi is called with every event of the session, in order.
func (e *pageErrors) listenBiDi(method string, params json.RawMessage) {
	switch method {
	case "log.entryAdded":
		var entry struct{ Level, Text, Type, Method string }
		if json.Unmarshal(params, &entry) != nil || entry.Level != "error" {
			return
		}
		if entry.Type == "console" {
			entry.Text = "console." + entry.Method + ": " + entry.Text
		}
		e.add(entry.Text, "", 0)
	case "network.responseCompleted":
		var event struct {
			Response struct {
				URL    string
				Status int
			}
		}
		if json.Unmarshal(params, &event) == nil && event.Response.Status >= 400 {
			e.add(fmt.Sprintf("network: answered with status %d", event.Response.Status), event.Response.URL, 0)
		}
	}
}
