package media

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
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
		found := l.Browse(Query{Text: query, Most: 10})
		if got := rows(found); !slices.Equal(got, want) || found.Films != len(want) || found.Rows != len(want) {
			t.Errorf("%q finds %q (%d), want %q", query, got, found.Films, want)
		}
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

// shelved is a library of films that lie nowhere.
func shelved(films []Media) *Library {
	l := &Library{ids: make(map[string]*file)}
	for i, m := range films {
		m.ID, m.Version = cmp.Or(m.ID, fmt.Sprint(i)), "v"
		l.ids[m.ID] = &file{listed: true, media: m}
	}
	return l
}

// rows are what is listed: folders end in a slash.
func rows(f Found) (names []string) {
	for _, dir := range f.Folders {
		names = append(names, fmt.Sprintf("%s/ %d", dir.Name, dir.Films))
	}
	for _, item := range f.Items {
		names = append(names, item.Title)
	}
	return names
}

func TestALibraryIsLookedThroughByFoldersOrdersAndParts(t *testing.T) {
	l := shelved([]Media{
		{Title: "Heat", Added: 5, Duration: 170, Size: 4},
		{Title: "alien", Added: 9, Duration: 117, Size: 9},
		{Title: "Pilot", Folder: "Series/The Wire/Season 1", Added: 1, Duration: 60, Size: 1},
		{Title: "Episode 10", Folder: "Series/The Wire/Season 10", Added: 3, Duration: 58, Size: 1},
		{Title: "Episode 2", Folder: "Series/The Wire/Season 2", Added: 2, Duration: 59, Size: 2},
		{Title: "Making of", Folder: "Series/The Wire", Added: 4, Duration: 20, Size: 3},
		{Title: "千と千尋の神隠し", Folder: "映画", Added: 7, Duration: 125, Size: 8},
		{Title: "Seriesly", Folder: "Series 2", Added: 6, Duration: 100, Size: 7},
	})
	for name, tt := range map[string]struct {
		q     Query
		want  []string
		rows  int
		films int
	}{
		"the top":                {Query{Most: 9}, []string{"Series/ 4", "Series 2/ 1", "映画/ 1", "alien", "Heat"}, 5, 8},
		"a folder of folders":    {Query{Folder: "Series", Most: 9}, []string{"The Wire/ 4"}, 1, 4},
		"seasons in their order": {Query{Folder: "Series/The Wire", Most: 9}, []string{"Season 1/ 1", "Season 2/ 1", "Season 10/ 1", "Making of"}, 4, 4},
		"a folder of films":      {Query{Folder: "映画", Most: 9}, []string{"千と千尋の神隠し"}, 1, 1},
		"the second part":        {Query{From: 2, Most: 2}, []string{"映画/ 1", "alien"}, 5, 8},
		"the last part":          {Query{From: 4, Most: 60}, []string{"Heat"}, 5, 8},
		"behind the end":         {Query{From: 99, Most: 60}, nil, 5, 8},
		"from before the start":  {Query{From: -7, Most: 1}, []string{"Series/ 4"}, 5, 8},
		"no rows":                {Query{Most: -1}, nil, 5, 8},
		"the newest":             {Query{Order: ByNewest, Most: 3}, []string{"alien", "千と千尋の神隠し", "Seriesly"}, 8, 8},
		"the newest in a folder": {Query{Order: ByNewest, Folder: "Series", Most: 2}, []string{"Making of", "Episode 10"}, 4, 4},
		"the longest":            {Query{Order: ByLength, Most: 2}, []string{"Heat", "千と千尋の神隠し"}, 8, 8},
		"the largest":            {Query{Order: BySize, Most: 2}, []string{"alien", "千と千尋の神隠し"}, 8, 8},
		"an order unheard of":    {Query{Order: "mood", Most: 9}, []string{"Series/ 4", "Series 2/ 1", "映画/ 1", "alien", "Heat"}, 5, 8},
		"a search":               {Query{Text: "episode", Most: 9}, []string{"Episode 2", "Episode 10"}, 2, 2},
		"a search in a folder":   {Query{Text: "series", Folder: "Series", Most: 9}, []string{"Making of", "Pilot", "Episode 2", "Episode 10"}, 4, 4},
		"a search by size":       {Query{Text: "season", Order: BySize, Most: 1}, []string{"Episode 2"}, 3, 3},
		"nothing of that":        {Query{Text: "solaris", Most: 9}, nil, 0, 0},
	} {
		t.Run(name, func(t *testing.T) {
			found := l.Browse(tt.q)
			if got := rows(found); !slices.Equal(got, tt.want) || found.Rows != tt.rows || found.Films != tt.films || found.All != 8 || found.Lost {
				t.Errorf("got %q, %d rows, %d films of %d", got, found.Rows, found.Films, found.All)
			}
		})
	}
	for _, gone := range []string{"Seri", "Series/", "/Series", "..", "nowhere", "Series/The Wire/Season 1/x"} {
		if found := l.Browse(Query{Folder: gone, Most: 9}); !found.Lost || len(rows(found)) > 0 {
			t.Errorf("the folder %q has %q", gone, rows(found))
		}
	}
	if cover := l.Browse(Query{Most: 1}).Folders[0].Cover; cover.Title != "Making of" {
		t.Errorf("a folder's picture is that of %q", cover.Title)
	}
}

func TestWhatCannotBePlayedSaysWhy(t *testing.T) {
	dir := t.TempDir()
	whole := filmBytes(5, "frames")
	write(t, filepath.Join(dir, "Good.mp4"), whole)
	write(t, filepath.Join(dir, "Cut.mp4"), whole[:len(whole)-4])
	write(t, filepath.Join(dir, "Words.mkv"), []byte("not a film at all, but named like one"))
	write(t, filepath.Join(dir, "notes.txt"), []byte("no film, and not named like one"))
	write(t, filepath.Join(dir, "program.ts"), []byte("const film = true;"))
	l := open(t, Options{Paths: []string{dir}, Settle: time.Millisecond, CheckEvery: 5 * time.Millisecond})
	start(t, l)
	problems := func() string {
		var all []string
		for _, item := range l.Browse(Query{Most: 9}).Items {
			all = append(all, item.Title+": "+item.Problem.String())
		}
		return strings.Join(all, "\n")
	}
	cut, words := "Cut: "+copying.String(), "Words: "+notPlayable.String()
	if want := cut + "\nGood: \n" + words; problems() != want {
		t.Errorf("got\n%s\nwant\n%s", problems(), want)
	}
	if got := titles(l.List()); !slices.Equal(got, []string{"Good"}) {
		t.Errorf("rooms can play %q", got)
	}
	replace(t, filepath.Join(dir, "Cut.mp4"), whole)
	eventually(t, "what was cut short is whole", func() bool { return problems() == "Cut: \nGood: \n"+words })
	if err := os.Remove(filepath.Join(dir, "Words.mkv")); err != nil {
		t.Fatal(err)
	}
	eventually(t, "what was no film is gone", func() bool { return problems() == "Cut: \nGood: " })
	replace(t, filepath.Join(dir, "Good.mp4"), whole[:len(whole)-4])
	eventually(t, "a film whose file is being replaced says so", func() bool { return problems() == "Cut: \nGood: "+copying.String() })
}

// The library page and every search ask for this; the goal is 50 ms a request.
func BenchmarkBrowse10000(b *testing.B) {
	var films []Media
	for i := range 10_000 {
		films = append(films, Media{
			Title: fmt.Sprint("Épisode ", i), Folder: fmt.Sprintf("Série ひらがな/Saison %d", i%300), Name: fmt.Sprint("episode.", i, ".mkv"), Size: int64(i * 7919 % 10_000),
		})
	}
	l := shelved(films)
	for name, q := range map[string]Query{
		"Search": {Text: "serie episode 49"}, "SearchForNothing": {Text: "zzz"}, "Folder": {Folder: "Série ひらがな/Saison 7"},
		"Folders": {Folder: "Série ひらがな", From: 60}, "AllBySize": {Order: BySize, From: 9000},
	} {
		b.Run(name, func(b *testing.B) {
			q.Most = 60
			for b.Loop() {
				l.Browse(q)
			}
		})
	}
}
