package handlers_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"goblet/handlers"
	"goblet/media/upload"
	"goblet/room"
)

// state is what the server says of an upload.
type state struct {
	ID             string
	Have           int64
	Next           *struct{ Offset, Length int64 }
	Done, Verified bool
	Media          string
	Problem        string
	Wrong, Missing []int64
	Unchecked      int64
}

func (a answer) state(t testing.TB) (s state) {
	t.Helper()
	if a.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %s %s", a.Request.Method, a.Request.URL, a.Status, a.body)
	}
	if err := json.Unmarshal([]byte(a.body), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func hexSum(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// random returns n bytes that are the same in every run.
func random(n int) []byte {
	data := make([]byte, n)
	rand.NewChaCha8([32]byte{2}).Read(data)
	return data
}

func facts(name string, data []byte) string {
	return form("name", name, "size", strconv.Itoa(len(data)), "modified", "1700000000000", "ends", hexSum(data))
}

func (b *browser) put(id string, offset int, data []byte) answer {
	b.t.Helper()
	return b.do(http.MethodPut, fmt.Sprintf("/uploads/%s?offset=%d", id, offset), bytes.NewReader(data))
}

// host is a member who is host: the first to listen.
func (g *goblet) host(t testing.TB) *browser {
	t.Helper()
	b := g.member(t)
	frames := b.listen(http.MethodGet, g.path("/events?since=1")) // else the reset may know it already
	frame(t, frames, `"kind":"host"`)
	return b
}

func TestAFilmArrivesInChunksAndIsChecked(t *testing.T) {
	g := start(t)
	b := g.host(t)
	film := random(upload.BlockSize + 300_000)
	s := b.post(g.path("/uploads"), facts("Film.mkv", film)).state(t)
	if s.Have != 0 || s.Next == nil || s.Next.Offset != 0 || s.Next.Length != int64(len(film)) {
		t.Fatalf("it begins with %+v", s)
	}
	b.put(s.ID, 1_000_000, film[1_000_000:2_000_000]).state(t)
	if again := b.post(g.path("/uploads"), facts("Film.mkv", film)).state(t); again.ID != s.ID || again.Have != 1_000_000 {
		t.Errorf("begun again it is %+v", again)
	}
	bad := bytes.Clone(film)
	bad[5] ^= 1
	for s = b.get("/uploads/" + s.ID).state(t); !s.Done; {
		end := min(s.Next.Offset+s.Next.Length, s.Next.Offset+3_000_000)
		s = b.put(s.ID, int(s.Next.Offset), bad[s.Next.Offset:end]).state(t)
	}
	hashes := hexSum(film[:upload.BlockSize]) + "," + hexSum(film[upload.BlockSize:])
	check := func() state {
		return b.post("/uploads/"+s.ID+"/check", form("block", "0", "hashes", hashes)).state(t)
	}
	if s = check(); s.Done || s.Verified || len(s.Wrong) != 1 || s.Wrong[0] != 0 || s.Next.Length != upload.BlockSize {
		t.Fatalf("a wrong block: %+v", s)
	}
	s = b.put(s.ID, 0, film[:upload.BlockSize]).state(t)
	if s = check(); !s.Verified || !s.Done || len(s.Wrong) != 0 {
		t.Errorf("after it was sent again: %+v", s)
	}
}

func TestOnlyWhoMayUploadsAndOnlyWhoBeganGoesOn(t *testing.T) {
	g := start(t)
	host, guest := g.host(t), g.member(t)
	film := random(1000)
	for name, tt := range map[string]struct {
		by   *browser
		path string
		want int
	}{
		"a stranger":            {g.stranger(t), g.path("/uploads"), http.StatusUnauthorized},
		"a guest":               {guest, g.path("/uploads"), http.StatusForbidden},
		"the host":              {host, g.path("/uploads"), http.StatusOK},
		"the host, in no room":  {host, "/uploads", http.StatusForbidden},
		"a stranger in no room": {g.stranger(t), "/uploads", http.StatusUnauthorized},
	} {
		if a := tt.by.post(tt.path, facts("f", film)); a.StatusCode != tt.want {
			t.Errorf("%s: %s %s", name, a.Status, a.body)
		}
	}
	s := host.post(g.path("/uploads"), facts("f", film)).state(t)
	for _, a := range []answer{
		guest.put(s.ID, 0, film), guest.get("/uploads/" + s.ID), guest.post("/uploads/"+s.ID+"/cancel", ""),
		guest.post("/uploads/"+s.ID+"/check", form("block", "0", "hashes", hexSum(film))),
		host.do(http.MethodPut, "/uploads/"+s.ID+"?offset=0", bytes.NewReader(film), "Origin", "https://elsewhere.example", "Sec-Fetch-Site", "cross-site"),
	} {
		if a.StatusCode != http.StatusForbidden {
			t.Errorf("%s %s: %s", a.Request.Method, a.Request.URL.Path, a.Status)
		}
	}
	admin := g.stranger(t)
	admin.post(g.handlers.AdminPath(), "")
	if a := admin.put(s.ID, 0, film); a.StatusCode != http.StatusOK {
		t.Errorf("the admin can't go on: %s %s", a.Status, a.body)
	}
	if a := host.post("/uploads/"+s.ID+"/cancel", ""); a.StatusCode != http.StatusNoContent {
		t.Errorf("cancelling: %s %s", a.Status, a.body)
	}
	if a := host.get("/uploads/" + s.ID); a.StatusCode != http.StatusNotFound {
		t.Errorf("cancelled, and still there: %s", a.Status)
	}
}

func TestChunksThatMakeNoSenseAreRefused(t *testing.T) {
	g := start(t)
	b := g.host(t)
	film := random(1000)
	s := b.post(g.path("/uploads"), facts("f", film)).state(t)
	for name, tt := range map[string]struct {
		answer
		want int
	}{
		"before the beginning": {b.put(s.ID, -1, film), http.StatusBadRequest},
		"behind the end":       {b.put(s.ID, 1001, film), http.StatusBadRequest},
		"over the end":         {b.put(s.ID, 1, film), http.StatusBadRequest},
		"without an offset":    {b.do(http.MethodPut, "/uploads/"+s.ID, bytes.NewReader(film)), http.StatusBadRequest},
		"of no upload":         {b.put("nothing", 0, film), http.StatusNotFound},
		"hashes of no block":   {b.post("/uploads/"+s.ID+"/check", form("block", "7", "hashes", hexSum(film))), http.StatusBadRequest},
		"no hashes":            {b.post("/uploads/"+s.ID+"/check", form("block", "0", "hashes", "zz")), http.StatusBadRequest},
		"a film without size":  {b.post(g.path("/uploads"), form("name", "f", "size", "0")), http.StatusBadRequest},
		"too large a film":     {b.post(g.path("/uploads"), form("name", "f", "size", "99999999999999", "modified", "1", "ends", hexSum(film))), http.StatusRequestEntityTooLarge},
	} {
		if tt.StatusCode != tt.want || strings.Contains(tt.body, "goroutine") || strings.Count(tt.body, "\n") > 1 {
			t.Errorf("a chunk %s: %s %q", name, tt.Status, tt.body)
		}
	}
}

func TestAnUploadedFilmIsRemovedByItsOwnerAndTheRoomIsTold(t *testing.T) {
	g := start(t)
	host, guest := g.host(t), g.member(t)
	film, err := g.sample()
	if err != nil {
		t.Fatal(err)
	}
	s := host.post(g.path("/uploads"), facts("Mine.mp4", film)).state(t)
	s = host.put(s.ID, 0, film).state(t)
	for s.Media == "" {
		s = host.get("/uploads/" + s.ID).state(t)
	}
	frames := guest.listen(http.MethodGet, g.path("/events"))
	if a := host.post(g.path("/load"), form("action", "l1", "seen", "2", "media", s.Media)); a.StatusCode != http.StatusNoContent {
		t.Fatalf("%s %s", a.Status, a.body)
	}
	loaded := frame(t, frames, `"kind":"load"`, s.Media)
	url := strings.Split(strings.Split(loaded, `"url":"`)[1], `"`)[0]
	if a := guest.get(url, "Range", "bytes=100-199"); a.StatusCode != http.StatusPartialContent || a.body != string(film[100:200]) {
		t.Errorf("its bytes: %s, %d of them", a.Status, len(a.body))
	}
	if a := guest.post("/media/"+s.Media+"/remove", ""); a.StatusCode != http.StatusForbidden {
		t.Errorf("a guest removes it: %s", a.Status)
	}
	if a := host.post("/media/"+g.film.ID+"/remove", ""); a.StatusCode != http.StatusForbidden || !strings.Contains(a.body, "folder") {
		t.Errorf("a film of a folder is removed: %s %s", a.Status, a.body)
	}
	if a := host.post("/media/"+s.Media+"/remove", ""); a.StatusCode != http.StatusNoContent {
		t.Errorf("its owner can't remove it: %s %s", a.Status, a.body)
	}
	frame(t, frames, `"kind":"load"`, `"reason":"removed"`, g.film.ID)
	if a := guest.get(url); a.StatusCode != http.StatusNotFound && a.StatusCode != http.StatusUnauthorized {
		t.Errorf("its bytes are still there: %s", a.Status)
	}
}

func TestWhoUploadsIsSaidAndShown(t *testing.T) {
	const card, guests, off = `id="uploads"`, `data-may-upload`, "--uploads nobody"
	for who, tt := range map[string]struct {
		room, library []string // what their pages have, of the three; the rest they have not
		guest, admin  int
	}{
		handlers.UploadsNobody:   {nil, []string{off}, http.StatusForbidden, http.StatusForbidden},
		handlers.UploadsHost:     {[]string{card}, []string{card}, http.StatusForbidden, http.StatusOK},
		handlers.UploadsEveryone: {[]string{card, guests}, []string{card}, http.StatusOK, http.StatusOK},
	} {
		t.Run(who, func(t *testing.T) {
			g := startTaking(t, who)
			guest, admin := g.member(t), g.stranger(t)
			admin.post(g.handlers.AdminPath(), "")
			for path, page := range map[string]struct {
				by   *browser
				want []string
			}{g.path(""): {guest, tt.room}, "/library": {admin, tt.library}} {
				body := page.by.get(path).body
				for _, part := range []string{card, guests, off} {
					if got := strings.Contains(body, part); got != slices.Contains(page.want, part) {
						t.Errorf("%s has %s: %v", path, part, got)
					}
				}
				if !strings.Contains(body, `id="drop-target"`) && path != "/library" {
					t.Errorf("%s has no place to drop subtitles on", path)
				}
			}
			if a := guest.post(g.path("/uploads"), facts("f", random(1000))); a.StatusCode != tt.guest {
				t.Errorf("a guest: %s %s", a.Status, a.body)
			}
			if a := admin.post("/uploads", facts("f", random(1000))); a.StatusCode != tt.admin {
				t.Errorf("the admin: %s %s", a.Status, a.body)
			}
		})
	}
}

func TestARoomWhoseFilmIsGoneSaysSo(t *testing.T) {
	const sentence = "The film was removed. The host can put on another one."
	g := start(t)
	host := g.host(t)
	if body := host.get(g.path("")).body; strings.Contains(body, sentence) {
		t.Error("the sample film is said to be removed")
	}
	// A room that was not opened when its film was removed.
	rm, err := g.rooms.Start(t.Context(), room.Media{ID: "longgone", Title: "Long Gone", Version: "v1"})
	if err != nil {
		t.Fatal(err)
	}
	body := host.get(handlers.RoomPath(rm.ID())).body
	if !strings.Contains(body, sentence) || !strings.Contains(body, "data-gone") {
		t.Error("a room without a film does not say so")
	}
}

func TestTheLibraryIsTheAdmins(t *testing.T) {
	g := start(t)
	if a := g.member(t).get("/library"); a.StatusCode != http.StatusForbidden {
		t.Errorf("a member sees the library: %s", a.Status)
	}
	admin := g.stranger(t)
	admin.post(g.handlers.AdminPath(), "")
	a := admin.get("/library")
	for _, want := range []string{g.film.Title, `data-begin="/uploads"`, "1 film"} {
		if !strings.Contains(a.body, want) {
			t.Errorf("the library page (%s) lacks %q", a.Status, want)
		}
	}
}

func FuzzAChunkGetsAnAnswer(f *testing.F) {
	g := start(f)
	b := g.host(f)
	s := b.post(g.path("/uploads"), facts("f", random(1000))).state(f)
	f.Add("0", []byte("abc"))
	f.Add("-5", []byte("abc"))
	f.Add("999999999999999999999", []byte{})
	f.Add("1e3", []byte("x"))
	f.Fuzz(func(t *testing.T, offset string, data []byte) {
		path := "/uploads/" + s.ID + "?" + form("offset", offset)
		b := &browser{t: t, base: b.base, Client: b.Client}
		a := b.do(http.MethodPut, path, bytes.NewReader(data))
		if a.StatusCode != http.StatusOK && (a.StatusCode < 400 || a.StatusCode >= 500) {
			t.Errorf("%q with %d bytes: %s %s", offset, len(data), a.Status, a.body)
		}
	})
}
