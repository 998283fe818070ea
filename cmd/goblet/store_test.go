package main

import (
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"goblet/browser"
	"goblet/events/natstest"
	"goblet/media/store"
	"goblet/media/store/storetest"
)

// inStore is what the store has of the only film that was uploaded: its key, and
// the SHA-256 of its bytes. ok is false before it is there as a whole.
func inStore(t testing.TB, server *storetest.Server) (key, sum string, ok bool) {
	t.Helper()
	s, err := store.Open(t.Context(), server.URL("party"), store.Options{Key: storetest.Key, Secret: storetest.Secret})
	if err != nil {
		t.Fatal(err)
	}
	for info, err := range s.List(t.Context(), "uploads/") {
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(info.Key, "/film.json") {
			ok = true
		} else {
			key = info.Key
		}
	}
	if !ok || key == "" {
		return "", "", false
	}
	r, _, err := s.Get(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	h := sha256.New()
	if _, err := io.Copy(h, r); err != nil {
		t.Fatal(err)
	}
	return key, fmt.Sprintf("%x", h.Sum(nil)), true
}

// comesToTheStore waits until the only film that was uploaded is in the store as
// it was sent, and returns its key.
func comesToTheStore(t testing.TB, server *storetest.Server, film string) (key string) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		key, sum, ok := inStore(t, server)
		if ok && sum != sumOf(t, film) {
			t.Fatal("the store has other bytes than were sent")
		}
		if ok {
			return key
		}
		if time.Now().After(deadline) {
			t.Fatal("the film did not come to the store")
		}
	}
}

func TestAFilmThatOneNodeTookPlaysOnAnotherFromTheStore(t *testing.T) {
	server, nats := storetest.Start(t), natstest.Start(t).ClientURL()
	server.Setenv()
	shared := film(t, "Test Film.mp4", t.TempDir())
	sent := longFilm(t, "Uploaded.mp4", "-movflags", "+faststart")
	node := func() *program {
		return startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--nats", nats, "--media-store", server.URL("party"), "--log-level", "debug", shared)
	}
	p, q := node(), node()
	a := join(t, p, browser.Options{Name: "a"})
	b := join(t, q, browser.Options{Name: "b"})
	c := join(t, q, browser.Options{Name: "firefox", Engine: browser.Firefox})
	a.tab("film")
	a.Choose("#upload-files", sent)
	a.uploadIs("complete")
	key := comesToTheStore(t, server, sent)
	p.logs("film is in the store")
	q.logs("film is read from the store") // before, it would come from the first node
	a.Click(`.upload [data-do="watch"]`)
	all := []*guest{a, b, c}
	for _, g := range all {
		g.says("#film", "Uploaded")
		g.plays("direct")
		g.playable()
	}
	a.Press("k")
	for _, g := range all {
		g.playing()
		g.inStep()
		g.seenAndHeard()
	}
	a.Press("8") // 80 s
	for _, g := range all {
		g.at(80)
		g.playing()
		g.inStep()
	}
	for _, from := range []string{"Chrome", "Firefox"} {
		if !askedFor(server, key, from) {
			t.Errorf("%s did not get the film from the store", from)
		}
	}
	p.kill()
	b.Press("2") // 20 s
	for _, g := range []*guest{b, c} {
		g.at(20)
		g.playing()
		g.clean()
	}
}

// askedFor reports whether some program has got an object.
func askedFor(server *storetest.Server, key, program string) bool {
	for _, line := range server.Requests() {
		if strings.Contains(line, "GetObject") && strings.Contains(line, key) && strings.Contains(line, program) {
			return true
		}
	}
	return false
}

func TestMembersAreLedToTheStoreOrTheCDN(t *testing.T) {
	server, addr := storetest.Start(t), freePort(t)
	server.Setenv()
	s, err := store.Open(t.Context(), server.URL("party"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	film := film(t, "Test Film.mp4", t.TempDir())
	put(t, s, "films/Test Film.mp4", film)
	data := t.TempDir()
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"store": {nil, server.Endpoint() + "/" + storetest.Bucket + "/party/films/Test%20Film.mp4?"},
		"CDN":   {[]string{"--media-cdn", "https://cdn.example.org/all"}, "https://cdn.example.org/all/party/films/Test%20Film.mp4"},
	} {
		t.Run(name, func(t *testing.T) {
			p := startProgram(t, append(c.args, "--addr", addr, "--data", data, "--media-store", server.URL("party"))...)
			defer p.kill()
			maya := newViewer(t, p.room)
			maya.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
			if forms := maya.load(http.MethodGet, strings.Replace(maya.film(), "/film", "/forms", 1)); !strings.Contains(forms, "/film?store=1") {
				t.Errorf("the forms name no address that leads to the store: %s", forms)
			}
			answer, err := maya.Get(maya.film() + "?store=1")
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if to := answer.Header.Get("Location"); answer.StatusCode != http.StatusTemporaryRedirect || !strings.HasPrefix(to, c.want) {
				t.Errorf("%s to %s", answer.Status, to)
			}
			if keep := answer.Header.Get("Cache-Control"); keep != "private, max-age=3600" {
				t.Errorf("it may be kept: %s", keep)
			}
			if sum := fmt.Sprintf("%x", sha256.Sum256([]byte(maya.load(http.MethodGet, maya.film())))); sum != sumOf(t, film) {
				t.Error("without the parameter the node serves other bytes")
			}
			stranger, err := http.Get(maya.film() + "?store=1")
			if err != nil {
				t.Fatal(err)
			}
			stranger.Body.Close()
			if stranger.StatusCode != http.StatusUnauthorized {
				t.Errorf("a stranger gets %s", stranger.Status)
			}
		})
	}
}

func TestAFilmInTheStoreIsConvertedAndPictured(t *testing.T) {
	server := storetest.Start(t)
	server.Setenv()
	s, err := store.Open(t.Context(), server.URL("party"), store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	put(t, s, "films/Test Film.mp4", film(t, "Test Film.mp4", t.TempDir()))
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--media-store", server.URL("party"))
	maya := newViewer(t, p.room)
	base := strings.TrimSuffix(maya.film(), "film")
	for _, path := range []string{"hls/v1-h264/init.mp4", "hls/v1-h264/1.m4s", "hls/a2/1.m4s", "poster.jpg"} {
		for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(200 * time.Millisecond) {
			answer, err := maya.Get(base + path)
			if err != nil {
				t.Fatal(err)
			}
			body := maya.readAny(answer)
			if answer.StatusCode == http.StatusOK && len(body) > 0 {
				break
			}
			if answer.Header.Get("Retry-After") == "" || time.Now().After(deadline) {
				t.Fatalf("%s: %s %s", path, answer.Status, body)
			}
		}
	}
}

func TestAnUploadComesToTheStoreAfterAKill(t *testing.T) {
	server, data, addr := storetest.Start(t), t.TempDir(), freePort(t)
	server.Setenv()
	sent := longFilm(t, "Film.mp4")
	args := []string{"--addr", addr, "--data", data, "--media-store", server.URL("party")}
	p := startProgram(t, args...)
	a := join(t, p, browser.Options{Name: "a"})
	a.tab("film")
	a.Choose("#upload-files", sent)
	a.uploadIs("complete")
	p.kill() // wherever it is with putting it
	startProgram(t, args...)
	comesToTheStore(t, server, sent)
}

func TestAStoreOfNoUseIsOneClearLine(t *testing.T) {
	server, gone := storetest.Start(t), storetest.Start(t)
	server.Setenv()
	gone.Stop()
	binary, err := buildOnce()
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no bucket":        {[]string{"--media-store", strings.Replace(server.URL(""), storetest.Bucket, "other", 1)}, `no bucket "other"`},
		"nobody answers":   {[]string{"--media-store", gone.URL("")}, "can't be reached"},
		"no address":       {[]string{"--media-store", "https://films"}, "s3://bucket"},
		"no CDN":           {[]string{"--media-store", server.URL(""), "--media-cdn", "films"}, "https://cdn.example.org"},
		"a CDN of nothing": {[]string{"--media-cdn", "https://cdn.example.org"}, "--media-cdn needs --media-store"},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := exec.Command(binary, append(c.args, "--addr", "127.0.0.1:0", "--data", t.TempDir())...).CombinedOutput()
			if exit, ok := err.(*exec.ExitError); !ok || exit.ExitCode() != 1 {
				t.Fatalf("ended with %v", err)
			}
			if line := strings.TrimSpace(string(out)); strings.Contains(line, "\n") || !strings.Contains(line, c.want) {
				t.Errorf("printed %q, want one line with %q", line, c.want)
			}
		})
	}
	t.Run("refused", func(t *testing.T) {
		t.Setenv("AWS_SECRET_ACCESS_KEY", "wrong")
		out, err := exec.Command(binary, "--media-store", server.URL(""), "--addr", "127.0.0.1:0", "--data", t.TempDir()).CombinedOutput()
		if err == nil || !strings.Contains(string(out), "refuses the credentials") {
			t.Errorf("printed %q: %v", out, err)
		}
	})
}

// put puts a film into the store by other means than Goblet.
func put(t testing.TB, s *store.Store, key, film string) {
	t.Helper()
	f, err := os.Open(film)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Put(t.Context(), key, f, info.Size(), "", ""); err != nil {
		t.Fatal(err)
	}
}
