package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"goblet/browser"
)

// firstPage is what the room's page and all that it needs to work may weigh on the wire, in bytes; hls.js and JASSUB come
// when a film needs them.
const firstPage = 150_000

// needed are the parts of a page that a browser loads at once.
var needed = regexp.MustCompile(`<(?:script|link|img)\b[^>]*?(?:src|href)="([^"]*/assets/[^"]+)"[^>]*>`)

func TestTheRoomsPageWeighsLittle(t *testing.T) {
	p := startParty(t)
	weigh := func(address string) (size int, text string) {
		r, err := http.NewRequestWithContext(t.Context(), "GET", address, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Accept-Encoding", "gzip")
		r.Header.Set("Accept", "text/html")
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != 200 {
			t.Fatalf("%s: %d, %v", address, answer.StatusCode, err)
		}
		if answer.Header.Get("Content-Encoding") != "gzip" {
			return len(body), string(body)
		}
		unpacked, err := gzip.NewReader(bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(unpacked)
		if err != nil {
			t.Fatal(err)
		}
		return len(body), string(plain)
	}
	total, page := weigh(p.room)
	seen := map[string]bool{}
	for _, part := range needed.FindAllStringSubmatch(page, -1) {
		if seen[part[1]] || strings.Contains(part[0], "apple-touch-icon") { // which phones load when it is put on their screen
			continue
		}
		seen[part[1]] = true
		size, _ := weigh(p.base() + part[1])
		total += size
	}
	if len(seen) < 5 {
		t.Fatalf("the page needs %d files only", len(seen))
	}
	t.Logf("the first page has %.1f KB in %d files; the goal is %.0f KB", float64(total)/1000, len(seen)+1, float64(firstPage)/1000)
	if total > firstPage {
		t.Errorf("the first page is %d bytes too heavy", total-firstPage)
	}
}

// shifts is how much of the page has moved without anybody's doing since the call before (Cumulative Layout Shift, of
// which browsers' makers call 0.1 good), and what moved.
func (g *guest) shifts() (sum float64, what string) {
	g.t.Helper()
	got := browser.Eval[struct {
		Sum  float64
		What string
	}](g.Browser, `(window.shifted ??= (() => {
		const all = [];
		new PerformanceObserver((list) => all.push(...list.getEntries().filter(({hadRecentInput}) => !hadRecentInput))).observe({type: 'layout-shift', buffered: true});
		return all;
	})(), new Promise((done) => setTimeout(() => {
		const some = shifted.splice(0);
		done({Sum: some.reduce((sum, {value}) => sum + value, 0), What: some.flatMap(({sources}) => sources.map(({node}) => node?.id || node?.className || node?.nodeName)).join(', ')});
	}, 300)))`)
	return got.Sum, got.What
}

func TestNothingMovesWhenSomebodyWritesOrTheFilmPlays(t *testing.T) {
	p := startParty(t)
	a := join(t, p, browser.Options{Name: "a", Width: 1440, Height: 900})
	a.shifts()
	still := func(when string, most float64) {
		t.Helper()
		sum, what := a.shifts()
		t.Logf("%s: moved %.4f, at most %g", when, sum, most)
		if sum > most {
			t.Errorf("%s: %s moved", when, what)
		}
	}
	const chip = 0.001 // a chip whose words get longer
	b := join(t, p, browser.Options{Name: "b"})
	a.says("#viewer-count", "2")
	still("somebody comes, and the list of viewers grows by a row", 0.01)
	for i := range 3 {
		b.Type("#chat-text", fmt.Sprintf("line %d", i))
		b.Press("Enter")
	}
	a.says("#chat-lines", "line 2")
	still("somebody writes", chip)
	b.Press("Escape")
	a.Press("k")
	a.playing()
	still("the film plays", chip)
	b.Kill()
	a.says("#viewer-count", "1")
	still("somebody goes, and the list shrinks", 0.01)
}
