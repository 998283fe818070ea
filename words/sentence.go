package words

import (
	"context"
	"fmt"
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Sentence is something that is said, before it is known in which language. The zero value is silence.
type Sentence struct {
	text   string // English, the key of its translations
	one    string // English for n = 1, of a sentence that counts
	n      int
	counts bool
	values []any // names and what they stand for, by turns
}

// Say returns a sentence: its English text, and the names of its {values}, each followed by what it stands for: a
// Sentence is said in the same language, a float64 has its decimal sign, what else there is stands as fmt.Sprint has it.
func Say(text string, values ...any) Sentence { return Sentence{text: text, values: values} }

// Count is Say for a sentence that counts n: in English one for 1, else many. {n} stands for n.
func Count(n int, one, many string, values ...any) Sentence {
	return Sentence{text: many, one: one, n: n, counts: true, values: values}
}

// Plain is a sentence that is the same in every language, such as a name.
func Plain(text string) Sentence { return Sentence{text: "{text}", values: []any{"text", text}} }

// Silent reports whether nothing is said.
func (s Sentence) Silent() bool { return s.text == "" }

// String returns the sentence in English.
func (s Sentence) String() string { return s.In(English) }

// In returns the sentence in l.
func (s Sentence) In(l Language) string {
	return s.fill(l, s.pattern(l))
}

func (s Sentence) pattern(l Language) string {
	if l != English { // which has no catalogue, and need not wait for the others
		if m, ok := catalogues()[l][s.text]; ok {
			return m.form(l, s.n)
		}
	}
	if s.counts && s.n == 1 {
		return s.one
	}
	return s.text
}

// fill puts the values in their places.
func (s Sentence) fill(l Language, text string) string {
	if !strings.Contains(text, "{") {
		return text
	}
	pairs := make([]string, 0, len(s.values)+2)
	for i := 0; i+1 < len(s.values); i += 2 {
		var value string
		switch v := s.values[i+1].(type) {
		case Sentence:
			value = v.In(l)
		case float64:
			value = l.Decimal(v, 3)
		default:
			value = fmt.Sprint(v)
		}
		pairs = append(pairs, "{"+fmt.Sprint(s.values[i])+"}", value)
	}
	if s.counts {
		pairs = append(pairs, "{n}", fmt.Sprint(s.n))
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// For returns the sentence in the language of ctx.
func (s Sentence) For(ctx context.Context) string { return s.In(From(ctx)) }

// T says something in the language of ctx, see [Say].
func T(ctx context.Context, text string, values ...any) string {
	return Say(text, values...).For(ctx)
}

// N says something that counts n in the language of ctx, see [Count].
func N(ctx context.Context, n int, one, many string, values ...any) string {
	return Count(n, one, many, values...).For(ctx)
}

// Split says something in the language of ctx that has one {value} in it, and returns what comes before that and what
// after it, for a page that shows the value in another way than the rest.
func Split(ctx context.Context, text, value string) (before, after string) {
	before, after, _ = strings.Cut(T(ctx, text), "{"+value+"}")
	return before, after
}

// List is some things after each other, the last one joined by "and".
func List(items ...string) Sentence {
	switch len(items) {
	case 0:
		return Sentence{}
	case 1:
		return Plain(items[0])
	}
	list := Plain(items[0])
	for _, item := range items[1 : len(items)-1] {
		list = Say("{list}, {item}", "list", list, "item", item)
	}
	return Say("{list} and {last}", "list", list, "last", items[len(items)-1])
}

// Then is one sentence after the other; either may be silent.
func Then(first, then Sentence) Sentence {
	switch {
	case first.Silent():
		return then
	case then.Silent():
		return first
	}
	return Say("{first} {then}", "first", first, "then", then)
}

// Bytes is a size: 850 MB, 4.7 GB.
func Bytes(n int64) Sentence {
	switch f := max(0, float64(n)); {
	case f < 1e6:
		return Say("{n} kB", "n", int64(math.Round(f/1e3)))
	case f < 1e9:
		return Say("{n} MB", "n", int64(math.Round(f/1e6)))
	case f < 1e11:
		return Say("{n} GB", "n", tenths(f/1e9))
	case f < 1e12:
		return Say("{n} GB", "n", int64(math.Round(f/1e9)))
	default:
		return Say("{n} TB", "n", tenths(f/1e12))
	}
}

// tenths is a number with one digit after the decimal sign, also if that is 0.
func tenths(x float64) Sentence {
	whole, tenth, _ := strings.Cut(strconv.FormatFloat(x, 'f', 1, 64), ".")
	return Say("{whole}.{tenth}", "whole", whole, "tenth", tenth)
}

// Decimal writes a number with at most so many digits after the decimal sign of l, and without signs between thousands.
func (l Language) Decimal(x float64, digits int) string {
	return message.NewPrinter(l.tag()).Sprint(number.Decimal(x, number.NoSeparator(), number.MaxFractionDigits(digits)))
}
