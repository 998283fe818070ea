package events

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// speaks returns data that names the edition.
func speaks(n int) Data {
	return func(edition string) []byte { return fmt.Appendf(nil, `{"seq":%d,"in":%q}`, n, edition) }
}

func TestEachEditionCarriesTheSameEventsInItsOwnWords(t *testing.T) {
	h := NewHub(HubOptions{})
	defer h.Close()
	c := h.Open("r")
	c.Publish(1, "room", speaks(1))
	c.In("de")
	c.Publish(2, "room", speaks(2))
	c.Publish(2, "room", speaks(99))
	c.Publish(3, "room", speaks(3))
	for edition, want := range map[string]string{
		"":   `{"seq":2,"in":""} {"seq":3,"in":""}`,
		"de": `{"seq":2,"in":"de"} {"seq":3,"in":"de"}`,
	} {
		var got []string
		for _, data := range h.poll(t, edition, 1).Events {
			got = append(got, string(data))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("edition %q carries %v, want %s", edition, got, want)
		}
	}
	if news := h.poll(t, "de", 0); !news.Gap {
		t.Error("an edition that was opened after event 1 claims to carry on from before it")
	}
}

// poll asks until the newest event is there.
func (h *Hub) poll(t *testing.T, edition string, since uint64) News {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	for {
		news := h.Open("r").Wait(ctx, Poll{Edition: edition, Since: since})
		if news.Gap || news.Seq >= 3 || ctx.Err() != nil {
			return news
		}
	}
}

func TestALaterEditionIsToldHowThingsStand(t *testing.T) {
	h := NewHub(HubOptions{})
	defer h.Close()
	c := h.Open("r")
	c.Publish(0, "viewers", speaks(1))
	c.Publish(0, "film", speaks(2))
	c.Publish(0, "viewers", speaks(3))
	c.Pass("reactions", speaks(4))
	mark := ""
	news := c.Wait(t.Context(), Poll{Edition: "ja", Mark: &mark})
	var got []string
	for _, f := range news.Frames {
		got = append(got, f.Event+string(f.Data))
	}
	if want := `film{"seq":2,"in":"ja"} viewers{"seq":3,"in":"ja"}`; strings.Join(got, " ") != want {
		t.Errorf("a newcomer of another language is told %v, want %s", got, want)
	}
}

func TestNoEditionBeginsOnceAChannelHasEnded(t *testing.T) {
	h := NewHub(HubOptions{})
	defer h.Close()
	c := h.Open("r")
	c.EndAfter(1)
	c.Publish(1, "room", speaks(1))
	var err error
	c.Serve(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil), Subscriber{
		Edition: "de", Snapshot: func() []byte { return []byte(`{"seq":1}`) }, Ended: func(why error) { err = why },
	})
	if err != ErrClosed {
		t.Errorf("an ended channel serves with %v, want %v", err, ErrClosed)
	}
}

func TestSomebodyPutOutIsFoundInEveryEdition(t *testing.T) {
	h := NewHub(HubOptions{})
	defer h.Close()
	c := h.Open("r")
	ended := make(chan error)
	for _, edition := range []string{"", "de", "ar"} {
		go c.Serve(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/", nil).WithContext(t.Context()), Subscriber{
			Viewer: "v", Edition: edition, Snapshot: func() []byte { return []byte(`{"seq":0}`) }, Ended: func(why error) { ended <- why },
		})
	}
	for h.Stats().Streams < 3 {
		time.Sleep(time.Millisecond)
	}
	c.Expel("v", "", "out", []byte(`{}`))
	for range 3 {
		if err := <-ended; err != ErrOut {
			t.Errorf("a stream ended with %v, want %v", err, ErrOut)
		}
	}
}
