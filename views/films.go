package views

import (
	"context"
	"net/url"
	"path"
	"strconv"
	"strings"

	"goblet/words"
)

// Film is one film of the library. Duration is in seconds, 0 when unknown.
type Film struct {
	ID       string
	Title    string
	Folder   string // where it lies below the library, may be empty
	Duration float64
	Current  bool   // the room plays it
	Poster   string // address of a small picture, may be empty
	Note     string // what else there is to say in words, may be empty
	Watched  bool   // the room has watched it to its end

	Converts bool    // it must be converted before browsers play it; Note says what it is
	Left     float64 // seconds from where the viewer left off to the end; 0: the viewer has no place in it
	Arriving bool    // it is being uploaded
	Arrived  float64 // how much of it has been, 0 to 1
	Problem  string  // why it can't be played, a sentence; "" when it can

	Size      int64 // bytes, 0 when it does not matter here
	Uploaded  bool  // it came by upload
	MayRemove bool  // who looks may remove it
}

// FilmFolder is a folder of films.
type FilmFolder struct {
	Path   string // below the library
	Name   string
	Films  int
	Poster string // of its first film, may be empty
}

// Films are a part of those of the library that somebody looks for.
type Films struct {
	Path string // the address at which they are looked for, below the base

	Query  string // what was searched for, "" = all
	Folder string // in which, "" = all
	Sort   string // as in filmOrders
	From   int    // how many rows lie before these

	Folders []FilmFolder
	List    []Film
	Rows    int  // folders and films, of all parts
	Total   int  // films that were found
	All     int  // films of the library
	Lost    bool // the folder is not there any more

	Library bool   // they are shown to the admin, on a page of their own
	Adds    bool   // who looks may add films
	Missing string // why nothing is converted here, a sentence, or ""
}

// filmOrder is one of those that films can be sorted by.
type filmOrder struct {
	value string
	label words.Sentence
}

func filmOrders() []filmOrder {
	return []filmOrder{
		{"", words.Say("By name")}, {"newest", words.Say("Newest first")},
		{"length", words.Say("Longest first")}, {"size", words.Say("Largest first")},
	}
}

// row is how the rows of a list are called: an id of the page.
func (f Film) row() string { return "film-" + f.ID }

// folderRow is that of a folder.
func folderRow(dir string) string { return "folder-" + url.PathEscape(dir) }

// next is how many rows lie before the next part, 0 when this is the last one.
func (f Films) next() int {
	if next := f.From + len(f.Folders) + len(f.List); next > f.From && next < f.Rows {
		return next
	}
	return 0
}

// at is the address of some films: those of another folder, or another part.
func (f Films) at(ctx context.Context, folder string, from int) string {
	q := url.Values{}
	for name, value := range map[string]string{"q": f.Query, "folder": folder, "sort": f.Sort} {
		if value != "" {
			q.Set(name, value)
		}
	}
	if from > 0 {
		q.Set("from", strconv.Itoa(from))
	}
	address := at(ctx, f.Path)
	if len(q) > 0 {
		address += "?" + q.Encode()
	}
	return address
}

// crumbs are the folders above the one that is open, and itself; the first is the library.
func (f Films) crumbs(ctx context.Context) []FilmFolder {
	if f.Folder == "" {
		return nil
	}
	var dirs []FilmFolder
	for dir := f.Folder; dir != "." && dir != "/"; dir = path.Dir(dir) {
		dirs = append([]FilmFolder{{Path: dir, Name: path.Base(dir)}}, dirs...)
	}
	return append([]FilmFolder{{Name: t(ctx, "All films")}}, dirs...)
}

// count says what was found, for eyes and for screen readers.
func (f Films) count(ctx context.Context) string {
	switch {
	case f.Lost:
		return t(ctx, "This folder is not here any more.")
	case f.All == 0:
		return t(ctx, "No film is here yet.")
	case f.Query != "" && f.Total == 0 && f.Folder != "":
		return t(ctx, "No film in this folder has these words in its title.")
	case f.Query != "" && f.Total == 0:
		return t(ctx, "No film’s title or folder holds these words.")
	}
	count := filmsOf(f.Total)
	if f.Query != "" {
		count = words.Count(f.Total, "{n} film found", "{n} films found")
	}
	switch f.Sort {
	case "newest":
		return t(ctx, "{films}, the newest first", "films", count)
	case "length":
		return t(ctx, "{films}, the longest first", "films", count)
	case "size":
		return t(ctx, "{films}, the largest first", "films", count)
	}
	return say(ctx, count)
}

// filmsOf says how many films there are.
func filmsOf(n int) words.Sentence { return words.Count(n, "{n} film", "{n} films") }

// advice says what to do where nothing is to be seen, "" where something is.
func (f Films) advice(ctx context.Context) string {
	switch {
	case f.Lost:
		return t(ctx, "Go back to all films.")
	case f.All == 0 && f.Adds:
		return t(ctx, "Put films into the folder that Goblet was started with, or add one on this page: they show up here by themselves.")
	case f.All == 0:
		return t(ctx, "Put films into the folder that Goblet was started with: they show up here by themselves.")
	case f.Query != "" && f.Total == 0 && f.Folder != "":
		return t(ctx, "Try fewer words, or search all films.")
	case f.Query != "" && f.Total == 0:
		return t(ctx, "Try fewer words, or a part of a word.")
	case f.Query == "" && f.Folder == "" && f.All == 1 && f.Adds:
		return t(ctx, "To have a choice: put films into the folder that Goblet was started with, or add one on this page.")
	case f.Query == "" && f.Folder == "" && f.All == 1:
		return t(ctx, "To have a choice: put films into the folder that Goblet was started with.")
	}
	return ""
}

// legend says what the mark "converts" means, if it is on one of these.
func (f Films) legend(ctx context.Context) string {
	for _, film := range f.List {
		switch {
		case !film.Converts:
		case f.Missing != "":
			return t(ctx, "Films marked “{mark}” are in a form that most browsers don’t play. {why}", "mark", f.mark(ctx, film), "why", f.Missing)
		default:
			return t(ctx, "Films marked “{mark}” are in a form that browsers don’t play: this server converts them while you watch. They take a moment longer to start.", "mark", f.mark(ctx, film))
		}
	}
	return ""
}

// mark is what a film that must be converted is marked with.
func (f Films) mark(ctx context.Context, film Film) string {
	switch {
	case !film.Converts:
		return ""
	case f.Missing != "":
		return t(ctx, "may not play")
	}
	return t(ctx, "converts")
}

// rowFacts joins what is known of a film in a list.
func (f Films) rowFacts(ctx context.Context, film Film) string {
	var known []string
	if f.Query != "" || f.Sort != "" { // else the folder is open
		known = append(known, film.Folder)
	}
	if film.Left > 0 {
		known = append(known, t(ctx, "{time} left", "time", About(film.Left)))
	} else {
		known = append(known, length(ctx, film.Duration))
	}
	if film.Size > 0 {
		known = append(known, say(ctx, words.Bytes(film.Size)))
	}
	switch {
	case film.Arriving:
		known = append(known, t(ctx, "{part} uploaded", "part", Percent(film.Arrived)))
	case film.Uploaded && f.Library:
		known = append(known, t(ctx, "uploaded"))
	}
	if film.Watched {
		known = append(known, t(ctx, "watched"))
	}
	known = append(known, film.Note)
	var said []string
	for _, fact := range known {
		if fact != "" {
			said = append(said, fact)
		}
	}
	return strings.Join(said, " · ")
}

// seen is how much of a film lies before the viewer's place, in thousandths.
func (f Film) seen() string { return permille(f.Duration-f.Left, f.Duration) }
