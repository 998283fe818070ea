package views

import (
	"context"

	"goblet/words"
)

// t says something in the language of the page, see [words.Say].
func t(ctx context.Context, text string, values ...any) string { return words.T(ctx, text, values...) }

// tn says something that counts n in the language of the page, see [words.Count].
func tn(ctx context.Context, n int, one, many string, values ...any) string {
	return words.N(ctx, n, one, many, values...)
}

// say says a sentence in the language of the page.
func say(ctx context.Context, s words.Sentence) string { return s.For(ctx) }

// split says something with one {value} in it, and returns what comes before that and what after it.
func split(ctx context.Context, text, value string) (before, after string) {
	return words.Split(ctx, text, value)
}
