package media

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
)

func TestAFilmIsFoundByWhatPeopleType(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"Amélie.mp4", "Ame\u0301lie 2.mp4", "Straße/Das Boot.mp4", "Łódź/Ziemia.mp4", "İstanbul/Kış Uykusu.mp4",
		"映画/千と千尋の神隠し.mp4", "Кино/Ирония судьбы.mp4", "رأس المال.mp4", "Έρως/Ταξίδι.mp4", "Full ＷＩＤＴＨ.mp4", "The.Matrix.1999.mp4",
	} {
		write(t, filepath.Join(dir, name), filmBytes(5, name))
	}
	l := open(t, Options{Paths: []string{dir}})
	for query, want := range map[string][]string{
		"amelie":           {"Amélie", "Ame\u0301lie 2"},
		"AMÉLIE":           {"Amélie", "Ame\u0301lie 2"},
		"2 amelie":         {"Ame\u0301lie 2"},
		"strasse":          {"Das Boot"},
		"boot straße":      {"Das Boot"},
		"lodz":             {"Ziemia"},
		"istanbul kis":     {"Kış Uykusu"},
		"千尋":               {"千と千尋の神隠し"},
		"ИРОНИЯ":           {"Ирония судьбы"},
		"المال":            {"رأس المال"},
		"ταξιδι ερωσ":      {"Ταξίδι"},
		"width":            {"Full ＷＩＤＴＨ"},
		"  the\tmatrix ":   {"The Matrix 1999"},
		"the.matrix":       {"The Matrix 1999"},
		"nothing of that":  nil,
		"amelie\nmatrix":   nil,
		"\xff\x00 amelie%": nil,
	} {
		films, total := l.Find(query, 10)
		if got := titles(films); !slices.Equal(got, want) || total != len(want) {
			t.Errorf("%q finds %q (%d), want %q", query, got, total, want)
		}
	}
	all := l.List()
	if films, total := l.Find("", 3); !slices.Equal(films, all[:3]) || total != len(all) {
		t.Errorf("nothing finds %v of %d", titles(films), total)
	}
}

func FuzzFold(f *testing.F) {
	f.Add("Amélie İ ﷺ ß")
	f.Fuzz(func(t *testing.T, text string) {
		if key := fold(text); fold(key) != key {
			t.Errorf("%q becomes %q, that %q", text, key, fold(key))
		}
	})
}

func BenchmarkFind(b *testing.B) {
	l := &Library{ids: make(map[string]*file)}
	for i := range 5000 {
		id := fmt.Sprint(i)
		l.ids[id] = &file{listed: true, media: Media{ID: id, Title: fmt.Sprint("Épisode ", i), Folder: "Série ひらがな", Name: fmt.Sprint("episode.", i, ".mkv")}}
	}
	for b.Loop() {
		if films, total := l.Find("serie episode 49", 50); len(films) != 50 || total < 50 {
			b.Fatal(total)
		}
	}
}
