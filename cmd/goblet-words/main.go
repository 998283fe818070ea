// Command goblet-words says what the catalogues of a language lack, and what they hold in vain.
//
//	go run ./cmd/goblet-words de
//
// It prints JSON that can be translated in place and given back with -take, which also removes what is said no more:
//
//	go run ./cmd/goblet-words de > new.json
//	go run ./cmd/goblet-words -take new.json de
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"

	"goblet/words"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "goblet-words:", err)
		os.Exit(1)
	}
}

func run(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("goblet-words", flag.ContinueOnError)
	root := flags.String("C", ".", "the project's `folder`")
	take := flags.String("take", "", "a `file` of translations, by English text")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 || !words.Known(flags.Arg(0)) || flags.Arg(0) == string(words.English) {
		return errors.New("name one language: " + fmt.Sprint(words.Languages[1:]))
	}
	l := words.Language(flags.Arg(0))
	var news map[string]words.Message
	if *take != "" {
		data, err := os.ReadFile(*take)
		if err != nil {
			return err
		}
		if news, err = words.ParseCatalogue(data); err != nil {
			return err
		}
	}
	missing := map[string]words.Message{}
	for _, side := range sides {
		said, err := side.said(*root)
		if err != nil {
			return err
		}
		c, err := side.read(*root, l)
		if err != nil {
			return err
		}
		for text, s := range said {
			if m, ok := news[text]; ok && len(faults(l, s, m)) == 0 {
				c[text] = m
			}
			if m, ok := c[text]; !ok || len(faults(l, s, m)) > 0 {
				missing[text] = s.blank(l)
			}
		}
		if *take == "" {
			continue
		}
		for text := range c {
			if _, ok := said[text]; !ok {
				delete(c, text)
			}
		}
		if err := side.write(*root, l, c); err != nil {
			return err
		}
	}
	_, err := stdout.Write(encode(missing))
	return err
}

// encode writes a catalogue in the order of its texts, one sentence a line.
func encode(c map[string]words.Message) []byte {
	texts := make([]string, 0, len(c))
	for text := range c {
		texts = append(texts, text)
	}
	slices.Sort(texts)
	out := []byte("{")
	for i, text := range texts {
		if i > 0 {
			out = append(out, ',')
		}
		var said any = c[text]
		if m := c[text]; len(m) == 1 && m["other"] != "" {
			said = m["other"]
		}
		out = fmt.Appendf(out, "\n  %s: %s", quote(text), quote(said))
	}
	return append(out, "\n}\n"...)
}

// quote writes JSON for people: < and & as they are.
func quote(v any) string {
	var out jsonLine
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // texts alone
	}
	return string(out[:len(out)-1])
}

type jsonLine []byte

func (l *jsonLine) Write(p []byte) (int, error) { *l = append(*l, p...); return len(p), nil }
