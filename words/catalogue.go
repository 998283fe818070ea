package words

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"sync"

	"golang.org/x/text/feature/plural"
)

//go:embed *.json
var files embed.FS

// Message is the translation of one sentence: its text by plural form (zero, one, two, few, many, other); a sentence that
// does not count has "other" alone.
type Message map[string]string

// UnmarshalJSON takes a text, or an object of texts by plural form.
func (m *Message) UnmarshalJSON(data []byte) error {
	var text string
	if json.Unmarshal(data, &text) == nil {
		*m = Message{"other": text}
		return nil
	}
	return json.Unmarshal(data, (*map[string]string)(m))
}

// form is the text for n things.
func (m Message) form(l Language, n int) string {
	if len(m) > 1 {
		if text, ok := m[forms[plural.Cardinal.MatchPlural(l.tag(), n, 0, 0, 0, 0)]]; ok {
			return text
		}
	}
	return m["other"]
}

var forms = map[plural.Form]string{
	plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other",
}

// Forms returns the plural forms that whole numbers have in l, in the order of CLDR, "other" last.
func (l Language) Forms() (names []string) {
	has := map[string]bool{"other": true}
	for n := range 1000 {
		has[forms[plural.Cardinal.MatchPlural(l.tag(), n, 0, 0, 0, 0)]] = true
	}
	has[forms[plural.Cardinal.MatchPlural(l.tag(), 1_000_000, 0, 0, 0, 0)]] = true
	for _, name := range []string{"zero", "one", "two", "few", "many", "other"} {
		if has[name] {
			names = append(names, name)
		}
	}
	return names
}

// ParseCatalogue reads a catalogue: messages by English text, as JSON.
func ParseCatalogue(data []byte) (map[string]Message, error) {
	var c map[string]Message
	if err := json.Unmarshal(data, &c); err != nil {
		return nil, fmt.Errorf("words: %w", err)
	}
	return c, nil
}

// catalogues are read when something is first said in another language than English.
var catalogues = sync.OnceValue(func() map[Language]map[string]Message {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // they are embedded
	}
	all := make(map[Language]map[string]Message, len(entries))
	for _, e := range entries {
		data, err := files.ReadFile(e.Name())
		if err != nil {
			panic(err)
		}
		c, err := ParseCatalogue(data)
		if err != nil {
			panic(e.Name() + ": " + err.Error()) // a test reads them all
		}
		all[Language(strings.TrimSuffix(e.Name(), path.Ext(e.Name())))] = c
	}
	return all
})
