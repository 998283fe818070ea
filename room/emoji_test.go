package room

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestOneEmojiIsAnEmojiAndNothingElseIs(t *testing.T) {
	for s := range strings.FieldsSeq(`🦊 🐼 😀 🦄 ❤️ ☀️ ⌚ 👍 👍🏽 ☝🏿 🇩🇪 🏴󠁧󠁢󠁳󠁣󠁴󠁿 1️⃣ #️⃣ 👩‍💻 👩🏽‍🚀 🧑🏿‍🦰 🕵️‍♀️ 🏃🏻‍♂️ 🧟‍♂️ 👨‍👩‍👧‍👦 👩🏻‍🤝‍👩🏽 🏳️‍🌈 🏴‍☠️ ❤️‍🔥 🐻‍❄️ 🐈‍⬛ 😶‍🌫️ 🫠 🪿 🫩`) {
		if !IsEmoji(s) {
			t.Errorf("%s (%+q) is none", s, s)
		}
	}
	for name, s := range map[string]string{
		"nothing": "", "a letter": "a", "a digit": "1", "a word": "fox", "a name": ":fox:", "a space": " ", "a space before": " 🦊", "two": "🦊🦊",
		"text style": "❤", "text style asked for": "❤\ufe0e", "a control character": "🦊\x00", "only a control character": "\x07", "a line break": "🦊\n",
		"an override of direction": "\u202e🦊", "one behind it": "🦊\u202e", "an isolate": "\u2066", "a joiner": "\u200d", "a joiner before": "\u200d🦊",
		"a joiner behind": "🦊\u200d", "two that have no picture together": "🦊\u200d🐼", "a fox of a profession": "🦊\u200d💻", "two joiners": "👩\u200d\u200d💻",
		"five of a family": "👨\u200d👩\u200d👧\u200d👦\u200d👦", "many joiners": strings.Repeat("👩\u200d", 50) + "💻", "a fox with a tone": "🦊🏽", "only a tone": "🏽",
		"two tones": "👍🏽🏽", "two selectors": "❤\ufe0f\ufe0f", "half a flag": "🇩", "three letters of flags": "🇩🇪🇩", "an endless flag": "🏴" + strings.Repeat("\U000e0067", 6),
		"a flag of nowhere": "🏴\U000e007f", "tags elsewhere": "🦊\U000e0067\U000e0062\U000e007f", "a keycap of a letter": "a\ufe0f\u20e3", "marks": "🦊\u0301\u0301", "a filler": "\u3164",
		"markup": "<b>", "half a character": "\xf0\x9f\xa6", "unassigned": "\U0001faff", "private": "\ue000", "Hangul": "가",
	} {
		if IsEmoji(s) {
			t.Errorf("%s (%+q) is an emoji", name, s)
		}
	}
}

func FuzzIsEmoji(f *testing.F) {
	for _, s := range []string{"🦊", "👨‍👩‍👧‍👦", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "\u202e🦊", "1️⃣", "🦊\u200d🐼", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if !IsEmoji(s) {
			return
		}
		if len(s) > MaxEmoji || !utf8.ValidString(s) {
			t.Fatalf("%+q is an emoji", s)
		}
		shown := 0
		for _, r := range s {
			if unicode.Is(unicode.Cc, r) || unicode.IsSpace(r) || unicode.Is(unicode.Bidi_Control, r) {
				t.Fatalf("%+q holds %U", s, r)
			}
			if !invisible(r) && r != zwj && !unicode.Is(unicode.Variation_Selector, r) {
				shown++
			}
		}
		if shown == 0 || shown > 7 {
			t.Fatalf("%+q shows %d characters", s, shown)
		}
		if IsEmoji(s+s) && !letterOfFlag([]rune(s)[0]) {
			t.Fatalf("%+q twice is an emoji", s)
		}
	})
}
