package reach

import (
	"context"
	"log/slog"
	"net/url"
	"sync"
	"time"
)

// provider is a service whose servers bring people here.
type provider interface {
	// Name returns what people call it.
	Name() string
	// carry brings people here until ctx ends or it can't go on, which its error says in one line.
	carry(ctx context.Context, s signs) error
}

// signs are how a provider says how it stands.
type signs struct {
	up   func(address *url.URL) // people can come, at this address
	down func(why error)        // they can't for now; the provider itself tries again
}

// TunnelOptions are what [NewTunnel] needs. Its functions are called one at a time.
type TunnelOptions struct {
	Up     func(address *url.URL) // people can come at this address, as long as there is neither another nor Down
	Down   func()                 // they can't for now
	Logger *slog.Logger
}

// Tunnel keeps a way through a provider's servers open.
type Tunnel struct {
	provider provider
	o        TunnelOptions
	tell     voice
	mu       sync.Mutex // one of o's functions at a time
}

// NewTunnel returns a Tunnel through an [Ngrok] or a [Cloudflared].
func NewTunnel(p provider, o TunnelOptions) *Tunnel {
	return &Tunnel{provider: p, o: o, tell: voice{logger: o.Logger}}
}

const (
	firstPause = time.Second
	longPause  = time.Minute // also how long a tunnel is open to count as one that works
)

// Run keeps the tunnel open until ctx ends; whatever fails is tried again.
func (t *Tunnel) Run(ctx context.Context) error {
	pause := firstPause
	for {
		began := time.Now()
		err := t.provider.carry(ctx, signs{t.up, t.down})
		if ctx.Err() != nil {
			return nil
		}
		t.down(err)
		if time.Since(began) > longPause {
			pause = firstPause
		}
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return nil
		}
		pause = min(2*pause, longPause)
	}
}

func (t *Tunnel) up(address *url.URL) {
	t.tell.well()
	t.o.Logger.Info("the tunnel is open", "by", t.provider.Name(), "address", address.String())
	t.mu.Lock()
	defer t.mu.Unlock()
	t.o.Up(address)
}

func (t *Tunnel) down(why error) {
	text := "it ended"
	if why != nil {
		text = oneLine(why.Error())
	}
	t.tell.trouble("the tunnel is not open, it is tried again; the other links work", "by", t.provider.Name(), "why", text)
	t.mu.Lock()
	defer t.mu.Unlock()
	t.o.Down()
}
