package views

import (
	"context"
	"strconv"
	"time"
)

// ChatLine is one line of the chat. Times are Unix milliseconds.
type ChatLine struct {
	ID      uint64
	At      float64
	By      Viewer // as it was then
	Text    string
	Reply   *ChatQuote // the line that it answers
	Named   []Viewer   // who may be mentioned in Text
	Edited  bool
	Deleted bool
}

// ChatQuote is a line that another one answers; Text is "" when it was deleted.
type ChatQuote struct {
	ID   uint64
	Name string
	Text string
}

// lineID is the id of a line's element.
func lineID(id uint64) string { return "line-" + strconv.FormatUint(id, 10) }

// moment returns Unix milliseconds as time.
func moment(at float64) time.Time { return time.UnixMilli(int64(at)).UTC() }

// quoted is a quote in words.
func quoted(ctx context.Context, q ChatQuote) string {
	if q.Text == "" {
		return t(ctx, "{name}: deleted", "name", q.Name)
	}
	return t(ctx, "{name}: {text}", "name", q.Name, "text", q.Text)
}
