package container

import (
	"cmp"
	"slices"
)

// parseChapters reads the first edition that is an ordinary list: not hidden,
// and not ordered, which would be a film cut together from parts of this one.
func parseChapters(b []byte) (chapters []Chapter) {
	children(b, func(id uint32, b []byte) {
		if id == idEditionEntry && len(chapters) == 0 {
			chapters = parseEdition(b)
		}
	})
	return chapters
}

func parseEdition(b []byte) (chapters []Chapter) {
	use := true
	children(b, func(id uint32, b []byte) {
		switch id {
		case idEditionHidden, idEditionOrdered:
			use = use && ebmlUint(b) == 0
		case idChapterAtom:
			if c, ok := parseChapter(b); ok {
				chapters = append(chapters, c)
			}
		}
	})
	if !use {
		return nil
	}
	slices.SortStableFunc(chapters, func(a, b Chapter) int { return cmp.Compare(a.Start, b.Start) })
	return chapters
}

// parseChapter reads a ChapterAtom; ok is false for one that is not shown.
func parseChapter(b []byte) (c Chapter, ok bool) {
	ok = true
	named := false
	children(b, func(id uint32, b []byte) {
		switch id {
		case idChapterTimeStart:
			c.Start = float64(ebmlUint(b)) / 1e9
		case idChapterHidden:
			ok = ok && ebmlUint(b) == 0
		case idChapterEnabled:
			ok = ok && ebmlUint(b) != 0
		case idChapterDisplay:
			children(b, func(id uint32, b []byte) {
				if id == idChapString && !named {
					c.Title, named = ebmlText(b), true
				}
			})
		}
	})
	return c, ok
}
