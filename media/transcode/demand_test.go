package transcode

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"goblet/media/hls"
)

// await waits until ok holds, which is asked again after every change.
func await(t *testing.T, tr *Transcoder, ok func() bool) {
	t.Helper()
	late := time.After(5 * time.Minute)
	for {
		tr.mu.Lock()
		done, changed := ok(), tr.changed
		tr.mu.Unlock()
		if done {
			return
		}
		select {
		case <-changed:
		case <-late:
			t.Fatal("it does not come to that")
		}
	}
}

// of returns what is known of a rendition.
func of(t *testing.T, tr *Transcoder, s hls.Source, r hls.Rendition) *rendition {
	t.Helper()
	x, err := tr.rendition(t.Context(), s, r)
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func TestAFarSeekResumesWhereItLeads(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "long.mkv"))
	r := renditionOf(s, hls.Low)
	tr := start(t, Options{Ahead: 8 * time.Second})
	x := of(t, tr, s, r)
	for _, n := range []int{0, 60, 30, 61} {
		get(t, tr, s, r, n)
	}
	for _, n := range []int{20, 29, 45, 59} {
		if tr.store.has(x.job.file(n)) {
			t.Errorf("segment %d was made on the way", n)
		}
	}
}

func TestConversionsStayALittleAheadOfWhoWatches(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "long.mkv"))
	r := renditionOf(s, hls.Low)
	tr := start(t, Options{Ahead: 16 * time.Second})
	get(t, tr, s, r, 0)
	x := of(t, tr, s, r)
	heldAt := func(n int) func() bool {
		return func() bool { return len(x.runs) == 1 && x.runs[0].next == n && !tr.mayGoOn(x.runs[0]) }
	}
	await(t, tr, heldAt(5))
	get(t, tr, s, r, 2)
	await(t, tr, heldAt(7))
	if tr.store.has(x.job.file(7)) {
		t.Error("it went on")
	}
}

func TestAllWhoWatchAFilmShareAConversion(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "long.mkv"))
	r := renditionOf(s, hls.Low)
	tr := start(t, Options{})
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			if _, err := tr.Segment(t.Context(), s, r, 40); err != nil {
				t.Error(err)
			}
			tr.mu.Lock()
			defer tr.mu.Unlock()
			if len(tr.runs) > 1 {
				t.Errorf("%d conversions", len(tr.runs))
			}
		})
	}
	wg.Wait()
}

func TestTwoRoomsWatchAFilmAtDifferentPlaces(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "long.mkv"))
	r := renditionOf(s, hls.Low)
	tr := start(t, Options{Ahead: 8 * time.Second})
	var wg sync.WaitGroup
	for _, begin := range []int{0, 50} {
		wg.Go(func() {
			for n := range 6 {
				if _, err := tr.Segment(t.Context(), s, r, begin+n); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

func TestAConversionThatNobodyWatchesEnds(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "long.mkv"))
	tr := start(t, Options{Idle: 200 * time.Millisecond, IdleSound: 200 * time.Millisecond})
	get(t, tr, s, renditionOf(s, hls.Low), 3)
	get(t, tr, s, renditionOf(s, hls.AAC), 3)
	await(t, tr, func() bool { return len(tr.runs) == 0 })
	if left := ffmpegs(t); len(left) > 0 {
		t.Errorf("ffmpeg is still there: %v", left)
	}
}

func TestNoProcessOutlivesRun(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "long.mkv"))
	tr, err := New(Options{Tools: tools(t), Folder: t.TempDir(), SoftwareOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	ctx, end := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = tr.Run(ctx) })
	get(t, tr, s, renditionOf(s, hls.H264), 0)
	get(t, tr, s, renditionOf(s, hls.AAC), 0)
	end()
	running.Wait()
	if left := ffmpegs(t); len(left) > 0 {
		t.Errorf("ffmpeg is still there: %v", left)
	}
	if _, err := tr.Segment(t.Context(), s, renditionOf(s, hls.H264), 70); !errors.Is(err, ErrClosed) {
		t.Errorf("a request after the end: %v", err)
	}
}

func TestSoundIsConvertedToItsEndAndThenFromItsBeginning(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "long.mkv"))
	r := renditionOf(s, hls.AAC)
	tr := start(t, Options{})
	get(t, tr, s, r, 40)
	x := of(t, tr, s, r)
	await(t, tr, func() bool { return tr.gap(x, 0, x.job.count) < 0 })
	for _, c := range tr.Progress(s.Key) {
		if c.Rendition == r && c.Left() != 0 {
			t.Errorf("%v are left of what is done", c.Left())
		}
	}
}

func TestProgressIsTold(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "long.mkv"))
	r := renditionOf(s, hls.Low)
	tr := start(t, Options{Ahead: 8 * time.Second})
	if got := tr.Progress(s.Key); len(got) > 0 {
		t.Errorf("before it began: %+v", got)
	}
	get(t, tr, s, r, 1)
	got := tr.Progress(s.Key)
	if len(got) != 1 || got[0].Rendition != r || got[0].Done < 4*time.Second || got[0].Duration != length(s.Film.Duration) || got[0].Speed <= 0 {
		t.Errorf("%+v", got)
	}
}

func TestOneConversionTooManyIsRefusedInWords(t *testing.T) {
	busy := sourceOf(t, tools(t), film(t, "long.mkv"))
	never := make(chan struct{})
	defer close(never)
	busy.Key = "busy"
	busy.Open = arriving(t, film(t, "long.mkv"), 200_000, never)
	other := sourceOf(t, tools(t), film(t, "ac3.mkv"))
	tr := start(t, Options{Parallel: 1, Patience: 2 * time.Second})
	ctx, cancel := context.WithCancel(t.Context())
	var waiting sync.WaitGroup
	waiting.Go(func() { _, _ = tr.Segment(ctx, busy, renditionOf(busy, hls.Low), 60) })
	await(t, tr, func() bool { return len(tr.runs) == 1 })
	if _, err := tr.Segment(t.Context(), other, renditionOf(other, hls.Low), 0); !errors.Is(err, ErrBusy) {
		t.Errorf("got %v", err)
	}
	cancel()
	waiting.Wait()
	// Its place is free as soon as nobody watches it.
	if _, err := tr.Segment(t.Context(), other, renditionOf(other, hls.Low), 0); err != nil && !errors.Is(err, ErrBusy) {
		t.Error(err)
	}
}

func TestWhatAFilmHasNotIsRefused(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "ac3.mkv"))
	tr := start(t, Options{})
	for _, r := range []hls.Rendition{{Kind: "video", Track: 99, To: hls.H264}, {Kind: "audio", Track: 1, To: hls.AAC}, {Kind: "video", Track: 1, To: hls.AAC}, {Kind: "video", Track: 1}} {
		if _, err := tr.Init(t.Context(), s, r); !errors.Is(err, hls.ErrNoSegment) {
			t.Errorf("%v: %v", r, err)
		}
		if bounds := tr.Bounds(s.Film, r); bounds != nil {
			t.Errorf("%v has bounds %v", r, bounds)
		}
	}
	r := renditionOf(s, hls.Low)
	for _, n := range []int{-1, 9, 1 << 40} {
		if _, err := tr.Segment(t.Context(), s, r, n); !errors.Is(err, hls.ErrNoSegment) {
			t.Errorf("segment %d: %v", n, err)
		}
	}
	if got, want := tr.Bounds(s.Film, r), []float64{0, 4, 8, 12, 16, 20, 24, 28, 32, s.Film.Duration}; !slices.Equal(got, want) {
		t.Errorf("bounds %v, want %v", got, want)
	}
}
