package upload

import (
	"encoding/json"
	"errors"
	"slices"
	"sort"
)

// Interval is the numbers from Start to before End.
type Interval struct{ Start, End int64 }

// Len is how many numbers that is.
func (i Interval) Len() int64 { return i.End - i.Start }

// Intervals is a set of numbers, kept as sorted intervals that do not touch.
// The zero value is empty. It is not safe for concurrent use.
type Intervals struct{ list []Interval }

// Add puts the numbers from start to before end into the set.
func (s *Intervals) Add(start, end int64) {
	if start >= end {
		return
	}
	i := sort.Search(len(s.list), func(i int) bool { return s.list[i].End >= start })
	j := i
	for ; j < len(s.list) && s.list[j].Start <= end; j++ {
		start, end = min(start, s.list[j].Start), max(end, s.list[j].End)
	}
	s.list = slices.Replace(s.list, i, j, Interval{start, end})
}

// Remove takes the numbers from start to before end out of the set.
func (s *Intervals) Remove(start, end int64) {
	if start >= end {
		return
	}
	var left []Interval
	for _, i := range s.list {
		if i.End <= start || i.Start >= end {
			left = append(left, i)
			continue
		}
		if i.Start < start {
			left = append(left, Interval{i.Start, start})
		}
		if i.End > end {
			left = append(left, Interval{end, i.End})
		}
	}
	s.list = left
}

// From returns how many numbers from at on are in the set without a gap.
func (s *Intervals) From(at int64) int64 {
	i := s.after(at)
	if i < len(s.list) && s.list[i].Start <= at {
		return s.list[i].End - at
	}
	return 0
}

// Has reports whether all numbers from start to before end are in the set.
func (s *Intervals) Has(start, end int64) bool { return start >= end || s.From(start) >= end-start }

// Gap returns the first interval at or after at, and below limit, of numbers
// that are not in the set. It is empty when there is none.
func (s *Intervals) Gap(at, limit int64) Interval {
	i := s.after(at)
	if i < len(s.list) && s.list[i].Start <= at {
		at = s.list[i].End
		i++
	}
	if at >= limit {
		return Interval{limit, limit}
	}
	end := limit
	if i < len(s.list) {
		end = min(limit, s.list[i].Start)
	}
	return Interval{at, end}
}

// after returns the index of the first interval that ends after at.
func (s *Intervals) after(at int64) int {
	return sort.Search(len(s.list), func(i int) bool { return s.list[i].End > at })
}

// Count returns how many numbers are in the set.
func (s *Intervals) Count() (n int64) {
	for _, i := range s.list {
		n += i.Len()
	}
	return n
}

// Union adds all numbers of another set.
func (s *Intervals) Union(other Intervals) {
	for _, i := range other.list {
		s.Add(i.Start, i.End)
	}
}

// First returns the set's first intervals, at most so many.
func (s *Intervals) First(most int) Intervals {
	return Intervals{slices.Clone(s.list[:min(len(s.list), most)])}
}

// Clone returns a copy.
func (s *Intervals) Clone() Intervals { return Intervals{slices.Clone(s.list)} }

// MarshalJSON writes the set as [[start, end], …].
func (s Intervals) MarshalJSON() ([]byte, error) {
	pairs := make([][2]int64, len(s.list))
	for i, x := range s.list {
		pairs[i] = [2]int64{x.Start, x.End}
	}
	return json.Marshal(pairs)
}

var errIntervals = errors.New("intervals must not be negative")

// UnmarshalJSON reads what MarshalJSON writes.
func (s *Intervals) UnmarshalJSON(data []byte) error {
	var pairs [][2]int64
	if err := json.Unmarshal(data, &pairs); err != nil {
		return err
	}
	*s = Intervals{}
	for _, p := range pairs {
		if p[0] < 0 || p[1] < p[0] {
			return errIntervals
		}
		s.Add(p[0], p[1])
	}
	return nil
}
