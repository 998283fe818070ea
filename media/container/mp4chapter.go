package container

import (
	"bytes"
	"encoding/binary"
	"slices"
	"unicode/utf16"
)

// maxChapters bounds how many chapters are listed.
const maxChapters = 1000

// neroChapters reads a chpl box, which Nero has introduced: times in 100 ns.
func neroChapters(chpl []byte) (all []Chapter) {
	if len(chpl) < 5 {
		return nil
	}
	version, _, f := fullBox(chpl)
	if version > 0 {
		f.u32()
	}
	for range f.u8() {
		if len(f) < 9 {
			break
		}
		start := f.u64()
		title := text(f.take(int(f.u8())))
		all = append(all, Chapter{Start: saneSeconds(float64(start) / 1e7), Title: title})
	}
	return all
}

// listChapters returns the chapters on the film's timeline, which begins at the
// movie's start (seconds). Those that are in the moov are preferred: they are there.
func (m *movie) listChapters(start float64) []Chapter {
	if m.chapters == nil {
		return m.quickTimeChapters()
	}
	for i := range m.chapters {
		m.chapters[i].Start = max(0, m.chapters[i].Start-start)
	}
	return m.chapters
}

// quickTimeChapters reads the chapters that are the samples of a text track. Of
// a film that is still arriving there are none when they are not there.
func (m *movie) quickTimeChapters() []Chapter {
	for _, t := range m.tracks {
		for _, id := range t.chapters {
			if c := m.byID[id]; c != nil && c.Kind == Subtitle && c.Timescale > 0 {
				return c.readChapters(arrived(m.r))
			}
		}
	}
	return nil
}

// readChapters reads the samples of a track as chapters.
func (t *movieTrack) readChapters(r present) (all []Chapter) {
	const longest = 1 << 10 // bytes of a title
	for c := t.table.at(0); c.ok() && len(all) < maxChapters; c.next() {
		p := c.sample()
		data := make([]byte, min(p.size, longest))
		if err := readFull(r, data, p.at); err != nil {
			return nil
		}
		start := float64(p.pts) / float64(t.Timescale)
		all = append(all, Chapter{Start: max(0, start), Title: sampleText(data)})
	}
	return all
}

// sampleText reads the text of a sample of a text track: its length and UTF-8,
// or UTF-16 after a byte order mark.
func sampleText(data []byte) string {
	f := fields(data)
	b := f.take(int(f.u16()))
	if !bytes.HasPrefix(b, []byte{0xFE, 0xFF}) {
		return text(b)
	}
	var units []uint16
	for b = b[2:]; len(b) >= 2; b = b[2:] {
		units = append(units, binary.BigEndian.Uint16(b))
	}
	return text([]byte(string(utf16.Decode(units))))
}

// dropChapterTracks takes tracks that hold the chapters of others, as texts or
// as pictures, off the list.
func (m *movie) dropChapterTracks() {
	var chapters []uint32
	for _, t := range m.tracks {
		chapters = append(chapters, t.chapters...)
	}
	m.tracks = slices.DeleteFunc(m.tracks, func(t *movieTrack) bool { return slices.Contains(chapters, uint32(t.ID)) })
}
