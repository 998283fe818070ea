package store_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"goblet/media/store"
	"goblet/media/store/storetest"
)

func open(t *testing.T, server *storetest.Server, prefix string) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), server.URL(prefix), store.Options{Key: storetest.Key, Secret: storetest.Secret})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func noise(size int) []byte {
	data := make([]byte, size)
	r := rand.NewChaCha8([32]byte{byte(size)})
	r.Read(data)
	return data
}

func put(t *testing.T, s *store.Store, key string, data []byte) store.Info {
	t.Helper()
	info, err := s.Put(t.Context(), key, bytes.NewReader(data), int64(len(data)), "video/mp4", "")
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func get(t *testing.T, s *store.Store, key string) []byte {
	t.Helper()
	r, _, err := s.Get(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	data, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestWhatIsPutIsThere(t *testing.T) {
	s := open(t, storetest.Start(t), "party")
	data := noise(40 << 20) // more than one part
	put(t, s, "films/a b+ü.mp4", data)
	if !bytes.Equal(get(t, s, "films/a b+ü.mp4"), data) {
		t.Error("other bytes come back")
	}
	info, err := s.Stat(t.Context(), "films/a b+ü.mp4")
	if err != nil || info.Size != int64(len(data)) || info.Type != "video/mp4" || info.ETag == "" {
		t.Errorf("it is known as %+v, %v", info, err)
	}
}

func TestPartsOfAnObjectAreReadAlone(t *testing.T) {
	s := open(t, storetest.Start(t), "")
	data := noise(1 << 20)
	info := put(t, s, "film", data)
	p := make([]byte, 1000)
	if n, err := s.ReadAt(t.Context(), info, p, 5000); n != 1000 || err != nil || !bytes.Equal(p, data[5000:6000]) {
		t.Errorf("in the middle: %d bytes, %v", n, err)
	}
	if n, err := s.ReadAt(t.Context(), info, p, int64(len(data))-10); n != 10 || err != io.EOF || !bytes.Equal(p[:10], data[len(data)-10:]) {
		t.Errorf("at the end: %d bytes, %v", n, err)
	}
	if n, err := s.ReadAt(t.Context(), info, p, int64(len(data))); n != 0 || err != io.EOF {
		t.Errorf("behind the end: %d bytes, %v", n, err)
	}
	put(t, s, "film", noise(2<<20))
	if _, err := s.ReadAt(t.Context(), info, p, 0); !errors.Is(err, store.ErrChanged) {
		t.Errorf("an object that took its place is read as if it were it: %v", err)
	}
}

func TestAStoreKeepsBelowItsPrefix(t *testing.T) {
	server := storetest.Start(t)
	top, below := open(t, server, ""), open(t, server, "one/party")
	for _, key := range []string{"films/b.mp4", "films/a.mp4", "filmstrip"} {
		put(t, below, key, noise(10))
	}
	var keys []string
	for info, err := range below.List(t.Context(), "films/") {
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, info.Key)
	}
	if !slices.Equal(keys, []string{"films/a.mp4", "films/b.mp4"}) {
		t.Errorf("listed: %q", keys)
	}
	if !bytes.Equal(get(t, top, "one/party/films/a.mp4"), noise(10)) {
		t.Error("it lies elsewhere in the bucket")
	}
	if path := below.Path("films/a b.mp4"); path != "one/party/films/a%20b.mp4" {
		t.Errorf("its path is %s", path)
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	s := open(t, storetest.Start(t), "")
	info := put(t, s, "film", noise(10))
	if err := s.Delete(t.Context(), "film"); err != nil {
		t.Error(err)
	}
	if err := s.Delete(t.Context(), "film"); err != nil {
		t.Errorf("to remove it twice fails: %v", err)
	}
	if _, err := s.Stat(t.Context(), "film"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	if _, _, err := s.Get(t.Context(), "film"); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	if _, err := s.ReadAt(t.Context(), info, make([]byte, 1), 0); !errors.Is(err, store.ErrNotFound) {
		t.Error(err)
	}
	for info := range s.List(t.Context(), "") {
		t.Errorf("%s is listed", info.Key)
	}
}

// cut gives its bytes, and calls end after some of them.
type cut struct {
	io.Reader
	left int
	end  func()
}

func (c *cut) Read(p []byte) (int, error) {
	n, err := c.Reader.Read(p[:min(len(p), 64<<10)])
	if c.left -= n; c.left < 0 {
		c.end()
	}
	return n, err
}

func TestAPutThatIsCutOffLeavesNothingToBeSeen(t *testing.T) {
	s := open(t, storetest.Start(t), "")
	ctx, end := context.WithCancel(t.Context())
	data := noise(40 << 20)
	if _, err := s.Put(ctx, "film", &cut{bytes.NewReader(data), 20 << 20, end}, int64(len(data)), "", ""); err == nil {
		t.Fatal("it was put as a whole")
	}
	if _, err := s.Stat(t.Context(), "film"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("half of it is there: %v", err)
	}
	if err := s.Forget(t.Context(), "film"); err != nil {
		t.Error(err)
	}
	put(t, s, "film", data)
	if !bytes.Equal(get(t, s, "film"), data) {
		t.Error("it can't be put again")
	}
}

func TestALinkIsEnoughToReadAnObject(t *testing.T) {
	s := open(t, storetest.Start(t), "party")
	put(t, s, "film", noise(1000))
	link, err := s.Presign(t.Context(), "film", 30*24*time.Hour, http.Header{
		"Content-Type": {"video/webm"}, "Content-Disposition": {`inline; filename="A film.webm"`},
	})
	if err != nil {
		t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, link, nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Range", "bytes=100-199")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil || answer.StatusCode != http.StatusPartialContent || !bytes.Equal(data, noise(1000)[100:200]) {
		t.Errorf("%s, %d bytes, %v", answer.Status, len(data), err)
	}
	if kind, place := answer.Header.Get("Content-Type"), answer.Header.Get("Content-Disposition"); kind != "video/webm" || place != `inline; filename="A film.webm"` {
		t.Errorf("it comes as %s, %s", kind, place)
	}
}

func TestWhatIsWrongWithAStoreIsSaid(t *testing.T) {
	server := storetest.Start(t)
	gone := storetest.Start(t)
	gone.Stop()
	for name, c := range map[string]struct{ url, key, says string }{
		"no bucket":    {strings.Replace(server.URL(""), storetest.Bucket, "other", 1), storetest.Key, `no bucket "other"`},
		"credentials":  {server.URL(""), "somebody", "refuses the credentials"},
		"not reached":  {gone.URL(""), storetest.Key, "can't be reached"},
		"no address":   {"https://films", "", "want something like s3://bucket"},
		"no bucket's":  {"s3:///films", "", "want something like s3://bucket"},
		"bad endpoint": {"s3://films?endpoint=films.example.org", "", "want something like s3://bucket"},
		"misspelled":   {"s3://films?regoin=x", "", `"regoin"`},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := store.Open(t.Context(), c.url, store.Options{Key: c.key, Secret: storetest.Secret})
			if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %s", err, c.says)
			}
		})
	}
}

func TestCredentialsComeFromTheEnvironment(t *testing.T) {
	server := storetest.Start(t)
	server.Setenv()
	if _, err := store.Open(t.Context(), server.URL(""), store.Options{}); err != nil {
		t.Error(err)
	}
}
