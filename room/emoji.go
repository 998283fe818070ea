package room

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxEmoji bounds an emoji in bytes: a family of four with its joiners fits.
const MaxEmoji = 32

// Characters that emoji are put together of; see Unicode Technical Standard 51.
const (
	asEmoji   = '\ufe0f' // what is before it is shown as an emoji
	keycap    = '\u20e3'
	endOfTags = '\U000e007f'
	female    = '\u2640'
	male      = '\u2642'
)

// IsEmoji reports whether s is one emoji that browsers show as one picture: nothing
// else, and not several that are merely joined.
func IsEmoji(s string) bool {
	if s == "" || len(s) > MaxEmoji || !utf8.ValidString(s) {
		return false
	}
	runes := []rune(s)
	switch {
	case len(runes) == 2 && letterOfFlag(runes[0]):
		return letterOfFlag(runes[1])
	case runes[len(runes)-1] == keycap:
		return len(runes) == 3 && strings.ContainsRune("0123456789#*", runes[0]) && runes[1] == asEmoji
	case runes[0] == blackFlag && len(runes) > 1 && tag(runes[1]):
		return regionFlag(runes[1:])
	}
	parts := strings.Split(s, string(zwj))
	for _, part := range parts {
		if !element([]rune(part), len(parts) > 1) {
			return false
		}
	}
	return len(parts) == 1 || joined(parts)
}

// element reports whether runes are one picture, perhaps with a tone of skin. One that
// is joined to others need not say that it is an emoji.
func element(runes []rune, among bool) bool {
	if len(runes) == 0 || len(runes) > 2 {
		return false
	}
	first, rest := runes[0], runes[1:]
	if len(rest) == 1 && tone(rest[0]) {
		return unicode.Is(toned, first)
	}
	if unicode.Is(pictures, first) {
		return len(rest) == 0 || rest[0] == asEmoji
	}
	return unicode.Is(signs, first) && (len(rest) == 1 && rest[0] == asEmoji || len(rest) == 0 && among)
}

// joined reports whether there is one picture for parts that are joined.
func joined(parts []string) bool {
	bare := make([]rune, len(parts)) // without tones
	for i, part := range parts {
		bare[i], _ = utf8.DecodeRuneInString(part)
	}
	switch {
	case slices.ContainsFunc(pairs, func(pair string) bool { return pair == string(bare) }):
		return true
	case len(bare) == 2 && (bare[1] == female || bare[1] == male):
		return unicode.Is(toned, bare[0]) || strings.ContainsRune("👯🤼🧞🧟", bare[0])
	case !strings.ContainsRune(people, bare[0]):
		return false
	}
	for _, r := range bare[1:] {
		if !strings.ContainsRune(people+carried, r) {
			return false
		}
	}
	return len(bare) <= 4
}

// people are joined to each other as families and couples, and with what makes a
// profession, hair, or a kiss.
const (
	people  = "👨👩🧑👦👧🧒"
	carried = "⚕⚖✈❤🌾🍳🍼🎄🎓🎤🎨🏫🏭💋💻💼🔧🔬🚀🚒🤝🦯🦰🦱🦲🦳🦼🦽"
)

// pairs are the other joined emoji, without variation selectors.
var pairs = strings.Fields("🏳🌈 🏳⚧ 🏴☠ ❤🔥 ❤🩹 🐕🦺 🐈⬛ 🐦⬛ 🐦🔥 🐻❄ 👁🗨 😮💨 😵💫 😶🌫 🍋🟩 🍄🟫 ⛓💥 🙂↔ 🙂↕")

// regionFlag reports whether tags spell a region whose flag is meant.
func regionFlag(tags []rune) bool {
	n := len(tags) - 1
	if n < 3 || n >= maxTags || tags[n] != endOfTags {
		return false
	}
	return !slices.ContainsFunc(tags[:n], func(r rune) bool {
		r -= 0xe0000
		return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9')
	})
}

func letterOfFlag(r rune) bool { return r >= 0x1f1e6 && r <= 0x1f1ff }

func tone(r rune) bool { return r >= 0x1f3fb && r <= 0x1f3ff }
