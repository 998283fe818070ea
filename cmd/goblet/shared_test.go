package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"

	"goblet/events/natstest"
	"goblet/media/store/storetest"
)

// metric is a number of a program's /metrics.
func (p *program) metric(name string) int {
	p.t.Helper()
	v := newViewer(p.t, p.room)
	found := regexp.MustCompile(`(?m)^` + name + ` (\d+)$`).FindStringSubmatch(fetch(v, "/metrics"))
	if found == nil {
		p.t.Fatalf("there is no metric %s", name)
	}
	n, err := strconv.Atoi(found[1])
	if err != nil {
		p.t.Fatal(err)
	}
	return n
}

// foreign is how many segments a program has got that others have converted.
func (p *program) foreign() int {
	return p.metric("goblet_segments_from_store_total") + p.metric("goblet_segments_from_nodes_total")
}

var aRendition = regexp.MustCompile(`\b([va]\d+-(h264|aac))/index\.m3u8`)

// renditionsOf are the paths below which the renditions are that all browsers play.
func renditionsOf(v *viewer) (all []string) {
	v.t.Helper()
	folder := folderOf(v)
	var said struct{ Forms []struct{ Name, URL string } }
	if err := json.Unmarshal([]byte(fetch(v, folder+"forms")), &said); err != nil {
		v.t.Fatal(err)
	}
	for _, f := range said.Forms {
		if f.Name == "full" {
			for _, found := range aRendition.FindAllStringSubmatch(fetch(v, f.URL), -1) {
				all = append(all, folder+"hls/"+found[1]+"/")
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// twoNodes are two Goblets over one film that no browser plays, one NATS and one store.
func twoNodes(t *testing.T) (a, b *program, objects *storetest.Server) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "Long.avi")
	making := exec.CommandContext(t.Context(), "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=s=1280x720:r=25", "-f", "lavfi", "-i", "sine=r=48000",
		"-t", "280", "-c:v", "mpeg4", "-q:v", "9", "-c:a", "libmp3lame", path)
	if out, err := making.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s", err, out)
	}
	objects = storetest.Start(t)
	objects.Setenv()
	nats := natstest.Start(t).ClientURL()
	start := func() *program {
		return startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--nats", nats, "--media-store", objects.URL("party"),
			"--encoder", "software", "--log-level", "debug", path)
	}
	return start(), start(), objects
}

func TestOneNodeConvertsForAllAndAnotherGoesOnWhenItIsKilled(t *testing.T) {
	a, b, objects := twoNodes(t)
	t.Cleanup(func() {
		if t.Failed() {
			t.Log(b.stderr)
		}
	})
	atA, atB := newViewer(t, a.room), newViewer(t, b.room)
	renditions := renditionsOf(atA)
	if len(renditions) != 2 || !slices.Equal(renditions, renditionsOf(atB)) {
		t.Fatalf("the nodes have %v and %v", renditions, renditionsOf(atB))
	}
	same := func(part string) {
		t.Helper()
		for _, r := range renditions {
			if one, other := fetch(atA, r+part), fetch(atB, r+part); one != other || len(one) < 100 {
				t.Errorf("%s%s has %d bytes on one node and other %d on the other", r, part, len(one), len(other))
			}
		}
	}
	for _, part := range []string{"init.mp4", "0.m4s", "1.m4s", "2.m4s", "3.m4s"} {
		same(part)
	}
	if made, foreign := b.metric("goblet_segments_converted_total"), b.foreign(); made != 0 || foreign < 9 {
		t.Errorf("the node that has no lease has made %d segments and got %d", made, foreign)
	}
	if made, foreign := a.metric("goblet_segments_converted_total"), a.foreign(); made < 8 || foreign != 0 {
		t.Errorf("the node that has the leases has made %d segments and got %d", made, foreign)
	}
	waitFor(t, "a segment in the store that B has not got", func() bool {
		found, err := filepath.Glob(filepath.Join(objects.Dir, "party", "converted", "*", "v*-h264-*", "8"))
		return err == nil && len(found) == 1
	})

	// Somebody on B waits in the middle of a segment, far from what A's viewers watch, when A is killed.
	picture := renditions[1]
	type answer struct {
		*http.Response
		error
	}
	waiting := make(chan answer, 1)
	go func() {
		response, err := atB.Get(b.base() + picture + "40.m4s")
		waiting <- answer{response, err}
	}()
	a.logs("segment=40")
	a.kill()
	killed := time.Now()
	got := <-waiting
	t.Logf("who waited was answered %v after the kill", time.Since(killed))
	if part := atB.read(got.Response, got.error); len(part) < 500 {
		t.Errorf("who waited has got %d bytes", len(part))
	}
	for n := 41; n < 46; n++ {
		if part := fetch(atB, fmt.Sprintf("%s%d.m4s", picture, n)); len(part) < 500 {
			t.Errorf("segment %d has %d bytes", n, len(part))
		}
	}
	if made := b.metric("goblet_segments_converted_total"); made < 5 {
		t.Errorf("the node that is left has made %d segments", made)
	}
	// What the dead node has made is still there.
	before := b.metric("goblet_segments_from_store_total")
	fetch(atB, picture+"8.m4s")
	if after := b.metric("goblet_segments_from_store_total"); after == before {
		t.Error("what the killed node had put into the store is made anew")
	}
	objects.Stop()
	if part := fetch(atB, picture+"60.m4s"); len(part) < 500 {
		t.Errorf("without the store there are %d bytes", len(part))
	}
}
