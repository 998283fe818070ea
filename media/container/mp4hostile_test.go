package container

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"runtime"
	"slices"
	"testing"
)

// moof makes a fragment of samples of a track's default duration and size; start < 0
// leaves the start out. Its data begin so many bytes behind it.
func moof(id uint32, start int64, samples uint32, behind uint32, more ...[]byte) []byte {
	parts := [][]byte{atom("tfhd", n32(baseIsMoof, id))}
	if start >= 0 {
		parts = append(parts, atom("tfdt", n32(1<<24), binary.BigEndian.AppendUint64(nil, uint64(start))))
	}
	trun := func(offset uint32) []byte { return atom("trun", n32(hasDataOffset, samples, offset)) }
	make := func(offset uint32) []byte {
		return atom("moof", atom("mfhd", n32(0, 1)), atom("traf", slices.Concat(parts, [][]byte{trun(offset)}, more)...))
	}
	return make(uint32(len(make(0))) + behind)
}

func trex(id, duration, size uint32) []byte {
	return atom("mvex", atom("trex", n32(0, id, 1, duration, size, 0)))
}

// fragmented makes a film of fragments, each with the data that follow it.
func fragmented(more ...[]byte) []byte {
	return slices.Concat(madeFilm(nil, madeTrack{id: 1, scale: 1000, codec: "vp09"}.trak(), trex(1, 25, 1)), slices.Concat(more...))
}

func TestFragmentsAreReadInEveryShape(t *testing.T) {
	ab, cd := atom("mdat", []byte("ab")), atom("mdat", []byte("cd"))
	for name, c := range map[string]struct {
		content []byte
		want    string
		start   float64
	}{
		"with times":          {fragmented(moof(1, 0, 2, 8), ab, moof(1, 50, 2, 8), cd), "0/0:a* 25/25:b* 50/50:c* 75/75:d*", 0},
		"without times":       {fragmented(moof(1, -1, 2, 8), ab, moof(1, -1, 2, 8), cd), "0/0:a* 25/25:b* 50/50:c* 75/75:d*", 0},
		"with a gap":          {fragmented(moof(1, 0, 2, 8), ab, moof(1, 1000, 2, 8), cd), "0/0:a* 25/25:b* 1000/1000:c* 1025/1025:d*", 0},
		"that begin late":     {fragmented(moof(1, 60_000, 2, 8), ab, moof(1, 60_050, 2, 8), cd), "0/0:a* 25/25:b* 50/50:c* 75/75:d*", 60},
		"of an unknown track": {fragmented(moof(1, 0, 2, 8), ab, moof(9, 0, 2, 8), cd), "0/0:a* 25/25:b*", 0},
		"that end early":      {fragmented(moof(1, 0, 2, 8), ab, atom("moof", atom("traf", atom("tfhd", n32(0, 1)), atom("trun", n32(sampleSize, 9, 0)))), cd), "0/0:a* 25/25:b* 50/50:*", 0},
		"before a long time":  {fragmented(moof(1, 1<<40, 2, 8), ab), "0/0:a* 25/25:b*", float64(1<<40) / 1000},
	} {
		t.Run(name, func(t *testing.T) {
			if got := list(t, c.content, 1, -1<<40); got != c.want {
				t.Errorf("samples %s\n   want %s", got, c.want)
			}
			film, _ := Open(bytes.NewReader(c.content), int64(len(c.content)))
			if math.Abs(film.Start-c.start) > 1e-6 {
				t.Errorf("it starts at %v s, want %v", film.Start, c.start)
			}
		})
	}
}

// hostile are small files that promise much.
func hostile() map[string][]byte {
	const much = math.MaxUint32
	film := func(tables ...[]byte) []byte {
		return madeFilm([]byte("abcdef"), madeTrack{id: 1, scale: 1, tables: tables}.trak())
	}
	huge := func(kind string, words ...uint32) []byte { return atom(kind, n32(words...)) }
	var tracks [][]byte
	for id := range uint32(2 * maxTracks) {
		tracks = append(tracks, madeTrack{id: id + 1, scale: 1}.trak())
	}
	trunOf := func(flags uint32, words ...uint32) []byte {
		return fragmented(atom("moof", atom("traf", atom("tfhd", n32(baseIsMoof, 1)), atom("trun", n32(flags), n32(words...)))))
	}
	return map[string][]byte{
		"stsz of one size":            film(stts(much, 1), stszOf(1, much), stsc(1, much, 1), stco(madeData)),
		"many chunks of the same":     film(stts(much, 1), stszOf(1, much), stsc(1, 6, 1), stco(slices.Repeat([]uint32{madeData}, 200)...)),
		"stsz of no size":             film(stts(much, 1), huge("stsz", 0, 0, much), stsc(1, much, 1), stco(madeData)),
		"stz2":                        film(stts(much, 1), huge("stz2", 0, 4, much, 0x11111111), stsc(1, much, 1), stco(madeData)),
		"stts":                        film(huge("stts", 0, much, much, much, much, much), stszOf(1, 6), stsc(1, 6, 1), stco(madeData)),
		"ctts":                        film(stts(6, 1), huge("ctts", 0, much, much, 1<<31, much, 1), stszOf(1, 6), stsc(1, 6, 1), stco(madeData)),
		"stss":                        film(stts(6, 1), huge("stss", 0, much, much, 3, 2, 0), stszOf(1, 6), stsc(1, 6, 1), stco(madeData)),
		"stsc":                        film(stts(6, 1), stszOf(1, 6), huge("stsc", 0, much, 1, much, 1, 0, much, 1, 1, 0, 0), stco(madeData)),
		"stco":                        film(stts(6, 1), stszOf(1, 6), stsc(1, much, 1), huge("stco", 0, much, 0, much)),
		"no samples in the chunks":    film(stts(6, 1), stszOf(1, 6), stsc(1, 0, 1), stco(slices.Repeat([]uint32{madeData}, 200)...)),
		"samples of no length":        film(stts(much, much), stsz(make([]uint32, 200)...), stsc(1, much, 1), stco(madeData)),
		"elst":                        madeFilm(nil, madeTrack{id: 1, scale: 1, more: [][]byte{atom("edts", huge("elst", 0, much, much, much, 0))}}.trak()),
		"elst of 64 bits":             madeFilm(nil, madeTrack{id: 1, scale: much, more: [][]byte{atom("edts", huge("elst", 1<<24, much, much, much, 1<<31, 1, 0))}}.trak()),
		"too many tracks":             madeFilm(nil, tracks...),
		"a box in itself":             madeFilm(nil, bytes.Repeat(n32(8, 0x7472616B), 100)),
		"boxes of no length":          slices.Concat(mp4ftyp, bytes.Repeat(n32(0, 0x6D6F6F76), 100)),
		"boxes up to the end":         slices.Concat(mp4ftyp, n32(1), []byte("moov"), n32(0, 0xFFFF)),
		"a box longer than any":       slices.Concat(mp4ftyp, n32(1), []byte("free"), n32(much, much)),
		"trun":                        trunOf(hasDataOffset, much, 0),
		"trun of no size":             trunOf(sampleShift, much, 1, 2, 3),
		"trun of the whole file":      fragmented(slices.Repeat(moof(1, 0, 100, 0), 50)),
		"trun before the file":        trunOf(hasDataOffset, 5, 1<<31),
		"a fragment at the last time": fragmented(moof(1, math.MaxInt64, 2, 8), atom("mdat", []byte("ab"))),
		"chapters":                    madeFilm(nil, madeTrack{id: 1, scale: 1}.trak(), atom("udta", atom("chpl", n32(1<<24, 0), []byte{255, 0}))),
		"chapters of itself":          madeFilm([]byte("abcdef"), madeTrack{id: 1, scale: 1, more: [][]byte{atom("tref", atom("chap", n32(1, 1, 1)))}}.trak()),
	}
}

func TestSmallFilesThatPromiseMuchTakeLittle(t *testing.T) {
	for name, content := range hostile() {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			use(t, content)
			runtime.ReadMemStats(&after)
			if used := after.TotalAlloc - before.TotalAlloc; used > 256<<10+uint64(64*len(content)) {
				t.Errorf("%d bytes took %d bytes of memory", len(content), used)
			}
		})
	}
}

// use opens a film and asks for everything that it offers.
func use(t *testing.T, content []byte) {
	film, err := Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		if !errors.Is(err, ErrNotFilm) && !errors.Is(err, ErrIncomplete) {
			t.Errorf("an error of no known kind: %v", err)
		}
		return
	}
	if !(film.Duration >= 0) || math.IsInf(film.Duration, 0) || math.IsNaN(film.Start) {
		t.Errorf("%v s from %v s", film.Duration, film.Start)
	}
	for _, track := range film.Tracks {
		if keys := film.Keyframes(track.ID); !slices.IsSorted(keys) {
			t.Errorf("keyframes at %v", keys)
		}
		for _, from := range []int64{math.MinInt64, 0, math.MaxInt64} {
			n, length := 0, 0
			for s, err := range film.Samples(bytes.NewReader(content), track.ID, from) {
				if n++; err != nil || n > 2000 {
					break
				}
				length += len(s.Data)
			}
			if length > len(content) {
				t.Errorf("%d bytes of samples in %d bytes", length, len(content))
			}
		}
	}
	for _, from := range []float64{math.Inf(-1), -1, 0, 1, math.Inf(1), math.NaN()} {
		if start, end := film.Span(from, from+1); start < 0 || start > end || end > int64(len(content)) {
			t.Errorf("Span(%v) = %d to %d", from, start, end)
		}
	}
}

func FuzzMP4(f *testing.F) {
	for name, content := range hostile() {
		if name != "too many tracks" {
			f.Add(content)
		}
	}
	f.Add(fragmented(moof(1, 0, 2, 8), atom("mdat", []byte("ab")), moof(1, 50, 2, 8), atom("mdat", []byte("cd"))))
	f.Add(interleaved(1))
	f.Fuzz(use)
}
