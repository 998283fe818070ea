package events

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
)

// Before the node in the subjects of what one node asks another: for converted segments, and for bytes of films. No
// stream keeps it. They are apart so that neither takes the places of the other's answers.
const (
	segmentsPrefix = "goblet.peers."
	arrivalsPrefix = "goblet.arrivals."
)

const (
	silence    = 3 * time.Second // without a word from the other node it is taken for gone
	sign       = time.Second     // between two signs that the answer is being worked on
	parcel     = 256 << 10       // bytes of an answer in one message
	maxAnswer  = 64 << 20        // bytes of an answer
	maxAnswers = 64              // that a node works on at once
)

// Headers of the messages of an answer: either how many of its bytes are left, with these ones, or why there is none,
// or nothing: it is being worked on.
const (
	leftHeader = "Goblet-Left"
	whyHeader  = "Goblet-Why"
)

// Errors of asking another node. Compare with errors.Is.
var (
	// ErrGone: the node isn't there, or can't be reached.
	ErrGone = errors.New("the other node does not answer")
	// ErrRefused: the node won't, or can't; the text says why.
	ErrRefused = errors.New("the other node refuses")
)

// Peers lets nodes ask one another for what is large or takes its time: at most once, answered in parts. It has a
// connection to NATS of its own, so that no event waits behind the bytes.
type Peers struct {
	conn   *nats.Conn
	prefix string
	node   string
}

// Ask returns what a node answers, however long it works on that. The error is ErrGone, ErrRefused or ctx's.
func (p *Peers) Ask(ctx context.Context, node string, question []byte) ([]byte, error) {
	answers := nats.NewInbox()
	said, err := p.conn.SubscribeSync(answers)
	if err != nil {
		return nil, fmt.Errorf("events: %w: %w", ErrGone, err)
	}
	defer said.Unsubscribe()
	if err := p.conn.PublishRequest(p.prefix+node, answers, question); err != nil {
		return nil, fmt.Errorf("events: %w: %w", ErrGone, err)
	}
	var answer []byte
	for {
		soon, cancel := context.WithTimeout(ctx, silence)
		msg, err := said.NextMsgWithContext(soon)
		cancel()
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err != nil:
			return nil, fmt.Errorf("events: %w: %w", ErrGone, err)
		case msg.Header.Get(whyHeader) != "":
			return nil, fmt.Errorf("events: %w: %s", ErrRefused, msg.Header.Get(whyHeader))
		case msg.Header.Get(leftHeader) == "":
			continue
		}
		left, err := strconv.Atoi(msg.Header.Get(leftHeader))
		switch {
		case err != nil || left < len(msg.Data) || left > maxAnswer:
			return nil, fmt.Errorf("events: %w: its answer can't be read", ErrRefused)
		case answer == nil:
			answer = make([]byte, 0, left)
		case left != cap(answer)-len(answer): // a part was lost
			return nil, fmt.Errorf("events: %w: a part of its answer is missing", ErrGone)
		}
		if answer = append(answer, msg.Data...); left == len(msg.Data) {
			return answer, nil
		}
	}
}

// Answer answers what others ask this node, several at once, until ctx ends, which is handed on; then it returns nil.
// It returns an error if the engine was closed under it.
func (p *Peers) Answer(ctx context.Context, answer func(ctx context.Context, question []byte) ([]byte, error)) error {
	asked, err := p.conn.SubscribeSync(p.prefix + p.node)
	if err != nil {
		return fmt.Errorf("events: answer: %w", err)
	}
	defer asked.Unsubscribe()
	var answering sync.WaitGroup
	defer answering.Wait()
	places := make(chan struct{}, maxAnswers)
	for {
		msg, err := asked.NextMsgWithContext(ctx)
		switch {
		case ctx.Err() != nil:
			return nil
		case err == nil:
		case p.conn.IsClosed() || !asked.IsValid():
			return fmt.Errorf("events: answer: %w", nats.ErrConnectionClosed)
		default:
			continue
		}
		select {
		case places <- struct{}{}:
			answering.Go(func() {
				defer func() { <-places }()
				p.answer(ctx, msg, answer)
			})
		default:
			p.refuse(msg, "it is asked too much at once")
		}
	}
}

// answer answers one question, with signs while that takes its time. What can't be said is lost: the other node
// takes the silence for what it is.
func (p *Peers) answer(ctx context.Context, to *nats.Msg, answer func(ctx context.Context, question []byte) ([]byte, error)) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	go func() { // ends when answer does, which is waited for below
		data, err := answer(ctx, to.Data)
		done <- result{data, err}
	}()
	signs := time.NewTicker(sign)
	defer signs.Stop()
	for {
		select {
		case r := <-done:
			if r.err != nil {
				p.refuse(to, r.err.Error())
			} else {
				p.send(to, r.data)
			}
			return
		case <-signs.C:
			_ = p.conn.Publish(to.Reply, nil)
		}
	}
}

func (p *Peers) refuse(to *nats.Msg, why string) {
	_ = p.conn.PublishMsg(&nats.Msg{Subject: to.Reply, Header: nats.Header{whyHeader: {why}}})
}

// send sends an answer in parts.
func (p *Peers) send(to *nats.Msg, data []byte) {
	for first := true; first || len(data) > 0; first = false {
		part := data[:min(len(data), parcel)]
		err := p.conn.PublishMsg(&nats.Msg{
			Subject: to.Reply, Data: part, Header: nats.Header{leftHeader: {strconv.Itoa(len(data))}},
		})
		if err != nil {
			return
		}
		data = data[len(part):]
	}
}
