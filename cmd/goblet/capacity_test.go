package main

import "testing"

func TestStreamsLeaveFilesForTheRest(t *testing.T) {
	for files, want := range map[uint64]int{0: 0, 1024: 768, 20_000: 15_904, 1 << 20: 1<<20 - 4096, 1<<64 - 1: 1<<30 - 4096} {
		if got := streamsWithin(files); got != want {
			t.Errorf("of %d files %d are for streams, want %d", files, got, want)
		}
	}
}
