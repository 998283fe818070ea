package container

import (
	"cmp"
	"math"
	"strings"

	"golang.org/x/text/language"
)

// movieTrack is a track of an MP4 film with what is needed to read it.
type movieTrack struct {
	Track
	handler  string // what the track is for, by the file
	duration uint64 // by its own header, ticks
	edits    edits
	table    sampleTable
	chapters []uint32 // tracks that hold chapters of this one
	avc      int      // of H.264: bytes of a NAL unit's length

	// Of fragments:
	defaults sampleDefaults
	end      int64 // where the next fragment begins if it does not say, ticks
}

// moov reads the movie box.
func (m *movie) moov(b []byte) error {
	for kind, body := range boxesIn(b) {
		switch kind {
		case "mvhd":
			version, _, f := fullBox(body)
			f.time(version) // created
			f.time(version) // modified
			m.scale = f.u32()
			m.duration = f.time(version)
		case "trak":
			if err := m.trak(body); err != nil {
				return err
			}
		case "udta":
			m.chapters = neroChapters(inBox(body, "chpl"))
		}
	}
	for kind, body := range boxesIn(inBox(b, "mvex")) {
		switch kind {
		case "mehd":
			version, _, f := fullBox(body)
			m.extended = f.time(version)
		case "trex":
			_, _, f := fullBox(body)
			if t := m.byID[f.u32()]; t != nil {
				f.u32() // which sample description
				t.defaults = sampleDefaults{f.u32(), f.u32(), f.u32()}
			}
		}
	}
	return nil
}

// trak reads a track.
func (m *movie) trak(b []byte) error {
	t := &movieTrack{}
	t.header(inBox(b, "tkhd"))
	if t.ID == 0 || m.byID[uint32(t.ID)] != nil || len(m.tracks) >= maxTracks {
		return nil
	}
	mdia := inBox(b, "mdia")
	version, _, f := fullBox(inBox(mdia, "mdhd"))
	f.time(version) // created
	f.time(version) // modified
	t.Timescale = f.u32()
	t.duration = f.time(version)
	t.Language = cmp.Or(extendedLanguage(inBox(mdia, "elng")), packedLanguage(f.u16()))
	if hdlr := inBox(mdia, "hdlr"); len(hdlr) >= 12 {
		t.handler = string(hdlr[8:12])
	}
	t.edits = readEdits(inBox(b, "edts", "elst"))
	for chap := fields(inBox(b, "tref", "chap")); len(chap) >= 4; {
		t.chapters = append(t.chapters, chap.u32())
	}
	t.Title = trackName(inBox(b, "udta"))
	stbl := inBox(mdia, "minf", "stbl")
	t.describe(inBox(stbl, "stsd"))
	if forced(inBox(b, "udta")) {
		t.Forced = true
	}
	table, err := readTable(stbl, m.size)
	if err != nil && t.Kind != "" {
		return err
	}
	t.table = table
	m.tracks = append(m.tracks, t)
	m.byID[uint32(t.ID)] = t
	return nil
}

// header reads the track header (tkhd): number, whether it is enabled, and the
// size of the picture as it is shown.
func (t *movieTrack) header(b []byte) {
	version, flags, f := fullBox(b)
	f.time(version) // created
	f.time(version) // modified
	t.ID = int(f.u32() & math.MaxInt32)
	t.Default = flags&1 != 0
	f.u32()
	f.time(version) // duration
	f.take(16)      // layer, group, volume
	matrix := f.take(36)
	t.Width, t.Height = int(f.u32()>>16), int(f.u32()>>16)
	if len(matrix) < 36 {
		return
	}
	a, c := fields(matrix), fields(matrix[12:])
	if a.u32() == 0 && c.u32() != 0 { // turned by a quarter, as telephones do
		t.Width, t.Height = t.Height, t.Width
	}
}

// packedLanguage turns the language of a media header into BCP 47: three
// letters of ISO 639-2 in 5 bits each, in QuickTime also a number of its own.
func packedLanguage(code uint16) string {
	if code < 0x400 {
		return macLanguages[code]
	}
	letters := []byte{byte(code>>10&31) + 0x60, byte(code>>5&31) + 0x60, byte(code&31) + 0x60}
	return bcp47(string(letters))
}

// macLanguages are the language codes of QuickTime (QuickTime File Format,
// "Language Code Values") that films are likely to have.
var macLanguages = map[uint16]string{
	0: "en", 1: "fr", 2: "de", 3: "it", 4: "nl", 5: "sv", 6: "es", 7: "da", 8: "pt", 9: "no", 10: "he",
	11: "ja", 12: "ar", 13: "fi", 14: "el", 15: "is", 16: "mt", 17: "tr", 18: "hr", 19: "zh-Hant", 20: "ur",
	21: "hi", 22: "th", 23: "ko", 24: "lt", 25: "pl", 26: "hu", 27: "et", 28: "lv", 30: "fo", 31: "fa",
	32: "ru", 33: "zh-Hans", 35: "ga", 36: "sq", 37: "ro", 38: "cs", 39: "sk", 40: "sl", 41: "yi", 42: "sr",
	43: "mk", 44: "bg", 45: "uk", 46: "be",
}

// extendedLanguage reads an elng box.
func extendedLanguage(b []byte) string {
	if len(b) < 4 {
		return ""
	}
	return bcp47(text(b[4:]))
}

// bcp47 returns the shortest name of a language, "" when it is unknown.
func bcp47(name string) string {
	tag, err := language.Parse(name)
	if err != nil || tag == language.Und {
		return ""
	}
	return tag.String()
}

// trackName reads a track's title from its user data.
func trackName(udta []byte) string {
	if name := inBox(udta, "name"); name != nil {
		return text(name)
	}
	return ""
}

// forced reports whether user data say that a track of subtitles is to be shown
// to everybody, as for what is said in a foreign language (DASH's roles).
func forced(udta []byte) bool {
	kind := inBox(udta, "kind")
	return len(kind) > 4 && strings.Contains(string(kind[4:]), "forced")
}

// text is a string up to its first zero, if it is UTF-8.
func text(b []byte) string {
	s, _, _ := strings.Cut(string(b), "\x00")
	return strings.ToValidUTF8(strings.TrimSpace(s), "")
}
