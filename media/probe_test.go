package media

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"testing"
)

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func TestProbeKnowsTheFilmsThatFFmpegMakes(t *testing.T) {
	for _, c := range []struct {
		name, mime string
		duration   float64
	}{
		{"end.mp4", "video/mp4", 5},
		{"faststart.mp4", "video/mp4", 5},
		{"fragmented.mp4", "video/mp4", 5},
		{"hybrid.mp4", "video/mp4", 5},
		{"separate.mp4", "video/mp4", 5},
		{"quicktime.mov", "video/mp4", 5},
		{"matroska.mkv", "video/x-matroska", 5},
		{"live.mkv", "video/x-matroska", 0},
		{"webm.webm", "video/webm", 5},
	} {
		t.Run(c.name, func(t *testing.T) {
			content, err := os.ReadFile(realFilm(t, c.name))
			if err != nil {
				t.Fatal(err)
			}
			mime, duration, err := probe(bytes.NewReader(content), int64(len(content)))
			if err != nil || mime != c.mime || math.Abs(duration-c.duration) > 0.1 {
				t.Errorf("probe = %q, %.3f s, %v; want %q, %.1f s", mime, duration, err, c.mime, c.duration)
			}
		})
	}
}

func TestProbeReadsEveryKindOfHeader(t *testing.T) {
	moov := func(parts ...[]byte) []byte { return atom("moov", parts...) }
	track := trak(1, 1000, 0)
	large := func(b []byte) []byte { // the same box with a 64-bit size
		return join(u32(1), b[4:8], binary.BigEndian.AppendUint64(nil, uint64(len(b)+8)), b[8:])
	}
	toEnd := func(b []byte) []byte { return join(u32(0), b[4:]) }
	var many [][]byte
	for i := range 100 {
		many = append(many, moof(1, i*250, 10), atom("mdat", make([]byte, 8)))
	}
	var untimed [][]byte
	for range 100 {
		untimed = append(untimed, moof(1, -1, 10), atom("mdat"))
	}
	mvex := atom("mvex", trex(1, 25))
	for _, c := range []struct {
		name     string
		content  []byte
		duration float64
	}{
		{"movie header", join(ftyp(), moov(mvhd(600, 4500), track)), 7.5},
		{"QuickTime without ftyp", join(atom("wide"), atom("mdat"), moov(mvhd(600, 4500), track)), 7.5},
		{"64-bit sizes", join(ftyp(), large(atom("mdat", []byte("x"))), large(moov(mvhd(600, 4500), track))), 7.5},
		{"mdat up to the end", join(ftyp(), moov(mvhd(600, 4500), track), toEnd(atom("mdat", []byte("film")))), 7.5},
		{"several mdats", join(ftyp(), atom("mdat", []byte("a")), atom("mdat", []byte("b")), moov(mvhd(600, 4500), track)), 7.5},
		{"zeros at the end", join(ftyp(), moov(mvhd(600, 4500), track), make([]byte, 100)), 7.5},
		{"rubbish at the end", join(ftyp(), moov(mvhd(600, 4500), track), []byte("TAGTAGTAG")), 7.5},
		{"rubbish in the moov", join(ftyp(), moov(mvhd(600, 4500), track, []byte{0, 0, 0, 0}), atom("mdat", []byte("a"))), 7.5},
		{"unknown movie duration", join(ftyp(), moov(mvhd(600, math.MaxUint32), trak(1, 1000, 7500))), 7.5},
		{"no time scale", join(ftyp(), moov(mvhd(0, 4500), track)), 0},
		{"mehd", join(ftyp(), moov(mvhd(1000, 0), track, atom("mvex", atom("mehd", u32(0, 7500)), trex(1, 25))), moof(1, 0, 1)), 7.5},
		{"100 fragments", join(ftyp(), moov(mvhd(1000, 0), track, mvex), join(many...)), 25},
		{"mvex before the track", join(ftyp(), moov(mvhd(1000, 0), mvex, track), join(many...)), 25},
		{"fragments without a start", join(ftyp(), moov(mvhd(1000, 0), track, mvex), join(untimed...)), 25},
		{"fragments that begin late", join(ftyp(), moov(mvhd(1000, 0), track, mvex), moof(1, 60_000, 40), moof(1, 61_000, 40)), 2},
		{"fragment of an unknown track", join(ftyp(), moov(mvhd(1000, 0), track, mvex), moof(1, 0, 40), moof(9, 9000, 40)), 1},
		{"Matroska", join(ebmlHead("matroska"), ebml(idSegment, info(1_000_000, 7500))), 7.5},
		{"Matroska, other time scale", join(ebmlHead("matroska"), ebml(idSegment, info(100_000, 75_000))), 7.5},
		{"Matroska, default time scale", join(ebmlHead("matroska"), ebml(idSegment, ebml(idInfo, ebml(idDuration, float(7500))))), 7.5},
		{"Matroska, 32-bit duration", join(ebmlHead("matroska"), ebml(idSegment, ebml(idInfo, ebml(idDuration, u32(math.Float32bits(7500)))))), 7.5},
		{"Matroska, no duration", join(ebmlHead("matroska"), ebml(idSegment, ebml(idInfo), ebml(idCluster))), 0},
		{"Matroska, duration not a number", join(ebmlHead("matroska"), ebml(idSegment, info(1_000_000, math.NaN()))), 0},
		{"Matroska, endless", join(ebmlHead("matroska"), ebml(idSegment, info(1_000_000, math.Inf(1)))), 0},
		{"Matroska, unknown size", join(ebmlHead("webm\x00\x00"), unknownSize(idSegment, info(1_000_000, 7500), unknownSize(idCluster))), 7.5},
		{"Matroska, Info behind the clusters", infoLast(), 7.5},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, duration, err := probe(bytes.NewReader(c.content), int64(len(c.content)))
			if err != nil || math.Abs(duration-c.duration) > 0.001 {
				t.Errorf("probe = %v s, %v; want %v s", duration, err, c.duration)
			}
		})
	}
}

// infoLast makes a film whose seek head points at an Info behind the cluster.
func infoLast() []byte {
	seekHead := func(position uint32) []byte {
		return ebml(idSeekHead, ebml(idSeek, ebml(idSeekID, u32(idInfo)), ebml(idSeekPosition, u32(position))))
	}
	cluster := ebml(idCluster, []byte("frames"))
	position := len(seekHead(0)) + len(cluster)
	return join(ebmlHead("matroska"), ebml(idSegment, seekHead(uint32(position)), cluster, info(1_000_000, 7500)))
}

func TestProbeRefusesWhatIsNoFilm(t *testing.T) {
	film := filmBytes(5, "some film")
	matroska := join(ebmlHead("matroska"), ebml(idSegment, info(1_000_000, 7500), ebml(idCluster, []byte("frames"))))
	faststart := join(ftyp(), atom("moov", mvhd(1, 5), trak(1, 1, 5)), atom("mdat", []byte("frames")))
	for _, c := range []struct {
		name    string
		content []byte
		want    error
	}{
		{"empty", nil, errNotFilm},
		{"one byte", []byte{0}, errNotFilm},
		{"text", []byte("This is the story of a film that never was.\n"), errNotFilm},
		{"zeros", make([]byte, 4096), errNotFilm},
		{"still picture", join(atom("ftyp", []byte("heic"), u32(0)), atom("meta")), errNotFilm},
		{"moov missing", join(ftyp(), atom("mdat", []byte("frames"))), errIncomplete},
		{"cut in mdat before moov", film[:len(ftyp())+12], errIncomplete},
		{"cut in moov", film[:len(film)-20], errIncomplete},
		{"cut in mdat behind moov", faststart[:len(faststart)-2], errIncomplete},
		{"cut in a fragment", join(faststart, moof(1, 0, 10)[:30]), errIncomplete},
		{"zeros where the moov belongs", join(ftyp(), atom("mdat", []byte("frames")), make([]byte, 512)), errIncomplete},
		{"moov without tracks", join(ftyp(), atom("moov", mvhd(1, 5))), errNotFilm},
		{"moov of hundreds of MB", join(ftyp(), u32(300<<20), []byte("moov")), errIncomplete},
		{"other EBML", join(ebmlHead("flac"), ebml(idSegment)), errNotFilm},
		{"EBML without a type", join(ebml(idEBML), ebml(idSegment)), errNotFilm},
		{"Matroska head only", ebmlHead("matroska"), errIncomplete},
		{"Matroska cut", matroska[:len(matroska)-3], errIncomplete},
		{"Matroska with a huge type", ebml(idEBML, ebml(idDocType, make([]byte, 4096))), errNotFilm},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, _, err := probe(bytes.NewReader(c.content), int64(len(c.content))); !errors.Is(err, c.want) {
				t.Errorf("probe: %v; want %v", err, c.want)
			}
		})
	}
	for _, name := range []string{"no.avi", "no.ts"} {
		content, err := os.ReadFile(realFilm(t, name))
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := probe(bytes.NewReader(content), int64(len(content))); !errors.Is(err, errNotFilm) {
			t.Errorf("%s: %v; want %v", name, err, errNotFilm)
		}
	}
}

// meter counts what is read of a film, of which only the beginning is there:
// the rest is zeros.
type meter struct {
	head  []byte
	size  int64
	bytes int64
}

func (m *meter) ReadAt(p []byte, at int64) (int, error) {
	n := int(max(0, min(int64(len(p)), m.size-at)))
	clear(p[:n])
	if at < int64(len(m.head)) {
		copy(p[:n], m.head[at:])
	}
	m.bytes += int64(n)
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}

func TestProbeOfAHugeFilmReadsItsHeadersOnly(t *testing.T) {
	const size = 100 << 30
	head := join(ftyp(), atom("moov", mvhd(1000, 7500), trak(1, 1000, 7500)))
	rest := binary.BigEndian.AppendUint64(join(u32(1), []byte("mdat")), uint64(size-len(head)))
	m := &meter{head: join(head, rest), size: size}
	if _, duration, err := probe(m, size); err != nil || duration != 7.5 {
		t.Fatalf("probe = %v s, %v", duration, err)
	}
	if m.bytes > 4096 {
		t.Errorf("%d bytes were read", m.bytes)
	}
}

func TestProbeOfAHostileFilmIsBounded(t *testing.T) {
	var tracks [][]byte
	for id := range uint32(2 * maxTracks) {
		tracks = append(tracks, trak(id, 1, 1))
	}
	const boxes = maxBoxes + maxBoxes/10
	for name, content := range map[string][]byte{
		"too many boxes":        join(ftyp(), bytes.Repeat(atom("free"), boxes)),
		"too many empty tracks": join(ftyp(), atom("moov", mvhd(1, 1), bytes.Repeat(atom("trak"), boxes))),
		"too many tracks":       join(ftyp(), atom("moov", mvhd(1, 1), join(tracks...))),
		"huge leaf":             join(ftyp(), atom("moov", atom("mvhd", make([]byte, 2*maxLeaf)), trak(1, 1, 1))),
		"many big leaves":       join(ftyp(), atom("moov", bytes.Repeat(atom("mvhd", make([]byte, maxLeaf)), 2*maxMemory/maxLeaf))),
		"promised samples":      join(ftyp(), atom("moov", mvhd(1, 0), trak(1, 1, 0)), moof(1, 0, 1<<31)),
		"too many elements":     join(ebmlHead("matroska"), ebml(idSegment, bytes.Repeat(ebml(0xEC), 2*maxElements))),
	} {
		t.Run(name, func(t *testing.T) {
			m := &meter{head: content, size: int64(len(content))}
			_, duration, _ := probe(m, m.size)
			if duration > 1 {
				t.Errorf("%v s", duration)
			}
			if m.bytes > maxMemory+16*maxBoxes {
				t.Errorf("%d bytes were read", m.bytes)
			}
		})
	}
}

func FuzzProbeMP4(f *testing.F) {
	track := trak(1, 1000, 0)
	f.Add(filmBytes(5, "film"))
	f.Add(join(ftyp(), atom("moov", mvhd(1000, 0), track, atom("mvex", atom("mehd", u32(0, 7500)), trex(1, 25))), moof(1, 0, 40), atom("mdat")))
	f.Add(join(ftyp(), atom("moov", mvhd(1000, 0), track, atom("mvex", trex(1, 25))), moof(1, -1, 40), moof(1, 1000, 40)))
	f.Add(join(ftyp(), u32(1), []byte("mdat"), make([]byte, 8)))
	f.Add(join(u32(0), []byte("moov"), mvhd(1, 1)))
	f.Fuzz(func(t *testing.T, content []byte) {
		duration, err := probeMP4(bytes.NewReader(content), int64(len(content)))
		if err != nil && !definite(err) && !malformed(err) {
			t.Errorf("an error of no known kind: %v", err)
		}
		checkSeconds(t, duration)
	})
}

func FuzzProbeMatroska(f *testing.F) {
	f.Add(join(ebmlHead("matroska"), ebml(idSegment, info(1_000_000, 7500), ebml(idCluster))))
	f.Add(join(ebmlHead("webm"), unknownSize(idSegment, info(1, 1e300), unknownSize(idCluster))))
	f.Add(infoLast())
	f.Add(ebmlHead("webm"))
	f.Fuzz(func(t *testing.T, content []byte) {
		_, duration, err := probeMatroska(bytes.NewReader(content), int64(len(content)))
		if err != nil && !definite(err) && !malformed(err) {
			t.Errorf("an error of no known kind: %v", err)
		}
		checkSeconds(t, duration)
	})
}

func checkSeconds(t *testing.T, duration float64) {
	if s := sane(duration); s < 0 || math.IsNaN(s) || math.IsInf(s, 0) {
		t.Errorf("%v s", s)
	}
}
