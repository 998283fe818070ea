package views

import (
	"bytes"
	"encoding/json"
)

// scriptSafe makes JSON fit for the inside of a script element: <, > and & are written
// as \u escapes, which no JSON reader tells apart. What is not JSON becomes null.
func scriptSafe(state []byte) string {
	if !json.Valid(state) {
		return "null"
	}
	var safe bytes.Buffer
	json.HTMLEscape(&safe, state)
	return safe.String()
}
