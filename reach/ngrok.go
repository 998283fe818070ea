package reach

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/url"
	"strings"
	"sync/atomic"

	"golang.ngrok.com/ngrok/v2"
)

// Ngrok is a tunnel through ngrok's servers, made by this process itself.
type Ngrok struct {
	Token   string                   // of the account; in no log
	Server  string                   // HOST:PORT to connect to, "": ngrok's own
	Address *url.URL                 // wanted, nil: as ngrok gives it
	Serve   func(net.Listener) error // answers who comes, until the listener is closed
}

// Name returns what people call it.
func (Ngrok) Name() string { return "ngrok" }

// carry connects and serves. The SDK connects again by itself what was lost, and tells of it in events.
func (n Ngrok) carry(ctx context.Context, s signs) error {
	var address atomic.Pointer[url.URL]
	options := []ngrok.AgentOption{
		ngrok.WithAuthtoken(n.Token),
		ngrok.WithLogger(slog.New(slog.DiscardHandler)), // its errors may hold the token; what matters comes as events
		ngrok.WithEventHandler(func(e ngrok.Event) {
			switch e := e.(type) {
			case *ngrok.EventAgentDisconnected:
				if e.Error != nil && ctx.Err() == nil {
					s.down(n.hushed(e.Error))
				}
			case *ngrok.EventAgentConnectSucceeded:
				if again := address.Load(); again != nil {
					s.up(again)
				}
			}
		}),
	}
	if n.Server != "" {
		options = append(options, ngrok.WithAgentConnectURL(n.Server))
	}
	agent, err := ngrok.NewAgent(options...)
	if err != nil {
		return n.hushed(err)
	}
	defer agent.Disconnect()
	var wanted []ngrok.EndpointOption
	if n.Address != nil {
		wanted = append(wanted, ngrok.WithURL(n.Address.Scheme+"://"+n.Address.Host))
	}
	l, err := agent.Listen(ctx, wanted...)
	if err != nil {
		return n.hushed(err)
	}
	defer l.Close()
	address.Store(l.URL())
	s.up(l.URL())
	stop := context.AfterFunc(ctx, func() { l.Close() })
	defer stop()
	return n.hushed(n.Serve(l))
}

// hushed returns an error without the token, which ngrok repeats in its answers.
func (n Ngrok) hushed(err error) error {
	if err == nil || n.Token == "" {
		return err
	}
	return errors.New(strings.ReplaceAll(err.Error(), n.Token, "(the token)"))
}
