package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"goblet/browser"
	"goblet/cluster"
)

// onOneNATS is a Goblet on a NATS server that can be killed.
func onOneNATS(t *testing.T) (*program, *cluster.Server) {
	t.Helper()
	binary, err := natsProgram()
	if err != nil {
		t.Fatal(err)
	}
	c, err := cluster.Start(t.Context(), binary, t.TempDir(), 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	return startNode(t, c.URL(), film(t, "Test Film.mp4", t.TempDir())), c.Servers[0]
}

// answers returns the status of an address of the room.
func (v *viewer) answers(path string) int {
	v.t.Helper()
	resp, err := v.Get(v.room + path)
	if err != nil {
		v.t.Fatal(err)
	}
	v.readAny(resp)
	return resp.StatusCode
}

// refuses posts an action that must not be taken, and returns what is said.
func (v *viewer) refuses(verb string, form url.Values) (status int, said string) {
	v.t.Helper()
	form.Set("action", "refused-"+verb)
	form.Set("seen", "1")
	resp, err := v.PostForm(v.room+"/"+verb, form)
	if err != nil {
		v.t.Fatal(err)
	}
	return resp.StatusCode, v.readAny(resp)
}

func TestWithoutNATSStreamsAndFilmsGoOnAndSayThatNothingCanBeChanged(t *testing.T) {
	p, nats := onOneNATS(t)
	v := newViewer(t, p.room)
	f := v.frames()
	f.next("log", `{"ok":true}`)
	v.act("play", "position=0")
	f.next("room", `"kind":"play"`)
	address := v.film()

	nats.Kill()
	f.next("log", `{"ok":false}`)
	whole, err := v.Get(address)
	if got := v.read(whole, err); len(got) < 100_000 {
		t.Errorf("the film answers %d bytes", len(got))
	}
	again := v.framesSince(f.ids[len(f.ids)-1])
	again.next("hello", "")
	again.next("log", `{"ok":false}`)
	for path, want := range map[string]string{"/state": `"log":{"ok":false}`, "/log?wait=0&mark=&since=1": `{"event":"log","data":{"ok":false}}`} {
		if got := v.get(path); !strings.Contains(got, want) {
			t.Errorf("%s lacks %s: %s", path, want, got)
		}
	}
	if status := v.answers("/log?wait=0&since=99"); status != http.StatusServiceUnavailable {
		t.Errorf("who has seen more elsewhere than this node knows is answered %d", status)
	}
	if status, said := v.refuses("pause", url.Values{}); status != http.StatusServiceUnavailable || !strings.HasPrefix(said, "The room can't save") {
		t.Errorf("an action is answered %d: %s", status, said)
	}
	if resp, err := http.Get(p.base() + "/readyz"); err != nil || resp.Body.Close() != nil || resp.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a balancer is told %v %v", resp, err)
	}
	stranger := &viewer{t: t, room: p.room}
	if status := stranger.answers("/events"); status == http.StatusOK {
		t.Error("somebody unknown is let in")
	}

	if err := nats.Start(); err != nil {
		t.Fatal(err)
	}
	f.next("log", `{"ok":true}`)
	v.act("seek", "position=7")
	f.next("room", `"kind":"seek"`)
	again.next("room", `"kind":"seek"`)
	f.contiguous()
	again.contiguous()
}

func TestAPageWithoutNATSPlaysOnAndSaysSo(t *testing.T) {
	p, nats := onOneNATS(t)
	a := join(t, p, browser.Options{})
	a.Press("k")
	a.playing()

	nats.Kill()
	const line, button = `document.querySelector('#connection')`, `document.querySelector('media-play-button')`
	a.Until(`!`+line+`.hidden && `+line+`.textContent.includes('the film plays on')`, soon)
	a.Until(button+`.title.includes('the film plays on') && `+button+`.ariaDisabled === 'true'`, soon)
	a.Press("k")
	a.says("#toasts", "nothing can be changed")
	from := a.position()
	a.Until(fmt.Sprintf(`document.querySelector("#video").currentTime > %g && !goblet.status().paused`, from+2), soon)

	if err := nats.Start(); err != nil {
		t.Fatal(err)
	}
	a.Until(line+`.hidden && `+button+`.ariaDisabled !== 'true'`, soon)
	a.Press("k")
	a.paused()
	if seen := a.position(); seen < from+2 {
		t.Errorf("it is paused at %g, and had been at %g", seen, from+2)
	}
	a.clean()
}
