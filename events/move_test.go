package events

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

func TestAllAreSentToOtherServersWithWhatTheyAreOwed(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		ended := make(chan error, 10)
		th := newTheatre(t, o, nil)
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			th.stream.Serve(w, r, Subscriber{Ended: func(why error) { ended <- why }, Viewer: "maya", Snapshot: th.position})
		}))
		server.Config.ConnContext = o.connections(th.hub)
		server.Start()
		t.Cleanup(server.Close)
		t.Cleanup(server.CloseClientConnections)
		th.publish(1, 1)
		th.carried(t, 1)
		var all []*browser
		for range 4 {
			b := watch(t, server.Client(), http.MethodGet, server.URL)
			b.next(t, "hello")
			b.next(t, "reset")
			all = append(all, b)
		}
		th.publish(2, 2)
		th.carried(t, 2)
		th.hub.Move(t.Context(), 20*time.Millisecond)
		for _, b := range all {
			b.wantRoom(t, 2, 2)
			if m := b.next(t); m.event != "move" || m.data != "{}" {
				t.Errorf("who is to move is told %+v", m)
			}
			if err := <-ended; err != ErrClosed {
				t.Errorf("the stream ended with %v", err)
			}
		}
		th.hub.Move(t.Context(), time.Hour) // there is nobody to wait for
	})
}
