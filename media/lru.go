package media

import (
	"container/list"
	"sync"
)

// lru keeps the values that were used last, as long as their sizes together are
// at most its limit. It is safe for concurrent use; the zero value keeps nothing.
type lru[K comparable, V any] struct {
	limit int
	size  func(V) int

	mu    sync.Mutex
	kept  map[K]*list.Element // of entry
	order list.List           // the latest in front
	sum   int
}

type entry[K comparable, V any] struct {
	key   K
	value V
	size  int
}

func newLRU[K comparable, V any](limit int, size func(V) int) *lru[K, V] {
	return &lru[K, V]{limit: limit, size: size, kept: make(map[K]*list.Element)}
}

func (c *lru[K, V]) get(key K) (v V, ok bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.kept[key]
	if e == nil {
		return v, false
	}
	c.order.MoveToFront(e)
	return e.Value.(entry[K, V]).value, true
}

func (c *lru[K, V]) put(key K, v V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if e := c.kept[key]; e != nil {
		c.drop(e)
	}
	n := c.size(v)
	if n > c.limit {
		return
	}
	c.kept[key] = c.order.PushFront(entry[K, V]{key, v, n})
	for c.sum += n; c.sum > c.limit; {
		c.drop(c.order.Back())
	}
}

// drop forgets an entry; mu is held.
func (c *lru[K, V]) drop(e *list.Element) {
	old := c.order.Remove(e).(entry[K, V])
	delete(c.kept, old.key)
	c.sum -= old.size
}
