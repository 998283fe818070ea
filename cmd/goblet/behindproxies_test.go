package main

import (
	"net/url"
	"testing"
)

// under returns the address of the program's room as it is reached through a proxy.
func (p proxy) under(t testing.TB, room string) string {
	t.Helper()
	u, err := url.Parse(room)
	if err != nil {
		t.Fatal(err)
	}
	return p.base + u.Path
}

