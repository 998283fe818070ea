package room

import (
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// talking is watching, where Jon has said line 5, Maya line 6 in reply, and Jon
// line 7, which is deleted.
func talking() State {
	s := watching(true)
	s.Chat.Lines = []Line{
		{ID: 5, At: 1, Author: Author{ID: "jon", Name: "Jon", Color: "hue-1"}, Text: "Hello ||the butler|| there"},
		{ID: 6, At: 2, Author: Author{ID: "maya", Name: "Maya", Color: "hue-2"}, Text: "hm", Reply: &Quote{5, "Jon", "Hello [spoiler] there"}},
		{ID: 7, At: 3, Author: Author{ID: "jon", Name: "Jon", Color: "hue-1"}, Deleted: true},
	}
	return s
}

func by(p *Person) Circumstances {
	return Circumstances{Now: now, By: p, Action: "a", Seen: 7, Color: "hue-9", Here: func() []Person {
		return []Person{*maya, *jon, {"anna", "Anna"}, {"annalee", "Anna Lee"}, {"other", "Jon"}}
	}}
}

func TestWhatIsSaidBecomesALine(t *testing.T) {
	mine := Author{ID: "maya", Name: "Maya", Color: "hue-9"}
	jons := Author{ID: "jon", Name: "Jon", Color: "hue-1"}
	for name, tt := range map[string]struct {
		cmd  Command
		by   *Person
		want Line
	}{
		"a line":                        {Say{Text: "  Hi \n"}, maya, Line{ID: 8, At: now, Author: mine, Text: "Hi"}},
		"a reply quotes without secret": {Say{"So?", 5}, maya, Line{ID: 8, At: now, Author: mine, Text: "So?", Reply: &Quote{5, "Jon", "Hello [spoiler] there"}}},
		"a mention":                     {Say{Text: "hey @JON, @anna lee"}, maya, Line{ID: 8, At: now, Author: mine, Text: "hey @JON, @anna lee", Mentions: []Person{*jon, {"annalee", "Anna Lee"}}}},
		"no mention":                    {Say{Text: "a@jon @jonas @"}, maya, Line{ID: 8, At: now, Author: mine, Text: "a@jon @jonas @"}},
		"an edit keeps author and time": {EditLine{5, "Bye"}, jon, Line{ID: 5, At: 1, Author: jons, Text: "Bye", Edited: true}},
		"an edit keeps the reply":       {EditLine{6, "@Jon"}, maya, Line{ID: 6, At: 2, Author: Author{ID: "maya", Name: "Maya", Color: "hue-2"}, Text: "@Jon", Mentions: []Person{*jon}, Reply: &Quote{5, "Jon", "Hello [spoiler] there"}, Edited: true}},
		"one's own line is deleted":     {DeleteLine{Line: 5}, jon, Line{ID: 5, At: 1, Author: jons, Deleted: true}},
		"the host deletes any line":     {DeleteLine{Line: 5}, maya, Line{ID: 5, At: 1, Author: jons, Deleted: true}},
		"an old line is deleted":        {DeleteLine{2, &Line{ID: 2, Author: jons, Text: "x"}}, jon, Line{ID: 2, Author: jons, Deleted: true}},
	} {
		t.Run(name, func(t *testing.T) {
			e, changes, err := Decide(talking(), tt.cmd, by(tt.by))
			if err != nil || !changes || e.Kind != KindChat || e.By != tt.by || e.Playback != talking().Playback {
				t.Fatalf("%+v, changes %v, error %v", e, changes, err)
			}
			if !reflect.DeepEqual(*e.Line, tt.want) {
				t.Errorf("line %+v, want %+v", *e.Line, tt.want)
			}
		})
	}
}

func TestChatRefusesWithAReason(t *testing.T) {
	for name, tt := range map[string]struct {
		cmd  Command
		by   *Person
		want error
	}{
		"nothing said":              {Say{Text: " \n\u200b "}, jon, ErrInvalid},
		"too much said":             {Say{Text: strings.Repeat("😀", MaxLine+1)}, jon, ErrInvalid},
		"bytes that are no text":    {Say{Text: "a\xff"}, jon, ErrInvalid},
		"a reply to an old line":    {Say{"x", 2}, jon, ErrStale},
		"a reply to what is gone":   {Say{"x", 7}, jon, ErrStale},
		"an edit to nothing":        {EditLine{5, " "}, jon, ErrInvalid},
		"another's line is edited":  {EditLine{5, "x"}, maya, ErrForbidden},
		"an old line is edited":     {EditLine{2, "x"}, jon, ErrStale},
		"a deleted line is edited":  {EditLine{7, "x"}, jon, ErrStale},
		"a guest deletes another's": {DeleteLine{Line: 6}, jon, ErrForbidden},
		"an old one of another's":   {DeleteLine{2, &Line{ID: 2, Author: Author{ID: "maya"}}}, jon, ErrForbidden},
		"a line that never was":     {DeleteLine{Line: 99}, maya, ErrStale},
		"the room itself talks":     {Say{Text: "x"}, nil, ErrForbidden},
	} {
		if _, changes, err := Decide(talking(), tt.cmd, by(tt.by)); changes || !errors.Is(err, tt.want) {
			t.Errorf("%s: changes %v, error %v", name, changes, err)
		}
	}
	in := by(jon)
	in.Admin = true
	if _, changes, err := Decide(talking(), DeleteLine{Line: 6}, in); !changes || err != nil {
		t.Errorf("the admin deletes: %v, %v", changes, err)
	}
	for name, c := range map[string]Command{"the text that it has": EditLine{5, talking().Chat.Lines[0].Text}, "deleted before": DeleteLine{Line: 7}} {
		if _, changes, err := Decide(talking(), c, by(jon)); changes || err != nil {
			t.Errorf("%s: changes %v, error %v", name, changes, err)
		}
	}
}

func TestADeletedLineTakesItsTextAlongAndOlderStatesStay(t *testing.T) {
	before := talking()
	e, _, err := Decide(before, DeleteLine{Line: 5}, by(jon))
	if err != nil {
		t.Fatal(err)
	}
	after := Apply(before, e, 71)
	data, err := json.Marshal(after)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(data), "Hello") || after.Chat.Lines[1].Reply.Name != "Jon" {
		t.Errorf("the state still has it: %s", data)
	}
	if !reflect.DeepEqual(before, talking()) {
		t.Error("the state before was changed")
	}
}

func TestAStateHoldsABoundedChat(t *testing.T) {
	for name, tt := range map[string]struct {
		text  string
		least int
	}{
		"short lines": {"x", KeptLines},
		"long lines":  {strings.Repeat("😀", MaxLine), 10},
	} {
		t.Run(name, func(t *testing.T) {
			s := watching(true)
			for range KeptLines + 50 {
				e, _, err := Decide(s, Say{Text: tt.text}, Circumstances{By: jon})
				if err != nil {
					t.Fatal(err)
				}
				s = Apply(s, e, 0)
			}
			lines := s.Chat.Lines
			if len(lines) < tt.least || len(lines) > KeptLines || !s.Chat.Older || lines[len(lines)-1].ID != s.Seq {
				t.Errorf("%d lines, older %v", len(lines), s.Chat.Older)
			}
			if data, _ := json.Marshal(s); len(data) > 800<<10 {
				t.Errorf("a snapshot of %d bytes", len(data))
			}
		})
	}
}

func TestALineIsCleaned(t *testing.T) {
	for name, tt := range map[string][2]string{
		"control characters":       {"a\x00b\x1bc\u009fd", "abcd"},
		"overrides and isolates":   {"a\u202eb\u202ac\u2066d\u2069", "abcd"},
		"marks of direction":       {"a\u200eb\u200f", "ab"},
		"fillers":                  {"a\u3164\u115f\u034f\u00adb", "ab"},
		"all kinds of line breaks": {"a\r\nb\rc\u2028d", "a\nb\nc\nd"},
		"many line breaks":         {"a\n\n \n\n\nb", "a\n\nb"},
		"spaces within":            {"a  b\tc", "a  b c"},
		"piled marks":              {"a" + strings.Repeat("\u0301", 99) + "b", "a" + strings.Repeat("\u0301", maxMarks) + "b"},
		"piled marks with joiners": {"a" + strings.Repeat("\u0301\u200d", 99), "a" + strings.Repeat("\u0301\u200d", maxMarks-1) + "\u0301"},
		"families":                 {"👩‍👩‍👧 ❤️‍🔥 1️⃣", "👩‍👩‍👧 ❤️‍🔥 1️⃣"},
		"flags":                    {"🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 🇮🇸", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f 🇮🇸"},
		"tags without a flag":      {"a\U000e0067\U000e0062", "a"},
		"many variations":          {"a\ufe0f\ufe0e\U000e0100", "a\ufe0f"},
		"scripts":                  {"שָׁלוֹם नमस्ते می\u200cخواهم ভাল ไทย Việt", "שָׁלוֹם नमस्ते می\u200cخواهم ভাল ไทย Việt"},
		"a joiner with nothing":    {"\u200da\u200d", "a"},
		"a family":                 {"👩‍👩‍👧‍👦", "👩‍👩‍👧‍👦"},
		"a bomb of joiners":        {strings.Repeat("👩\u200d", 9) + "👩", strings.Repeat("👩\u200d", 5) + "👩" + "👩\u200d👩\u200d👩\u200d👩"},
		"noncharacters":            {"a\ufffe\U0001ffffb\ue000", "ab"},
	} {
		if got, err := cleanLine(tt[0]); err != nil || got != tt[1] {
			t.Errorf("%s: %q, %v, want %q", name, got, err, tt[1])
		}
	}
	for _, empty := range []string{"", "\u0301", "\u2800", "\ufe0f", " \u0301 ", "\u200d\u200c"} {
		if got, err := cleanLine(empty); !errors.Is(err, ErrInvalid) {
			t.Errorf("%q becomes %q, %v", empty, got, err)
		}
	}
	if text, err := cleanLine(strings.Repeat("a\n", 500) + "b"); err != nil || strings.Count(text, "\n") > maxBreaks {
		t.Errorf("%q, %v", text, err)
	}
}

func TestAQuoteIsShortAndOnOneLine(t *testing.T) {
	for text, want := range map[string]string{
		"a\n\nb":                 "a b",
		"a ||b|| c ||d||":        "a [spoiler] c [spoiler]",
		"a || b":                 "a || b",
		strings.Repeat("é", 500): strings.Repeat("é", quoteLength) + "…",
	} {
		if got := excerpt(text); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// FuzzLine: whatever is said is clean, short, and stays as it is when it is
// cleaned again.
func FuzzLine(f *testing.F) {
	for _, seed := range []string{"hello", "a\u202eb", "👩‍👩‍👧", "\n\n\n", "a\u0301\u0301\u0301", "🏴\U000e0067", "||x|| @jon", "\u2800 \u200d", "a\xff", "👩\u200d👩\u200d👩\u200d👩\u200d👩\u200d👩\u200d👩"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		text, err := cleanLine(raw)
		if err != nil {
			if !errors.Is(err, ErrInvalid) || text != "" {
				t.Fatalf("%q, %v", text, err)
			}
			return
		}
		runes := []rune(text)
		if len(runes) == 0 || len(runes) > MaxLine || strings.TrimSpace(text) != text || strings.Contains(text, "\n\n\n") {
			t.Fatalf("%q", text)
		}
		for _, r := range runes {
			if r < ' ' && r != '\n' || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 || r == '\u200b' || r == '\ufeff' {
				t.Fatalf("%q holds %U", text, r)
			}
		}
		for joined, before := 0, rune(0); len(runes) > 0; runes = runes[1:] {
			switch r := runes[0]; {
			case before == zwj && r != zwj:
				joined++
			case !unicode.In(r, unicode.M, unicode.Variation_Selector) && r != zwj && r != zwnj && !tag(r):
				joined = 0
			}
			if before = runes[0]; joined > maxJoins {
				t.Fatalf("%q joins without end", text)
			}
		}
		runes = []rune(text)
		if again, err := cleanLine(text); err != nil || again != text {
			t.Fatalf("%q is cleaned to %q, %v", text, again, err)
		}
		people := []Person{*jon, {"x", text}, {"y", string(runes[:min(3, len(runes))])}}
		found := mentioned(text+" @"+text, people)
		if len(found) > maxMentions || slices.ContainsFunc(found, func(p Person) bool { return !slices.Contains(people, p) }) {
			t.Fatalf("mentions %+v", found)
		}
		if short := excerpt(text); len([]rune(short)) > quoteLength+1 || strings.Contains(short, "\n") {
			t.Fatalf("quote %q", short)
		}
	})
}
