package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"

	"goblet/browser"
	"goblet/events/natstest"
	"goblet/media/store/storetest"
	"goblet/room"
)

// twoNodesWithAStore are two Goblets on one NATS and one store, where everybody may upload.
func twoNodesWithAStore(t *testing.T) (a, b *program) {
	t.Helper()
	objects, nats := storetest.Start(t), natstest.Start(t).ClientURL()
	objects.Setenv()
	shared := film(t, "Test Film.mp4", t.TempDir())
	start := func() *program {
		return startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--nats", nats, "--media-store", objects.URL("party"), "--uploads", "everyone", shared)
	}
	return start(), start()
}

// begins begins the upload of a film and returns its id.
func (v *viewer) begins(name string, film []byte) (id string) {
	v.t.Helper()
	begun := v.post("/uploads", url.Values{"name": {name}, "size": {fmt.Sprint(len(film))}, "modified": {"1"}, "ends": {strings.Repeat("0", 64)}})
	var state struct{ ID string }
	if err := json.Unmarshal([]byte(begun), &state); err != nil {
		v.t.Fatal(err, begun)
	}
	return state.ID
}

// sends sends bytes of a film that was begun.
func (v *viewer) sends(id string, film []byte, start, end int) {
	v.t.Helper()
	root, _, _ := strings.Cut(v.room, "/r/")
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPut, fmt.Sprintf("%s/uploads/%s?offset=%d", root, id, start), bytes.NewReader(film[start:end]))
	if err != nil {
		v.t.Fatal(err)
	}
	v.read(v.Do(r))
}

// bytesOf asks for bytes of the film that is on.
func (v *viewer) bytesOf(film string, start, end int) (*http.Response, error) {
	root, _, _ := strings.Cut(v.room, "/r/")
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, root+film, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Range", fmt.Sprintf("bytes=%d-%d", start, end-1))
	return v.Do(r)
}

func TestAFilmIsReadOnOneNodeWhileItArrivesAtAnother(t *testing.T) {
	a, b := twoNodesWithAStore(t)
	data, err := os.ReadFile(longFilm(t, "Uploaded.mp4"))
	if err != nil {
		t.Fatal(err)
	}
	atA, atB := newViewer(t, a.room), newViewer(t, b.room)
	atB.frames()
	atB.until("somebody is host", func(s roomState) bool { return s.Host != "" })
	id := atA.begins("Uploaded.mp4", data)
	first, last := 5<<20, len(data)-4<<20
	atA.sends(id, data, last, len(data))
	atA.sends(id, data, 0, first)
	waitFor(t, "the film on the other node", func() bool { return strings.Contains(atB.get("/films?q=Uploaded"), id) })
	atB.act("load", "media="+id)
	folder := folderOf(atB)
	if forms := fetch(atB, folder+"forms"); !strings.Contains(forms, `"direct"`) {
		t.Errorf("its forms are %s", forms)
	}
	film := folder + "film"
	for _, at := range []int{0, 1_234_567, first - 1000, last, len(data) - 1000} {
		if got := atB.read(atB.bytesOf(film, at, at+1000)); got != string(data[at:at+1000]) {
			t.Errorf("%d bytes from %d on are not the film's", len(got), at)
		}
	}
	// What has not arrived is waited for: the answer begins at once, and what is there comes before the rest.
	response, err := atB.bytesOf(film, first-1000, first+1000)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 2000)
	if _, err := io.ReadFull(response.Body, got[:1000]); err != nil {
		t.Fatal(err)
	}
	atA.sends(id, data, first, first+1<<20)
	if _, err := io.ReadFull(response.Body, got[1000:]); err != nil || !bytes.Equal(got, data[first-1000:first+1000]) {
		t.Errorf("what was waited for is wrong, or %v", err)
	}
	response.Body.Close()

	root, _, _ := strings.Cut(b.room, "/r/")
	stranger, err := http.Get(root + film)
	if err != nil {
		t.Fatal(err)
	}
	stranger.Body.Close()
	if stranger.StatusCode != http.StatusUnauthorized {
		t.Errorf("a stranger gets %s", stranger.Status)
	}

	// Somebody waits when the node dies to which the film is sent.
	response, err = atB.bytesOf(film, first+2<<20, first+3<<20)
	if err != nil {
		t.Fatal(err)
	}
	a.kill()
	if rest, err := io.ReadAll(response.Body); err == nil {
		t.Errorf("who waited has got %d bytes of a film that is gone", len(rest))
	}
	response.Body.Close()
	if response, err = atB.bytesOf(film, 0, 1000); err != nil {
		t.Fatal(err)
	}
	said := atB.readAny(response)
	if response.StatusCode != http.StatusServiceUnavailable || response.Header.Get("Retry-After") == "" || !strings.Contains(said, "another node") {
		t.Errorf("who comes then is told %s: %s", response.Status, said)
	}
}

func TestAFilmPlaysOnOneNodeWhileItArrivesAtAnother(t *testing.T) {
	p, q := twoNodesWithAStore(t)
	sent := longFilm(t, "Uploaded.mp4")
	a := join(t, p, browser.Options{Name: "a"})
	b := join(t, q, browser.Options{Name: "b"})
	a.Uplink(slowly)
	a.tab("film")
	a.Choose("#upload-files", sent)
	a.Until(`!document.querySelector('.upload [data-do="watch"]').hidden`, soon)
	a.Click(`.upload [data-do="watch"]`)
	both := []*guest{a, b}
	for _, g := range both {
		g.says("#film", "Uploaded")
		g.plays("direct")
		g.says("#film-notes", "uploaded")
	}
	a.Press("k")
	for _, g := range both {
		g.Until(`document.querySelector('#video').currentTime > 1 && document.querySelector('#video').webkitDecodedFrameCount > 5`, soon)
	}
	b.inStep()
	b.says("#film-notes", "ahead of the room")
	b.Press("9") // 90 s, which has not arrived
	for _, g := range both {
		g.Until(`document.querySelector('#video').currentTime > 90.1 && !document.querySelector('#video').paused`, soon)
	}
	if sent := browser.Eval[float64](a.Browser, part); sent > 0.6 {
		t.Errorf("a far seek goes on with %.1f %% uploaded", 100*sent)
	}
	var stops int
	for _, e := range p.log(t, 1) {
		if e.Reason == room.ReasonUpload {
			stops++
		}
	}
	if stops > 3 { // the nodes would be of two minds
		t.Errorf("the room waited for the upload %d times", stops)
	}
	t.Logf("the room waited for the upload %d times", stops)
	a.Uplink(0)
	a.uploadIs("complete")
	for _, g := range both {
		g.Until(`document.querySelector('#film-notes').children.length === 0`, soon)
		g.clean()
	}
}
