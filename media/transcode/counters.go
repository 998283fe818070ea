package transcode

// Counters tell where the segments of conversions come from and go to, since the start.
type Counters struct {
	Running   int    // ffmpegs that convert now
	Converted uint64 // segments that were made here
	FromShelf uint64 // that other nodes have made, got from where nodes put them
	FromNodes uint64 // got from the node that made them
	Given     uint64 // given to other nodes
	Shelved   uint64 // put where nodes put them
	Unshelved uint64 // that could not be put there
}

// Counters returns what was counted.
func (t *Transcoder) Counters() Counters {
	t.mu.Lock()
	defer t.mu.Unlock()
	c := t.counters
	c.Running = len(t.runs)
	return c
}

func (t *Transcoder) count(change func(*Counters)) {
	t.mu.Lock()
	defer t.mu.Unlock()
	change(&t.counters)
}
