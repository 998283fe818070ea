package room

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestANameIsOneLineThatCanBeSeen(t *testing.T) {
	for raw, want := range map[string]string{
		"Maya": "Maya", "  Maya \n\t L.  ": "Maya L.", "Ma\x00ya": "Maya", "\u202eayaM": "ayaM", "a\u2066b\u2069": "ab", "Zoe\u0308": "Zoe\u0308",
		"Z" + strings.Repeat("\u0301", 30): "Z" + strings.Repeat("\u0301", maxMarks), "👩\u200d💻 Ann": "👩\u200d💻 Ann", "Ann\u200d": "Ann",
		"Ann\u3164\u2800B": "Ann B", strings.Repeat("ä", MaxName): strings.Repeat("ä", MaxName), "<b>": "<b>",
	} {
		if got, err := CleanName(raw); got != want || err != nil {
			t.Errorf("%+q becomes %+q, %v; want %+q", raw, got, err, want)
		}
	}
	for _, raw := range []string{"", " \t", "\u200d", "\u3164", "\u2800", "\u0301", "\xff", "\u202e", strings.Repeat("x", MaxName+1)} {
		if got, err := CleanName(raw); !errors.Is(err, ErrInvalid) || err.Error() == ErrInvalid.Error() {
			t.Errorf("%+q becomes %+q, %v", raw, got, err)
		}
	}
}

func TestTwoOfOneNameAreToldApart(t *testing.T) {
	for name, tt := range map[string]struct{ names, want []string }{
		"different":              {[]string{"Maya", "Jon", "May"}, []string{"Maya", "Jon", "May"}},
		"the same":               {[]string{"Maya", "Maya", "Maya"}, []string{"Maya", "Maya 2", "Maya 3"}},
		"another case":           {[]string{"Maya", "MAYA", "maya"}, []string{"Maya", "MAYA 2", "maya 3"}},
		"wider letters":          {[]string{"Maya", "Ｍａｙａ"}, []string{"Maya", "Ｍａｙａ 2"}},
		"a ligature":             {[]string{"Fiona", "ﬁona"}, []string{"Fiona", "ﬁona 2"}},
		"a sharp s":              {[]string{"Strauß", "STRAUSS"}, []string{"Strauß", "STRAUSS 2"}},
		"composed or not":        {[]string{"Zo\u00eb", "Zoe\u0308"}, []string{"Zo\u00eb", "Zoe\u0308 2"}},
		"double spaces":          {[]string{"Ann Lee", "Ann  Lee", "Ann\u00a0Lee", " Ann Lee "}, []string{"Ann Lee", "Ann  Lee 2", "Ann\u00a0Lee 3", " Ann Lee  4"}},
		"what can't be seen":     {[]string{"Maya", "Ma\u200dya", "Maya\u200c"}, []string{"Maya", "Ma\u200dya 2", "Maya\u200c 3"}},
		"who is called so":       {[]string{"Maya 2", "Maya", "Maya"}, []string{"Maya 2", "Maya", "Maya 3"}},
		"who wants to be":        {[]string{"Maya", "Maya", "Maya 2"}, []string{"Maya", "Maya 2", "Maya 2 2"}},
		"other digits":           {[]string{"Maya", "Maya ２", "Maya"}, []string{"Maya", "Maya ２", "Maya 3"}},
		"the beginning of names": {[]string{"Maya Lee", "Maya"}, []string{"Maya Lee", "Maya"}},
	} {
		r := newRoster()
		for i, n := range tt.names {
			r.add(Viewer{ID: strconv.Itoa(i), Name: n}, float64(i+1))
		}
		var got []string
		for _, v := range r.viewers(State{}).List {
			got = append(got, v.Name)
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestANumberIsKeptAndFreedWithTheViewer(t *testing.T) {
	r := newRoster()
	for i, id := range []string{"a", "b", "c"} {
		r.add(Viewer{ID: id, Name: "Maya"}, float64(i+1))
	}
	shown := func(id string) string { return r.here[id].Name }
	r.add(Viewer{ID: "b", Name: "Maya", Color: "hue-3"}, 4) // another tab, or a reload
	if shown("b") != "Maya 2" || r.here["b"].Color != "hue-3" {
		t.Errorf("who comes with another stream is %q", shown("b"))
	}
	r.remove("a", 5)
	r.sweep(5)
	if shown("b") != "Maya 2" || shown("c") != "Maya 3" {
		t.Errorf("those who stay are %q and %q", shown("b"), shown("c"))
	}
	r.add(Viewer{ID: "d", Name: "maya"}, 6)
	if shown("d") != "maya" {
		t.Errorf("the name that is free again is not given: %q", shown("d"))
	}
	r.introduce(r.here["c"], Viewer{ID: "c", Name: "Jon"})
	r.add(Viewer{ID: "e", Name: "Maya"}, 7)
	if shown("c") != "Jon" || shown("e") != "Maya 3" {
		t.Errorf("after a rename %q and %q", shown("c"), shown("e"))
	}
	r.introduce(r.here["b"], Viewer{ID: "b", Name: "MAYA"})
	if shown("b") != "MAYA 2" {
		t.Errorf("another way to write it makes %q", shown("b"))
	}
}

func TestARenameIsNewsOnlyIfTheNameIsAnotherOne(t *testing.T) {
	s := led(Hosts, Hosts, Hosts)
	s.HostName = "Maya"
	for name, tt := range map[string]struct {
		by  Person
		was string
	}{
		"a guest": {Person{"jon", "Jonathan"}, "Jon"}, "a co-host": {Person{"ann", "Anna"}, "Ann"}, "the host": {Person{"maya", "May"}, "Maya"},
	} {
		e, changes, err := Decide(s, Rename{was: tt.was}, in(&tt.by))
		if err != nil || !changes || e.Kind != KindName || *e.By != tt.by || e.Was != tt.was || e.Host != "maya" || e.Playback != s.Playback {
			t.Errorf("%s: %+v, %v", name, e, err)
		}
		after := Apply(s, e, 71)
		if want := renamed([]Person{*helper}, tt.by); !slices.Equal(after.CoHosts, want) {
			t.Errorf("%s: co-hosts %v, want %v", name, after.CoHosts, want)
		}
		if host := after.HostName; (host == "May") != (tt.by.ID == "maya") {
			t.Errorf("%s: the host is called %q", name, host)
		}
	}
	for name, was := range map[string]string{"the same name": "Jon", "not in the room": ""} {
		if _, changes, err := Decide(s, Rename{was: was}, in(jon)); changes || err != nil {
			t.Errorf("%s: changes %v, %v", name, changes, err)
		}
	}
}

func TestAHostWhoIsReplacedInARoomThatIsLedCanComeBack(t *testing.T) {
	full := led(Hosts, Hosts, Everyone)
	full.CoHosts = make([]Person, maxCoHosts)
	nobody := led(Hosts, Hosts, Everyone)
	nobody.Host = ""
	for name, tt := range map[string]struct {
		state State
		cmd   Command
		by    *Person
		want  []Person
	}{
		"away too long":           {led(Hosts, Hosts, Everyone), elect{Left: "maya", Next: *jon}, nil, []Person{*helper, *maya}},
		"a co-host inherits":      {led(Everyone, Everyone, Hosts), elect{Left: "maya", Next: *helper}, nil, []Person{*maya}},
		"in an open room":         {led(Everyone, Hosts, Everyone), elect{Left: "maya", Next: *jon}, nil, []Person{*helper}},
		"no room for another":     {full, elect{Left: "maya", Next: *jon}, nil, full.CoHosts},
		"there was no host":       {nobody, elect{Next: *jon}, nil, []Person{*helper}},
		"a co-host claims it":     {led(Hosts, Hosts, Everyone), ClaimHost{}, helper, []Person{*maya}},
		"claimed in an open room": {led(Everyone, Hosts, Everyone), ClaimHost{}, jon, []Person{*helper}},
		"handed over":             {led(Hosts, Hosts, Everyone), HandOver{"jon"}, maya, []Person{*helper}},
	} {
		tt.state.HostName = "Maya"
		c := in(tt.by)
		e, changes, err := Decide(tt.state, tt.cmd, c)
		if err != nil || !changes || !slices.Equal(e.CoHosts, tt.want) {
			t.Errorf("%s: co-hosts %v, %v; want %v", name, e.CoHosts, err, tt.want)
		}
	}

	s := led(Hosts, Hosts, Everyone)
	s.HostName = "Maya"
	e, _, _ := Decide(s, elect{Left: "maya", Next: *jon}, in(nil))
	s = Apply(s, e, 71)
	e, changes, err := Decide(s, ClaimHost{}, in(maya))
	if err != nil || !changes || e.Host != "maya" || !slices.Equal(e.CoHosts, []Person{*helper, *jon}) {
		t.Errorf("the former host claims the role: %+v, %v", e, err)
	}
}

// Whatever comes, goes and is renamed: no two are called the same, and who is numbered has the least number that was free.
func TestNamesOfARestlessRoom(t *testing.T) {
	names := []string{"Maya", "maya", "Maya 2", "Maya 3", "Jon", "Jon 2"}
	random := rand.New(rand.NewPCG(1, 2))
	r := newRoster()
	for range 5000 {
		id := strconv.Itoa(random.IntN(12))
		if p := r.here[id]; p != nil && random.IntN(2) == 0 {
			r.forget(p)
			continue
		}
		wanted := Viewer{ID: id, Name: names[random.IntN(len(names))]}
		if p := r.here[id]; p != nil && p.given == wanted.Name {
			continue
		}
		taken := map[string]bool{}
		for _, p := range r.here {
			taken[nameKey(p.Name)] = p.ID != id
		}
		want := wanted.Name
		for n := 2; taken[nameKey(want)]; n++ {
			want = wanted.Name + " " + strconv.Itoa(n)
		}
		if p, _ := r.add(wanted, 1); p.Name != want {
			t.Fatalf("who wants to be %q among %v is %q, want %q", wanted.Name, taken, p.Name, want)
		}
	}
}
