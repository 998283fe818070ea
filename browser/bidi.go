package browser

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"

	"github.com/coder/websocket"
	"github.com/coder/websocket/wsjson"
)

// bidi speaks WebDriver BiDi (https://w3c.github.io/webdriver-bidi/) over one WebSocket.
type bidi struct {
	conn    *websocket.Conn
	closed  chan struct{} // the reader has ended: no answer comes any more
	onEvent func(method string, params json.RawMessage)

	mu      sync.Mutex
	last    uint64
	waiting map[uint64]chan<- message
}

// message is what comes from the browser: an answer with an ID, or an event with a method.
type message struct {
	Type    string          `json:"type"` // success, error or event
	ID      uint64          `json:"id"`
	Result  json.RawMessage `json:"result"`
	Error   string          `json:"error"`
	Message string          `json:"message"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
}

// largestMessage bounds what one answer may hold, bytes: a screenshot of a large window.
const largestMessage = 64 << 20

var errHungUp = errors.New("the browser has hung up")

// dial connects to the session that url offers. onEvent is called with every event, in order, and must be quick.
// The connection lives until hangUp.
func dial(ctx context.Context, url string, onEvent func(method string, params json.RawMessage)) (*bidi, error) {
	conn, _, err := websocket.Dial(ctx, url, nil)
	if err != nil {
		return nil, err
	}
	conn.SetReadLimit(largestMessage)
	b := &bidi{conn: conn, closed: make(chan struct{}), onEvent: onEvent, waiting: map[uint64]chan<- message{}}
	go b.read()
	return b, nil
}

func (b *bidi) read() {
	defer close(b.closed)
	for {
		var m message
		if err := wsjson.Read(context.Background(), b.conn, &m); err != nil {
			return
		}
		if m.Type == "event" {
			b.onEvent(m.Method, m.Params)
			continue
		}
		b.mu.Lock()
		answer := b.waiting[m.ID]
		delete(b.waiting, m.ID)
		b.mu.Unlock()
		if answer != nil {
			answer <- m
		}
	}
}

// hangUp closes the connection and waits for the reader.
func (b *bidi) hangUp() {
	_ = b.conn.CloseNow()
	<-b.closed
}

// call sends a command and decodes its result into result, unless that is nil.
func (b *bidi) call(ctx context.Context, method string, params, result any) error {
	answer := make(chan message, 1)
	b.mu.Lock()
	b.last++
	id := b.last
	b.waiting[id] = answer
	b.mu.Unlock()
	defer func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.waiting, id)
	}()
	command, err := json.Marshal(map[string]any{"id": id, "method": method, "params": params})
	if err != nil {
		return err
	}
	// A write that is cut off would break the connection: the step's end does not reach it.
	if err := b.conn.Write(context.WithoutCancel(ctx), websocket.MessageText, command); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case m := <-answer:
		if m.Type == "error" {
			return fmt.Errorf("%s: %s: %s", method, m.Error, m.Message)
		}
		if result == nil {
			return nil
		}
		return json.Unmarshal(m.Result, result)
	case <-b.closed:
		return errHungUp
	case <-ctx.Done():
		return ctx.Err()
	}
}

// bidiAddress reads a starting Firefox's output up to the line that says where it listens.
func bidiAddress(output io.Reader) (string, error) {
	lines := bufio.NewScanner(output)
	var said []string
	for lines.Scan() {
		if url, found := strings.CutPrefix(lines.Text(), "WebDriver BiDi listening on "); found {
			return url + "/session", nil
		}
		said = append(said, lines.Text())
	}
	return "", fmt.Errorf("it ended with: %s", strings.Join(said, "\n"))
}
