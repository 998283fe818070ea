package handlers

import (
	"fmt"
	"math"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"goblet/room"
)

// form is a parsed body. Its methods return badForm errors.
type form struct{ url.Values }

// readForm reads a form-encoded body of at most maxForm bytes.
func readForm(w http.ResponseWriter, r *http.Request) (form, error) {
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		if err := r.ParseMultipartForm(maxForm); err != nil {
			return form{}, fmt.Errorf("%w: %w", badForm{"The form can't be read."}, err)
		}
		return form{r.PostForm}, nil
	}
	if err := r.ParseForm(); err != nil {
		return form{}, fmt.Errorf("%w: %w", badForm{"The form can't be read."}, err)
	}
	return form{r.PostForm}, nil
}

// action returns an action's id and the last seq that its sender had applied.
func (f form) action() (id string, seen uint64, err error) {
	id = f.Get("action")
	if id == "" || len(id) > room.MaxActionID || strings.ContainsFunc(id, notToken) {
		return "", 0, badForm{"The field action must be 1 to 64 letters, digits, dashes or underscores."}
	}
	seen, err = strconv.ParseUint(f.Get("seen"), 10, 64)
	if err != nil {
		return "", 0, badForm{"The field seen must be the number of the last event."}
	}
	return id, seen, nil
}

func notToken(r rune) bool {
	return r >= utf8.RuneSelf || !(unicode.IsLetter(r) || unicode.IsDigit(r) || r == '-' || r == '_')
}

// number returns a finite number.
func (f form) number(field string) (float64, error) {
	x, err := strconv.ParseFloat(f.Get(field), 64)
	if err != nil || math.IsNaN(x) || math.IsInf(x, 0) {
		return 0, badForm{"The field " + field + " must be a number."}
	}
	return x, nil
}

// seconds is number for a field that may be missing.
func (f form) seconds(field string, missing float64) (float64, error) {
	if f.Get(field) == "" {
		return missing, nil
	}
	return f.number(field)
}

// truth returns what a field says that may be missing.
func (f form) truth(field string, missing bool) (bool, error) {
	switch f.Get(field) {
	case "":
		return missing, nil
	case "true":
		return true, nil
	case "false":
		return false, nil
	}
	return false, badForm{"The field " + field + " must be true or false."}
}
