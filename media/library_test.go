package media

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

// write puts a file into a folder, with the folders above it.
func write(t testing.TB, path string, content []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o644); err != nil {
		t.Fatal(err)
	}
}

// open opens a library, all of it unless the test says how long to search.
func open(t testing.TB, o Options) *Library {
	t.Helper()
	o.Patience = cmp.Or(o.Patience, time.Hour)
	l, err := Open(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// only returns the library's single film.
func only(t testing.TB, l *Library) Media {
	t.Helper()
	films := l.List()
	if len(films) != 1 {
		t.Fatalf("the library has %d films, want one: %v", len(films), films)
	}
	return films[0]
}

func titles(films []Media) (titles []string) {
	for _, m := range films {
		titles = append(titles, m.Title)
	}
	return titles
}

func TestANamedFilmIsTheLibrary(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Big.Buck.Bunny.2008.mp4")
	content := filmBytes(5, "film")
	write(t, path, content)
	l := open(t, Options{Paths: []string{path}})
	m := only(t, l)
	if m.Title != "Big Buck Bunny 2008" || m.Folder != "" || m.Name != "Big.Buck.Bunny.2008.mp4" ||
		m.Type != "video/mp4" || m.Duration != 5 || m.Size != int64(len(content)) {
		t.Errorf("%+v", m)
	}
	if !regexp.MustCompile(`^[a-z0-9]{16}$`).MatchString(m.ID) || !regexp.MustCompile(`^[a-z0-9]{12}$`).MatchString(m.Version) {
		t.Errorf("ID %q, version %q", m.ID, m.Version)
	}
	if again := only(t, open(t, Options{Paths: []string{path}})); again != m {
		t.Errorf("after a restart %+v, before %+v", again, m)
	}
	if got, err := l.Get(m.ID); err != nil || got != m {
		t.Errorf("Get = %+v, %v", got, err)
	}
	if _, err := l.Get("0123456789abcdef"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Get of another ID: %v", err)
	}
	f, got, err := l.File(m.ID, m.Version)
	if err != nil || got != m {
		t.Fatalf("File = %+v, %v", got, err)
	}
	defer f.Close()
	if read, err := io.ReadAll(f); err != nil || string(read) != string(content) {
		t.Errorf("read %d bytes, %v", len(read), err)
	}
	if _, _, err := l.File(m.ID, "0123456789ab"); !errors.Is(err, ErrReplaced) {
		t.Errorf("File of another version: %v", err)
	}
	if _, _, err := l.File("0123456789abcdef", m.Version); !errors.Is(err, ErrNotFound) {
		t.Errorf("File of another ID: %v", err)
	}
}

func TestWithoutPathsTheSampleIsServed(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	l := open(t, Options{Data: data})
	m := only(t, l)
	if m.Title != "Big Buck Bunny" || m.Type != "video/mp4" || m.Duration < 9.9 || m.Duration > 10.1 {
		t.Errorf("%+v", m)
	}
	if _, err := os.Stat(filepath.Join(data, "sample", "LICENSE.txt")); err != nil {
		t.Error(err)
	}
	if again := only(t, open(t, Options{Data: data})); again != m {
		t.Errorf("after a restart %+v, before %+v", again, m)
	}
	write(t, filepath.Join(data, "sample", m.Name), []byte("damaged"))
	if again := only(t, open(t, Options{Data: data})); again != m {
		t.Errorf("after it was damaged %+v, before %+v", again, m)
	}
	other := only(t, open(t, Options{Data: t.TempDir()}))
	if other.Version != m.Version {
		t.Errorf("version %q on one machine, %q on another", m.Version, other.Version)
	}
	if _, err := Open(t.Context(), Options{}); err == nil {
		t.Error("a library without paths and data folder")
	}
}

func TestFoldersAreSearchedWithEverythingBelow(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{
		"Film.mp4", "Serie/Season 1/Episode 10.mp4", "Serie/Season 1/Episode 2.mp4", "Serie/Season 1/episode 1.mp4",
		"folder.mp4/Inside.mp4", "no extension",
		".hidden.mp4", ".hidden/Film.mp4", "Download.mp4.part", "Serie/@eaDir/Episode 2.mp4",
	} {
		write(t, filepath.Join(dir, name), filmBytes(5, name))
	}
	write(t, filepath.Join(dir, "notes.txt"), []byte("to watch: all of it"))
	write(t, filepath.Join(dir, "half.mp4"), ftyp())
	write(t, filepath.Join(dir, "empty.mkv"), nil)
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.mp4"), 0o644); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range open(t, Options{Paths: []string{dir}}).List() {
		got = append(got, m.Folder+"|"+m.Title)
	}
	want := []string{
		"|Film", "|no extension", "folder.mp4|Inside",
		"Serie/Season 1|episode 1", "Serie/Season 1|Episode 2", "Serie/Season 1|Episode 10",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestAFilmNamedTwiceIsListedOnce(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "sub", "Film.mp4"), filmBytes(5, ""))
	l := open(t, Options{Paths: []string{dir, filepath.Join(dir, "sub"), filepath.Join(dir, "sub", "Film.mp4")}})
	only(t, l)
}

func TestWrongPathsAreExplained(t *testing.T) {
	dir := t.TempDir()
	film := filmBytes(5, "film")
	write(t, filepath.Join(dir, "text.mp4"), []byte("There is no film in this file."))
	write(t, filepath.Join(dir, "empty.mp4"), nil)
	write(t, filepath.Join(dir, "half.mp4"), film[:len(film)/2])
	if err := syscall.Mkfifo(filepath.Join(dir, "pipe.mp4"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("loop.mp4", filepath.Join(dir, "loop.mp4")); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, want string }{
		{"missing.mp4", "does not exist: check how"},
		{"text.mp4", "is no film that can be played: name an MP4, MOV, MKV or WebM file"},
		{"empty.mp4", "is no film that can be played"},
		{"half.mp4", "the copy is not complete: wait"},
		{"pipe.mp4", "is neither a file nor a folder: name a film"},
		{"loop.mp4", "cannot be read"},
		{strings.Repeat("long", 100) + ".mp4", "cannot be read (file name too long): check the disk"},
	} {
		path := filepath.Join(dir, c.name)
		_, err := Open(t.Context(), Options{Paths: []string{path}})
		if _, ok := errors.AsType[*PathError](err); !ok {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		text := err.Error()
		if !strings.HasPrefix(text, `"`+path+`" `) || !strings.Contains(text, c.want) || strings.Contains(text, "\n") {
			t.Errorf("%s: %s", c.name, text)
		}
	}
}

func TestAFolderWithoutFilmsIsWarnedOfAndTheSampleShown(t *testing.T) {
	for _, c := range []struct{ name, file, content, want string }{
		{"nothing", "", "", `holds no film: put MP4, MOV, MKV or WebM files into it`},
		{"texts", "text.txt", "There is no film in this folder.", "holds no film"},
		{"copying", "half.mp4", string(filmBytes(5, "film")[:40]), `the copy of \"half.mp4\" is not complete`},
	} {
		dir, log := filepath.Join(t.TempDir(), c.name), &journal{}
		write(t, filepath.Join(dir, "."+c.name), nil)
		if c.file != "" {
			write(t, filepath.Join(dir, c.file), []byte(c.content))
		}
		l := open(t, Options{Paths: []string{dir}, Data: t.TempDir(), Logger: log.logger()})
		if m := only(t, l); m.Title != "Big Buck Bunny" {
			t.Errorf("%s: %q is shown", c.name, m.Title)
		}
		if log.count("level=WARN") != 1 || log.count(c.want) != 1 {
			t.Errorf("%s: the log says %s", c.name, log.b.String())
		}
		if films := open(t, Options{Paths: []string{dir}}).List(); len(films) != 0 {
			t.Errorf("%s: without a place for the sample there is %v", c.name, films)
		}
	}
}

func TestUnreadablePathsAreExplained(t *testing.T) {
	err := explain("/films/a.mp4", &fs.PathError{Op: "open", Path: "/films/a.mp4", Err: syscall.EACCES})
	if want := `"/films/a.mp4" cannot be read: give the user that runs this program the permission to read it`; err.Error() != want {
		t.Errorf("%s", err)
	}
	err = explain("/films/a.mp4", &fs.PathError{Op: "read", Path: "/films/a.mp4", Err: syscall.EIO})
	if want := `"/films/a.mp4" cannot be read (input/output error): check the disk or the network share that it lies on`; err.Error() != want {
		t.Errorf("%s", err)
	}
}

func TestLinksNeverLeaveTheirFolder(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	write(t, filepath.Join(dir, "films", "Film.mp4"), filmBytes(5, "inside"))
	write(t, filepath.Join(outside, "Secret.mp4"), filmBytes(5, "outside"))
	for link, target := range map[string]string{
		"absolute.mp4":      filepath.Join(outside, "Secret.mp4"),
		"relative.mp4":      filepath.Join("..", filepath.Base(outside), "Secret.mp4"),
		"folder":            outside,
		"Again.mp4":         filepath.Join("films", "Film.mp4"),
		"films/Upwards.mp4": filepath.Join("..", "films", "Film.mp4"),
		"films/round":       "..",
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Fatal(err)
		}
	}
	l := open(t, Options{Paths: []string{dir}})
	if got, want := titles(l.List()), []string{"Again", "Film", "Upwards"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	// A link that is put in the place of a film, or of its folder, later.
	film := l.List()[1]
	if err := os.RemoveAll(filepath.Join(dir, "films")); err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(outside, "Film.mp4"), filmBytes(5, "outside"))
	if err := os.Symlink(outside, filepath.Join(dir, "films")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := l.File(film.ID, film.Version); !errors.Is(err, ErrNotFound) {
		t.Errorf("File behind a link that leads out: %v", err)
	}
	if _, err := l.Check(t.Context(), film.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("Check behind a link that leads out: %v", err)
	}
}

func TestALinkThatTheUserNamesIsFollowed(t *testing.T) {
	dir, elsewhere := t.TempDir(), t.TempDir()
	write(t, filepath.Join(elsewhere, "target.mp4"), filmBytes(5, "film"))
	link := filepath.Join(dir, "Tonight.mp4")
	if err := os.Symlink(filepath.Join(elsewhere, "target.mp4"), link); err != nil {
		t.Fatal(err)
	}
	l := open(t, Options{Paths: []string{link}})
	m := only(t, l)
	f, _, err := l.File(m.ID, m.Version)
	if err != nil || m.Title != "Tonight" {
		t.Fatalf("%+v, %v", m, err)
	}
	f.Close()
}

func TestThousandsOfFilmsAreFound(t *testing.T) {
	dir := t.TempDir()
	const films = 2000
	for i := range films {
		write(t, filepath.Join(dir, fmt.Sprint("Shelf ", i/100), fmt.Sprintf("Film %d.mp4", i)), filmBytes(i+1, ""))
	}
	list := open(t, Options{Paths: []string{dir}}).List()
	if len(list) != films {
		t.Fatalf("%d films", len(list))
	}
	for i, m := range list {
		if want := fmt.Sprintf("Film %d", i); m.Title != want || m.Folder != fmt.Sprint("Shelf ", i/100) || m.Duration != float64(i+1) {
			t.Fatalf("film %d is %+v", i, m)
		}
	}
}

func TestOpenEndsWithItsContext(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "Film.mp4"), filmBytes(5, ""))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Open(ctx, Options{Paths: []string{dir}}); !errors.Is(err, context.Canceled) {
		t.Errorf("Open: %v", err)
	}
}

func TestTitlesComeFromFileNames(t *testing.T) {
	for name, want := range map[string]string{
		"Big.Buck.Bunny.2008.mp4":      "Big Buck Bunny 2008",
		"big_buck_bunny.MKV":           "big buck bunny",
		"Old.Film.avi":                 "Old Film",
		"broadcast.TS":                 "broadcast",
		"Dr. No.mkv":                   "Dr. No",
		"Dr._No.mkv":                   "Dr No",
		"Mr. & Mrs. Smith (2005).webm": "Mr. & Mrs. Smith (2005)",
		"Concert.in.5.1.Sound.mp4":     "Concert in 5.1 Sound",
		"Ocean.s.11.2001.mp4":          "Ocean s 11 2001",
		"Part 1.5":                     "Part 1.5",
		"no.extension.2008":            "no extension 2008",
		"_.mp4":                        "_",
		"mp4":                          "mp4",
		"  spaces   inside  .mp4":      "spaces inside",
		"千と千尋の神隠し.mp4":                 "千と千尋の神隠し",
		"Ирония_судьбы.1975.mkv":       "Ирония судьбы 1975",
		"رأس المال.mp4":                "رأس المال",
		"Amélie.mp4":                   "Amélie",
		"Ame\u0301lie.mp4":             "Ame\u0301lie",
		"bad\xffbytes.mp4":             "bad\uFFFDbytes",
		"two\nlines.mp4":               "two lines",
		"🎬.mov":                        "🎬",
	} {
		if got := titleOf(name); got != want {
			t.Errorf("%q becomes %q, want %q", name, got, want)
		}
	}
}

func TestFilmsOfOtherScriptsArePlayed(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"千と千尋の神隠し.mp4", "映画/第2集.mp4", "映画/第10集.mp4", "bad\xffbytes.mp4", "Ärger.mp4", "Arm.mp4", "Zoo.mp4"} {
		write(t, filepath.Join(dir, name), filmBytes(5, name))
	}
	l := open(t, Options{Paths: []string{dir}})
	want := []string{"Ärger", "Arm", "bad\uFFFDbytes", "Zoo", "千と千尋の神隠し", "第2集", "第10集"}
	if got := titles(l.List()); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	for _, m := range l.List() {
		f, _, err := l.File(m.ID, m.Version)
		if err != nil {
			t.Errorf("%q: %v", m.Title, err)
			continue
		}
		f.Close()
	}
}

func TestOrderIsNatural(t *testing.T) {
	want := []string{
		"2 Fast", "007 Dr. No", "10 Things", "Alien", "alien 2", "Alien 3", "Episode 1", "Episode 2", "episode 002 b", "Episode 10", "Episode 100000000000000000000",
	}
	var films []Media
	for _, i := range []int{5, 3, 9, 0, 10, 7, 1, 8, 2, 6, 4} {
		films = append(films, Media{Title: want[i]})
	}
	if got := titles(shelved(films).List()); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func BenchmarkSort(b *testing.B) {
	var films []Media
	for i := range 10_000 {
		films = append(films, Media{Title: fmt.Sprintf("Episode %d of the season", i*7919%2000), Folder: fmt.Sprint("Serie ", i%20)})
	}
	l := shelved(films)
	l.List()       // what is known of a film is made once
	for b.Loop() { // as after a film was added
		l.fresh = false
		l.List()
	}
}
