package transcode

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"goblet/media/hls"
)

// bytesIn returns how many bytes the files below a folder have.
func bytesIn(t *testing.T, folder string) (total int64) {
	t.Helper()
	err := filepath.WalkDir(folder, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		total += info.Size()
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return total
}

func newStore(t *testing.T, folder string, limit int64, log *slog.Logger) *store {
	t.Helper()
	s, err := openStore(folder, limit, log)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.close() })
	return s
}

var silent = slog.New(slog.DiscardHandler)

func TestTheCacheIsBoundedAndForgetsWhatWasUsedLongestAgo(t *testing.T) {
	folder := t.TempDir()
	s := newStore(t, folder, 10_000, silent)
	for n := range 30 {
		s.put(fmt.Sprintf("film/low/%d.m4s", n), bytes.Repeat([]byte{byte(n)}, 1000))
		s.get("film/low/0.m4s")
	}
	if got := bytesIn(t, folder); got != 10_000 {
		t.Errorf("%d bytes", got)
	}
	for n, want := range map[int]bool{0: true, 1: false, 20: false, 21: true, 29: true} {
		if data, ok := s.get(fmt.Sprintf("film/low/%d.m4s", n)); ok != want || ok && (len(data) != 1000 || data[0] != byte(n)) {
			t.Errorf("segment %d: %v", n, ok)
		}
	}
	for n := range newest {
		s.put(fmt.Sprintf("other/low/%d.m4s", n), make([]byte, 1250))
	}
	if _, err := os.Stat(filepath.Join(folder, "film")); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty folder is left: %v", err)
	}
}

func TestTheCacheSurvivesARestart(t *testing.T) {
	folder := t.TempDir()
	s := newStore(t, folder, 10_000, silent)
	s.put("film/low/0.m4s", []byte("first"))
	s.put("film/low/1.m4s", []byte("second"))
	for name, data := range map[string]string{"film/low/2.m4s" + unfinished: "half", "film/low/3.m4s": ""} {
		if err := os.WriteFile(filepath.Join(folder, filepath.FromSlash(name)), []byte(data), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	s = newStore(t, folder, 10_000, silent)
	if data, ok := s.get("film/low/1.m4s"); !ok || string(data) != "second" {
		t.Errorf("%q, %v", data, ok)
	}
	if s.has("film/low/2.m4s") || s.has("film/low/3.m4s") || bytesIn(t, folder) != 11 {
		t.Error("what was not finished is kept")
	}
	if s = newStore(t, folder, 6, silent); s.has("film/low/0.m4s") && s.has("film/low/1.m4s") || bytesIn(t, folder) > 6 {
		t.Error("a smaller cache keeps everything")
	}
}

func TestWhatSomebodyRemovesFromTheCacheIsMissing(t *testing.T) {
	folder := t.TempDir()
	s := newStore(t, folder, 10_000, silent)
	s.put("film/low/0.m4s", []byte("first"))
	if err := os.RemoveAll(filepath.Join(folder, "film")); err != nil {
		t.Fatal(err)
	}
	if _, ok := s.get("film/low/0.m4s"); ok || s.has("film/low/0.m4s") {
		t.Error("it is there")
	}
	s.put("film/low/0.m4s", []byte("again"))
	if data, ok := s.get("film/low/0.m4s"); !ok || string(data) != "again" {
		t.Errorf("%q, %v", data, ok)
	}
}

func TestAFullDiskIsToldOnceAndServedFromMemory(t *testing.T) {
	folder := fullDisk(t)
	var log bytes.Buffer
	s := newStore(t, folder, 1<<40, slog.New(slog.NewTextHandler(&log, nil)))
	segment := make([]byte, 200_000)
	for n := range 400 {
		s.put(fmt.Sprintf("film/low/%d.m4s", n), segment)
		if _, ok := s.get(fmt.Sprintf("film/low/%d.m4s", n)); !ok {
			t.Fatalf("segment %d is not there", n)
		}
	}
	if s.spare > spareBytes+newest*200_000 {
		t.Errorf("%d bytes of memory", s.spare)
	}
	if n := strings.Count(log.String(), "free some space"); n != 1 {
		t.Errorf("told %d times:\n%s", n, log.String())
	}
}

func TestConvertedFilmsArePlayedAgainWithoutConverting(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "ac3.mkv"))
	r, folder := renditionOf(s, hls.Low), t.TempDir()
	first := start(t, Options{Folder: folder})
	want := get(t, first, s, r, 2)
	init := initOf(t, first, s, r)
	s.Open = func() (hls.Bytes, error) { return nil, errBroken }
	again := start(t, Options{Folder: folder})
	if got := get(t, again, s, r, 2); !bytes.Equal(got, want) {
		t.Error("the segment differs")
	}
	if got := initOf(t, again, s, r); !bytes.Equal(got, init) {
		t.Error("the initialization segment differs")
	}
}

func TestASmallCacheStillPlays(t *testing.T) {
	s := sourceOf(t, tools(t), film(t, "ac3.mkv"))
	r, folder := renditionOf(s, hls.Low), t.TempDir()
	tr := start(t, Options{Folder: folder, Bytes: 1})
	for n := range 3 {
		get(t, tr, s, r, n)
	}
	if files, err := filepath.Glob(filepath.Join(folder, "*", "*", "*")); err != nil || len(files) > newest {
		t.Errorf("%d files, %v", len(files), err)
	}
}
