package container

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
)

// list writes a track's samples as "pts/dts:data", keyframes with a *.
func list(t *testing.T, content []byte, track int, from int64) string {
	t.Helper()
	film, err := Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for s, err := range film.Samples(bytes.NewReader(content), track, from) {
		if err != nil {
			t.Fatal(err)
		}
		star := ""
		if s.Sync {
			star = "*"
		}
		all = append(all, fmt.Sprintf("%d/%d:%s%s", s.PTS, s.DTS, s.Data, star))
	}
	return strings.Join(all, " ")
}

func TestEveryKindOfSampleTableIsRead(t *testing.T) {
	co64 := atom("co64", n32(0, 1), binary.BigEndian.AppendUint64(nil, madeData))
	mdhd1 := atom("mdhd", n32(1<<24, 0, 0, 0, 0, 1000, 0, 40), n16(0x1CB2, 0)) // "ger" in version 1
	one := stsc(1, 6, 1)
	for name, c := range map[string]struct {
		tables [][]byte
		want   string
	}{
		"one size":             {[][]byte{stts(6, 10), stszOf(1, 6), one, stco(madeData)}, "0/0:a* 10/10:b* 20/20:c* 30/30:d* 40/40:e* 50/50:f*"},
		"64-bit offsets":       {[][]byte{stts(3, 10), stszOf(2, 3), one, co64}, "0/0:ab* 10/10:cd* 20/20:ef*"},
		"a table of sizes":     {[][]byte{stts(3, 10), stsz(1, 3, 2), one, stco(madeData)}, "0/0:a* 10/10:bcd* 20/20:ef*"},
		"sizes of 4 bits":      {[][]byte{stts(3, 10), atom("stz2", n32(0, 4, 3), []byte{0x13, 0x20}), one, stco(madeData)}, "0/0:a* 10/10:bcd* 20/20:ef*"},
		"sizes of 8 bits":      {[][]byte{stts(2, 10), atom("stz2", n32(0, 8, 2), []byte{1, 3}), one, stco(madeData)}, "0/0:a* 10/10:bcd*"},
		"sizes of 16 bits":     {[][]byte{stts(2, 10), atom("stz2", n32(0, 16, 2), n16(1, 3)), one, stco(madeData)}, "0/0:a* 10/10:bcd*"},
		"chunks out of order":  {[][]byte{stts(6, 10), stszOf(1, 6), stsc(1, 1, 1, 2, 3, 1, 3, 2, 1), stco(madeData+5, madeData+2, madeData)}, "0/0:f* 10/10:c* 20/20:d* 30/30:e* 40/40:a* 50/50:b*"},
		"a shift of each":      {[][]byte{stts(3, 10), ctts(1, 10, 1, 20, 1, 0), stss(1), stszOf(1, 3), one, stco(madeData)}, "0/-10:a* 20/0:b 10/10:c"},
		"negative shifts":      {[][]byte{stts(3, 10), ctts(1, 0, 1, 10, 1, ^uint32(9)), stss(1), stszOf(1, 3), one, stco(madeData)}, "0/-10:a* 20/0:b 10/10:c"},
		"keyframes":            {[][]byte{stts(4, 10), stss(1, 3), stszOf(1, 4), one, stco(madeData)}, "0/0:a* 10/10:b 20/20:c* 30/30:d"},
		"varying rate":         {[][]byte{stts(1, 10, 1, 0, 2, 5), stszOf(1, 4), one, stco(madeData)}, "0/0:a* 10/10:b* 10/10:c* 15/15:d*"},
		"times run out":        {[][]byte{stts(1, 10), stszOf(1, 3), one, stco(madeData)}, "0/0:a* 10/10:b* 20/20:c*"},
		"no times":             {[][]byte{stszOf(1, 2), one, stco(madeData)}, "0/0:a* 0/0:b*"},
		"more sizes than data": {[][]byte{stts(9, 10), stszOf(1, 9), stsc(1, 2, 1), stco(madeData)}, "0/0:a* 10/10:b*"},
		"tables cut off":       {[][]byte{atom("stts", n32(0, 99, 2, 10)), stszOf(1, 2), one, stco(madeData)}, "0/0:a* 10/10:b*"},
	} {
		t.Run(name, func(t *testing.T) {
			track := madeTrack{id: 7, scale: 1000, tables: c.tables}
			if got := list(t, madeFilm([]byte("abcdef"), track.trak()), 7, -1<<40); got != c.want {
				t.Errorf("samples %s\n   want %s", got, c.want)
			}
		})
	}
	// A header of version 1 is longer.
	track := madeTrack{id: 7, scale: 1, tables: [][]byte{stts(6, 10), stszOf(1, 6), one, stco(madeData)}}
	old := atom("mdhd", n32(0, 0, 0, 1, 0), n16(0, 0))
	content := bytes.Replace(track.trak(), old, atom("free", make([]byte, len(old)-8)), 1)
	content = bytes.Replace(content, atom("hdlr", n32(0, 0), []byte("vide"), make([]byte, 13)), slices.Concat(mdhd1, atom("hdlr", n32(0, 0), []byte("vide"))), 1)
	for _, parent := range []string{"mdia", "trak"} { // both are 3 bytes longer now
		at := bytes.Index(content, []byte(parent)) - 4
		binary.BigEndian.PutUint32(content[at:], binary.BigEndian.Uint32(content[at:])+uint32(len(mdhd1)-13))
	}
	film := madeFilm([]byte("abcdef"), content)
	opened, err := Open(bytes.NewReader(film), int64(len(film)))
	if err != nil || opened.Tracks[0].Timescale != 1000 || opened.Tracks[0].Language != "de" || opened.Duration != 0.06 {
		t.Errorf("version 1: %+v, %v", opened, err)
	}
}

func TestEditListsSayWhatIsShownFirst(t *testing.T) {
	elst := func(entries ...uint32) []byte { // duration, media time; rate 1
		b := n32(0, uint32(len(entries)/2))
		for e := range slices.Chunk(entries, 2) {
			b = append(b, n32(e[0], e[1], 1<<16)...)
		}
		return atom("edts", atom("elst", b))
	}
	const never = ^uint32(0)
	tables := [][]byte{stts(6, 100), stss(1, 4), stszOf(1, 6), stsc(1, 6, 1), stco(madeData)}
	for name, c := range map[string]struct {
		edits []byte
		want  string // from 0 on
		start float64
	}{
		"none":                   {nil, "0/0:a* 100/100:b 200/200:c 300/300:d* 400/400:e 500/500:f", 0},
		"from the start":         {elst(600, 0), "0/0:a* 100/100:b 200/200:c 300/300:d* 400/400:e 500/500:f", 0},
		"begins late":            {elst(2000, never, 600, 0), "0/0:a* 100/100:b 200/200:c 300/300:d* 400/400:e 500/500:f", 2},
		"two empty edits":        {elst(1000, never, 1000, never, 600, 0), "0/0:a* 100/100:b 200/200:c 300/300:d* 400/400:e 500/500:f", 2},
		"begins between":         {elst(600, 150), "-150/-150:a* -50/-50:b 50/50:c 150/150:d* 250/250:e 350/350:f", 0},
		"begins at a keyframe":   {elst(600, 300), "0/0:d* 100/100:e 200/200:f", 0},
		"promised, but not made": {atom("edts", atom("elst", n32(0, 99, 600, 100, 1<<16))), "-100/-100:a* 0/0:b 100/100:c 200/200:d* 300/300:e 400/400:f", 0},
	} {
		t.Run(name, func(t *testing.T) {
			track := madeTrack{id: 1, scale: 1000, tables: tables, more: [][]byte{c.edits}}
			content := madeFilm([]byte("abcdef"), track.trak())
			if got := list(t, content, 1, 0); got != c.want {
				t.Errorf("samples %s\n   want %s", got, c.want)
			}
			film, _ := Open(bytes.NewReader(content), int64(len(content)))
			if film.Start != c.start {
				t.Errorf("it starts at %v s, want %v", film.Start, c.start)
			}
		})
	}
}

func TestSoundThatIsNotHeardIsItsDelay(t *testing.T) {
	tables := [][]byte{stts(6, 1024), stszOf(1, 6), stsc(1, 6, 1), stco(madeData)}
	track := madeTrack{id: 1, scale: 48000, handler: "soun", codec: "Opus", tables: tables,
		more: [][]byte{atom("edts", atom("elst", n32(0, 1, 100, 1024, 1<<16)))}}
	content := madeFilm([]byte("abcdef"), track.trak())
	film, err := Open(bytes.NewReader(content), int64(len(content)))
	if err != nil || film.Tracks[0].Delay != 1024 || film.Start != 0 {
		t.Errorf("%+v, %v", film, err)
	}
	if got, want := list(t, content, 1, -1024), "-1024/-1024:a* 0/0:b* 1024/1024:c* 2048/2048:d* 3072/3072:e* 4096/4096:f*"; got != want {
		t.Errorf("samples %s\n   want %s", got, want)
	}
}

func TestSamplesBehindTheEndMeanThatTheCopyIsNotComplete(t *testing.T) {
	for name, tables := range map[string][][]byte{
		"offset":       {stts(6, 1), stszOf(1, 6), stsc(1, 6, 1), stco(1 << 20)},
		"size":         {stts(6, 1), stszOf(1<<20, 6), stsc(1, 6, 1), stco(madeData)},
		"one of sizes": {stts(2, 1), stsz(1, 1<<20), stsc(1, 2, 1), stco(madeData)},
		"far away":     {stts(2, 1), stsz(1, 1), stsc(1, 2, 1), atom("co64", n32(0, 1, 0xFFFFFFFF, 0xFFFFFFFF))},
	} {
		content := madeFilm([]byte("abcdef"), madeTrack{id: 1, scale: 1, tables: tables}.trak())
		if _, err := Open(bytes.NewReader(content), int64(len(content))); !errors.Is(err, ErrIncomplete) {
			t.Errorf("%s: %v; want %v", name, err, ErrIncomplete)
		}
	}
}

// gauge counts what is read, and fails where bytes have not arrived.
type gauge struct {
	*bytes.Reader
	arrived int64
	reads   int
	bytes   int64
}

var errMissing = errors.New("a byte was read that is not there")

func (g *gauge) ReadAt(p []byte, at int64) (int, error) {
	g.reads++
	g.bytes += int64(len(p))
	if at+int64(len(p)) > g.arrived {
		return 0, errMissing
	}
	return g.Reader.ReadAt(p, at)
}

func (g *gauge) Has(_, end int64) bool { return end <= g.arrived }

// interleaved makes a film of n chunks of each of two tracks: pictures of 1,000
// bytes and sound of 200, 10 samples a chunk.
func interleaved(n int) []byte {
	const picture, sound, each = 1000, 200, 10
	var data []byte
	var pictures, sounds []uint32
	for range n {
		pictures = append(pictures, uint32(madeData+len(data)))
		data = append(data, bytes.Repeat([]byte("p"), each*picture)...)
		sounds = append(sounds, uint32(madeData+len(data)))
		data = append(data, bytes.Repeat([]byte("s"), each*sound)...)
	}
	count := uint32(n * each)
	return madeFilm(data,
		madeTrack{id: 1, scale: 10, tables: [][]byte{stts(count, 1), stss(1), stszOf(picture, count), stsc(1, each, 1), stco(pictures...)}}.trak(),
		madeTrack{id: 2, scale: 10, handler: "soun", codec: "Opus", tables: [][]byte{stts(count, 1), stszOf(sound, count), stsc(1, each, 1), stco(sounds...)}}.trak())
}

func TestSamplesAreReadInFewAndLongRuns(t *testing.T) {
	content := interleaved(1000)
	film, err := Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for track, most := range map[int]int{1: 20, 2: 1010} {
		g := &gauge{Reader: bytes.NewReader(content), arrived: int64(len(content))}
		n, length := 0, 0
		for s, err := range film.Samples(g, track, 0) {
			if err != nil || len(s.Data) == 0 || bytes.Count(s.Data, s.Data[:1]) != len(s.Data) {
				t.Fatalf("track %d, sample %d: %q %v", track, n, s.Data, err)
			}
			n++
			length += len(s.Data)
		}
		if n != 10_000 || g.reads > most || g.bytes > int64(length)*13/10 {
			t.Errorf("track %d: %d samples of %d bytes in %d reads of %d bytes", track, n, length, g.reads, g.bytes)
		}
	}
}

func TestWhoStopsEarlyHasNotReadMuch(t *testing.T) {
	content := interleaved(1000)
	film, err := Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	g := &gauge{Reader: bytes.NewReader(content), arrived: int64(len(content))}
	for range film.Samples(g, 1, 0) {
		break
	}
	if g.bytes > firstRun {
		t.Errorf("%d bytes were read for one sample", g.bytes)
	}
}

func TestOfAFilmThatStillArrivesOnlyWhatIsNeededIsRead(t *testing.T) {
	content := interleaved(10)
	film, err := Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	g := &gauge{Reader: bytes.NewReader(content), arrived: madeData + 3*12000 + 2500}
	n := 0
	for _, err := range film.Samples(g, 1, 0) {
		if err != nil {
			if !errors.Is(err, errMissing) {
				t.Fatal(err)
			}
			break
		}
		n++
	}
	if n != 32 {
		t.Errorf("%d samples were read; 32 are there", n)
	}
}

func TestSpanTellsWhichBytesAreShown(t *testing.T) {
	content := interleaved(10)
	film, err := Open(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from, to   float64
		start, end int64
	}{
		{0, 10, madeData, madeData + 10*12000},
		{0, 0.95, madeData, madeData + 12000},
		{-5, 0.45, madeData, madeData + 10000 + 5*200},
		{9.05, 1000, madeData, madeData + 10*12000}, // the only keyframe is the first
		{2.5, 3.15, madeData, madeData + 3*12000 + 10000 + 2*200},
	} {
		if start, end := film.Span(c.from, c.to); start != c.start || end != c.end {
			t.Errorf("Span(%v, %v) = %d to %d; want %d to %d", c.from, c.to, start, end, c.start, c.end)
		}
	}
}

func TestPicturesOfTelephonesAreTurned(t *testing.T) {
	const one, minus = 1 << 16, ^uint32(1<<16 - 1)
	plain := n32(one, 0, 0, 0, one, 0, 0, 0, 1<<30)
	for degrees, matrix := range map[int][]byte{
		0:   plain,
		90:  n32(0, one, 0, minus, 0, 0, 0, 0, 1<<30),
		180: n32(minus, 0, 0, 0, minus, 0, 0, 0, 1<<30),
		270: n32(0, minus, 0, one, 0, 0, 0, 0, 1<<30),
	} {
		content := madeFilm(nil, bytes.Replace(madeTrack{id: 1, scale: 1}.trak(), plain, matrix, 1))
		film, err := Open(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		if v, upright := film.Tracks[0], degrees%180 == 0; v.Rotation != degrees || upright != (v.Width == 640) || upright != (v.Height == 360) {
			t.Errorf("turned by %d: %d×%d, %d", degrees, v.Width, v.Height, v.Rotation)
		}
	}
}

func TestSamplesOfAHybridFilmGoOnInItsFragments(t *testing.T) {
	track := madeTrack{id: 1, scale: 1000, tables: [][]byte{stts(2, 30), stszOf(1, 2), stsc(1, 2, 1), stco(madeData)}}
	content := slices.Concat(madeFilm([]byte("ab"), track.trak(), trex(1, 25, 1)), moof(1, -1, 2, 8), atom("mdat", []byte("cd")))
	if got, want := list(t, content, 1, -1), "0/0:a* 30/30:b* 60/60:c* 85/85:d*"; got != want {
		t.Errorf("samples %s\n   want %s", got, want)
	}
}

func TestCuesOfWebVTTAreTheirText(t *testing.T) {
	cue := func(text string) []byte {
		return atom("vttc", atom("sttg", []byte("line:0")), atom("payl", []byte(text)))
	}
	data := slices.Concat(cue("one"), cue("two"), atom("vtte"), cue("three"))
	two, none := uint32(2*len(cue("one"))), uint32(8)
	tables := [][]byte{stts(3, 1000), stsz(two, none, uint32(len(cue("three")))), stsc(1, 3, 1), stco(madeData)}
	content := madeFilm(data, madeTrack{id: 1, scale: 1}.trak(),
		madeTrack{id: 2, scale: 1000, handler: "text", codec: "wvtt", tables: tables}.trak())
	if got, want := list(t, content, 2, -1), "0/0:one\ntwo* 1000/1000:* 2000/2000:three*"; got != want {
		t.Errorf("samples %q\n   want %q", got, want)
	}
}

func TestAFilmIsOpenedByItsHeadersAlone(t *testing.T) {
	const size = 100 << 30
	moov := atom("moov", atom("mvhd", n32(0, 0, 0, 1000, 7500), make([]byte, 80)),
		madeTrack{id: 1, scale: 1000, tables: [][]byte{stts(75, 100), stszOf(1<<20, 75), stsc(1, 75, 1), stco(1 << 20)}}.trak())
	head := slices.Concat(mp4ftyp, moov)
	head = binary.BigEndian.AppendUint64(append(head, slices.Concat(n32(1), []byte("mdat"))...), uint64(size-len(head)))
	sparse := &sparseFilm{head: head, size: size}
	film, err := Open(sparse, size)
	if err != nil || film.Duration != 7.5 {
		t.Fatalf("%+v, %v", film, err)
	}
	if sparse.bytes > 4096 {
		t.Errorf("%d bytes were read", sparse.bytes)
	}
}

// sparseFilm is a film of which the beginning is there: the rest is zeros.
type sparseFilm struct {
	head  []byte
	size  int64
	bytes int64
}

func (f *sparseFilm) ReadAt(p []byte, at int64) (int, error) {
	n := int(max(0, min(int64(len(p)), f.size-at)))
	clear(p[:n])
	if at < int64(len(f.head)) {
		copy(p[:n], f.head[at:])
	}
	f.bytes += int64(n)
	if n < len(p) {
		return n, io.EOF
	}
	return n, nil
}
