package words

import (
	"context"

	"golang.org/x/text/language"
)

// Language is the BCP 47 tag of one of [Languages]. The zero value is English.
type Language string

const English Language = "en"

// Tongue is a language as a page lists it.
type Tongue struct {
	Language Language
	Name     string // in the language itself
}

// Languages are those that Goblet speaks, English first.
var Languages = []Tongue{
	{English, "English"},
	{"de", "Deutsch"},
	{"fr", "Français"},
	{"es", "Español"},
	{"pt", "Português"},
	{"ja", "日本語"},
	{"zh", "中文"},
	{"ar", "العربية"},
}

var matcher = func() language.Matcher {
	var tags []language.Tag
	for _, t := range Languages {
		tags = append(tags, language.Make(string(t.Language)))
	}
	return language.NewMatcher(tags)
}()

// Match returns the language that suits somebody best who asks for some in the manner of Accept-Language, the first
// choice first. A choice that makes no sense is passed over; English when nothing suits.
func Match(choices ...string) Language {
	_, index := language.MatchStrings(matcher, choices...)
	return Languages[index].Language
}

// Known reports whether Goblet speaks the language of that tag.
func Known(tag string) bool {
	for _, t := range Languages {
		if string(t.Language) == tag {
			return true
		}
	}
	return false
}

// Direction is the value of an element's dir: ltr or rtl.
func (l Language) Direction() string {
	if l == "ar" {
		return "rtl"
	}
	return "ltr"
}

// tag is l for package text. Digits are European ones everywhere, as on the player's clocks.
func (l Language) tag() language.Tag {
	if l == "" {
		l = English
	}
	return language.Make(string(l) + "-u-nu-latn")
}

type key struct{}

// With returns a context in which is spoken in l.
func With(ctx context.Context, l Language) context.Context { return context.WithValue(ctx, key{}, l) }

// From returns the language that is spoken in ctx, English if nothing else was said.
func From(ctx context.Context) Language {
	if l, ok := ctx.Value(key{}).(Language); ok && l != "" {
		return l
	}
	return English
}
