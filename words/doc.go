// Package words holds what Goblet says to people in every language that it speaks.
//
// English is in the code, where it is said; it is the key of its translations, too. {name} in it stands for a value:
//
//	words.T(ctx, "{name} paused at {at}", "name", who, "at", clock)
//	words.N(ctx, n, "{n} person is here", "{n} people are here")
//
// A file like de.json holds the translations of one language: of a sentence, or of a sentence that counts one for each of
// the language's plural forms (Unicode CLDR). What is missing is said in English; a test of cmd/goblet-words finds what is
// missing, and what is said no more. What the pages' scripts say is in assets/words.
package words
