package media

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// real returns a folder of real films, made by ffmpeg once: 5 s each.
var real = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "films")
	if err != nil {
		return "", err
	}
	source := []string{"-f", "lavfi", "-i", "testsrc2=s=160x90:r=25", "-f", "lavfi", "-i", "sine=r=48000", "-t", "5"}
	h264 := []string{"-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "aac"}
	end := filepath.Join(dir, "end.mp4")
	for _, args := range [][]string{
		append(append(source, h264...), end),
		{"-i", end, "-c", "copy", "-movflags", "+faststart", "faststart.mp4"},
		{"-i", end, "-c", "copy", "-movflags", "frag_keyframe+empty_moov", "fragmented.mp4"},
		{"-i", end, "-c", "copy", "-movflags", "frag_keyframe", "hybrid.mp4"},
		{"-i", end, "-c", "copy", "-movflags", "frag_keyframe+empty_moov+separate_moof", "separate.mp4"},
		{"-i", end, "-c", "copy", "quicktime.mov"},
		{"-i", end, "-c", "copy", "matroska.mkv"},
		{"-i", end, "-c", "copy", "-live", "1", "-f", "matroska", "live.mkv"},
		append(append(source[:len(source):len(source)], "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8", "-c:a", "libopus"), "webm.webm"),
		{"-i", end, "-c:v", "mpeg4", "-c:a", "mp2", "no.avi"},
		{"-i", end, "-c", "copy", "no.ts"},
	} {
		cmd := exec.Command("ffmpeg", append([]string{"-v", "error", "-nostdin", "-y"}, args...)...)
		cmd.Dir = dir
		if out, err := cmd.CombinedOutput(); err != nil {
			return dir, fmt.Errorf("ffmpeg %v: %w\n%s", args, err, out)
		}
	}
	return dir, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if dir, _ := real(); dir != "" {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}

// realFilm returns the path of a film made by ffmpeg.
func realFilm(t testing.TB, name string) string {
	t.Helper()
	dir, err := real()
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(dir, name)
}

// atom makes an MP4 box.
func atom(kind string, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	b := binary.BigEndian.AppendUint32(nil, uint32(8+len(body)))
	return append(append(b, kind...), body...)
}

// u32 makes big-endian numbers.
func u32(values ...uint32) (b []byte) {
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, v)
	}
	return b
}

func ftyp() []byte { return atom("ftyp", []byte("isom"), u32(0x200), []byte("isomavc1")) }

func mvhd(scale, duration uint32) []byte {
	return atom("mvhd", u32(0, 0, 0, scale, duration), make([]byte, 80))
}

// trak makes a track of pictures; its samples are in fragments.
func trak(id, scale, duration uint32) []byte {
	stbl := atom("stbl", atom("stsd", u32(0, 1), atom("vp09", make([]byte, 78))))
	return atom("trak",
		atom("tkhd", u32(7, 0, 0, id, 0, duration), make([]byte, 60)),
		atom("mdia",
			atom("mdhd", u32(0, 0, 0, scale, duration, 0)),
			atom("hdlr", u32(0, 0), []byte("vide"), make([]byte, 13)),
			atom("minf", stbl)))
}

// trex says that samples of a track are 1 byte long.
func trex(id, duration uint32) []byte { return atom("trex", u32(0, id, 1, duration, 1, 0)) }

// moof makes a fragment of samples of a track's default duration, which are bytes
// of the moof itself; start < 0 leaves the start out.
func moof(id uint32, start int, samples uint32) []byte {
	parts := [][]byte{atom("tfhd", u32(0x020000, id))}
	if start >= 0 {
		parts = append(parts, atom("tfdt", u32(0, uint32(start))))
	}
	return atom("moof", atom("mfhd", u32(0, 1)), atom("traf", append(parts, atom("trun", u32(0, samples)))...))
}

// filmBytes makes a small MP4 film of a length in seconds with some payload
// that tells it from others. Its moov is at the end.
func filmBytes(seconds int, payload string) []byte {
	return bytes.Join([][]byte{
		ftyp(), atom("mdat", []byte(payload)),
		atom("moov", mvhd(1000, uint32(seconds*1000)), trak(1, 1000, uint32(seconds*1000))),
	}, nil)
}

// EBML element IDs of Matroska, with their length marker.
const (
	idEBML           = 0x1A45DFA3
	idDocType        = 0x4282
	idSegment        = 0x18538067
	idSeekHead       = 0x114D9B74
	idSeek           = 0x4DBB
	idSeekID         = 0x53AB
	idSeekPosition   = 0x53AC
	idInfo           = 0x1549A966
	idTimestampScale = 0x2AD7B1
	idDuration       = 0x4489
	idTracks         = 0x1654AE6B
	idTrackEntry     = 0xAE
	idTrackNumber    = 0xD7
	idTrackType      = 0x83
	idCodecID        = 0x86
	idCluster        = 0x1F43B675
)

// tracks makes a Tracks element with a track of pictures.
func tracks() []byte {
	return ebml(idTracks, ebml(idTrackEntry, ebml(idTrackNumber, []byte{1}), ebml(idTrackType, []byte{1}), ebml(idCodecID, []byte("V_VP9"))))
}

// ebml makes a Matroska element; the ID has its length marker.
func ebml(id uint32, parts ...[]byte) []byte {
	body := bytes.Join(parts, nil)
	size := binary.BigEndian.AppendUint64(nil, 1<<56|uint64(len(body)))
	return append(append(bytes.TrimLeft(u32(id), "\x00"), size...), body...)
}

// unknownSize makes an element that lasts up to the end of its parent.
func unknownSize(id uint32, parts ...[]byte) []byte {
	b := append(bytes.TrimLeft(u32(id), "\x00"), 0x01, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF)
	return append(b, bytes.Join(parts, nil)...)
}

func float(v float64) []byte { return binary.BigEndian.AppendUint64(nil, math.Float64bits(v)) }

func ebmlHead(docType string) []byte { return ebml(idEBML, ebml(idDocType, []byte(docType))) }

func info(scale uint32, ticks float64) []byte {
	return ebml(idInfo, ebml(idTimestampScale, u32(scale)), ebml(idDuration, float(ticks)))
}
