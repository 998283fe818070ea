package upload

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// bytesOf returns n bytes that are the same in every run.
func bytesOf(n int) []byte {
	data := make([]byte, n)
	r := rand.NewChaCha8([32]byte{1})
	r.Read(data)
	return data
}

func open(t testing.TB, o Options) *Store {
	t.Helper()
	if o.Dir == "" {
		o.Dir = t.TempDir()
	}
	s, err := Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func begin(t testing.TB, s *Store, size int) *Upload {
	t.Helper()
	u, _, err := s.Begin(Facts{Name: "Film.mkv", Size: int64(size), Modified: 7, Ends: "ab"}, "maya")
	if err != nil {
		t.Fatal(err)
	}
	return u
}

func send(t testing.TB, u *Upload, film []byte, start, end int) {
	t.Helper()
	if _, err := u.Write(int64(start), bytes.NewReader(film[start:end])); err != nil {
		t.Fatal(err)
	}
}

func content(t testing.TB, u *Upload) []byte {
	t.Helper()
	f, err := u.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestAFilmThatArrivesInAnyOrderIsTheSame(t *testing.T) {
	film := bytesOf(3_000_000)
	u := begin(t, open(t, Options{}), len(film))
	var wg sync.WaitGroup
	starts := rand.Perm(30)
	for i := range 3 {
		wg.Go(func() {
			for _, k := range starts[i*10 : i*10+10] {
				send(t, u, film, k*100_000, k*100_000+100_000)
			}
		})
	}
	wg.Wait()
	if !u.Complete() || !bytes.Equal(content(t, u), film) {
		t.Error("the film differs")
	}
}

func TestAReaderWaitsForItsBytesAndIsServedNext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		film := bytesOf(10_000)
		u := begin(t, open(t, Options{}), len(film))
		send(t, u, film, 0, 1000)
		if next := u.Next(1000); next != (Interval{1000, 10_000}) {
			t.Fatalf("without readers the next bytes are %v", next)
		}
		var got atomic.Int64
		wait := func(ctx context.Context, at int64) {
			go func() {
				if n, err := u.Wait(ctx, at); err == nil {
					got.Add(n)
				}
			}()
			synctest.Wait()
			time.Sleep(time.Millisecond)
		}
		wait(Patiently(t.Context()), 9000)
		if next := u.Next(1000); next.Start != 1000 {
			t.Errorf("a patient reader is served before others: %v", next)
		}
		wait(t.Context(), 8000)
		wait(t.Context(), 5000)
		if next := u.Next(1000); next != (Interval{8000, 10_000}) {
			t.Errorf("the reader that waits longest is not served next: %v", next)
		}
		if n := u.Wanted(); n != 2 {
			t.Errorf("%d readers are waiting", n)
		}
		send(t, u, film, 8000, 8500)
		synctest.Wait()
		if got.Load() != 500 {
			t.Errorf("the reader got %d bytes", got.Load())
		}
		if next := u.Next(8500); next.Start != 5000 {
			t.Errorf("the other reader is not served: %v", next)
		}
		send(t, u, film, 1000, 8000)
		send(t, u, film, 8500, 10_000)
		synctest.Wait()
		if next := u.Next(0); next.Len() != 0 || u.Wanted() != 0 {
			t.Errorf("complete, but %v is next and %d wait", next, u.Wanted())
		}
		if _, err := u.Wait(t.Context(), 10_000); err != io.EOF {
			t.Errorf("behind the end: %v", err)
		}
	})
}

func TestAReaderThatLeavesIsNotServed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		u := begin(t, open(t, Options{}), 1000)
		ctx, leave := context.WithCancel(t.Context())
		done := make(chan error, 1)
		go func() {
			_, err := u.Wait(ctx, 500)
			done <- err
		}()
		synctest.Wait()
		leave()
		if err := <-done; !errors.Is(err, context.Canceled) || u.Wanted() != 0 {
			t.Errorf("it ends with %v, %d wait", err, u.Wanted())
		}
	})
}

func TestARemovedUploadEndsItsReadersAndLeavesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		s := open(t, Options{Dir: dir})
		u := begin(t, s, 1000)
		done := make(chan error, 1)
		go func() {
			_, err := u.Wait(t.Context(), 500)
			done <- err
		}()
		synctest.Wait()
		if err := s.Remove(u.ID()); err != nil {
			t.Fatal(err)
		}
		if err := <-done; !errors.Is(err, ErrNotFound) {
			t.Errorf("the reader ends with %v", err)
		}
		if _, err := u.Write(0, strings.NewReader("x")); !errors.Is(err, ErrNotFound) {
			t.Errorf("writing answers %v", err)
		}
		if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
			t.Errorf("left over: %v %v", left, err)
		}
	})
}

func TestBytesThatHaveArrivedNeverChange(t *testing.T) {
	film := bytesOf(1000)
	u := begin(t, open(t, Options{}), len(film))
	send(t, u, film, 200, 400)
	send(t, u, film, 600, 700)
	if _, err := u.Write(100, bytes.NewReader(make([]byte, 700))); err != nil {
		t.Fatal(err)
	}
	got := content(t, u)
	if !bytes.Equal(got[200:400], film[200:400]) || !bytes.Equal(got[600:700], film[600:700]) {
		t.Error("what had arrived was overwritten")
	}
	if have := u.Progress().Have; have != 700 {
		t.Errorf("%d bytes are there", have)
	}
}

func TestAWrongBlockIsSentAgain(t *testing.T) {
	film := bytesOf(2*BlockSize + 1000)
	u := begin(t, open(t, Options{}), len(film))
	bad := bytes.Clone(film)
	bad[BlockSize+17] ^= 1
	send(t, u, bad, 0, 2*BlockSize)
	sums := make([][sha256.Size]byte, 3)
	for i := range sums {
		sums[i] = sha256.Sum256(film[i*BlockSize : min((i+1)*BlockSize, len(film))])
	}
	c, err := u.Check(0, sums)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Wrong) != 1 || c.Wrong[0] != 1 || len(c.Missing) != 1 || c.Missing[0] != 2 || c.Next != 1 {
		t.Errorf("the check says %+v", c)
	}
	if next := u.Next(0); next != (Interval{BlockSize, int64(len(film))}) {
		t.Errorf("next is %v", next)
	}
	send(t, u, film, BlockSize, len(film))
	if p := u.Progress(); !p.Complete || p.Verified {
		t.Errorf("before the last check: %+v", p)
	}
	if c, err := u.Check(1, sums[1:]); err != nil || len(c.Wrong)+len(c.Missing) > 0 || c.Next != 3 {
		t.Errorf("the last check says %+v, %v", c, err)
	}
	if !u.Progress().Verified || !bytes.Equal(content(t, u), film) {
		t.Error("not the film that was sent")
	}
}

func TestThatAllOfAFilmWasComparedIsOnTheDiskWhenItIsSaid(t *testing.T) {
	dir, film := t.TempDir(), bytesOf(1000)
	u := begin(t, open(t, Options{Dir: dir}), len(film))
	send(t, u, film, 0, len(film))
	if _, err := u.Check(0, [][sha256.Size]byte{sha256.Sum256(film)}); err != nil {
		t.Fatal(err)
	}
	after := open(t, Options{Dir: dir}) // as after a kill: nobody has closed the first one
	if again, err := after.Get(u.ID()); err != nil || !again.Progress().Verified {
		t.Errorf("it would have to be compared again: %v", err)
	}
}

func TestAnUploadIsRecognised(t *testing.T) {
	dir := t.TempDir()
	s := open(t, Options{Dir: dir})
	film := bytesOf(100_000)
	u := begin(t, s, len(film))
	send(t, u, film, 0, 60_000)
	if again := begin(t, s, len(film)); again != u {
		t.Error("the same film becomes another upload")
	}
	if other, isNew, err := s.Begin(u.Facts(), "jon"); err != nil || !isNew || other == u {
		t.Errorf("another person's film is taken for the first one's: %v", err)
	}
	version := u.Version()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, Options{Dir: dir})
	u = begin(t, s, len(film))
	if u.Version() != version || u.Progress().Have != 60_000 {
		t.Errorf("after a restart %d bytes are there, version %s, was %s", u.Progress().Have, u.Version(), version)
	}
	send(t, u, film, 60_000, len(film))
	if !bytes.Equal(content(t, u), film) {
		t.Error("the film differs")
	}
}

func TestLimitsAreSaidInASentence(t *testing.T) {
	s := open(t, Options{Max: 1000, Total: 1500})
	for _, step := range []struct {
		size int64
		want error
	}{{1001, ErrTooLarge}, {0, ErrInvalid}, {-5, ErrInvalid}, {900, nil}, {800, ErrNoRoom}, {600, nil}} {
		_, _, err := s.Begin(Facts{Name: "f" + strconv.FormatInt(step.size, 10), Size: step.size}, "maya")
		if !errors.Is(err, step.want) || err != nil && !strings.HasSuffix(err.Error(), ".") {
			t.Errorf("%d bytes: %v, want %v", step.size, err, step.want)
		}
	}
}

func TestAnUploadThatNobodyContinuesExpires(t *testing.T) {
	s := open(t, Options{Keep: time.Hour})
	film := bytesOf(1000)
	begun := begin(t, s, len(film))
	send(t, begun, film, 0, 500)
	whole, _, err := s.Begin(Facts{Name: "whole", Size: 1000}, "maya")
	if err != nil {
		t.Fatal(err)
	}
	send(t, whole, film, 0, 1000)
	s.lookAfter(time.Now().Add(59 * time.Minute))
	if _, err := s.Get(begun.ID()); err != nil {
		t.Error("expired too early")
	}
	s.lookAfter(time.Now().Add(61 * time.Minute))
	if _, err := s.Get(begun.ID()); !errors.Is(err, ErrNotFound) {
		t.Errorf("not expired: %v", err)
	}
	if _, err := s.Get(whole.ID()); err != nil {
		t.Error("a complete film expired")
	}
}

// TestAFullDiskLosesNothing fills a small disk: a file system in memory where
// that can be mounted, else one whose floor another file reaches.
func TestAFullDiskLosesNothing(t *testing.T) {
	dir := t.TempDir()
	ballast := filepath.Join(dir, "ballast")
	if out, err := exec.Command("mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", dir).CombinedOutput(); err != nil {
		t.Logf("no small disk (%v: %s): the floor stands in for its end", err, out)
	} else {
		t.Cleanup(func() {
			if out, err := exec.Command("umount", "-l", dir).CombinedOutput(); err != nil {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	disk, err := DiskOf(dir)
	if err != nil {
		t.Fatal(err)
	}
	const used = 2 << 20
	if err := os.WriteFile(ballast, make([]byte, used), 0o600); err != nil {
		t.Fatal(err)
	}
	floor := max(0, disk.Free-(4<<20))
	film := bytesOf(3 << 20)
	s := open(t, Options{Dir: filepath.Join(dir, "uploads"), Free: floor})
	u := begin(t, s, len(film))
	_, err = u.Write(0, bytes.NewReader(film))
	if !errors.Is(err, ErrDiskFull) || !strings.Contains(err.Error(), "Nothing is lost") {
		t.Fatalf("a full disk answers %v", err)
	}
	if err := os.Remove(ballast); err != nil {
		t.Fatal(err)
	}
	have := u.Progress().Have
	if next := u.Next(0); next.Start != have || have == 0 {
		t.Errorf("%d bytes are there, but next is %v", have, next)
	}
	for err = ErrDiskFull; errors.Is(err, ErrDiskFull); { // until the disk is asked again
		next := u.Next(0)
		_, err = u.Write(next.Start, bytes.NewReader(film[next.Start:]))
	}
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(content(t, u), film) {
		t.Error("the film differs")
	}
}

// TestWhatIsInTheMapIsThereAfterAKill lets a process receive a film, kills it
// at some moment, and looks at what it left.
func TestWhatIsInTheMapIsThereAfterAKill(t *testing.T) {
	if dir := os.Getenv("GOBLET_TEST_UPLOAD"); dir != "" {
		receive(t, dir)
		return
	}
	dir := t.TempDir()
	film := bytesOf(32 << 20)
	for round := range 4 {
		cmd := exec.Command(os.Args[0], "-test.run", "^"+t.Name()+"$")
		cmd.Env = append(os.Environ(), "GOBLET_TEST_UPLOAD="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for i := 0; i <= 5*round && lines.Scan(); i++ {
		}
		cmd.Process.Kill()
		cmd.Wait()
		s := open(t, Options{Dir: dir})
		u := begin(t, s, len(film))
		got := content(t, u)
		u.mu.Lock()
		have := u.record.Have.Clone()
		u.mu.Unlock()
		for _, i := range have.list {
			if !bytes.Equal(got[i.Start:i.End], film[i.Start:i.End]) {
				t.Fatalf("round %d: %v is in the map, but not on the disk", round, i)
			}
		}
		s.Close()
	}
	s := open(t, Options{Dir: dir})
	u := begin(t, s, len(film))
	for next := u.Next(0); next.Len() > 0; next = u.Next(next.End) {
		send(t, u, film, int(next.Start), int(next.End))
	}
	if !bytes.Equal(content(t, u), film) {
		t.Error("the film differs")
	}
}

// receive is the process that is killed: it tells of every chunk and saves often.
func receive(t *testing.T, dir string) {
	s := open(t, Options{Dir: dir})
	film := bytesOf(32 << 20)
	u := begin(t, s, len(film))
	go s.Run(t.Context())
	for next := u.Next(0); next.Len() > 0; next = u.Next(rand.Int64N(int64(len(film)))) {
		send(t, u, film, int(next.Start), int(min(next.End, next.Start+300_000)))
		if err := u.save(); err != nil {
			t.Fatal(err)
		}
		os.Stdout.WriteString("chunk\n")
	}
	select {}
}

func FuzzChunks(f *testing.F) {
	f.Add(int64(0), []byte("abc"))
	f.Add(int64(-1), []byte("abc"))
	f.Add(int64(90), make([]byte, 20))
	s, err := Open(Options{Dir: f.TempDir()})
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { s.Close() })
	u, _, err := s.Begin(Facts{Name: "x", Size: 100}, "maya")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, offset int64, data []byte) {
		_, err := u.Write(offset, bytes.NewReader(data))
		if fits := offset >= 0 && offset <= 100 && offset+int64(len(data)) <= 100; fits != (err == nil) {
			t.Fatalf("%d bytes at %d: %v", len(data), offset, err)
		}
		if info, err := s.root.Stat(filmFile(u.id)); err != nil || info.Size() != 100 {
			t.Fatalf("the file has %v: %v", info, err)
		}
	})
}
