package room_test

import (
	"context"
	"net"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"goblet/events"
	"goblet/events/natstest"
	"goblet/room"
)

// crowd is an audience that also notes what passes.
type crowd struct {
	audience
	reactions map[string]int
	typing    []string
	knocks    int
	log       []bool
}

func (c *crowd) Reactions(_ string, x room.Reactions) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for emoji, n := range x.Counts {
		c.reactions[emoji] += n
	}
}

func (c *crowd) Typing(_ string, t room.Typing) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.typing = nil
	for _, p := range t.List {
		c.typing = append(c.typing, p.Name)
	}
}

func (c *crowd) Knocks(_ string, count int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.knocks = count
}

// is reports whether something is so of what was noted.
func (c *crowd) is(ok func() bool) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return ok()
}

// elections are those whom the room made host, in order.
func (c *crowd) elections() (hosts []string) {
	for _, e := range c.heard() {
		if e.Kind == room.KindHost {
			hosts = append(hosts, e.Host)
		}
	}
	return hosts
}

// member is one of several Goblets, and the room in its memory.
type member struct {
	*room.Room
	*crowd
	rooms *room.Rooms
}

// newMember is a Goblet, without the room yet.
func newMember(t *testing.T, url string, grace time.Duration) *member {
	t.Helper()
	engine, err := events.Open(t.Context(), events.Options{URL: url})
	if err != nil {
		t.Fatal(err)
	}
	m := &member{crowd: &crowd{reactions: map[string]int{}}}
	m.rooms = room.New(room.Options{
		Log: engine.Log(), Snapshots: engine.Rooms(), Marks: engine.Alive(), Nodes: engine.Nodes(),
		Audience: m.crowd, Node: room.NewViewerID(), Grace: grace,
	})
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- m.rooms.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
		engine.Close()
	})
	return m
}

// opens brings a room into the member's memory.
func (m *member) opens(t *testing.T, id string) *member {
	t.Helper()
	var err error
	if m.Room, err = m.rooms.Get(t.Context(), id); err != nil {
		t.Fatal(err)
	}
	return m
}

// spread is one room on two nodes that share a NATS.
func spread(t *testing.T, url string, grace time.Duration) (a, b *member) {
	t.Helper()
	a = newMember(t, url, grace)
	var err error
	if a.Room, err = a.rooms.Start(t.Context(), bunny); err != nil {
		t.Fatal(err)
	}
	return a, newMember(t, url, grace).opens(t, a.ID())
}

// onTwoNodes is spread on a NATS of its own.
func onTwoNodes(t *testing.T, grace time.Duration) (a, b *member) {
	t.Helper()
	return spread(t, natstest.Start(t).ClientURL(), grace)
}

func named(name string) room.Viewer { return room.Viewer{ID: name, Name: name} }

// shows waits until both nodes list these viewers, in this order.
func shows(t *testing.T, a, b *member, names ...string) {
	t.Helper()
	until(t, "both nodes show the same viewers", func() bool {
		for _, m := range []*member{a, b} {
			v := m.Viewers()
			if v.Count != len(names) || !slices.EqualFunc(v.List, names, func(v room.Viewer, name string) bool { return v.Name == name }) {
				return false
			}
		}
		return true
	})
}

// hosts waits until both nodes have that host.
func hosts(t *testing.T, a, b *member, viewer string) {
	t.Helper()
	until(t, viewer+" is host on both nodes", func() bool { return a.State().Host == viewer && b.State().Host == viewer })
}

func TestViewersOfTwoNodesAreInOneRoom(t *testing.T) {
	a, b := onTwoNodes(t, 0)
	defer a.Join(named("maya"))()
	hosts(t, a, b, "maya")
	defer b.Join(named("jon"))()
	shows(t, a, b, "maya", "jon")
	if got := b.elections(); !slices.Equal(got, []string{"maya"}) {
		t.Errorf("hosts were %v: who comes to another node takes nothing from the host", got)
	}
	if seq := do(t, b.Room, actor("jon", "over", 2), room.ClaimHost{}); seq != 3 {
		t.Errorf("the claim became event %d", seq)
	}
	do(t, b.Room, actor("jon", "back", 3), room.HandOver{To: "maya"})
	hosts(t, a, b, "maya")
}

func TestWhoComesAtOnceToTwoNodesElectsOneHost(t *testing.T) {
	a, b := onTwoNodes(t, 0)
	var both sync.WaitGroup
	both.Go(func() { a.Join(named("maya")) })
	both.Go(func() { b.Join(named("jon")) })
	both.Wait()
	until(t, "both nodes show both", func() bool { return a.Viewers().Count == 2 && b.Viewers().Count == 2 })
	until(t, "there is a host", func() bool { return b.State().Host != "" && a.State().Host == b.State().Host })
	if got := a.elections(); len(got) != 1 {
		t.Errorf("hosts were %v", got)
	}
}

func TestManyWhoComeAtOnceAreToldOfInFewMessages(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	a, b := spread(t, url, 0)
	conn, err := nats.Connect(url)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	said, err := conn.SubscribeSync("goblet.nodes." + a.ID())
	if err != nil {
		t.Fatal(err)
	}
	if err := conn.Flush(); err != nil {
		t.Fatal(err)
	}
	const many = 1000
	for i := range many {
		defer a.Join(named("viewer " + strconv.Itoa(i)))()
	}
	until(t, "the other node counts all", func() bool { return b.Viewers().Count == many })
	if n, _, err := said.Pending(); err != nil || n > many/50 {
		t.Errorf("%d messages, error %v", n, err)
	}
	until(t, "the other node shows the same ones", func() bool { return slices.Equal(b.Viewers().List, a.Viewers().List) })
}

func TestNamesAreToldApartOnAllNodes(t *testing.T) {
	a, b := onTwoNodes(t, 0)
	defer a.Join(room.Viewer{ID: "s1", Name: "Sam"})()
	until(t, "the other node knows Sam", func() bool { return b.Viewers().Count == 1 })
	defer b.Join(room.Viewer{ID: "s2", Name: "sam"})()
	shows(t, a, b, "Sam", "sam 2")
	do(t, a.Room, actor("s2", "n", 2), room.Rename{To: room.Viewer{ID: "s2", Name: "Li"}})
	shows(t, a, b, "Sam", "Li")
}

func TestAFilmGoesOnWhileSomebodyWatchesOnAnotherNode(t *testing.T) {
	a, b := onTwoNodes(t, 200*time.Millisecond)
	leaveA, leaveB := a.Join(named("maya")), b.Join(named("jon"))
	until(t, "both nodes show both", func() bool { return a.Viewers().Count == 2 && b.Viewers().Count == 2 })
	hosts(t, a, b, a.State().Host)
	do(t, a.Room, actor("maya", "play", 2), room.Play{})
	leaveA()
	shows(t, a, b, "jon")
	hosts(t, a, b, "jon")
	if a.State().Playback.Paused {
		t.Error("the film has stopped although somebody watches")
	}
	leaveB()
	until(t, "the film stops when nobody watches", func() bool { return a.State().Playback.Paused && b.State().Playback.Paused })
	last := b.heard()[len(b.heard())-1]
	if last.Kind != room.KindPause || last.Reason != room.ReasonEmpty {
		t.Errorf("the last event is %+v", last)
	}
	for i, e := range b.heard() {
		if e.Seq != uint64(i+1) {
			t.Fatalf("event %d has the number %d", i+1, e.Seq)
		}
	}
}

func TestANodeThatOpensTheRoomLaterChangesNothing(t *testing.T) {
	url := natstest.Start(t).ClientURL()
	a, b := spread(t, url, 200*time.Millisecond) // b has the room open, and no viewers
	defer a.Join(named("maya"))()
	hosts(t, a, b, "maya")
	do(t, a.Room, actor("maya", "play", 2), room.Play{})
	c := newMember(t, url, 200*time.Millisecond).opens(t, a.ID())
	shows(t, b, c, "maya")
	defer c.Join(named("jon"))()
	shows(t, a, c, "maya", "jon")
	time.Sleep(time.Second) // longer than any grace
	if s := c.State(); s.Seq != 3 || s.Host != "maya" || s.Playback.Paused {
		t.Errorf("the room is %+v", s)
	}
}

func TestTheHostMayComeToAnotherNode(t *testing.T) {
	a, b := onTwoNodes(t, 2*time.Second)
	leave := a.Join(named("maya"))
	hosts(t, a, b, "maya")
	defer b.Join(named("jon"))()
	shows(t, a, b, "maya", "jon")
	leave()
	defer b.Join(named("maya"))()
	shows(t, a, b, "maya", "jon")
	time.Sleep(3 * time.Second) // longer than the grace on the node that she has left
	shows(t, a, b, "maya", "jon")
	if got := b.elections(); !slices.Equal(got, []string{"maya"}) {
		t.Errorf("hosts were %v", got)
	}
}

func TestALostConnectionTakesNobodysRole(t *testing.T) {
	folder := t.TempDir()
	shared := natstest.StartWith(t, server.Options{JetStream: true, StoreDir: folder})
	a, b := spread(t, shared.ClientURL(), 200*time.Millisecond)
	defer a.Join(named("maya"))()
	hosts(t, a, b, "maya")
	defer b.Join(named("jon"))()
	shows(t, a, b, "maya", "jon")
	port := shared.Addr().(*net.TCPAddr).Port
	shared.Shutdown()
	shared.WaitForShutdown()
	time.Sleep(10 * time.Second) // more beats than may be missed
	natstest.StartWith(t, server.Options{JetStream: true, StoreDir: folder, Port: port})
	until(t, "the log takes events again", func() bool {
		_, err := b.Do(t.Context(), actor("jon", "again", 2), room.Say{Text: "Are you there?"})
		return err == nil
	})
	until(t, "the other node has it", func() bool { return a.State().Seq == b.State().Seq })
	shows(t, a, b, "maya", "jon")
	if got := b.elections(); !slices.Equal(got, []string{"maya"}) {
		t.Errorf("hosts were %v", got)
	}
}

func TestWhatPassesReachesViewersOfAllNodes(t *testing.T) {
	a, b := onTwoNodes(t, 0)
	defer a.Join(named("maya"))()
	defer b.Join(named("jon"))()
	until(t, "both nodes show both", func() bool { return a.Viewers().Count == 2 && b.Viewers().Count == 2 })
	for range 3 {
		if err := a.React(actor("maya", "", 0), "🎉"); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.React(actor("jon", "", 0), "🎉"); err != nil {
		t.Fatal(err)
	}
	if err := a.Type("maya", false, true); err != nil {
		t.Fatal(err)
	}
	for name, m := range map[string]*member{"a": a, "b": b} {
		until(t, name+" has all reactions once", func() bool { return m.is(func() bool { return m.reactions["🎉"] == 4 }) })
		until(t, name+" knows who writes", func() bool { return m.is(func() bool { return slices.Equal(m.typing, []string{"maya"}) }) })
	}
}

func TestHowViewersDoIsKnownOnAllNodes(t *testing.T) {
	a, b := onTwoNodes(t, 0)
	defer a.Join(named("maya"))()
	defer b.Join(named("jon"))()
	until(t, "both nodes show both", func() bool { return a.Viewers().Count == 2 && b.Viewers().Count == 2 })
	at := room.NewClock()()
	a.Report("maya", room.Status{State: "playing", Drift: 5, Ready: true, Joined: true, Known: true, At: at})
	a.Report("jon", room.Status{State: "playing", Drift: -7, Ready: true, Joined: true, Known: true, At: at}) // his stream is on the other node
	for name, m := range map[string]*member{"a": a, "b": b} {
		until(t, name+" knows the skew of both", func() bool {
			s := m.Standing()
			return s.Playing == 2 && s.Skew != nil && *s.Skew == 12 && len(s.Viewers) == 2
		})
		until(t, name+" knows who is ready", func() bool { x := m.Readiness(); return x.Count == 2 && x.Ready == 2 })
	}
}

func TestWhoKnocksAtOneNodeIsLetInAtAnother(t *testing.T) {
	a, b := onTwoNodes(t, 0)
	defer a.Join(named("maya"))()
	hosts(t, a, b, "maya")
	do(t, a.Room, actor("maya", "lobby", 2), room.Set{Lobby: new(true)})
	until(t, "the other node has the lobby", func() bool { return b.State().Seq == 3 })
	jon, li := room.Caller{Viewer: "jon"}, room.Caller{Viewer: "li"}
	for viewer, caller := range map[string]room.Caller{"jon": jon, "li": li} {
		if err := b.Ask(named(viewer), caller); err != nil {
			t.Fatal(err)
		}
	}
	until(t, "the host's page shows both", func() bool { return a.is(func() bool { return a.knocks == 2 }) && a.Asked(jon) == room.KnockWait })
	do(t, a.Room, actor("maya", "admit", 3), room.Admit{To: "jon"})
	if err := a.TurnAway(actor("maya", "", 0), "li"); err != nil {
		t.Fatal(err)
	}
	until(t, "Jon is in and Li is not", func() bool { return b.Asked(jon) == room.KnockIn && b.Asked(li) == room.KnockAway })
	until(t, "nobody asks any more", func() bool { return len(a.Room.Knocks()) == 0 && len(b.Room.Knocks()) == 0 })
}
