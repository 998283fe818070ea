package upload

import (
	"encoding/json"
	"slices"
	"testing"
)

// FuzzIntervalsAreASetOfNumbers compares the set with the plainest one there is.
func FuzzIntervalsAreASetOfNumbers(f *testing.F) {
	f.Add([]byte{0, 10, 5, 20, 1, 12, 3})
	f.Add([]byte{0, 1, 1, 0, 3, 1, 0, 2, 1, 1, 0, 255})
	f.Fuzz(func(t *testing.T, steps []byte) {
		const limit = 300
		var set Intervals
		var plain [limit]bool
		for ; len(steps) >= 3; steps = steps[3:] {
			start := int64(steps[1])
			end := min(start+int64(steps[2]), limit)
			add := steps[0]%2 == 0
			if add {
				set.Add(start, end)
			} else {
				set.Remove(start, end)
			}
			for i := start; i < end; i++ {
				plain[i] = add
			}
		}
		count := int64(0)
		for at := range int64(limit) {
			run := int64(0)
			for i := at; i < limit && plain[i]; i++ {
				run++
			}
			if got := set.From(at); got != run {
				t.Fatalf("From(%d) = %d, want %d", at, got, run)
			}
			if !set.Has(at, at+run) || set.Has(at, at+run+1) {
				t.Fatalf("Has is wrong from %d", at)
			}
			gap := Interval{at, at}
			for ; gap.Start < limit && plain[gap.Start]; gap.Start++ {
			}
			for gap.End = gap.Start; gap.End < limit && !plain[gap.End]; gap.End++ {
			}
			if got := set.Gap(at, limit); got != gap {
				t.Fatalf("Gap(%d) = %v, want %v", at, got, gap)
			}
			if plain[at] {
				count++
			}
		}
		if set.Count() != count {
			t.Fatalf("Count = %d, want %d", set.Count(), count)
		}
		data, err := json.Marshal(set)
		if err != nil {
			t.Fatal(err)
		}
		var read Intervals
		if err := json.Unmarshal(data, &read); err != nil || !slices.Equal(read.list, set.list) {
			t.Fatalf("%s reads as %v: %v", data, read, err)
		}
		for i := 1; i < len(set.list); i++ {
			if set.list[i].Start <= set.list[i-1].End {
				t.Fatalf("intervals touch: %v", set.list)
			}
		}
	})
}

func FuzzTheMapOnDiskIsReadOrRefused(f *testing.F) {
	f.Add([]byte(`[[0,5],[7,9]]`))
	f.Add([]byte(`[[-1,5]]`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var s Intervals
		if json.Unmarshal(data, &s) == nil && s.Count() < 0 {
			t.Fatalf("%s is read as %v", data, s)
		}
	})
}
