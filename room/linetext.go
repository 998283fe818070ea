package room

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of the text of a line.
const (
	MaxLine   = 2000 // characters
	maxBreaks = 30   // line breaks; further ones become spaces
	maxMarks  = 5    // combining marks on one character, as no script needs more
	maxJoins  = 5    // characters joined to one, as no emoji and no script needs more
	maxTags   = 7    // that spell the flag of a region
)

// cleanLine returns a text as others may see it, or says why it can't be said. What
// is invisible, or changes the text around it, is dropped: control and format
// characters, overrides of direction, fillers, marks that pile up.
func cleanLine(raw string) (string, error) {
	if !utf8.ValidString(raw) {
		return "", fault("A line must be text.")
	}
	var c cleaner
	for _, r := range strings.ReplaceAll(raw, "\r\n", "\n") {
		c.add(r)
	}
	text := strings.TrimFunc(string(c.out), blank)
	switch {
	case strings.TrimFunc(text, unseen) == "":
		return "", refuse(ErrInvalid, "An empty line says nothing.")
	case utf8.RuneCountInString(text) > MaxLine:
		return "", refuse(ErrInvalid, "A line has at most {n} characters.", "n", MaxLine)
	}
	return text, nil
}

// blank are spaces, and joiners that are left with nothing to join.
func blank(r rune) bool { return gap(r) || r == zwj || r == zwnj }

// gap are spaces, also the one that is called a letter of Braille.
func gap(r rune) bool { return unicode.IsSpace(r) || r == brailleBlank }

// unseen is what no line consists of alone.
func unseen(r rune) bool {
	return blank(r) || unicode.In(r, unicode.Variation_Selector, unicode.Mn, unicode.Me)
}

const (
	zwj          = '\u200d'     // joins emoji, and letters of some scripts
	zwnj         = '\u200c'     // keeps letters of some scripts apart
	blackFlag    = '\U0001f3f4' // begins the flags of regions, which tags spell
	brailleBlank = '\u2800'
)

// cleaner takes a text character by character.
type cleaner struct {
	out     []rune
	marks   int  // on the newest base character
	varied  bool // the newest base character has its variation selector
	joins   int  // that led to the newest base character
	tags    int  // that the newest base character may still have
	breaks  int  // in all
	emptied int  // breaks in a row
}

func (c *cleaner) add(r rune) {
	switch {
	case r == '\n' || r == '\r' || r == '\v' || r == '\f' || r == '\u0085' || r == '\u2028' || r == '\u2029':
		c.newline()
	case r == '\t':
		c.base(' ')
	case tag(r):
		if c.tags > 0 {
			c.out = append(c.out, r)
			c.tags--
		}
	case r == zwj && c.joins >= maxJoins:
	case r == zwj || r == zwnj:
		if !blank(c.last()) {
			c.out = append(c.out, r)
		}
	case unicode.Is(unicode.Variation_Selector, r):
		if !c.varied && !blank(c.last()) {
			c.out, c.varied = append(c.out, r), true
		}
	case invisible(r):
	case unicode.In(r, unicode.Mn, unicode.Me):
		if c.marks < maxMarks && !gap(c.last()) {
			c.out = append(c.out, r)
			c.marks++
		}
	default:
		c.base(r)
	}
}

func (c *cleaner) base(r rune) {
	if c.last() == zwj {
		c.joins++
	} else {
		c.joins = 0
	}
	c.out = append(c.out, r)
	c.marks, c.varied, c.tags = 0, false, 0
	if r == blackFlag {
		c.tags = maxTags
	}
	if !blank(r) {
		c.emptied = 0
	}
}

// newline breaks the line, at most twice in a row and so often in all.
func (c *cleaner) newline() {
	if c.breaks >= maxBreaks {
		c.base(' ')
		return
	}
	for len(c.out) > 0 && blank(c.last()) && c.last() != '\n' {
		c.out = c.out[:len(c.out)-1]
	}
	if c.emptied >= 2 {
		return
	}
	c.base('\n')
	c.breaks++
	c.emptied++
}

// last returns the newest character, a line break before the first one.
func (c *cleaner) last() rune {
	if len(c.out) == 0 {
		return '\n'
	}
	return c.out[len(c.out)-1]
}

// tag reports whether r is one of the invisible letters that spell a region's flag.
func tag(r rune) bool { return r >= 0xe0020 && r <= 0xe007f }

// invisible are control and format characters, but for those that stand for a
// sign, and everything else that is not to be shown.
func invisible(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs, unicode.Other_Default_Ignorable_Code_Point,
		unicode.Noncharacter_Code_Point) && !unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}
