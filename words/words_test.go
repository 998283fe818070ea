package words

import (
	"errors"
	"fmt"
	"slices"
	"testing"
)

func TestMatchFindsTheLanguageThatSuitsBest(t *testing.T) {
	for _, tt := range []struct {
		choices []string
		want    Language
	}{
		{nil, English},
		{[]string{""}, English},
		{[]string{"de-CH, fr;q=0.5"}, "de"},
		{[]string{"fr;q=0.5, de-CH"}, "de"},
		{[]string{"nl, fr;q=0.5"}, "fr"},
		{[]string{"pt-BR"}, "pt"},
		{[]string{"zh-Hant-TW"}, "zh"},
		{[]string{"ar-EG"}, "ar"},
		{[]string{"sw"}, English},
		{[]string{"no sense;q=x"}, English},
		{[]string{"no sense;q=x", "ja"}, "ja"},
		{[]string{"en-GB, de"}, English},
	} {
		if got := Match(tt.choices...); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.choices, got, tt.want)
		}
	}
}

func TestFormsAreThoseOfTheLanguage(t *testing.T) {
	for l, want := range map[Language][]string{
		English: {"one", "other"}, "": {"one", "other"}, "ja": {"other"}, "ar": {"zero", "one", "two", "few", "many", "other"},
		"fr": {"one", "other"},
	} {
		if got := l.Forms(); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", l, got, want)
		}
	}
}

func TestArabicHasSixFormsOfANumber(t *testing.T) {
	m := Message{"zero": "0", "one": "1", "two": "2", "few": "3-10", "many": "11-99", "other": "100"}
	for n, want := range map[int]string{
		0: "0", 1: "1", 2: "2", 3: "3-10", 10: "3-10", 11: "11-99", 26: "11-99", 99: "11-99", 100: "100", 102: "100", 103: "3-10", 111: "11-99", 1000: "100",
	} {
		if got := m.form("ar", n); got != want {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
	if got := (Message{"other": "all"}).form("ar", 2); got != "all" {
		t.Errorf("a sentence that counts nothing: %q", got)
	}
}

func TestASentenceFillsInItsValues(t *testing.T) {
	for _, tt := range []struct {
		sentence Sentence
		want     string
	}{
		{Sentence{}, ""},
		{Say("Pause"), "Pause"},
		{Say("{who} paused at {at}", "who", "Maya", "at", "0:07"), "Maya paused at 0:07"},
		{Say("{a}{b}{a}", "a", 1, "b", 2.5), "12.51"},
		{Say("{who} asks: {question}", "who", "{question}", "question", "{who}?"), "{question} asks: {who}?"},
		{Plain("{text} {n}"), "{text} {n}"},
		{Say("{unknown} stays"), "{unknown} stays"},
		{Say("Going on without {names}", "names", List("Maya", "{names}")), "Going on without Maya and {names}"},
		{Say("Ready in {time}", "time", Count(1, "{n} minute", "{n} minutes")), "Ready in 1 minute"},
		{Count(1, "{n} person is here", "{n} people are here"), "1 person is here"},
		{Count(0, "{n} person is here", "{n} people are here"), "0 people are here"},
		{Count(21, "{who} and {n} more", "{who} and {n} more", "who", "{n}"), "{n} and 21 more"},
		{Then(Say("Once."), Say("Twice.")), "Once. Twice."},
		{Then(Sentence{}, Say("Twice.")), "Twice."},
		{Then(Say("Once."), Sentence{}), "Once."},
	} {
		if got := tt.sentence.String(); got != tt.want {
			t.Errorf("%q, want %q", got, tt.want)
		}
		if tt.sentence.Silent() != (tt.want == "") {
			t.Errorf("%q is silent: %v", tt.want, tt.sentence.Silent())
		}
	}
}

func TestAListJoinsTheLastByAnd(t *testing.T) {
	for want, items := range map[string][]string{
		"": nil, "Maya": {"Maya"}, "Maya and Jon": {"Maya", "Jon"}, "Maya, Jon and {list}": {"Maya", "Jon", "{list}"},
		"a, b, c and d": {"a", "b", "c", "d"},
	} {
		if got := List(items...).String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestDecimalsHaveTheSignOfTheLanguage(t *testing.T) {
	for _, tt := range []struct {
		l      Language
		x      float64
		digits int
		want   string
	}{
		{English, 4.71, 1, "4.7"}, {"", 4, 2, "4"}, {English, 12345.5, 1, "12345.5"},
		{"de", 4.71, 1, "4,7"}, {"fr", 1234.5, 1, "1234,5"}, {"ja", 0.25, 2, "0.25"}, {"ar", 4.5, 1, "4.5"},
	} {
		if got := tt.l.Decimal(tt.x, tt.digits); got != tt.want {
			t.Errorf("%q: %q, want %q", tt.l, got, tt.want)
		}
	}
}

func TestErrorsAreToldByWhatTheySay(t *testing.T) {
	kind, plain := errors.New("a kind"), errors.New("of {no} use")
	refusal := fmt.Errorf("wrapped: %w", Refuse(kind, "{x} is gone", "x", "It"))
	for want, err := range map[string]error{"of {no} use": plain, "It is gone": refusal, "no {value}": Fault(kind, "no {value}")} {
		if got := Told(err).String(); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if !errors.Is(refusal, kind) || Fault(kind, "x").Error() != "x" {
		t.Error("a refusal is not of its kind")
	}
}

func TestSizesAreWrittenForPeople(t *testing.T) {
	for n, want := range map[int64]string{
		-5: "0 kB", 1500: "2 kB", 850e6: "850 MB", 4.71e9: "4,7 GB", 5e9: "5,0 GB", 200e9: "200 GB", 1.5e12: "1,5 TB",
	} {
		if got := Bytes(n).In("de"); got != want {
			t.Errorf("%d bytes are %q, want %q", n, got, want)
		}
	}
}

func TestTheCataloguesCanBeRead(t *testing.T) {
	all := catalogues()
	for _, tongue := range Languages[1:] {
		if _, ok := all[tongue.Language]; !ok {
			t.Errorf("there is none of %s", tongue.Name)
		}
	}
}
