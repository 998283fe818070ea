package handlers

import (
	"strconv"
	"testing"
	"testing/synctest"
	"time"
)

func TestAnAllowanceFillsUpAgainAndTheQuietAreForgotten(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newLimits(time.Now)
		taken := func(who string) (n int) {
			for l.take("k", who, allowance{10, 20}) == nil {
				n++
			}
			return n
		}
		if n := taken("maya"); n != 20 {
			t.Errorf("a burst of %d, want 20", n)
		}
		if n := taken("jon"); n != 20 {
			t.Errorf("Jon pays for Maya: %d", n)
		}
		time.Sleep(time.Second)
		if n := taken("maya"); n != 10 {
			t.Errorf("after a second %d, want 10", n)
		}
		for i := range 1000 {
			taken(strconv.Itoa(i))
		}
		time.Sleep(2 * forgetAfter)
		taken("maya")
		if len(l.buckets) != 1 {
			t.Errorf("%d are remembered, want 1", len(l.buckets))
		}
	})
}
