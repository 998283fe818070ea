package media

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"math"
	"os"
	"testing"

	"goblet/media/container"
)

func join(parts ...[]byte) []byte { return bytes.Join(parts, nil) }

func probeBytes(content []byte) (*container.Film, error) {
	r := headers{bytes.NewReader(content)}
	return Prober(nil).probe(context.Background(), "Film.mp4", r, int64(len(content)), nil)
}

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
			table, err := probeBytes(content)
			if err != nil || mimeOf(table.Format) != c.mime || math.Abs(table.Duration-c.duration) > 0.1 {
				t.Errorf("probe = %+v, %v; want %q, %.1f s", table, err, c.mime, c.duration)
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
		{"mehd", join(ftyp(), moov(mvhd(1000, 0), track, atom("mvex", atom("mehd", u32(0, 7500)), trex(1, 25)))), 7.5},
		{"mehd, but the fragments end before", join(ftyp(), moov(mvhd(1000, 0), track, atom("mvex", atom("mehd", u32(0, 7500)), trex(1, 25))), moof(1, 0, 40)), 1},
		{"100 fragments", join(ftyp(), moov(mvhd(1000, 0), track, mvex), join(many...)), 25},
		{"mvex before the track", join(ftyp(), moov(mvhd(1000, 0), mvex, track), join(many...)), 25},
		{"fragments without a start", join(ftyp(), moov(mvhd(1000, 0), track, mvex), join(untimed...)), 25},
		{"fragments that begin late", join(ftyp(), moov(mvhd(1000, 0), track, mvex), moof(1, 60_000, 40), moof(1, 61_000, 40)), 2},
		{"fragment of an unknown track", join(ftyp(), moov(mvhd(1000, 0), track, mvex), moof(1, 0, 40), moof(9, 9000, 40)), 1},
		{"Matroska", join(ebmlHead("matroska"), ebml(idSegment, info(1_000_000, 7500), tracks())), 7.5},
		{"Matroska, other time scale", join(ebmlHead("matroska"), ebml(idSegment, info(100_000, 75_000), tracks())), 7.5},
		{"Matroska, default time scale", join(ebmlHead("matroska"), ebml(idSegment, ebml(idInfo, ebml(idDuration, float(7500))), tracks())), 7.5},
		{"Matroska, 32-bit duration", join(ebmlHead("matroska"), ebml(idSegment, ebml(idInfo, ebml(idDuration, u32(math.Float32bits(7500)))), tracks())), 7.5},
		{"Matroska, no duration", join(ebmlHead("matroska"), ebml(idSegment, ebml(idInfo), tracks(), ebml(idCluster))), 0},
		{"Matroska, duration not a number", join(ebmlHead("matroska"), ebml(idSegment, info(1_000_000, math.NaN()), tracks())), 0},
		{"Matroska, endless", join(ebmlHead("matroska"), ebml(idSegment, info(1_000_000, math.Inf(1)), tracks())), 0},
		{"Matroska, unknown size", join(ebmlHead("webm\x00\x00"), unknownSize(idSegment, info(1_000_000, 7500), tracks(), unknownSize(idCluster))), 7.5},
		{"Matroska, Info behind the clusters", infoLast(), 7.5},
	} {
		t.Run(c.name, func(t *testing.T) {
			table, err := probeBytes(c.content)
			if err != nil || math.Abs(table.Duration-c.duration) > 0.001 {
				t.Errorf("probe = %+v, %v; want %v s", table, err, c.duration)
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
	position := len(seekHead(0)) + len(tracks()) + len(cluster)
	return join(ebmlHead("matroska"), ebml(idSegment, seekHead(uint32(position)), tracks(), cluster, info(1_000_000, 7500)))
}

func TestProbeRefusesWhatIsNoFilm(t *testing.T) {
	film := filmBytes(5, "some film")
	matroska := join(ebmlHead("matroska"), ebml(idSegment, info(1_000_000, 7500), tracks(), ebml(idCluster, []byte("frames"))))
	faststart := join(ftyp(), atom("moov", mvhd(1, 5), trak(1, 1, 5)), atom("mdat", []byte("frames")))
	for _, c := range []struct {
		name    string
		content []byte
		want    error
	}{
		{"empty", nil, container.ErrNotFilm},
		{"one byte", []byte{0}, container.ErrNotFilm},
		{"text", []byte("This is the story of a film that never was.\n"), container.ErrNotFilm},
		{"zeros", make([]byte, 4096), container.ErrNotFilm},
		{"still picture", join(atom("ftyp", []byte("heic"), u32(0)), atom("meta")), container.ErrNotFilm},
		{"moov missing", join(ftyp(), atom("mdat", []byte("frames"))), container.ErrIncomplete},
		{"cut in mdat before moov", film[:len(ftyp())+12], container.ErrIncomplete},
		{"cut in moov", film[:len(film)-20], container.ErrIncomplete},
		{"cut in mdat behind moov", faststart[:len(faststart)-2], container.ErrIncomplete},
		{"cut in a fragment", join(faststart, moof(1, 0, 10)[:30]), container.ErrIncomplete},
		{"zeros where the moov belongs", join(ftyp(), atom("mdat", []byte("frames")), make([]byte, 512)), container.ErrIncomplete},
		{"moov without tracks", join(ftyp(), atom("moov", mvhd(1, 5))), container.ErrNotFilm},
		{"moov of hundreds of MB", join(ftyp(), u32(300<<20), []byte("moov")), container.ErrIncomplete},
		{"other EBML", join(ebmlHead("flac"), ebml(idSegment)), container.ErrNotFilm},
		{"EBML without a type", join(ebml(idEBML), ebml(idSegment)), container.ErrNotFilm},
		{"Matroska head only", ebmlHead("matroska"), container.ErrIncomplete},
		{"Matroska cut", matroska[:len(matroska)-3], container.ErrIncomplete},
		{"Matroska with a huge type", ebml(idEBML, ebml(idDocType, make([]byte, 4096))), container.ErrNotFilm},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := probeBytes(c.content); !errors.Is(err, c.want) {
				t.Errorf("probe: %v; want %v", err, c.want)
			}
		})
	}
	for _, name := range []string{"no.avi", "no.ts"} {
		content, err := os.ReadFile(realFilm(t, name))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := probeBytes(content); !errors.Is(err, container.ErrNotFilm) {
			t.Errorf("%s: %v; want %v", name, err, container.ErrNotFilm)
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
	table, err := Prober(nil).probe(t.Context(), "Film.mp4", headers{m}, size, nil)
	if err != nil || table.Duration != 7.5 {
		t.Fatalf("probe = %+v, %v", table, err)
	}
	if m.bytes > 4096 {
		t.Errorf("%d bytes were read", m.bytes)
	}
}

func TestProbeOfAHostileFilmIsBounded(t *testing.T) {
	const many = 500_000
	var movies [][]byte
	for id := range uint32(2000) {
		movies = append(movies, trak(id, 1, 1))
	}
	for name, content := range map[string][]byte{
		"too many boxes":        join(ftyp(), bytes.Repeat(atom("free"), many+many/10)),
		"too many empty tracks": join(ftyp(), atom("moov", mvhd(1, 1), bytes.Repeat(atom("trak"), many))),
		"too many tracks":       join(ftyp(), atom("moov", mvhd(1, 1), join(movies...))),
		"huge leaf":             join(ftyp(), atom("moov", atom("mvhd", make([]byte, 2<<20)), trak(1, 1, 1))),
		"many big leaves":       join(ftyp(), atom("moov", bytes.Repeat(atom("mvhd", make([]byte, 1<<20)), 32))),
		"promised samples":      join(ftyp(), atom("moov", mvhd(1, 0), trak(1, 1, 0)), moof(1, 0, 1<<31)),
		"too many elements":     join(ebmlHead("matroska"), ebml(idSegment, bytes.Repeat(ebml(0xEC), 20_000))),
	} {
		t.Run(name, func(t *testing.T) {
			m := &meter{head: content, size: int64(len(content))}
			table, err := Prober(nil).probe(t.Context(), "Film.mp4", headers{m}, m.size, nil)
			if err == nil && table.Duration > 1 {
				t.Errorf("%v s", table.Duration)
			}
			if m.bytes > m.size+16*many {
				t.Errorf("%d bytes were read", m.bytes)
			}
		})
	}
}

func FuzzProbe(f *testing.F) {
	track := trak(1, 1000, 0)
	f.Add(filmBytes(5, "film"))
	f.Add(join(ftyp(), atom("moov", mvhd(1000, 0), track, atom("mvex", atom("mehd", u32(0, 7500)), trex(1, 25))), moof(1, 0, 40), atom("mdat")))
	f.Add(join(ftyp(), atom("moov", mvhd(1000, 0), track, atom("mvex", trex(1, 25))), moof(1, -1, 40), moof(1, 1000, 40)))
	f.Add(join(ftyp(), u32(1), []byte("mdat"), make([]byte, 8)))
	f.Add(join(u32(0), []byte("moov"), mvhd(1, 1)))
	f.Add(join(ebmlHead("matroska"), ebml(idSegment, info(1_000_000, 7500), tracks(), ebml(idCluster))))
	f.Add(join(ebmlHead("webm"), unknownSize(idSegment, info(1, 1e300), tracks(), unknownSize(idCluster))))
	f.Add(infoLast())
	f.Add(ebmlHead("webm"))
	f.Fuzz(func(t *testing.T, content []byte) {
		table, err := probeBytes(content)
		if err != nil {
			if !definite(err) {
				t.Errorf("an error of no known kind: %v", err)
			}
			return
		}
		if !(table.Duration >= 0) || math.IsInf(table.Duration, 0) {
			t.Errorf("%v s", table.Duration)
		}
	})
}
