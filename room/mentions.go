package room

import "unicode"

// Bounds of what is looked for in one line.
const (
	maxMentions = 20
	maxSigns    = 50 // @ that are looked at
)

// mentioned returns those of some people who are named in a text after an @, each
// once. Of two of one name it is the first; of two names that fit, the longer.
func mentioned(text string, people []Person) (found []Person) {
	runes := fold(text)
	names, longest := make(map[string]Person, len(people)), 0
	for _, p := range people {
		name := fold(p.Name)
		longest = max(longest, len(name))
		if _, taken := names[string(name)]; !taken {
			names[string(name)] = p
		}
	}
	signs := 0
	for i, r := range runes {
		if r != '@' || i > 0 && word(runes[i-1]) {
			continue
		}
		if signs++; signs > maxSigns || len(found) == maxMentions {
			break
		}
		rest := runes[i+1:]
		for n := min(longest, len(rest)); n > 0; n-- {
			p, ok := names[string(rest[:n])]
			if !ok || n < len(rest) && word(rest[n]) {
				continue
			}
			if !among(found, p.ID) {
				found = append(found, p)
			}
			break
		}
	}
	return found
}

// fold returns a text's characters without their case, as many as there are.
func fold(text string) []rune {
	runes := []rune(text)
	for i, r := range runes {
		runes[i] = unicode.ToLower(r)
	}
	return runes
}

// word reports whether r goes on with a word.
func word(r rune) bool {
	return unicode.In(r, unicode.L, unicode.M, unicode.N) || r == '_'
}
