package main

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"goblet/events/natstest"
)

// startNode is a Goblet on a NATS and with a film that others share.
func startNode(t *testing.T, nats, film string) *program {
	t.Helper()
	return startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--nats", nats, film)
}

// comesTo lets a viewer reach the room by another node, as a load balancer does.
func (v *viewer) comesTo(p *program) {
	v.t.Helper()
	u, err := url.Parse(v.room)
	if err != nil {
		v.t.Fatal(err)
	}
	u.Host = p.address()
	v.room = u.String()
}

// roomState is what programs are told of a room.
type roomState struct {
	Seq      uint64
	Host     string
	Playback struct{ Paused bool }
	Viewers  struct {
		Count   int
		Viewers []struct{ ID, Name string }
	}
}

func (v *viewer) state() (s roomState) {
	v.t.Helper()
	if err := json.Unmarshal([]byte(v.get("/state")), &s); err != nil {
		v.t.Fatal(err)
	}
	return s
}

// until waits for something to be so of the room.
func (v *viewer) until(what string, ok func(s roomState) bool) roomState {
	v.t.Helper()
	for deadline := time.Now().Add(40 * time.Second); ; time.Sleep(20 * time.Millisecond) {
		s := v.state()
		if ok(s) {
			return s
		}
		if time.Now().After(deadline) {
			v.t.Fatalf("never came true: %s; the room is %+v", what, s)
		}
	}
}

// partyOnTwoNodes is Maya, who is host, on one node and Jon on another.
func partyOnTwoNodes(t *testing.T) (a, b *program, maya, jon *viewer, atMaya, atJon *frames) {
	t.Helper()
	nats, film := natstest.Start(t).ClientURL(), film(t, "Test Film.mp4", t.TempDir())
	a, b = startNode(t, nats, film), startNode(t, nats, film)
	maya = newViewer(t, a.room)
	maya.act("name", "name=Maya")
	atMaya = maya.frames()
	maya.until("Maya is host", func(s roomState) bool { return s.Host != "" && s.Viewers.Count == 1 })
	jon = newViewer(t, b.room)
	jon.act("name", "name=Jon")
	atJon = jon.frames()
	atMaya.next("viewers", `"name":"Jon"`)
	atJon.next("viewers", `"name":"Maya"`)
	return a, b, maya, jon, atMaya, atJon
}

func TestAPartyIsSpreadOverTwoNodes(t *testing.T) {
	a, b, maya, jon, atMaya, atJon := partyOnTwoNodes(t)
	if strings.TrimPrefix(a.room, a.base()) != strings.TrimPrefix(b.room, b.base()) {
		t.Errorf("the links lead to %s and %s", a.room, b.room)
	}
	host := maya.state().Host
	li := newViewer(t, a.room)
	li.frames()
	maya.until("all three are there", func(s roomState) bool { return s.Viewers.Count == 3 })
	for i := range 12 { // no matter which node a request comes to
		maya.comesTo([]*program{a, b}[i%2])
		jon.comesTo([]*program{a, b}[i/2%2])
		maya.act("seek", fmt.Sprintf("position=%d", 1+i%5))
		jon.act("chat", fmt.Sprintf("text=Line %d", i))
	}
	maya.act("play", "position=0")
	jon.act("react", "emoji=🎉")
	atMaya.next("reactions", "🎉")
	atJon.next("reactions", "🎉")
	jon.act("chat", "text=The last one")
	atMaya.next("room", "The last one")
	atJon.next("room", "The last one")
	atMaya.contiguous()
	atJon.contiguous()
	for name, p := range map[string]*program{"a": a, "b": b} {
		maya.comesTo(p)
		if s := maya.state(); s.Host != host || s.Viewers.Count != 3 || s.Playback.Paused {
			t.Errorf("on %s the room is %+v", name, s)
		}
	}

	a.kill()
	maya.comesTo(b)
	seen := atMaya.ids[len(atMaya.ids)-1]
	again := maya.framesSince(seen)
	jon.comesTo(b)
	s := jon.until("Li, who does not come over, is gone", func(s roomState) bool { return s.Viewers.Count == 2 })
	if s.Host != host || s.Playback.Paused {
		t.Errorf("without the node the room is %+v", s)
	}
	maya.act("seek", "position=2")
	again.next("room", `"kind":"seek"`)
	atJon.next("room", `"kind":"seek"`)
	again.contiguous()
	atJon.contiguous()
	if !slices.Equal(again.ids, []uint64{seen + 1}) {
		t.Errorf("Maya had seen %d, and was told %v: more has happened than her own action", seen, again.ids)
	}
}

func TestWhoseNodeWasKilledIsFollowedOnceTheGraceIsOver(t *testing.T) {
	a, b, maya, jon, _, atJon := partyOnTwoNodes(t)
	host := maya.state().Host
	maya.act("play", "position=0")
	a.kill()
	atJon.next("room", `"kind":"host"`)
	s := jon.until("Jon is alone", func(s roomState) bool { return s.Viewers.Count == 1 })
	if s.Host == host || s.Host != s.Viewers.Viewers[0].ID || s.Playback.Paused {
		t.Errorf("the room is %+v", s)
	}
	atJon.contiguous()
	maya.comesTo(b)
	maya.frames()
	jon.until("Maya is back", func(s roomState) bool { return s.Viewers.Count == 2 && s.Host != host })
}
