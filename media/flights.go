package media

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
)

// flights lets those who want the same at the same time wait for one making of
// it. A making goes on as long as anybody waits, whoever asked first. The zero
// value is ready for use.
type flights[K comparable, V any] struct {
	mu  sync.Mutex
	now map[K]*flight[V]
}

type flight[V any] struct {
	done    chan struct{} // closed when value and err are there
	value   V
	err     error
	waiting int // mu of the flights guards it
	cancel  context.CancelFunc
}

// do returns what make makes, or the error of ctx when that ends before. The
// context that make gets ends when nobody waits any more.
func (fs *flights[K, V]) do(ctx context.Context, key K, make func(context.Context) (V, error)) (V, error) {
	f := fs.join(ctx, key, make)
	select {
	case <-f.done:
		fs.leave(key, f)
		return f.value, f.err
	case <-ctx.Done():
		fs.leave(key, f)
		var none V
		return none, context.Cause(ctx)
	}
}

// join begins to wait for a flight, and starts it if there is none.
func (fs *flights[K, V]) join(ctx context.Context, key K, make func(context.Context) (V, error)) *flight[V] {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if f := fs.now[key]; f != nil {
		f.waiting++
		return f
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight[V]{done: newDone(), waiting: 1, cancel: cancel}
	if fs.now == nil {
		fs.now = map[K]*flight[V]{}
	}
	fs.now[key] = f
	go func() { // ends when make does, which is soon after cancel
		defer close(f.done)
		defer func() {
			if p := recover(); p != nil { // as net/http does for a request
				f.err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
			fs.mu.Lock()
			defer fs.mu.Unlock()
			fs.forget(key, f)
		}()
		f.value, f.err = make(ctx)
	}()
	return f
}

func newDone() chan struct{} { return make(chan struct{}) }

// leave ends the waiting for a flight; the last who leaves ends the flight. Who
// comes after that starts another.
func (fs *flights[K, V]) leave(key K, f *flight[V]) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if f.waiting--; f.waiting == 0 {
		f.cancel()
		fs.forget(key, f)
	}
}

// forget lets nobody join any more; mu is held.
func (fs *flights[K, V]) forget(key K, f *flight[V]) {
	if fs.now[key] == f {
		delete(fs.now, key)
	}
}
