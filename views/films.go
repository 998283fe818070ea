package views

import (
	"context"
	"net/url"
	"path"
	"strconv"
	"strings"
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
type filmOrder struct{ value, label, words string }

func filmOrders() []filmOrder {
	return []filmOrder{
		{"", "By name", ""}, {"newest", "Newest first", "the newest first"},
		{"length", "Longest first", "the longest first"}, {"size", "Largest first", "the largest first"},
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
func (f Films) crumbs() []FilmFolder {
	if f.Folder == "" {
		return nil
	}
	var dirs []FilmFolder
	for dir := f.Folder; dir != "." && dir != "/"; dir = path.Dir(dir) {
		dirs = append([]FilmFolder{{Path: dir, Name: path.Base(dir)}}, dirs...)
	}
	return append([]FilmFolder{{Name: "All films"}}, dirs...)
}

// count says what was found, for eyes and for screen readers.
func (f Films) count() string {
	switch {
	case f.Lost:
		return "This folder is not here any more."
	case f.All == 0:
		return "No film is here yet."
	case f.Query != "" && f.Total == 0 && f.Folder != "":
		return "No film in this folder has these words in its title."
	case f.Query != "" && f.Total == 0:
		return "No film’s title or folder holds these words."
	}
	var count strings.Builder
	count.WriteString(plural(f.Total, "film", "films"))
	if f.Query != "" {
		count.WriteString(" found")
	}
	for _, o := range filmOrders() {
		if o.value == f.Sort && o.words != "" {
			count.WriteString(", " + o.words)
		}
	}
	return count.String()
}

// advice says what to do where nothing is to be seen, "" where something is.
func (f Films) advice() string {
	adding := "Put films into the folder that Goblet was started with"
	if f.Adds {
		adding += ", or add one on this page"
	}
	switch {
	case f.Lost:
		return "Go back to all films."
	case f.All == 0:
		return adding + ": they show up here by themselves."
	case f.Query != "" && f.Total == 0 && f.Folder != "":
		return "Try fewer words, or search all films."
	case f.Query != "" && f.Total == 0:
		return "Try fewer words, or a part of a word."
	case f.Query == "" && f.Folder == "" && f.All == 1:
		return "To have a choice: " + strings.ToLower(adding[:1]) + adding[1:] + "."
	}
	return ""
}

// legend says what the mark "converts" means, if it is on one of these.
func (f Films) legend() string {
	for _, film := range f.List {
		switch {
		case !film.Converts:
		case f.Missing != "":
			return "Films marked “may not play” are in a form that most browsers don’t play. " + f.Missing
		default:
			return "Films marked “converts” are in a form that browsers don’t play: this server converts them while you watch. They take a moment longer to start."
		}
	}
	return ""
}

// mark is what a film that must be converted is marked with.
func (f Films) mark(film Film) string {
	switch {
	case !film.Converts:
		return ""
	case f.Missing != "":
		return "may not play"
	}
	return "converts"
}

// rowFacts joins what is known of a film in a list.
func (f Films) rowFacts(ctx context.Context, film Film) string {
	var known []string
	if f.Query != "" || f.Sort != "" { // else the folder is open
		known = append(known, film.Folder)
	}
	if film.Left > 0 {
		known = append(known, length(ctx, film.Left)+" left")
	} else {
		known = append(known, length(ctx, film.Duration))
	}
	if film.Size > 0 {
		known = append(known, Bytes(film.Size))
	}
	switch {
	case film.Arriving:
		known = append(known, Percent(film.Arrived)+" uploaded")
	case film.Uploaded && f.Library:
		known = append(known, "uploaded")
	}
	if film.Watched {
		known = append(known, "watched")
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
