package main

import "testing"

func TestEachFaultIsTold(t *testing.T) {
	const reset = 1 << 32 // added to a number: a reset
	for name, c := range map[string]struct {
		seqs                         []uint64
		final                        uint64
		lost                         uint64
		repeated, misordered, resets int
	}{
		"all well":                        {[]uint64{reset + 5, 6, 7, 8}, 8, 0, 0, 0, 0},
		"a room without events":           {[]uint64{reset}, 0, 0, 0, 0, 0},
		"the last ones are missing":       {[]uint64{reset + 5, 6}, 8, 2, 0, 0, 0},
		"a gap":                           {[]uint64{reset + 5, 6, 9, 10}, 10, 2, 0, 0, 0},
		"two gaps":                        {[]uint64{reset, 1, 3, 5}, 5, 2, 0, 0, 0},
		"again":                           {[]uint64{reset + 5, 6, 6, 7, 5}, 7, 0, 2, 0, 0},
		"out of order":                    {[]uint64{reset + 5, 7, 6, 8}, 8, 0, 0, 1, 0},
		"out of order, out of the middle": {[]uint64{reset, 1, 6, 4, 4, 2, 7}, 7, 2, 1, 2, 0},
		"a reset ahead":                   {[]uint64{reset + 5, 6, reset + 9, 10}, 10, 0, 0, 0, 1},
		"a reset to the same":             {[]uint64{reset + 5, 6, reset + 6, 7}, 7, 0, 0, 0, 1},
		"a reset back":                    {[]uint64{reset + 5, 6, reset + 3, 7}, 7, 0, 0, 1, 1},
		"without a reset":                 {[]uint64{6, 7}, 7, 0, 0, 0, 0},
		"a gap as wide as there are":      {[]uint64{reset, reset - 1}, reset - 1, reset - 2, 0, 0, 0},
	} {
		var l ledger
		for _, seq := range c.seqs {
			if seq >= reset {
				l.reset(seq - reset)
			} else {
				l.event(seq)
			}
		}
		if lost := l.lost(c.final); lost != c.lost || l.repeated != c.repeated || l.misordered != c.misordered || l.resets != c.resets {
			t.Errorf("%s: %d lost, %d repeated, %d misordered, %d resets; want %+v", name, lost, l.repeated, l.misordered, l.resets, c)
		}
	}
}
