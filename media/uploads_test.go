package media

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"goblet/media/upload"
)

// receiving is a library of the sample film that takes uploads.
func receiving(t *testing.T, removed func(Media)) (*Library, string) {
	t.Helper()
	data := t.TempDir()
	store, err := upload.Open(upload.Options{Dir: filepath.Join(data, "uploads")})
	if err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), Options{Data: data, Uploads: store, Removed: removed})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { l.Run(ctx); close(done) }()
	t.Cleanup(func() { cancel(); <-done })
	return l, data
}

func read(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// uploader sends what is asked for, in small chunks, until stop says so.
func uploader(t *testing.T, u *upload.Upload, film []byte, stop func() bool) (sent int) {
	t.Helper()
	deadline := time.Now().Add(20 * time.Second)
	for next := u.Next(0); next.Len() > 0 && !stop(); {
		end := min(next.End, next.Start+2048)
		if _, err := u.Write(next.Start, bytes.NewReader(film[next.Start:end])); err != nil {
			t.Fatal(err)
		}
		sent += int(end - next.Start)
		for u.Wanted() == 0 && !stop() && time.Now().Before(deadline) && sent < len(film)/4 {
			time.Sleep(100 * time.Microsecond) // a slow line: readers come first
		}
		next = u.Next(end)
	}
	return sent
}

func TestAnUploadIsAFilmOnceEnoughHasArrived(t *testing.T) {
	l, _ := receiving(t, nil)
	name, film := "Moov.At.End.mp4", movedToEnd(t)
	u, err := l.Begin(upload.Facts{Name: name, Size: int64(len(film)), Modified: 1, Ends: "x"}, "maya")
	if err != nil {
		t.Fatal(err)
	}
	listed := func() bool { _, err := l.Get(u.ID()); return err == nil }
	sent := uploader(t, u, film, listed)
	if sent > len(film)/5 {
		t.Errorf("%d of %d bytes were sent before it was known as a film", sent, len(film))
	}
	m, err := l.Get(u.ID())
	if err != nil {
		t.Fatal(err)
	}
	if m.Title != "Moov At End" || m.Type != "video/mp4" || m.Duration < 9 {
		t.Errorf("it is listed as %+v", m)
	}
	if _, _, err := l.File(m.ID, m.Version); !errors.Is(err, ErrUnfinished) {
		t.Errorf("the bare file of a film that is not there: %v", err)
	}
	if _, whole := l.Ahead(m.ID, m.Version, 0); whole {
		t.Error("all of it is said to be there")
	}
	c, err := l.Content(m.ID, m.Version)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	got := make(chan []byte)
	go func() {
		data, _ := io.ReadAll(c.ReadSeeker(t.Context(), func() {}))
		got <- data
	}()
	uploader(t, u, film, func() bool { return false })
	if !bytes.Equal(<-got, film) {
		t.Error("who reads while it arrives gets other bytes")
	}
	if _, whole := l.Ahead(m.ID, m.Version, 0); !whole {
		t.Error("it is complete, and said not to be")
	}
	again, err := l.Get(u.ID())
	if err != nil || again.Version != m.Version {
		t.Errorf("its version changed from %s to %s: %v", m.Version, again.Version, err)
	}
	if file, ok := c.File(); !ok || file == nil {
		t.Error("the bare file of a complete film is not offered")
	}
}

func TestTheLengthOfAFilmThatDoesNotSayItIsToldWhenAllOfItIsThere(t *testing.T) {
	data, told := t.TempDir(), make(chan Media, 8)
	store, err := upload.Open(upload.Options{Dir: filepath.Join(data, "uploads")})
	if err != nil {
		t.Fatal(err)
	}
	l, err := Open(t.Context(), Options{Data: data, Uploads: store, Changed: func(m Media) { told <- m }})
	if err != nil {
		t.Fatal(err)
	}
	start(t, l)
	name := filepath.Join(data, "live.mkv")
	run := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=25", "-t", "20",
		"-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p", "-live", "1", name)
	if out, err := run.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	film := read(t, name)
	u, err := l.Begin(upload.Facts{Name: "live.mkv", Size: int64(len(film)), Modified: 1, Ends: "x"}, "maya")
	if err != nil {
		t.Fatal(err)
	}
	uploader(t, u, film, func() bool { _, err := l.Get(u.ID()); return err == nil })
	first, err := l.Get(u.ID())
	if err != nil || first.Duration != 0 {
		t.Errorf("while it arrives it lasts %v s: %v", first.Duration, err)
	}
	for next := u.Next(0); next.Len() > 0; next = u.Next(0) {
		if _, err := u.Write(next.Start, bytes.NewReader(film[next.Start:next.End])); err != nil {
			t.Fatal(err)
		}
	}
	if m := <-told; m.ID != u.ID() || m.Version != first.Version || m.Duration < 19.9 || m.Duration > 20.1 {
		t.Errorf("told: %+v", m)
	}
}

func TestWhatIsNoFilmIsRefusedWithAReason(t *testing.T) {
	l, _ := receiving(t, nil)
	text := bytes.Repeat([]byte("Dear Jon, this is no film. "), 100)
	u, err := l.Begin(upload.Facts{Name: "letter.mp4", Size: int64(len(text))}, "maya")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := u.Write(0, bytes.NewReader(text)); err != nil {
		t.Fatal(err)
	}
	for deadline := time.Now().Add(20 * time.Second); u.Progress().Problem.Silent(); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it is not refused")
		}
	}
	if p := u.Progress().Problem; p.String() != notPlayable.String() {
		t.Errorf("it is refused with %q", p)
	}
	if len(l.List()) != 1 {
		t.Errorf("the library lists %v", l.List())
	}
}

func TestOnlyUploadsAreRemoved(t *testing.T) {
	gone := make(chan Media, 1)
	l, data := receiving(t, func(m Media) { gone <- m })
	sample := l.List()[0]
	if err := l.Remove(sample.ID); !errors.Is(err, ErrNotUploaded) {
		t.Errorf("a film of a folder: %v", err)
	}
	if err := l.Remove("nothing"); !errors.Is(err, ErrNotFound) {
		t.Errorf("no film: %v", err)
	}
	film := movedToEnd(t)
	u, err := l.Begin(upload.Facts{Name: "Mine.mp4", Size: int64(len(film))}, "maya")
	if err != nil {
		t.Fatal(err)
	}
	uploader(t, u, film, func() bool { _, err := l.Get(u.ID()); return err == nil })
	if err := l.Remove(u.ID()); err != nil {
		t.Fatal(err)
	}
	if m := <-gone; m.ID != u.ID() {
		t.Errorf("%v was removed", m)
	}
	if _, err := l.Get(u.ID()); !errors.Is(err, ErrNotFound) {
		t.Errorf("it is still there: %v", err)
	}
	if n := l.clearBin(time.Now().Add(time.Hour)); n != 1 {
		t.Errorf("%d films wait for their end, want 1", n)
	}
	if left, err := os.ReadDir(filepath.Join(data, "uploads")); err != nil || len(left) > 0 {
		t.Errorf("left over: %v %v", left, err)
	}
}

func TestUploadsAreFilmsAfterARestart(t *testing.T) {
	data := t.TempDir()
	open := func() (*Library, *upload.Store) {
		store, err := upload.Open(upload.Options{Dir: filepath.Join(data, "uploads")})
		if err != nil {
			t.Fatal(err)
		}
		l, err := Open(t.Context(), Options{Data: data, Uploads: store})
		if err != nil {
			t.Fatal(err)
		}
		return l, store
	}
	film := movedToEnd(t)
	l, store := open()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() { l.Run(ctx); close(done) }()
	u, err := l.Begin(upload.Facts{Name: "Mine.mp4", Size: int64(len(film))}, "maya")
	if err != nil {
		t.Fatal(err)
	}
	uploader(t, u, film, func() bool { _, err := l.Get(u.ID()); return err == nil })
	before, err := l.Get(u.ID())
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	<-done
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	l, store = open()
	t.Cleanup(func() { store.Close() })
	after, err := l.Get(u.ID())
	if err != nil || after != before {
		t.Errorf("before %+v, after %+v: %v", before, after, err)
	}
}

func TestAheadEndsWhereBytesAreMissing(t *testing.T) {
	m := Media{Duration: 100, Size: 1000}
	for _, tt := range []struct {
		have     [][2]int64
		position float64
		want     float64
		whole    bool
	}{
		{nil, 0, 0, false},
		{[][2]int64{{0, 1000}}, 30, 70, true},
		{[][2]int64{{0, 500}}, 0, 49.9, false},
		{[][2]int64{{0, 500}}, 60, 0, false},
		{[][2]int64{{0, 100}, {600, 1000}}, 60, 40, true},
		{[][2]int64{{0, 100}, {600, 800}}, 60, 19.9, false},
		{[][2]int64{{0, 1000}}, 100, 0, true},
	} {
		var have upload.Intervals
		for _, i := range tt.have {
			have.Add(i[0], i[1])
		}
		got, whole := ahead(&have, span(m, nil), tt.position, m.Duration)
		if whole != tt.whole || got < tt.want-0.3 || got > tt.want+0.3 {
			t.Errorf("with %v, %g s are ahead of %g s, whole: %v; want %g, %v", tt.have, got, tt.position, whole, tt.want, tt.whole)
		}
	}
}

func TestOfClustersThatHaveBegunToArriveAPartCounts(t *testing.T) {
	// Clusters of 2 s and 100 bytes; what belongs together lies up to 1 s apart.
	clusters := func(from, to float64) (start, end int64) { return int64(from/2) * 100, int64((to+1)/2)*100 + 100 }
	for _, tt := range []struct {
		position float64
		until    int64
		want     float64
	}{
		{90, 4500, 0}, {90, 4550, 0.5}, {90, 4600, 1}, {90, 4650, 2}, {90, 4700, 3},
		{91, 4550, 0}, {91, 4600, 0.5}, {91, 4650, 1.25}, {91, 4700, 2}, // after what lies before the position
	} {
		var have upload.Intervals
		have.Add(4500, tt.until)
		if got, whole := ahead(&have, clusters, tt.position, 100); whole || got < tt.want-0.3 || got > tt.want+0.3 {
			t.Errorf("with %d bytes of 90 s on, %g s are ahead of %g s, whole: %v; want %g", tt.until-4500, got, tt.position, whole, tt.want)
		}
	}
}

// movedToEnd returns the sample film with its table of contents at its end.
func movedToEnd(t *testing.T) []byte {
	t.Helper()
	name := filepath.Join(t.TempDir(), "film.mp4")
	out, err := exec.Command("ffmpeg", "-v", "error", "-i", "sample/big-buck-bunny.mp4", "-c", "copy", name).CombinedOutput()
	if err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	data := read(t, name)
	if bytes.Index(data, []byte("moov")) < bytes.Index(data, []byte("mdat")) {
		t.Fatal("the table of contents is not at the end")
	}
	return data
}
