package room

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// MaxName bounds a name in characters.
const MaxName = 40

// CleanName returns a name as others may see it, or says why nobody can be called
// so: one line, without what is invisible or changes the text around it.
func CleanName(raw string) (string, error) {
	if !utf8.ValidString(raw) {
		return "", fault("The name must be text.")
	}
	var c cleaner
	for _, r := range raw {
		if gap(r) {
			r = ' '
		}
		c.add(r)
	}
	name := strings.TrimFunc(strings.Join(strings.Fields(string(c.out)), " "), blank)
	switch {
	case strings.TrimFunc(name, unseen) == "":
		return "", refuse(ErrInvalid, "A name needs at least one letter.")
	case utf8.RuneCountInString(name) > MaxName:
		return "", refuse(ErrInvalid, "A name has at most {n} characters.", "n", MaxName)
	}
	return name, nil
}

// nameKey is the same for names that look the same, or nearly so: whatever their
// case, width, ligatures, spaces and joiners.
func nameKey(name string) string {
	folded := norm.NFKC.String(cases.Fold().String(norm.NFKC.String(name)))
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if r == zwj || r == zwnj || invisible(r) {
			return -1
		}
		return r
	}, folded)), " ")
}

// introduce notes how p wants to be known, and gives it a name that nobody else
// in the room has. Whoever keeps the name keeps the number behind it.
func (r *roster) introduce(p *presence, v Viewer) {
	shown := p.Name
	if p.key == "" || p.given != v.Name {
		shown = r.tellApart(p, v.Name)
	}
	p.given = v.Name
	v.Name, v.Host, v.CoHost = shown, p.Host, p.CoHost
	p.Viewer = v
}

// tellApart gives p the name that it wants, with the least number behind it that makes it another one than all others,
// in place of the one that it has, and returns it.
func (r *roster) tellApart(p *presence, name string) (shown string) {
	r.free(p)
	wanted := nameKey(name)
	shown, p.key = name, wanted
	if r.names[wanted] != nil {
		n := max(2, r.least[wanted])
		for ; ; n++ {
			if p.key = numbered(wanted, n); r.names[p.key] == nil {
				break
			}
		}
		shown, r.least[wanted] = name+" "+strconv.Itoa(n), n+1
	}
	r.names[p.key] = p
	return shown
}

// rename gives p back a name that it had, and its key, or if somebody else has it by now another one for what it wants.
func (r *roster) rename(p *presence, name, key, given string) (shown string) {
	if other := r.names[key]; other != nil && other != p {
		return r.tellApart(p, given)
	}
	r.free(p)
	p.key, r.names[key] = key, p
	return name
}

// free lets others have the name of p.
func (r *roster) free(p *presence) {
	if r.names[p.key] != p {
		return
	}
	delete(r.names, p.key)
	space := strings.LastIndexByte(p.key, ' ')
	n, err := strconv.Atoi(p.key[space+1:])
	if space < 0 || err != nil {
		return
	}
	if before := p.key[:space]; n >= 2 && n < r.least[before] {
		r.least[before] = n
	}
}

// numbered is the key of a name with a number behind it.
func numbered(key string, n int) string { return key + " " + strconv.Itoa(n) }

// Rename gives a viewer another name, colour or emoji. Only the name is news to
// the room; who is not in it is renamed in silence.
type Rename struct {
	To  Viewer
	was string // what the room called the viewer; Room.Do looks for it
}

func (c Rename) decide(s State, in Circumstances) (Event, error) {
	if in.By == nil || c.was == "" || in.By.Name == c.was {
		return Event{}, errAlready
	}
	e := s.next(KindName)
	e.Was, e.CoHosts = c.was, renamed(s.CoHosts, *in.By)
	return e, nil
}

// renamed returns people with one of them under another name.
func renamed(people []Person, now Person) []Person {
	list := make([]Person, len(people))
	for i, p := range people {
		if p.ID == now.ID {
			p = now
		}
		list[i] = p
	}
	if len(list) == 0 {
		return nil
	}
	return list
}

// rename shows a present viewer as c wants it, and returns how it is called from
// now on, and how it was. undo takes that back unless it has changed since.
func (r *Room) rename(c Rename) (now, was string, undo func()) {
	r.mu.Lock()
	defer r.mu.Unlock()
	p := r.roster.here[c.To.ID]
	if p == nil {
		if r.heldElsewhere(p) {
			r.say(remark{Called: &c.To})
		}
		return c.To.Name, "", func() {}
	}
	old, given, key := p.Viewer, p.given, p.key
	r.roster.introduce(p, c.To)
	if p.node != "" {
		r.say(remark{Called: &c.To})
	}
	if p.Viewer != old {
		r.changedHere()
	}
	now = p.Name
	return now, old.Name, func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		if p := r.roster.here[c.To.ID]; p != nil && p.Name == now && p.given == c.To.Name {
			p.Name, p.given = r.roster.rename(p, old.Name, key, given), given
			r.changedHere()
		}
	}
}

// shown is a viewer under the name, colour and emoji by which the room knows it.
func (r *Room) shown(v Viewer) Viewer {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.roster.here[v.ID]; p != nil {
		return p.Viewer
	}
	return v
}
