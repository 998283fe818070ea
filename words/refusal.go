package words

import "errors"

// refusal is an error that says something to people.
type refusal struct {
	kind error // may be nil
	said Sentence
}

// Refuse returns an error of a kind, for errors.Is, that says something to people; text and values are those of [Say].
func Refuse(kind error, text string, values ...any) error {
	return &refusal{kind, Say(text, values...)}
}

// Fault is Refuse for what only programs do wrong: it is said in English alone.
func Fault(kind error, text string) error { return &refusal{kind, Plain(text)} }

func (r *refusal) Error() string      { return r.said.String() }
func (r *refusal) Unwrap() error      { return r.kind }
func (r *refusal) Sentence() Sentence { return r.said }

// Told returns what an error says to people: by its method Sentence, else its text.
func Told(err error) Sentence {
	if e, ok := errors.AsType[interface {
		error
		Sentence() Sentence
	}](err); ok {
		return e.Sentence()
	}
	return Plain(err.Error())
}
