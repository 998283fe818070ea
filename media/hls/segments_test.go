package hls_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/Eyevinn/mp4ff/mp4"

	"goblet/media/container"
	"goblet/media/hls"
)

// copied are the tracks of a film that was copied into segments.
type copied struct {
	path     string
	film     *container.Film
	packager *hls.Packager
	bounds   []float64
	tracks   []track
}

type track struct {
	container.Track
	index    int // among those of its kind
	init     []byte
	segments [][]byte
}

// copyAll copies all tracks of a film.
func copyAll(t testing.TB, f film) copied {
	t.Helper()
	c := copied{path: f.make(t)}
	var file *os.File
	c.film, file = open(t, c.path)
	var err error
	if c.packager, err = hls.New(c.film, file); err != nil {
		t.Fatal(err)
	}
	c.bounds = c.packager.Bounds()
	for _, kind := range []container.Kind{container.Video, container.Audio} {
		for i, tr := range c.film.Of(kind) {
			one := track{Track: tr, index: i}
			if one.init, err = c.packager.Init(tr.ID); err != nil {
				t.Fatal(err)
			}
			for n := range c.packager.Len() {
				segment, err := c.packager.Segment(file, tr.ID, n)
				if err != nil {
					t.Fatal(err)
				}
				one.segments = append(one.segments, segment)
			}
			c.tracks = append(c.tracks, one)
		}
	}
	return c
}

// stream names the track as ffmpeg does.
func (tr track) stream() string { return fmt.Sprintf("0:%s:%d", tr.Kind[:1], tr.index) }

// file writes some of the track's segments, behind its init segment.
func (tr track) file(t testing.TB, from, to int) string {
	path := filepath.Join(t.TempDir(), "track.mp4")
	whole := bytes.Join(append([][]byte{tr.init}, tr.segments[from:to]...), nil)
	if err := os.WriteFile(path, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// hashes returns those of the decoded pictures, or of the coded frames.
func hashes(t testing.TB, path, stream string, more ...string) []string {
	t.Helper()
	args := slices.Concat([]string{"-v", "error", "-i", path, "-map", stream}, more, []string{"-f", "framemd5", "-"})
	var all []string
	for line := range strings.Lines(string(ffmpeg(t, args...))) {
		if fields := strings.Split(strings.TrimSpace(line), ","); !strings.HasPrefix(line, "#") {
			all = append(all, strings.TrimSpace(fields[5]))
		}
	}
	return all
}

// pcm returns the decoded sound.
func pcm(t testing.TB, path, stream string) []byte {
	t.Helper()
	return ffmpeg(t, "-v", "error", "-i", path, "-map", stream, "-ac", "1", "-f", "s16le", "-")
}

func TestDecodingTheSegmentsYieldsWhatDecodingTheFilmDoes(t *testing.T) {
	for _, f := range films() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			c := copyAll(t, f)
			for _, tr := range c.tracks {
				path := tr.file(t, 0, len(tr.segments))
				if tr.Kind == container.Video {
					got, want := hashes(t, path, "0:0", "-fps_mode", "passthrough"), hashes(t, c.path, tr.stream(), "-fps_mode", "passthrough")
					// What ffmpeg drops by the film's edit list is decoded here, too.
					if before := len(got) - len(want); before < 0 || f.trim == nil && before > 0 || !slices.Equal(got[before:], want) {
						t.Errorf("track %d: %d pictures instead of %d, or others", tr.ID, len(got), len(want))
					}
					continue
				}
				if f.trim != nil {
					continue // noise that AAC has decoders make up depends on what they decoded before
				}
				got, want := pcm(t, path, "0:0"), pcm(t, c.path, tr.stream())
				// ffmpeg drops a delay that an edit list names only in films that
				// are not fragmented; it drops the padding of Opus only in WebM.
				most := 2 * 8192
				for _, f := range frames(t, tr) {
					if hls.IsSilence(&tr.Track, f.data) { // put where the film has no sound
						most += 2 * int(f.duration)
					}
				}
				if at := bytes.Index(got[:min(len(got), len(want)+most)], want[:len(want)-2*1920]); at < 0 || at > most {
					t.Errorf("track %d: %d bytes of sound instead of %d, or others", tr.ID, len(got), len(want))
				}
			}
		})
	}
}

func TestEveryFrameIsInOneSegmentAtItsTime(t *testing.T) {
	for _, f := range films() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			c := copyAll(t, f)
			file, err := os.Open(c.path)
			if err != nil {
				t.Fatal(err)
			}
			defer file.Close()
			for _, tr := range c.tracks {
				var want []container.Sample
				for s, err := range c.film.Samples(file, tr.ID, math.MinInt64) {
					if err != nil {
						t.Fatal(err)
					}
					want = append(want, s)
				}
				compare(t, tr, frames(t, tr), want)
			}
		})
	}
}

// compare reports frames that are not those of the film.
func compare(t *testing.T, tr track, got []frame, want []container.Sample) {
	t.Helper()
	if tr.Kind == container.Audio { // long before the beginning there is nothing to be heard
		early := -int64(float64(tr.Timescale) / 10)
		want = slices.DeleteFunc(want, func(s container.Sample) bool { return s.PTS < early })
		got = slices.DeleteFunc(got, func(f frame) bool { return hls.IsSilence(&tr.Track, f.data) })
	}
	if len(got) != len(want) {
		t.Errorf("track %d has %d frames, the film %d", tr.ID, len(got), len(want))
		return
	}
	first := int64(math.MaxInt64) // when a picture is shown first
	for _, s := range want {
		if s.PTS >= 0 {
			first = min(first, s.PTS)
		}
	}
	for i, s := range want {
		if !bytes.Equal(got[i].data, s.Data) || got[i].sync != s.Sync {
			t.Fatalf("track %d: frame %d is another", tr.ID, i)
		}
		moved := tr.Kind == container.Video && s.PTS <= first // to 0, or a moment after
		if d := got[i].pts - s.PTS; d != 0 && !moved {
			t.Fatalf("track %d: frame %d is %d ticks late", tr.ID, i, d)
		}
		if moved && (got[i].pts < 0 || float64(got[i].pts) > 0.01*float64(tr.Timescale)) {
			t.Fatalf("track %d: frame %d, one of the first, is shown at %d", tr.ID, i, got[i].pts)
		}
	}
}

// frame is a frame of a segment; times are on the film's timeline.
type frame struct {
	pts, dts, duration int64
	sync               bool
	data               []byte
}

// frames reads all segments of a track, and reports what is wrong with their
// decode times.
func frames(t *testing.T, tr track) []frame {
	t.Helper()
	init, err := mp4.DecodeFile(bytes.NewReader(tr.init))
	if err != nil {
		t.Fatal(err)
	}
	var shift int64
	if edts := init.Init.Moov.Trak.Edts; edts != nil {
		shift = edts.Elst[0].Entries[0].MediaTime
	}
	var all []frame
	for n, data := range tr.segments {
		for _, s := range samples(t, tr, data) {
			f := frame{
				pts: int64(s.DecodeTime) + int64(s.CompositionTimeOffset) - shift, dts: int64(s.DecodeTime),
				duration: int64(s.Dur), sync: mp4.IsSyncSampleFlags(s.Flags), data: s.Data,
			}
			if k := len(all); k > 0 && all[k-1].dts >= f.dts {
				t.Errorf("track %d, segment %d: a frame is decoded at %d, before the one before it", tr.ID, n, f.dts)
			}
			all = append(all, f)
		}
	}
	return all
}

// samples reads one segment.
func samples(t *testing.T, tr track, segment []byte) []mp4.FullSample {
	t.Helper()
	file, err := mp4.DecodeFile(io.MultiReader(bytes.NewReader(tr.init), bytes.NewReader(segment)))
	if err != nil {
		t.Fatal(err)
	}
	list, err := file.Segments[0].Fragments[0].GetFullSamples(file.Init.Moov.Mvex.Trex)
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestASegmentIsDecodedFromItsPlaceInThePlaylist(t *testing.T) {
	for _, f := range films() {
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			c := copyAll(t, f)
			for _, tr := range c.tracks {
				for n, data := range tr.segments {
					first := samples(t, tr, data)[0]
					at := float64(first.DecodeTime) / float64(tr.Timescale)
					slack := 1 / float64(tr.Timescale)
					if tr.Kind == container.Audio { // where the first frame that begins in it lies, and the lead
						slack = 0.2
					}
					if math.Abs(at-c.bounds[n]) > slack || !mp4.IsSyncSampleFlags(first.Flags) {
						t.Errorf("track %d, segment %d begins at %.6f instead of %.6f s", tr.ID, n, at, c.bounds[n])
					}
				}
			}
		})
	}
}

func TestSilenceIsHeardWhereTheFilmHasNoSound(t *testing.T) {
	for _, test := range []struct {
		film
		from, to float64 // where there is sound, seconds
	}{
		{film{name: "ends-early.mp4", input: []string{picture, "-t 4 " + tone}, args: join(avc, nil, "-c:a aac")}, 0, 4},
		{film{name: "begins-late.mkv", input: []string{picture, "-itsoffset 8 -t 4 " + tone}, args: join(avc, nil, "-c:a aac -ac 2")}, 8, 12},
		{film{name: "opus.webm", input: []string{picture, "-itsoffset 3 -t 4 " + tone}, args: strings.Fields("-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -g 60 -c:a libopus -ac 2")}, 3, 7},
		{film{name: "six-channels.mp4", input: []string{picture, "-t 7 " + tone}, args: join(avc, nil, "-c:a aac -ac 6")}, 0, 7},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := copyAll(t, test.film)
			sound := c.tracks[1]
			all := frames(t, sound)
			var end int64
			for _, f := range all {
				if hole := f.dts - end; end > 0 && hole > 0 {
					t.Errorf("a hole of %d ticks at %d", hole, end)
				}
				end = f.dts + f.duration
				at := float64(f.pts) / float64(sound.Timescale)
				if silent := at < test.from-0.15 || at > test.to+0.15; silent && !hls.IsSilence(&sound.Track, f.data) {
					t.Errorf("sound at %.3f s", at)
				}
			}
			if got := float64(end) / float64(sound.Timescale); math.Abs(got-c.film.Duration) > 0.15 {
				t.Errorf("the sound ends at %.3f s, the film at %.3f", got, c.film.Duration)
			}
			samples := pcm(t, sound.file(t, 0, len(sound.segments)), "0:0")
			if got := float64(len(samples)) / 2 / 48000; math.Abs(got-c.film.Duration) > 0.15 {
				t.Errorf("%.3f s of sound are decoded, the film has %.3f", got, c.film.Duration)
			}
		})
	}
}

func TestEachSegmentCanBeDecodedByItself(t *testing.T) {
	for _, f := range films() {
		if strings.HasPrefix(f.name, "sound.") {
			continue
		}
		t.Run(f.name, func(t *testing.T) {
			t.Parallel()
			c := copyAll(t, f)
			picture := c.tracks[0]
			whole := hashes(t, picture.file(t, 0, len(picture.segments)), "0:0", "-fps_mode", "passthrough")
			if len(picture.segments) < 2 {
				t.Fatalf("%d segments", len(picture.segments))
			}
			for n := range picture.segments {
				alone := hashes(t, picture.file(t, n, n+1), "0:0", "-fps_mode", "passthrough")
				at := slices.Index(whole, alone[0])
				if at < 0 || !slices.Equal(whole[at:at+len(alone)], alone) {
					t.Errorf("segment %d decodes to other pictures", n)
				}
			}
		})
	}
}

// arrived are the bytes of a film of which the first have arrived. Reading others
// fails instead of waiting.
type arrived struct {
	io.ReaderAt
	end int64
}

func (a arrived) ReadAt(p []byte, at int64) (int, error) {
	if !a.Has(at, at+int64(len(p))) {
		return 0, errors.New("has not arrived")
	}
	return a.ReaderAt.ReadAt(p, at)
}

func (a arrived) Has(_, end int64) bool { return end <= a.end }

func TestTheFirstSegmentNeedsOnlyTheBeginningOfTheFile(t *testing.T) {
	for _, name := range []string{"faststart.mp4", "sounds.mkv"} {
		f := films()[slices.IndexFunc(films(), func(f film) bool { return f.name == name })]
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			film, file := open(t, f.make(t))
			packager, err := hls.New(film, file)
			if err != nil {
				t.Fatal(err)
			}
			bounds := packager.Bounds()
			_, end := film.Span(bounds[0], bounds[1]+1) // where the next one begins is to be seen
			for _, tr := range film.Of(container.Video) {
				if _, err := packager.Segment(arrived{file, end}, tr.ID, 0); err != nil {
					t.Errorf("track %d, with the first %d bytes: %v", tr.ID, end, err)
				}
			}
		})
	}
}
