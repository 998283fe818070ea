package handlers_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"goblet/handlers"
	"goblet/media"
	"goblet/media/store"
	"goblet/media/store/storetest"
)

// onceIn waits until what an address answers holds a text.
func (b *browser) onceIn(path, text string) {
	b.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(200 * time.Millisecond) {
		a := b.get(path)
		if strings.Contains(a.body, text) {
			return
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("%s never says %q: %s %s", path, text, a.Status, a.body)
		}
	}
}

func TestWhatTheStoreDoesNotTakeIsSaidInTheListAndToTheAdmin(t *testing.T) {
	server := storetest.Start(t)
	s, err := store.Open(t.Context(), server.URL(""), store.Options{Key: storetest.Key, Secret: storetest.Secret})
	if err != nil {
		t.Fatal(err)
	}
	g := startWith(t, handlers.UploadsHost, media.Options{Store: s, StoreEvery: 100 * time.Millisecond})
	host, admin := g.host(t), g.admin(t)
	server.Stop()
	film, err := g.sample()
	if err != nil {
		t.Fatal(err)
	}
	up := host.post(g.path("/uploads"), facts("Mine.mp4", film)).state(t)
	host.put(up.ID, 0, film).state(t)
	if up = host.post("/uploads/"+up.ID+"/check", form("block", "0", "hashes", hexSum(film))).state(t); !up.Verified {
		t.Fatalf("it is %+v", up)
	}
	host.onceIn(g.path("/films"), "lies on this node alone")
	admin.onceIn("/admin", "does not answer")
	if page := admin.get("/admin").body; !strings.Contains(page, "s3://films") {
		t.Error("the admin is not told where the store is")
	}
	if a := host.post("/media/"+up.ID+"/remove", ""); a.StatusCode != http.StatusNoContent {
		t.Errorf("it can't be removed meanwhile: %s", a.Status)
	}
	if a := host.post("/media/"+up.ID+"/restore", ""); a.StatusCode != http.StatusNoContent {
		t.Errorf("it can't be brought back: %s", a.Status)
	}
	server.Resume()
	for deadline := time.Now().Add(time.Minute); strings.Contains(host.get(g.path("/films")).body, "lies on this node alone"); time.Sleep(200 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("the store answers again, and does not get it")
		}
	}
	for info, err := range s.List(t.Context(), "uploads/"+up.ID) {
		if err != nil || !strings.HasSuffix(info.Key, "/film.mp4") && !strings.HasSuffix(info.Key, "/film.json") {
			t.Errorf("in the store: %v, %v", info, err)
		}
	}
}
