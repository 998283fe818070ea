package upload

import "time"

// meter measures how fast bytes arrive, by a handful of slots in time.
type meter struct {
	slots [8]int64  // bytes that arrived in a slot
	began time.Time // when the first bytes arrived, which are not counted: nobody knows how long they took
	last  int64     // number of the latest slot
}

const (
	slot    = time.Second
	silence = 4 // slots after which it begins anew
)

func (m *meter) add(now time.Time, n int64) {
	k := now.UnixNano() / int64(slot)
	size := int64(len(m.slots))
	if m.last == 0 || k-m.last >= silence {
		*m = meter{began: now, last: k}
		return
	}
	for ; m.last < k; m.last++ {
		m.slots[(m.last+1)%size] = 0
	}
	m.slots[k%size] += n
}

// rate returns bytes a second over the last seconds.
func (m *meter) rate(now time.Time) float64 {
	const least = 0.5 // seconds that tell anything
	k := now.UnixNano() / int64(slot)
	size := int64(len(m.slots))
	if m.last == 0 || k-m.last >= silence {
		return 0
	}
	var sum int64
	for _, n := range m.slots {
		sum += n
	}
	begin := time.Unix(0, (m.last-size+1)*int64(slot))
	if m.began.After(begin) {
		begin = m.began
	}
	// The present slot is counted for as much of it as has passed.
	return float64(sum) / max(now.Sub(begin).Seconds(), least)
}
