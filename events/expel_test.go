package events

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestWhoIsPutOutIsToldAndCutAndNobodyElse(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		ended := make(chan error, 10)
		th := newTheatre(t, o, nil)
		server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			who := r.URL.Query().Get("who")
			th.stream.Serve(w, r, Subscriber{
				Ended: func(why error) { ended <- why }, Viewer: who, Network: r.URL.Query().Get("from"), Snapshot: th.position, Out: func() bool { return who == "late" },
			})
		}))
		server.Config.ConnContext = th.hub.Connection
		server.Start()
		t.Cleanup(server.Close)
		t.Cleanup(server.CloseClientConnections)
		th.publish(1, 1)
		th.carried(t, 1)
		open := func(query string) *browser {
			b := watch(t, server.Client(), http.MethodGet, server.URL+"/?"+query)
			b.next(t, "hello")
			b.next(t, "reset")
			return b
		}
		jon, again, house, maya := open("who=jon&from=net"), open("who=jon"), open("who=eve&from=net"), open("who=maya&from=other")

		th.stream.Expel("jon", "", "out", []byte(`{"ban":false}`))
		for _, b := range []*browser{jon, again} {
			if m := b.next(t); m.event != "out" || m.data != `{"ban":false}` {
				t.Errorf("who is put out is told %+v", m)
			}
			if err := <-ended; err != ErrOut {
				t.Errorf("the stream ended with %v", err)
			}
		}
		th.publish(2, 2)
		for _, b := range []*browser{house, maya} {
			b.wantRoom(t, 2, 2)
		}
		th.stream.Expel("jon", "net", "out", []byte(`{"ban":true}`))
		if m := house.next(t); m.event != "out" {
			t.Errorf("who is there, too, is told %+v", m)
		}
		<-ended
		th.publish(3, 3)
		maya.wantRoom(t, 3, 3)
		watch(t, server.Client(), http.MethodGet, server.URL+"/?who=late")
		if err := <-ended; err != ErrOut {
			t.Errorf("who was put out while the stream began was cut with %v", err)
		}
	})
}
