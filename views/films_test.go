package views

import (
	"strings"
	"testing"
)

// shelf is a part of a list with films and folders of all kinds.
func shelf() Films {
	return Films{
		Path: "/library/films", Folder: "Series/The Wire", From: 0, Rows: 200, Total: 198, All: 500, Library: true, Adds: true,
		Folders: []FilmFolder{{Path: "Series/The Wire/Season 1", Name: "Season 1", Films: 13, Poster: "/media/a/b/poster.jpg"}},
		List: []Film{
			{ID: "plain", Title: "Plain", Duration: 7200, Left: 1800, Note: "plays as it is", Size: 5e9},
			{ID: "hevc", Title: "Other", Duration: 60, Note: "1920×1080 HEVC", Converts: true, Uploaded: true, MayRemove: true},
			{ID: "coming", Title: "Coming", Uploaded: true, Arriving: true, Arrived: 0.42, MayRemove: true},
			{ID: "broken", Title: "Broken", Problem: "Its copy is not complete."},
		},
	}
}

func TestTheListOfFilmsSaysWhatThereIsToKnow(t *testing.T) {
	folder := shelf()
	found := shelf()
	found.Folder, found.Query, found.Sort, found.Folders, found.Missing = "", "wire & co", "size", nil, "ffmpeg is not installed."
	last := shelf()
	last.From, last.Rows = 60, 65
	for _, tt := range []struct {
		name  string
		films Films
		want  []string
		none  []string
	}{
		{"a folder", folder, []string{
			"#film-path li button[hx-get=/library/films]: All films", "#film-path button[hx-get=/library/films?folder=Series]: Series",
			"#film-path [aria-current=location]: The Wire", "input[type=hidden][name=folder][form=film-browse]", "#film-count[role=status]: 198 films",
			".film-row button[hx-get=/library/films?folder=Series%2FThe+Wire%2FSeason+1] .film-choice-title: Season 1", ".film-open .film-choice-facts: Folder, 13 films",
			"#film-plain button[type=submit][name=media][value=plain] progress[value=750]", "#film-plain bdi: 30 min left · 5.0 GB · plays as it is",
			"#film-hevc bdi: 1 min · uploaded · 1920×1080 HEVC", "#film-hevc .film-mark: converts", "#film-hevc .film-row-actions button[data-remove=hevc]: Remove Other",
			"#film-coming[data-arriving] progress[value=420]", "#film-coming bdi: 42 % uploaded",
			"#film-broken .film-choice-facts: Its copy is not complete.",
			"#film-legend: Films marked “converts” are in a form that browsers don’t play: this server converts them while you watch. They take a moment longer to start.",
			"button.film-more[type=button][hx-get=/library/films?folder=Series%2FThe+Wire&from=5]: Show more films",
		}, []string{"#film-broken button", "#film-plain .film-mark", "#film-plain .film-row-actions button", "#film-advice"}},
		{"a search", found, []string{
			"#film-count: 198 films found, the largest first", "#film-hevc .film-mark: may not play", "button.film-more[hx-get=/library/films?from=4&q=wire+%26+co&sort=size]",
			"#film-legend: Films marked “may not play” are in a form that most browsers don’t play. ffmpeg is not installed.",
		}, []string{"#film-path"}},
		{"the last part", last, nil, []string{".film-more"}},
		{"no films", Films{Path: "/library/films", Adds: true}, []string{
			"#film-count: No film is here yet.", "#film-advice: Put films into the folder that Goblet was started with, or add one on this page: they show up here by themselves.",
		}, []string{".film-row", ".film-more"}},
		{"nothing found", Films{Query: "x", All: 7}, []string{"#film-count: No film’s title or folder holds these words.", "#film-advice: Try fewer words, or a part of a word."}, nil},
		{"nothing found in a folder", Films{Query: "x", Folder: "a", All: 7}, []string{"#film-advice: Try fewer words, or search all films."}, nil},
		{"a folder that is gone", Films{Folder: "a", All: 7, Lost: true}, []string{"#film-count: This folder is not here any more.", "#film-path button: All films"}, nil},
		{"one film", Films{List: []Film{sintel()}, Rows: 1, Total: 1, All: 1}, []string{"#film-count: 1 film", "#film-advice: To have a choice: put films into the folder that Goblet was started with."}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			page := render(t, FilmList(tt.films))
			for _, want := range tt.want {
				selector, content, withText := strings.Cut(want, ": ")
				if got := text(page.one(t, selector)); withText && got != content {
					t.Errorf("%s says %q, want %q", selector, got, content)
				}
			}
			for _, selector := range tt.none {
				if found := page.all(selector); len(found) > 0 {
					t.Errorf("%d elements match %s, want none", len(found), selector)
				}
			}
		})
	}
}
