package container

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

// longFilm makes a film of pictures at 25 Hz and of sound at 48 kHz, as muxers
// interleave them: each chunk has half a second. Sizes vary, pictures are
// reordered, and the moov is at the beginning.
func longFilm(seconds, pictureSize int) []byte {
	random := rand.New(rand.NewPCG(1, 2))
	var pictures, sounds, shifts, pictureAt, soundAt, keys, pictureRuns, soundRuns []uint32
	var length int
	for half := range 2 * seconds {
		n := 12 + half%2
		pictureAt, pictureRuns = append(pictureAt, uint32(length)), append(pictureRuns, uint32(half+1), uint32(n), 1)
		for range n {
			if len(pictures)%50 == 0 {
				keys = append(keys, uint32(len(pictures)+1))
			}
			size := pictureSize/2 + random.IntN(pictureSize)
			pictures = append(pictures, uint32(size))
			shifts = append(shifts, 1, []uint32{1024, 2560, 1024, 0, 512}[len(pictures)%5])
			length += size
		}
		n = 23 + half%2
		soundAt, soundRuns = append(soundAt, uint32(length)), append(soundRuns, uint32(half+1), uint32(n), 1)
		for range n {
			size := 300 + random.IntN(100)
			sounds = append(sounds, uint32(size))
			length += size
		}
	}
	moov := func(base uint32) []byte {
		moved := func(at []uint32) (all []uint32) {
			for _, a := range at {
				all = append(all, base+a)
			}
			return all
		}
		return atom("moov", atom("mvhd", n32(0, 0, 0, 1000, 0), make([]byte, 80)),
			madeTrack{id: 1, scale: 12800, tables: [][]byte{stts(uint32(len(pictures)), 512), ctts(shifts...), stss(keys...), stsz(pictures...), stsc(pictureRuns...), stco(moved(pictureAt)...)}}.trak(),
			madeTrack{id: 2, scale: 48000, handler: "soun", codec: "Opus", tables: [][]byte{stts(uint32(len(sounds)), 1024), stsz(sounds...), stsc(soundRuns...), stco(moved(soundAt)...)}}.trak())
	}
	base := uint32(len(mp4ftyp) + len(moov(0)) + 8)
	return bytes.Join([][]byte{mp4ftyp, moov(base), atom("mdat", make([]byte, length))}, nil)
}

func TestTheTableOfContentsOfATwoHourFilmTakesAFewMegabytes(t *testing.T) {
	content := longFilm(2*3600, 10)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	film, err := Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	if used := int64(after.HeapAlloc) - int64(before.HeapAlloc); used > 6<<20 {
		t.Errorf("%d KB", used>>10)
	}
	runtime.KeepAlive(film)
}

// benchmarkFilm is a film of about 200 MB in a file.
func benchmarkFilm(b *testing.B) (*os.File, int64) {
	path := filepath.Join(b.TempDir(), "film.mp4")
	content := longFilm(400, 19_000)
	if err := os.WriteFile(path, content, 0o600); err != nil {
		b.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { file.Close() })
	return file, int64(len(content))
}

func BenchmarkOpenMP4(b *testing.B) {
	file, size := benchmarkFilm(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Open(file, size); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenMP4OfTwoHours(b *testing.B) {
	content := longFilm(2*3600, 10)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Open(bytes.NewReader(content), int64(len(content))); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSamplesOfMP4(b *testing.B) {
	file, size := benchmarkFilm(b)
	film, err := Open(file, size)
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, track := range film.Tracks {
			for _, err := range film.Samples(file, track.ID, 0) {
				if err != nil {
					b.Fatal(err)
				}
			}
		}
	}
}

// BenchmarkPlainReading reads the same file from beginning to end, in reads as
// long as the longest run of samples: what could be had at best.
func BenchmarkPlainReading(b *testing.B) {
	file, size := benchmarkFilm(b)
	buffer := make([]byte, longestRun)
	b.SetBytes(size)
	for b.Loop() {
		if _, err := io.CopyBuffer(io.Discard, struct{ io.Reader }{io.NewSectionReader(file, 0, size)}, buffer); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSeekInMP4(b *testing.B) {
	file, size := benchmarkFilm(b)
	film, err := Open(file, size)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	at := int64(0)
	for b.Loop() {
		at = (at + 12345*512) % (380 * 12800)
		for _, err := range film.Samples(file, 1, at) {
			if err != nil {
				b.Fatal(err)
			}
			break
		}
	}
}
