package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"goblet/browser"
)

// node is the process that a page's stream comes from.
func (g *guest) node() string {
	return browser.Eval[string](g.Browser, `goblet.status().node`)
}

// TestBrowsersOnTwoNodesAreInStepAndOneComesBackAtAnotherWhenItsNodeIsKilled has one viewer on each of two nodes, and the
// balancer before them.
func TestBrowsersOnTwoNodesAreInStepAndOneComesBackAtAnotherWhenItsNodeIsKilled(t *testing.T) {
	s := startSpread(t)
	nodes := s.byName()
	through := *s.nodes[0]
	through.room = s.room
	a, b := join(t, &through, browser.Options{Name: "a"}), join(t, &through, browser.Options{Name: "b"})
	for tries := 0; a.node() == b.node(); tries++ { // the balancer gives the next one to a node with fewer streams
		if tries == 5 {
			t.Fatal("both pages are on one node")
		}
		b.Reload()
		b.ready()
	}
	inStepWith(t, a, b)

	a.Press("k")
	for _, g := range []*guest{a, b} {
		g.playing()
	}
	lost := b.node()
	nodes[lost].kill()
	b.Until(fmt.Sprintf(`goblet.status().connected && goblet.status().node !== %q`, lost), soon)
	for _, g := range []*guest{a, b} {
		g.playing()
		g.inStep()
	}
	b.Press("5")
	for _, g := range []*guest{a, b} {
		g.at(60)
	}
	b.Press("k")
	for _, g := range []*guest{a, b} {
		g.Until(`goblet.status().paused`, soon)
		g.paused()
	}
	if pa, pb := a.position(), b.position(); pa != pb {
		t.Errorf("paused at %v on one node and %v on the other: not the same frame", pa, pb)
	}
	a.clean()
}

// byName returns the nodes by the names that they tell to browsers.
func (s *spread) byName() map[string]*program {
	s.t.Helper()
	all := map[string]*program{}
	for i, p := range s.nodes {
		var answer struct{ Node string }
		past := strings.Replace(s.room, s.balancer, s.args[i][1], 1) // the balancer
		if err := json.Unmarshal([]byte(newViewer(s.t, past).get("/log?since=1&wait=0")), &answer); err != nil {
			s.t.Fatal(err)
		}
		all[answer.Node] = p
	}
	return all
}
