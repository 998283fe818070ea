package container

import (
	"bytes"
	"compress/zlib"
	"encoding/binary"
	"io"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"testing"
)

// readAll opens what may be a film and reads what it claims to hold.
func readAll(b []byte) {
	r := bytes.NewReader(b)
	film, err := Open(r, int64(len(b)))
	if err != nil {
		return
	}
	for _, t := range film.Tracks {
		film.Keyframes(t.ID)
		for _, from := range []int64{math.MinInt64 / 2, 0, 1 << 20, math.MaxInt64 / 2} {
			n := 0
			for range film.Samples(r, t.ID, from) {
				if n++; n > 10_000 {
					break
				}
			}
		}
	}
	film.Span(-1, 1e12)
}

func TestHostileMatroskaFilesTakeLittleMemory(t *testing.T) {
	tracks := mkvTrackOf(t, mkvOpus)
	huge := func(id uint32) []byte { // 2^56 - 2 bytes
		return append(ebmlID(id), 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE)
	}
	var deflated bytes.Buffer
	z, err := zlib.NewWriterLevel(&deflated, zlib.BestSpeed)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.CopyN(z, zeros{}, 16*maxUnpacked); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	zipped := mkvTrackOf(t, mkvOpus, ebmlElement(idContentEncodings, ebmlElement(idContentEncoding, ebmlElement(idContentCompression, ebmlNumber(idContentCompAlgo, 0)))))
	laced := func(lacing byte, data ...byte) []byte {
		return mkvFile(tracks, mkvCluster(0, ebmlElement(idSimpleBlock, []byte{0x81, 0, 0, 0x80 | lacing<<1}, data)))
	}
	nested := []byte{}
	for range 200 {
		nested = ebmlElement(idTrackEntry, nested)
	}
	segment := func(parts ...[]byte) []byte {
		return slices.Concat(mkvFile()[:len(mkvFile())-5], ebmlUnknown(idSegment), slices.Concat(parts...))
	}
	for name, file := range map[string][]byte{
		"a huge header":           append([]byte{0x1A, 0x45, 0xDF, 0xA3}, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0, 0),
		"huge tracks":             segment(huge(idTracks), tracks),
		"huge cues":               segment(tracks, huge(idCues)),
		"a huge cluster":          segment(tracks, huge(idCluster), ebmlNumber(idTimestamp, 1)),
		"a huge block":            segment(tracks, ebmlUnknown(idCluster), huge(idSimpleBlock), []byte{0x81, 0, 0, 0x80, 1}),
		"a huge group":            segment(tracks, ebmlUnknown(idCluster), huge(idBlockGroup), huge(idBlock), []byte{0x81, 0, 0, 0x80, 1}),
		"a huge timestamp":        mkvFile(tracks, mkvCluster(math.MaxUint64, mkvBlock(1, 0, 0, []byte{1}))),
		"a late timestamp":        mkvFile(ebmlElement(idInfo, ebmlNumber(idTimestampScale, 1e9)), tracks, mkvCluster(maxTicks, mkvBlock(1, 0, 0, []byte{1}))),
		"a scale of 0":            mkvFile(ebmlElement(idInfo, ebmlNumber(idTimestampScale, 0)), tracks, mkvCluster(0, mkvBlock(1, 0, 0, []byte{1}))),
		"a huge scale":            mkvFile(ebmlElement(idInfo, ebmlNumber(idTimestampScale, math.MaxUint64)), tracks, mkvCluster(9, mkvBlock(1, 0, 0, []byte{1}))),
		"an endless duration":     mkvFile(ebmlElement(idInfo, ebmlElement(idDuration, binary.BigEndian.AppendUint64(nil, math.Float64bits(math.Inf(1))))), tracks, mkvCluster(0, mkvBlock(1, 0, 0, []byte{1}))),
		"laces without data":      laced(laceXiph, 255),
		"laces of 255s":           laced(laceXiph, bytes.Repeat([]byte{255}, 900)...),
		"laces that do not fit":   laced(laceFixed, 255, 1, 2, 3),
		"laces of nothing":        laced(laceFixed, 255),
		"laces that shrink":       laced(laceEBML, 3, 0x81, 0x40, 0x00, 0x81),
		"laces of huge sizes":     laced(laceEBML, append([]byte{255, 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE}, bytes.Repeat([]byte{0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE}, 20)...)...),
		"elements in each other":  mkvFile(ebmlElement(idTracks, nested)),
		"a zlib bomb":             mkvFile(zipped, mkvCluster(0, mkvBlock(1, 0, 0, deflated.Bytes()))),
		"a seek head to itself":   segment(ebmlElement(idSeekHead, ebmlElement(idSeek, ebmlElement(idSeekID, ebmlID(idSeekHead)), ebmlNumber(idSeekPosition, 0))), tracks),
		"cues to themselves":      mkvFile(tracks, ebmlElement(idCues, ebmlElement(idCuePoint, ebmlNumber(idCueTime, 1), ebmlElement(idCueTrackPosition, ebmlNumber(idCueTrack, 1), ebmlNumber(idCueCluster, 0)))), mkvCluster(0, mkvBlock(1, 0, 0, []byte{1}))),
		"clusters of nothing":     mkvFile(append([][]byte{tracks}, slices.Repeat([][]byte{ebmlElement(idCluster)}, 200)...)...),
		"clusters without end":    segment(append([][]byte{tracks}, slices.Repeat([][]byte{ebmlUnknown(idCluster)}, 60)...)...),
		"a track without clocks":  mkvFile(ebmlElement(idTracks, ebmlElement(idTrackEntry, ebmlNumber(idTrackNumber, 1), ebmlNumber(idTrackType, typeAudio), ebmlElement(idAudio, ebmlElement(idSamplingFrequency, binary.BigEndian.AppendUint64(nil, math.Float64bits(math.NaN())))))), mkvCluster(0, mkvBlock(1, 0, 0, []byte{1}))),
		"frames without duration": mkvFile(mkvTrackOf(t, Track{ID: 1, Kind: Video, Codec: VP8}, ebmlNumber(idDefaultDuration, 1)), mkvCluster(0, mkvBlock(1, 0, 0, []byte{1}), mkvBlock(1, 0, 0, []byte{1}))),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			readAll(file)
			runtime.ReadMemStats(&after)
			// A bomb may unpack to the bound, and is tried for each way to read.
			if took := after.TotalAlloc - before.TotalAlloc; took > 200<<20 || len(file) < 2048 && took > 8<<20 {
				t.Errorf("%d bytes took %d MB", len(file), took>>20)
			}
		})
	}
}

type zeros struct{}

func (zeros) Read(b []byte) (int, error) { clear(b); return len(b), nil }

func FuzzMatroska(f *testing.F) {
	dir := f.TempDir()
	for name, args := range map[string][]string{
		"short.mkv": {"-t", "0.3", "-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-c:a", "aac", "-b:a", "8k"},
		"live.webm": {"-t", "0.3", "-c:v", "libvpx", "-c:a", "libopus", "-live", "1"},
	} {
		mp4ffmpeg(f, dir, []string{"-f", "lavfi", "-i", "testsrc2=s=32x32:r=25:d=1"}, mp4Sound, args, []string{name})
		content, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	opus := ebmlElement(idTracks, ebmlElement(idTrackEntry, ebmlNumber(idTrackNumber, 1), ebmlNumber(idTrackType, typeAudio), ebmlElement(idCodecID, []byte("A_OPUS"))))
	f.Add(mkvFile(opus, mkvCluster(0, mkvBlock(1, 0, laceXiph, opusFrames(4)...), mkvBlock(1, 80, laceEBML, opusFrames(4)...))))
	f.Fuzz(func(t *testing.T, b []byte) { readAll(b) })
}
