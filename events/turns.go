package events

import "sync"

// turns has tasks done by a few goroutines, in the order in which they came. Tasks wait for nobody.
type turns struct {
	mu    sync.Mutex
	some  sync.Cond // there is a task, or none will come any more
	tasks []func(*desk)
	over  bool
}

// desk is memory that a goroutine lends to its tasks.
type desk struct {
	batch   []byte
	viewers []*direct
}

func newTurns() *turns {
	t := &turns{}
	t.some.L = &t.mu
	return t
}

// add has a task done soon; false: too late.
func (t *turns) add(task func(*desk)) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return false
	}
	t.tasks = append(t.tasks, task)
	t.some.Signal()
	return true
}

// work does tasks until close was called and none is left.
func (t *turns) work() {
	d := &desk{}
	t.mu.Lock()
	defer t.mu.Unlock()
	for {
		for len(t.tasks) == 0 {
			if t.over {
				return
			}
			t.some.Wait()
		}
		task := t.tasks[0]
		t.tasks[0] = nil
		t.tasks = t.tasks[1:]
		t.mu.Unlock()
		task(d)
		t.mu.Lock()
	}
}

// close lets work return. It can be called more than once.
func (t *turns) close() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.over = true
	t.some.Broadcast()
}
