package words

import "errors"

// Told returns what an error says to people: by its method Sentence or, in a package that knows of no languages, by its
// method Said, which returns what [Say] takes; else its text.
func Told(err error) Sentence {
	if e, ok := errors.AsType[interface {
		error
		Sentence() Sentence
	}](err); ok {
		return e.Sentence()
	}
	if e, ok := errors.AsType[interface {
		error
		Said() (text string, values []any)
	}](err); ok {
		text, values := e.Said()
		return Say(text, values...)
	}
	return Plain(err.Error())
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
