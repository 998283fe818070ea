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
func (m *movie) quickTimeChapters() (all []Chapter) {
	there, _ := m.r.(arriving)
	for _, t := range m.tracks {
		for _, id := range t.chapters {
			c := m.byID[id]
			if c == nil || c.Kind != Subtitle || c.Timescale == 0 || len(all) > 0 {
				continue
			}
			for at := c.table.at(0); at.ok() && len(all) < maxChapters; at.next() {
				p := at.sample()
				p.size = min(p.size, 1<<10)
				if there != nil && !there.Has(p.at, p.at+int64(p.size)) {
					return nil
				}
				data := make([]byte, p.size)
				if n, _ := m.r.ReadAt(data, p.at); n < len(data) {
					return nil
				}
				all = append(all, Chapter{Start: max(0, float64(p.pts)/float64(c.Timescale)), Title: sampleText(data)})
			}
		}
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
