package browser

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
)

// pageErrors collects what the page complains about. Its zero value is ready.
type pageErrors struct {
	gather func() // nil, or brings in what the driver has not told of yet

	mu    sync.Mutex
	lines []string
}

// Errors returns what has gone wrong in the page so far, over all its documents, oldest first: console.error calls,
// uncaught exceptions and rejections, and the browser's own errors, such as a failed request or a breach of the
// Content-Security-Policy.
func (p *Page) Errors() []string {
	if p.errors.gather != nil {
		p.errors.gather()
	}
	p.errors.mu.Lock()
	defer p.errors.mu.Unlock()
	return slices.Clone(p.errors.lines)
}

// listen is called with every event of the tab, in order, and must be quick.
func (e *pageErrors) listen(event any) {
	switch event := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if event.Type == runtime.ConsoleAPICalledTypeError || event.Type == runtime.ConsoleAPICalledTypeAssert {
			var words []string
			for _, arg := range event.Args {
				words = append(words, objectText(arg))
			}
			e.add("console."+string(event.Type)+": "+strings.Join(words, " "), "", 0)
		}
	case *runtime.EventExceptionThrown:
		details := event.ExceptionDetails
		text := details.Text
		if details.Exception != nil {
			text += " " + objectText(details.Exception)
		}
		e.add(text, details.URL, details.LineNumber+1)
	case *log.EventEntryAdded:
		if event.Entry.Level == log.EntryLevelError {
			e.add(string(event.Entry.Source)+": "+event.Entry.Text, event.Entry.URL, event.Entry.LineNumber)
		}
	}
}

func (e *pageErrors) add(text, url string, line int64) {
	switch {
	case url != "" && line > 0:
		text = fmt.Sprintf("%s (%s:%d)", text, url, line)
	case url != "":
		text = fmt.Sprintf("%s (%s)", text, url)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.lines = append(e.lines, text)
}

func objectText(o *runtime.RemoteObject) string {
	var text string
	switch {
	case o.Type == runtime.RemoteObjectTypeString && json.Unmarshal(o.Value, &text) == nil:
		return text
	case o.Description != "":
		return o.Description
	case len(o.Value) > 0:
		return string(o.Value)
	}
	return string(o.Type)
}
