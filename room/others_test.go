package room

import (
	"encoding/json"
	"fmt"
	"testing"
)

// postOf is what a node with some viewers tells of them.
func postOf(s State, since float64, viewers ...string) post {
	r := newRoster()
	for i, id := range viewers {
		r.add(Viewer{ID: id, Name: id}, since+float64(i))
	}
	return r.post(s, since)
}

func TestWhoseNodeIsGoneHasTheGraceFromWhenItWasLastHeard(t *testing.T) {
	r, s := newRoster(), State{Host: "maya"}
	r.add(Viewer{ID: "jon", Name: "jon"}, 50)
	r.meet("b", postOf(s, 10, "maya"), 1000)
	for range tooLong {
		if r.miss() {
			t.Fatal("a node counts as gone before it was missed for long")
		}
	}
	if r.here["maya"].node != "b" {
		t.Error("Maya left her node before it was gone")
	}
	r.meet("b", postOf(s, 10, "maya"), 2000) // it was only late
	for range tooLong + 1 {
		r.miss()
	}
	if r.sweep(1999); r.here["maya"] == nil {
		t.Error("Maya was forgotten within the grace")
	}
	if last := r.sweep(2000); last != 2000 || r.here["maya"] != nil {
		t.Errorf("Maya, who was last heard of at 2000, left at %v", last)
	}
}

func TestWhoComesFromANodeThatIsGoneIsTheSameViewer(t *testing.T) {
	r, s := newRoster(), State{Host: "maya"}
	r.add(Viewer{ID: "jon", Name: "jon"}, 50)
	r.meet("b", postOf(s, 10, "maya"), 1000)
	r.meet("b", post{Ends: true}, 2000)
	r.add(Viewer{ID: "maya", Name: "maya"}, 3000)
	r.sweep(1e9)
	v := r.viewers(s)
	if v.Count != 2 || v.List[0].Name != "maya" || !v.List[0].Host || r.here["maya"].since != 10 {
		t.Errorf("the list is %+v", v)
	}
}

func TestAViewerOfTwoNodesIsOne(t *testing.T) {
	r, s := newRoster(), State{}
	r.add(Viewer{ID: "maya", Name: "maya"}, 50)
	r.meet("b", postOf(s, 10, "maya"), 1000)
	r.meet("c", postOf(s, 10, "maya"), 1000)
	if n := r.count(); n != 1 || r.here["maya"].node != "" {
		t.Errorf("%d viewers, Maya's node is %q", n, r.here["maya"].node)
	}
	r.remove("maya", 1100)
	r.meet("b", postOf(s, 10, "maya"), 1200)
	if r.sweep(1e9); r.count() != 1 {
		t.Error("Maya was forgotten though another node holds a stream of hers")
	}
	r.meet("b", post{}, 1300)
	r.meet("c", post{}, 1300)
	if r.count() != 0 {
		t.Error("Maya is there though no node holds a stream of hers")
	}
}

func TestOfOneNameTheLaterViewerGetsTheNumber(t *testing.T) {
	r, s := newRoster(), State{}
	r.add(Viewer{ID: "late", Name: "Sam"}, 50)
	other := newRoster()
	other.add(Viewer{ID: "early", Name: "Sam"}, 10)
	if !r.meet("b", other.post(s, 60), 60) {
		t.Error("nothing has changed, says the roster")
	}
	other.meet("a", r.post(s, 60), 60)
	for node, r := range map[string]*roster{"a": r, "b": other} {
		if early, late := r.here["early"].Name, r.here["late"].Name; early != "Sam" || late != "Sam 2" {
			t.Errorf("on %s they are %q and %q", node, early, late)
		}
	}
}

func TestALargeRoomIsToldInAFewKilobytes(t *testing.T) {
	const many = 5000
	big, s := newRoster(), State{Host: "v4999", CoHosts: []Person{{ID: "v4000"}}}
	for i := range many {
		p, _ := big.add(Viewer{ID: fmt.Sprint("v", i), Name: fmt.Sprint("Viewer ", i), Color: "hue-3"}, float64(i))
		p.status = &Status{State: "playing", At: 5000, Drift: float64(i%40 - 20), Delay: 40, Ready: true, Known: true, Joined: true}
	}
	p := big.post(s, 6000)
	data, err := json.Marshal(p)
	if err != nil || len(data) > 16<<10 {
		t.Errorf("%d viewers are told in %d bytes, error %v", many, len(data), err)
	}
	r := newRoster()
	r.add(Viewer{ID: "jon", Name: "jon"}, 1e4)
	r.meet("b", p, 6000)
	v := r.viewers(s)
	if v.Count != many+1 || !v.List[0].Host || !v.List[1].CoHost || v.List[2].ID != "v0" {
		t.Errorf("of %d the list is %+v", v.Count, v.List[:3])
	}
	if x := r.standing(6000); x.Playing != many || x.Skew == nil || *x.Skew != 39 {
		t.Errorf("they are doing %+v", x)
	}
	if here, there := leadFor(r.allNeeds(6000)), leadFor(big.needs(6000)); here < there || here > there+needStep {
		t.Errorf("the lead is %v, and %v on their node", here, there)
	}
}
