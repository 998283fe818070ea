package main

import (
	"testing"

	"goblet/words"
)

func TestEveryLanguageSaysEverything(t *testing.T) {
	for _, side := range sides {
		said, err := side.said("../..")
		if err != nil {
			t.Fatal(err)
		}
		if len(said) < 100 {
			t.Errorf("only %d sentences were found for %s", len(said), side.path)
		}
		for _, tongue := range words.Languages[1:] {
			l := tongue.Language
			c, err := side.read("../..", l)
			if err != nil {
				t.Fatal(err)
			}
			for text, s := range said {
				if m, ok := c[text]; !ok {
					t.Errorf("%s lacks %q, said at %s", side.file("", l), text, s.where)
				} else {
					for _, fault := range faults(l, s, m) {
						t.Errorf("%s: %q: %s", side.file("", l), text, fault)
					}
				}
			}
			for text := range c {
				if _, ok := said[text]; !ok {
					t.Errorf("%s: %q is said no more", side.file("", l), text)
				}
			}
		}
	}
}
