package handlers

import (
	"sync"
	"time"
)

// remembered are visitors as they were last seen on this node, so that who watches goes on watching while the store of
// sessions can't be reached. Nobody is the admin by it. It is bounded: those who were seen longest ago go first.
type remembered struct {
	mu          sync.Mutex
	fresh, aged map[string]visitor // by the cookie's token
}

// mostRemembered bounds each of the two generations.
const mostRemembered = 10_000

func newRemembered() *remembered { return &remembered{fresh: map[string]visitor{}} }

// put keeps what is needed to watch.
func (m *remembered) put(token string, v visitor) {
	kept := visitor{Viewer: v.Viewer, Name: v.Name, Color: v.Color, Emoji: v.Emoji, Rooms: v.Rooms}
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := m.fresh[token]; !known && len(m.fresh) == mostRemembered {
		m.fresh, m.aged = map[string]visitor{}, m.fresh
	}
	m.fresh[token] = kept
}

func (m *remembered) get(token string) (visitor, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	v, ok := m.fresh[token]
	if !ok {
		v, ok = m.aged[token]
	}
	return v, ok
}

// storePatience is how long the store of sessions is waited for when a visitor is remembered.
const storePatience = 1500 * time.Millisecond
