package container

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"path/filepath"
	"reflect"
	"slices"
	"testing"
)

// mkvFile puts a Matroska file together from the elements of its segment.
func mkvFile(elements ...[]byte) []byte {
	return slices.Concat(ebmlElement(idEBML, ebmlElement(idDocType, []byte("matroska"))), ebmlElement(idSegment, elements...))
}

// mkvCluster makes a cluster at a time in ticks.
func mkvCluster(time uint64, blocks ...[]byte) []byte {
	return ebmlElement(idCluster, append([][]byte{ebmlNumber(idTimestamp, time)}, blocks...)...)
}

// mkvBlock makes a SimpleBlock of a key frame, or a laced one of several.
func mkvBlock(track int, time int16, lacing byte, frames ...[]byte) []byte {
	head := binary.BigEndian.AppendUint16(ebmlSize(uint64(track)), uint16(time))
	head = append(head, 0x80|lacing<<1)
	return ebmlElement(idSimpleBlock, head, mkvLace(lacing, frames))
}

func mkvLace(lacing byte, frames [][]byte) []byte {
	if lacing == laceNone {
		return frames[0]
	}
	b := []byte{byte(len(frames) - 1)}
	for i, f := range frames[:len(frames)-1] {
		switch {
		case lacing == laceXiph:
			b = append(b, bytes.Repeat([]byte{255}, len(f)/255)...)
			b = append(b, byte(len(f)%255))
		case lacing == laceEBML && i == 0:
			b = append(b, ebmlSize(uint64(len(f)))...)
		case lacing == laceEBML: // in two bytes, biased
			b = binary.BigEndian.AppendUint16(b, 0x4000|uint16(len(f)-len(frames[i-1])+0x1FFF))
		}
	}
	return append(b, slices.Concat(frames...)...)
}

// mkvTrackOf makes the Tracks of one track.
func mkvTrackOf(t *testing.T, track Track, more ...[]byte) []byte {
	t.Helper()
	e, err := muxEntry(track)
	if err != nil {
		t.Fatal(err)
	}
	var kept [][]byte
	_, n := vint(e, true)
	_, m := vint(e[n:], false)
	children(e[n+m:], func(id uint32, body []byte) {
		if id != idCodecDelay {
			kept = append(kept, ebmlElement(id, body))
		}
	})
	return ebmlElement(idTracks, ebmlElement(idTrackEntry, append(kept, more...)...))
}

func openBytes(t *testing.T, b []byte) (*Film, *bytes.Reader) {
	t.Helper()
	r := bytes.NewReader(b)
	film, err := Open(r, int64(len(b)))
	if err != nil {
		t.Fatal(err)
	}
	return film, r
}

// opusFrames are packets of 20 ms of different lengths.
func opusFrames(n int) (frames [][]byte) {
	for i := range n {
		frames = append(frames, append([]byte{0xFC}, bytes.Repeat([]byte{byte(i)}, 3+i*97%600)...))
	}
	return frames
}

var mkvOpus = Track{ID: 1, Kind: Audio, Codec: Opus, Channels: 2, SampleRate: 48000, Config: dOps(nil, 2)}

func TestLacedFramesAreThoseThatAreNot(t *testing.T) {
	frames := opusFrames(64)
	for i := range frames[32:] {
		frames[32+i] = append([]byte{0xFC}, bytes.Repeat([]byte{byte(i)}, 40)...) // of one size, for fixed lacing
	}
	const each = 8
	file := func(lacing byte, frames [][]byte) []byte {
		var clusters [][]byte
		for i := 0; i < len(frames); i += each {
			some := frames[i : i+each]
			var blocks [][]byte
			if lacing == laceNone {
				for k, f := range some {
					blocks = append(blocks, mkvBlock(1, int16(20*k), lacing, f))
				}
			} else {
				blocks = append(blocks, mkvBlock(1, 0, lacing, some...))
			}
			clusters = append(clusters, mkvCluster(uint64(20*i), blocks...))
		}
		return mkvFile(append([][]byte{mkvTrackOf(t, mkvOpus)}, clusters...)...)
	}
	for lacing, some := range map[byte][][]byte{laceXiph: frames, laceEBML: frames, laceFixed: frames[32:]} {
		plain, r := openBytes(t, file(laceNone, some))
		want := all(t, plain, r, 1)
		film, r := openBytes(t, file(lacing, some))
		got := all(t, film, r, 1)
		if len(want) != len(some) || !reflect.DeepEqual(got, want) {
			t.Errorf("lacing %d: %d samples, want %d", lacing, len(got), len(want))
		}
		if from := since0(t, film, r, 1, want[13].PTS+5); !reflect.DeepEqual(from, want[13:]) {
			t.Errorf("lacing %d: %d samples from the 13th on, want %d", lacing, len(from), len(want)-13)
		}
	}
}

func TestStrippedAndCompressedFramesAreRestored(t *testing.T) {
	encoding := func(fields ...[]byte) []byte {
		return ebmlElement(idContentEncodings, ebmlElement(idContentEncoding, ebmlElement(idContentCompression, fields...)))
	}
	frame := opusFrames(9)[8]
	var deflated bytes.Buffer
	z := zlib.NewWriter(&deflated)
	if _, err := z.Write(frame); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ encoding, stored []byte }{
		"header": {encoding(ebmlNumber(idContentCompAlgo, 3), ebmlElement(idContentCompSettings, frame[:2])), frame[2:]},
		"zlib":   {encoding(ebmlNumber(idContentCompAlgo, 0)), deflated.Bytes()},
	} {
		film, r := openBytes(t, mkvFile(mkvTrackOf(t, mkvOpus, c.encoding), mkvCluster(0, mkvBlock(1, 0, laceNone, c.stored))))
		if got := all(t, film, r, 1); len(got) != 1 || !bytes.Equal(got[0].Data, frame) || got[0].Duration != 960 {
			t.Errorf("%s: %v", name, got)
		}
	}
}

func TestSoundFollowsTheFramesAndTheGapsOfTheFile(t *testing.T) {
	aac := Track{ID: 1, Kind: Audio, Codec: AAC, Channels: 2, SampleRate: 44100, Config: []byte{0x12, 0x10}}
	var clusters [][]byte
	var want []int64
	for i := range 2000 {
		at := int64(i) * 1024
		if i >= 1000 { // half a second of nothing
			at += 22050
		}
		ms := uint64(math.Round(float64(at) * 1000 / 44100))
		clusters = append(clusters, mkvCluster(ms, mkvBlock(1, 0, laceNone, []byte{1, 2, 3})))
		want = append(want, at)
	}
	film, r := openBytes(t, mkvFile(append([][]byte{mkvTrackOf(t, aac)}, clusters...)...))
	for i, s := range all(t, film, r, 1) {
		off := s.PTS - want[i]
		if i < 1000 && off != 0 || off < -23 || off > 23 || s.Duration != 1024 { // a millisecond behind the gap
			t.Fatalf("sample %d is at %d and lasts %d, want %d", i, s.PTS, s.Duration, want[i])
		}
	}
}

func TestOneFrameOutOfStepMovesNoOther(t *testing.T) {
	vp8 := Track{ID: 1, Kind: Video, Codec: VP8, FrameRate: 24000. / 1001}
	var blocks [][]byte
	for i := range 50 {
		ms := int16(math.Round(float64(i) * 1001 / 24))
		if i == 0 || i == 7 {
			ms += 9
		}
		blocks = append(blocks, mkvBlock(1, ms, laceNone, []byte{1}))
	}
	film, r := openBytes(t, mkvFile(mkvTrackOf(t, vp8), mkvCluster(0, blocks...)))
	samples := all(t, film, r, 1)
	for i, s := range samples[2:] {
		if i += 2; i != 7 && s.PTS-samples[1].PTS != int64(i-1)*15015 {
			t.Errorf("sample %d is at %d", i, s.PTS)
		}
	}
}

func TestHEAACIsCountedInFramesOfItsCore(t *testing.T) {
	// An AudioSpecificConfig of AAC-LC at 24 kHz, in files that say so and that say 48 kHz.
	for _, rate := range []int{24000, 48000} {
		he := Track{ID: 1, Kind: Audio, Codec: AAC, Channels: 2, SampleRate: rate, Config: []byte{0x13, 0x10}}
		film, r := openBytes(t, mkvFile(mkvTrackOf(t, he),
			mkvCluster(0, mkvBlock(1, 0, laceNone, []byte{1}), mkvBlock(1, 43, laceNone, []byte{2}), mkvBlock(1, 85, laceNone, []byte{3}))))
		samples := all(t, film, r, 1)
		if film.Tracks[0].Timescale != 24000 || len(samples) != 3 || samples[2].PTS != 2048 || samples[2].Duration != 1024 {
			t.Errorf("at %d Hz: %+v", rate, samples)
		}
	}
}

func TestStretchedPicturesHaveTheShapeTheyAreShownIn(t *testing.T) {
	for _, shown := range [][2]uint64{{1024, 576}, {16, 9}} {
		video := ebmlElement(idVideo, ebmlNumber(idPixelWidth, 720), ebmlNumber(idPixelHeight, 576), ebmlNumber(idDisplayWidth, shown[0]), ebmlNumber(idDisplayHeight, shown[1]))
		entry := parseEntry(slices.Concat(ebmlNumber(idTrackNumber, 1), ebmlNumber(idTrackType, typeVideo), video))
		if entry == nil || entry.Width != 1024 || entry.Height != 576 || entry.codedWidth != 720 {
			t.Errorf("shown as %v: %+v", shown, entry)
		}
	}
}

func TestMatroskaWithoutCuesIsIndexedByItsBlocks(t *testing.T) {
	dir := t.TempDir()
	mp4ffmpeg(t, dir, mp4Picture, mp4Sound, mkvFilms()["bframes.mkv"].args, []string{"with.mkv"})
	film, r := openFile(t, filepath.Join(dir, "with.mkv"))
	content, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	// As if the Cues were something else, and the SeekHead's entries as well.
	blind := bytes.ReplaceAll(content, []byte{0x1C, 0x53, 0xBB, 0x6B}, []byte{0x1C, 0x53, 0xBB, 0x6C})
	without, r2 := openBytes(t, blind)
	if !slices.Equal(film.Keyframes(1), without.Keyframes(1)) || len(without.Keyframes(1)) != 6 || without.Partial {
		t.Errorf("keyframes at %v, with Cues %v", without.Keyframes(1), film.Keyframes(1))
	}
	for _, from := range []int64{0, 180000, 400000} {
		if got, want := since0(t, without, r2, 1, from), since0(t, film, bytes.NewReader(content), 1, from); !reflect.DeepEqual(got, want) {
			t.Errorf("from %d on: %d samples, want %d", from, len(got), len(want))
		}
	}
}

// arrivingReader is a film of which only the beginning is there.
type arrivingReader struct {
	t     *testing.T
	r     *bytes.Reader
	there int64
}

func (a arrivingReader) Has(_, end int64) bool { return end <= a.there }

func (a arrivingReader) ReadAt(b []byte, at int64) (int, error) {
	if at+int64(len(b)) > a.there {
		a.t.Errorf("%d bytes at %d of %d are waited for", len(b), at, a.there)
		return 0, io.ErrNoProgress
	}
	return a.r.ReadAt(b, at)
}

func TestAFilmWithoutCuesOpensWhileItArrives(t *testing.T) {
	dir := t.TempDir()
	mp4ffmpeg(t, dir, mp4Picture, mp4Sound, mkvFilms()["small.mkv"].args, []string{"-live", "1", "live.mkv"})
	whole, r := openFile(t, filepath.Join(dir, "live.mkv"))
	if len(whole.Keyframes(1)) != 6 || whole.Partial {
		t.Fatalf("keyframes at %v", whole.Keyframes(1))
	}
	film, err := Open(arrivingReader{t, r, r.Size() / 2}, r.Size())
	if err != nil {
		t.Fatal(err)
	}
	if keys := film.Keyframes(1); !film.Partial || len(keys) < 2 || len(keys) > 4 || film.Duration < 1.5 || film.Duration > 4.5 {
		t.Errorf("keyframes at %v, %v s, partial: %v", keys, film.Duration, film.Partial)
	}
}

func TestTruncatedMatroskaFilms(t *testing.T) {
	dir := t.TempDir()
	mp4ffmpeg(t, dir, mp4Picture, mp4Sound, mkvFilms()["bframes.mkv"].args, []string{"whole.mkv"})
	mp4ffmpeg(t, dir, mp4Picture, mp4Sound, mkvFilms()["live.mkv"].args, []string{"live.mkv"})
	_, r := openFile(t, filepath.Join(dir, "whole.mkv"))
	if _, err := Open(io.NewSectionReader(r, 0, r.Size()*6/10), r.Size()*6/10); !errors.Is(err, ErrIncomplete) {
		t.Errorf("a copy that was cut off: %v", err)
	}
	_, r = openFile(t, filepath.Join(dir, "live.mkv"))
	half := make([]byte, r.Size()*6/10)
	if _, err := r.ReadAt(half, 0); err != nil {
		t.Fatal(err)
	}
	film, cut := openBytes(t, half)
	if samples := all(t, film, cut, 1); len(samples) < 60 || len(samples) > 120 || film.Duration < 2.4 || film.Duration > 4.8 {
		t.Errorf("a recording that was cut off has %d pictures and lasts %v s", len(samples), film.Duration)
	}
}
