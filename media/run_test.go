package media

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// patience is how long a test waits for what must happen.
const patience = 20 * time.Second

// eventually waits until a condition holds.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(patience); !holds(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("after %v still not: %s", patience, what)
		}
	}
}

// start runs a library for as long as the test lasts.
func start(t *testing.T, l *Library) {
	t.Helper()
	ctx, stop := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() {
		if err := l.Run(ctx); err != nil {
			t.Errorf("Run: %v", err)
		}
	})
	t.Cleanup(func() {
		stop()
		running.Wait()
	})
}

// next waits for a new version.
func next(t *testing.T, changes <-chan Media) Media {
	t.Helper()
	select {
	case m := <-changes:
		return m
	case <-time.After(patience):
		t.Fatalf("after %v no new version", patience)
		return Media{}
	}
}

// replace puts another file in the place of one, as programs that copy safely do.
func replace(t *testing.T, path string, content []byte) {
	t.Helper()
	write(t, path+".tmp", content)
	if err := os.Rename(path+".tmp", path); err != nil {
		t.Fatal(err)
	}
}

// journal is a log that tests read.
type journal struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.b.Write(p)
}

func (j *journal) count(text string) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return strings.Count(j.b.String(), text)
}

func (j *journal) logger() *slog.Logger { return slog.New(slog.NewTextHandler(j, nil)) }

// modes are the ways in which a library notices changes.
var modes = []struct {
	name    string
	every   time.Duration
	watches int
}{
	{"watching", time.Hour, maxWatches},
	{"polling", 20 * time.Millisecond, 0},
}

// inEachMode runs a test on a running library that holds one film, named or in a folder.
func inEachMode(t *testing.T, test func(t *testing.T, l *Library, path string, changes <-chan Media, log *journal)) {
	for _, mode := range modes {
		for _, named := range []string{"film", "folder"} {
			t.Run(mode.name+" a "+named, func(t *testing.T) {
				dir := t.TempDir()
				path := filepath.Join(dir, "sub", "Film.mp4")
				write(t, path, filmBytes(5, "first"))
				opened := dir
				if named == "film" {
					opened = path
				}
				changes, log := make(chan Media, 100), &journal{}
				l := open(t, Options{
					Paths: []string{opened}, Logger: log.logger(), CheckEvery: mode.every,
					Settle: 30 * time.Millisecond, Changed: func(m Media) { changes <- m },
				})
				l.watches = mode.watches
				start(t, l)
				test(t, l, path, changes, log)
			})
		}
	}
}

func TestAReplacedFilmGetsOneNewVersion(t *testing.T) {
	inEachMode(t, func(t *testing.T, l *Library, path string, changes <-chan Media, _ *journal) {
		first := only(t, l)
		replace(t, path, filmBytes(6, "second, by rename"))
		second := next(t, changes)
		if second.ID != first.ID || second.Version == first.Version || second.Duration != 6 || only(t, l) != second {
			t.Errorf("after a rename %+v, before %+v", second, first)
		}
		if _, _, err := l.File(first.ID, first.Version); !errors.Is(err, ErrReplaced) {
			t.Errorf("File of the old version: %v", err)
		}
		write(t, path, filmBytes(7, "third, in place"))
		third := next(t, changes)
		if third.ID != first.ID || third.Version == second.Version || third.Duration != 7 {
			t.Errorf("after it was overwritten %+v, before %+v", third, second)
		}
		f, m, err := l.File(third.ID, third.Version)
		if err != nil || m != third {
			t.Fatalf("File of the new version: %+v, %v", m, err)
		}
		defer f.Close()
		if content, _ := io.ReadAll(f); !bytes.Equal(content, filmBytes(7, "third, in place")) {
			t.Errorf("File of the new version holds %q", content)
		}
		if len(changes) > 0 {
			t.Errorf("one replacement too many: %+v", <-changes)
		}
	})
}

func TestACopyUnderWayIsWaitedFor(t *testing.T) {
	inEachMode(t, func(t *testing.T, l *Library, path string, changes <-chan Media, log *journal) {
		first := only(t, l)
		content := filmBytes(8, strings.Repeat("frames ", 10_000))
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if _, err := f.Write(content[:len(content)/2]); err != nil {
			t.Fatal(err)
		}
		if _, _, err := l.File(first.ID, first.Version); !errors.Is(err, ErrReplaced) {
			t.Errorf("File during the copy: %v", err)
		}
		if _, err := l.Check(t.Context(), first.ID); !errors.Is(err, ErrUnfinished) {
			t.Errorf("Check during the copy: %v", err)
		}
		eventually(t, "the half copy was probed", func() bool { return log.count("not complete yet") > 0 })
		if only(t, l) != first {
			t.Errorf("during the copy %+v, before %+v", only(t, l), first)
		}
		if _, err := f.Write(content[len(content)/2:]); err != nil {
			t.Fatal(err)
		}
		if m := next(t, changes); m.Duration != 8 || m != only(t, l) {
			t.Errorf("after the copy %+v", m)
		}
		if len(changes) > 0 {
			t.Errorf("one replacement too many: %+v", <-changes)
		}
	})
}

func TestAFilmMayGoAndComeBack(t *testing.T) {
	inEachMode(t, func(t *testing.T, l *Library, path string, changes <-chan Media, _ *journal) {
		first := only(t, l)
		if err := os.Rename(path, path+".part"); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the film is gone", func() bool { return len(l.List()) == 0 })
		if _, err := l.Get(first.ID); !errors.Is(err, ErrNotFound) {
			t.Errorf("Get of a film that is gone: %v", err)
		}
		if _, _, err := l.File(first.ID, first.Version); !errors.Is(err, ErrNotFound) {
			t.Errorf("File of a film that is gone: %v", err)
		}
		if err := os.Rename(path+".part", path); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the film is back", func() bool { return len(l.List()) == 1 })
		if only(t, l) != first || len(changes) > 0 {
			t.Errorf("back it is %+v, before %+v, with %d changes", only(t, l), first, len(changes))
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
		eventually(t, "the film is gone again", func() bool { return len(l.List()) == 0 })
		write(t, path, filmBytes(9, "another one"))
		if m := next(t, changes); m.ID != first.ID || m.Duration != 9 {
			t.Errorf("another film in its place is %+v, before %+v", m, first)
		}
	})
}

func TestNewFoldersAreFound(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, filepath.Join(dir, "A.mp4"), filmBytes(5, ""))
			l := open(t, Options{Paths: []string{dir}, CheckEvery: mode.every, Settle: 30 * time.Millisecond})
			l.watches = mode.watches
			start(t, l)
			has := func(want ...string) {
				t.Helper()
				eventually(t, fmt.Sprintf("the films are %q", want), func() bool { return slices.Equal(titles(l.List()), want) })
			}
			write(t, filepath.Join(dir, "new", "below", "B.mp4"), filmBytes(5, ""))
			has("A", "B")
			write(t, filepath.Join(dir, "new", "below", "C.mp4"), filmBytes(5, ""))
			has("A", "B", "C")
			if err := os.Rename(filepath.Join(dir, "new"), filepath.Join(dir, "renamed")); err != nil {
				t.Fatal(err)
			}
			eventually(t, "the films are in the renamed folder", func() bool {
				films := l.List()
				return len(films) == 3 && films[1].Folder == "renamed/below" && films[2].Folder == "renamed/below"
			})
			write(t, filepath.Join(dir, "renamed", "below", "D.mp4"), filmBytes(5, ""))
			has("A", "B", "C", "D")
			if err := os.RemoveAll(filepath.Join(dir, "renamed")); err != nil {
				t.Fatal(err)
			}
			has("A")
			write(t, filepath.Join(dir, "notes.mp4"), []byte("There is no film in this file."))
			write(t, filepath.Join(dir, "E.mp4"), filmBytes(5, ""))
			has("A", "E")
		})
	}
}

func TestAReplacedLinkIsNoticed(t *testing.T) {
	for _, mode := range modes {
		t.Run(mode.name, func(t *testing.T) {
			dir, elsewhere := t.TempDir(), t.TempDir()
			link, changes := filepath.Join(dir, "Tonight.mp4"), make(chan Media, 10)
			for i, name := range []string{"a.mp4", "b.mp4"} {
				write(t, filepath.Join(elsewhere, name), filmBytes(5+i, name))
			}
			if err := os.Symlink(filepath.Join(elsewhere, "a.mp4"), link); err != nil {
				t.Fatal(err)
			}
			l := open(t, Options{
				Paths: []string{link}, CheckEvery: mode.every, Settle: 30 * time.Millisecond,
				Changed: func(m Media) { changes <- m },
			})
			l.watches = mode.watches
			start(t, l)
			for d := range 2 {
				replace(t, filepath.Join(elsewhere, "a.mp4"), filmBytes(15+d, "new target"))
				if m := next(t, changes); m.Duration != float64(15+d) {
					t.Errorf("after the target was replaced: %+v", m)
				}
			}
			if err := os.Symlink(filepath.Join(elsewhere, "b.mp4"), link+".tmp"); err != nil {
				t.Fatal(err)
			}
			if err := os.Rename(link+".tmp", link); err != nil {
				t.Fatal(err)
			}
			if m := next(t, changes); m.Duration != 6 {
				t.Errorf("after the link was replaced: %+v", m)
			}
		})
	}
}

func TestTooManyFoldersArePolled(t *testing.T) {
	dir, log := t.TempDir(), &journal{}
	for i := range 20 {
		write(t, filepath.Join(dir, fmt.Sprint("folder ", i), "Film.mp4"), filmBytes(5, ""))
	}
	l := open(t, Options{Paths: []string{dir}, Logger: log.logger(), CheckEvery: 20 * time.Millisecond, Settle: 30 * time.Millisecond})
	l.watches = 10
	start(t, l)
	write(t, filepath.Join(dir, "new", "Film.mp4"), filmBytes(5, ""))
	eventually(t, "the new film is found", func() bool { return len(l.List()) == 21 })
	if n := log.count("cannot be watched"); n != 1 {
		t.Errorf("%d lines in the log about it", n)
	}
}

// TestPollingInItsOwnTime holds the library to its intervals, in a time of the test's own.
func TestPollingInItsOwnTime(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Film.mp4")
	write(t, path, filmBytes(5, "first"))
	synctest.Test(t, func(t *testing.T) {
		changes := make(chan Media, 100)
		l := open(t, Options{Paths: []string{path}, Changed: func(m Media) { changes <- m }})
		l.watches = 0
		start(t, l)
		at := func(d time.Duration) int {
			time.Sleep(d)
			synctest.Wait()
			return len(changes)
		}
		if n := at(time.Second); n != 0 {
			t.Fatalf("%d changes of a film that lies still", n)
		}
		write(t, path, filmBytes(6, "second"))
		if n := at(4600 * time.Millisecond); n != 0 { // seen at 5 s, to settle until 5.7 s
			t.Errorf("%d changes before the film has settled", n)
		}
		if n := at(200 * time.Millisecond); n != 1 {
			t.Errorf("%d changes after the film has settled", n)
		}
		if n := at(time.Hour); n != 1 {
			t.Errorf("%d changes an hour after one replacement", n)
		}
		// Check need not wait, and what it finds is not found again.
		write(t, path, filmBytes(7, "third"))
		if m, err := l.Check(t.Context(), only(t, l).ID); err != nil || m.Duration != 7 {
			t.Errorf("Check = %+v, %v", m, err)
		}
		if n := at(0); n != 2 {
			t.Errorf("%d changes after Check", n)
		}
		if n := at(time.Hour); n != 2 {
			t.Errorf("%d changes an hour after Check", n)
		}
		// A film that is written to all the time does not settle.
		for i := range 60 {
			write(t, path, filmBytes(10+i, strings.Repeat("x", 100+i)))
			if n := at(500 * time.Millisecond); n != 2 {
				t.Fatalf("%d changes while the film is written", n)
			}
		}
		if n := at(time.Minute); n != 3 || only(t, l).Duration != 69 {
			t.Errorf("in the end %d changes, %+v", n, only(t, l))
		}
	})
}

func TestACheckByTheViewerNeedsNoRun(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Film.mp4")
	write(t, path, filmBytes(5, "first"))
	l := open(t, Options{Paths: []string{path}})
	first := only(t, l)
	if m, err := l.Check(t.Context(), first.ID); err != nil || m != first {
		t.Errorf("Check of a film that lies still = %+v, %v", m, err)
	}
	replace(t, path, filmBytes(6, "second"))
	if _, _, err := l.File(first.ID, first.Version); !errors.Is(err, ErrReplaced) {
		t.Errorf("File before the library has looked: %v", err)
	}
	second, err := l.Check(t.Context(), first.ID)
	if err != nil || second.Duration != 6 || second.Version == first.Version || only(t, l) != second {
		t.Errorf("Check = %+v, %v", second, err)
	}
	write(t, path, []byte("no film"))
	if _, err := l.Check(t.Context(), first.ID); !errors.Is(err, ErrUnfinished) {
		t.Errorf("Check of what is no film: %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Check(t.Context(), first.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("Check of what is gone: %v", err)
	}
	if _, err := l.Check(t.Context(), "0123456789abcdef"); !errors.Is(err, ErrNotFound) {
		t.Errorf("Check of another ID: %v", err)
	}
}

func TestAReplacementOfTheSameSizeAndTimeIsRefused(t *testing.T) {
	inEachMode(t, func(t *testing.T, l *Library, path string, changes <-chan Media, _ *journal) {
		first := only(t, l)
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		write(t, path+".tmp", filmBytes(6, "other"))
		if err := os.Chtimes(path+".tmp", info.ModTime(), info.ModTime()); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(path+".tmp", path); err != nil {
			t.Fatal(err)
		}
		if _, _, err := l.File(first.ID, first.Version); !errors.Is(err, ErrReplaced) {
			t.Errorf("File of the old version: %v", err)
		}
		if m := next(t, changes); m.Duration != 6 || m.Size != first.Size {
			t.Errorf("after it was replaced %+v, before %+v", m, first)
		}
	})
}

func TestAFileOfAnotherIdentityIsServedWhenItIsTheSame(t *testing.T) {
	path := filepath.Join(t.TempDir(), "Film.mp4")
	write(t, path, filmBytes(5, "film"))
	l := open(t, Options{Paths: []string{path}})
	m := only(t, l)
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	write(t, path+".tmp", filmBytes(5, "film"))
	if err := os.Chtimes(path+".tmp", info.ModTime(), info.ModTime()); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(path+".tmp", path); err != nil {
		t.Fatal(err)
	}
	f, _, err := l.File(m.ID, m.Version)
	if err != nil {
		t.Fatal(err)
	}
	f.Close()
}

// TestAVersionHasOneContent replaces a film while viewers read and check it.
func TestAVersionHasOneContent(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "Film.mp4")
	write(t, path, filmBytes(1, "film 1"))
	l := open(t, Options{Paths: []string{dir}, CheckEvery: 10 * time.Millisecond, Settle: 5 * time.Millisecond})
	start(t, l)
	id := only(t, l).ID
	ctx, stop := context.WithCancel(t.Context())
	var viewers sync.WaitGroup
	var mu sync.Mutex
	contents := make(map[string]string)
	for range 4 {
		viewers.Go(func() {
			for ctx.Err() == nil {
				m, err := l.Check(ctx, id)
				if err != nil {
					continue
				}
				f, m, err := l.File(id, m.Version)
				if err != nil {
					continue
				}
				b, err := io.ReadAll(f)
				f.Close()
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				if known, ok := contents[m.Version]; ok && known != string(b) {
					t.Errorf("version %s has two contents", m.Version)
				}
				contents[m.Version] = string(b)
				mu.Unlock()
			}
		})
	}
	const films = 50
	for i := range films {
		replace(t, path, filmBytes(i+1, fmt.Sprint("film ", i+1)))
		read := func() bool {
			mu.Lock()
			defer mu.Unlock()
			return len(contents) > i
		}
		eventually(t, "a viewer has the new film", read)
	}
	stop()
	viewers.Wait()
	if m := only(t, l); m.Duration != films {
		t.Errorf("in the end %+v", m)
	}
}
