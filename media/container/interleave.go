package container

import (
	"io"
	"iter"
	"math"
)

// Packet is a sample and the ID of its track.
type Packet struct {
	Track int
	Sample
}

// Interleave yields the samples of some tracks in the order in which they are
// decoded. Each track begins with its last sample at or before from (seconds) at
// which decoding can begin, as by Samples; sound and subtitles begin where the
// first of the video tracks begins. From 0 on means everything, what comes before
// the first picture too. Each track is read ahead to its next sample, which of
// subtitles may lie far away. An error ends the sequence.
func (f *Film) Interleave(r io.ReaderAt, from float64, tracks ...int) iter.Seq2[Packet, error] {
	return func(yield func(Packet, error) bool) {
		var all []*source
		for _, kind := range []Kind{Video, Audio, Subtitle} {
			for _, id := range tracks {
				t := f.Track(id)
				if t == nil || t.Kind != kind || t.Timescale == 0 {
					continue
				}
				begin := int64(math.Round(from * float64(t.Timescale)))
				if from <= 0 {
					begin = math.MinInt64 / 2
				}
				next, stop := iter.Pull2(f.Samples(r, id, begin))
				defer stop()
				s := &source{track: id, timescale: float64(t.Timescale), next: next}
				s.advance()
				if kind == Video && s.ok && s.err == nil && len(all) == 0 {
					from = min(from, float64(s.sample.PTS)/s.timescale)
				}
				all = append(all, s)
			}
		}
		for {
			var first *source
			for _, s := range all {
				if s.ok && (first == nil || s.time() < first.time()) {
					first = s
				}
			}
			if first == nil {
				return
			}
			if !yield(Packet{first.track, first.sample}, first.err) || first.err != nil {
				return
			}
			first.advance()
		}
	}
}

// source is one of the tracks that are interleaved.
type source struct {
	track     int
	timescale float64
	next      func() (Sample, error, bool)
	sample    Sample
	err       error
	ok        bool
}

func (s *source) advance() { s.sample, s.err, s.ok = s.next() }

// time is when the next sample is decoded, in seconds.
func (s *source) time() float64 { return float64(s.sample.DTS) / s.timescale }

// Remux writes some tracks of a film as a Matroska stream from a position
// (seconds) on, as Interleave yields them. Times stay those of the film.
func (f *Film) Remux(w io.Writer, r io.ReaderAt, from float64, tracks ...int) error {
	var some []Track
	for _, id := range tracks {
		if t := f.Track(id); t != nil {
			some = append(some, *t)
		}
	}
	m, err := NewMuxer(w, some...)
	if err != nil {
		return err
	}
	for p, err := range f.Interleave(r, from, tracks...) {
		if err != nil {
			return err
		}
		if err := m.Write(p.Track, p.Sample); err != nil {
			return err
		}
	}
	return m.Close()
}
