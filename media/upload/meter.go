package upload

import "time"

// meter measures how fast bytes arrive, by a handful of slots in time.
type meter struct {
	slots [8]int64 // bytes that arrived in a slot
	first int64    // number of the first slot in which something arrived
	last  int64    // number of the latest slot
}

// slot is how long one lasts.
const slot = time.Second

func (m *meter) add(now time.Time, n int64) {
	k := now.UnixNano() / int64(slot)
	size := int64(len(m.slots))
	if m.last == 0 || k-m.last >= size {
		*m = meter{first: k, last: k}
	}
	for ; m.last < k; m.last++ {
		m.slots[(m.last+1)%size] = 0
	}
	m.slots[k%size] += n
}

// rate returns bytes a second over the last seconds.
func (m *meter) rate(now time.Time) float64 {
	const silence = 4
	k := now.UnixNano() / int64(slot)
	size := int64(len(m.slots))
	if m.last == 0 || k-m.last >= silence {
		return 0
	}
	var sum int64
	for _, n := range m.slots {
		sum += n
	}
	// The present slot is counted for as much of it as has passed.
	begin := max(m.first, m.last-size+1)
	seconds := now.Sub(time.Unix(0, begin*int64(slot))).Seconds()
	return float64(sum) / max(seconds, 1)
}
