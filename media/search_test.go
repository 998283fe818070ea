package media

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
)

// shelves makes a tree of folders with real films: hard links to a few, which
// have many names. It returns the path of each film, folder by folder.
func shelves(t testing.TB, root string, folders, films int) (paths []string) {
	t.Helper()
	words := []string{
		"Film", "千と千尋の神隠し", "Ирония судьбы", "رأس المال", "Ame\u0301lie", "🎬🍿", "bad\xffbytes", "הסרט",
		"ภาพยนตร์", "영화", "a\u202eb", strings.Repeat("long ", 30),
	}
	kinds := []string{"faststart.mp4", "end.mp4", "fragmented.mp4", "matroska.mkv", "webm.webm", "quicktime.mov"}
	dirs := []string{root}
	for i := len(dirs); i < folders; i++ { // ten wide, three deep
		dirs = append(dirs, filepath.Join(dirs[i/10], fmt.Sprintf("%s %d", words[i%len(words)], i)))
	}
	for _, dir := range dirs {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for i := range films {
		kind := kinds[i%len(kinds)]
		name := fmt.Sprintf("%s %d%s", words[i%len(words)], i, filepath.Ext(kind))
		path := filepath.Join(dirs[i%len(dirs)], name)
		if err := os.Link(realFilm(t, kind), path); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	return paths
}

func TestALargeLibraryIsOpenAtItsFirstFilmAndFoundInTheBackground(t *testing.T) {
	root := t.TempDir()
	const films = 5000
	paths := shelves(t, root, 300, films)
	for link, target := range map[string]string{"loop": ".", "up": "..", "self": "self", "outside": os.TempDir()} {
		if err := os.Symlink(target, filepath.Join(root, link)); err != nil {
			t.Fatal(err)
		}
	}
	deep := filepath.Join(root, filepath.Join(slices.Repeat([]string{"deeper"}, maxDepth)...))
	write(t, filepath.Join(deep, "At the bottom.mp4"), filmBytes(5, "deep"))
	write(t, filepath.Join(deep, "deeper", "Beyond the bottom.mp4"), filmBytes(5, "too deep"))

	changes := make(chan Media, 100)
	l := open(t, Options{
		Paths: []string{root}, Patience: time.Nanosecond, Settle: 30 * time.Millisecond,
		Changed: func(m Media) { changes <- m },
	})
	first := l.List()
	if len(first) == 0 || len(first) >= films {
		t.Fatalf("Open has looked at %d films", len(first))
	}
	select {
	case <-l.Searched():
		t.Fatal("Open has looked at all files")
	default:
	}
	start(t, l)
	<-l.Searched()
	list := l.List()
	if len(list) != films+1 {
		t.Fatalf("%d films are listed", len(list))
	}
	for _, m := range first {
		if got, err := l.Get(m.ID); err != nil || got != m {
			t.Errorf("what was known at first became %+v, %v", got, err)
		}
	}

	// Changes deep in the tree are noticed.
	last := paths[films-1]
	if err := os.Remove(last); err != nil {
		t.Fatal(err)
	}
	eventually(t, "a film that is removed is gone", func() bool { return len(l.List()) == films })
	replace(t, paths[films/2], filmBytes(7, "other"))
	if m := next(t, changes); m.Duration != 7 {
		t.Errorf("the new version is %+v", m)
	}
}

func TestWhatALibraryRemembersOfAFilmIsSmall(t *testing.T) {
	root := t.TempDir()
	const films = 2000
	shelves(t, root, 100, films)
	before := heap()
	l := open(t, Options{Paths: []string{root}})
	l.List()
	if each := (heap() - before) / films; each > 4<<10 {
		t.Errorf("%d bytes a film", each)
	}
	runtime.KeepAlive(l)
}

// heap returns the bytes in use.
func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

func BenchmarkOpenOfALargeLibrary(b *testing.B) {
	root := b.TempDir()
	shelves(b, root, 300, 5000)
	for b.Loop() {
		if _, err := Open(b.Context(), Options{Paths: []string{root}}); err != nil {
			b.Fatal(err)
		}
	}
}
