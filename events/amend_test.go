package events

import (
	"bytes"
	"context"
	"testing"
)

func TestWhatIsTakenBackIsNotReplayed(t *testing.T) {
	eachWriter(t, func(t *testing.T, o way) {
		th := newTheatre(t, o, nil)
		live := th.watch(t, "since=0")
		live.next(t) // hello
		th.stream.Publish(1, "room", []byte(`{"seq":1,"text":"secret"}`))
		th.stream.Publish(2, "room", []byte(`{"seq":2}`))
		th.stream.Amend(3, func(data []byte) []byte {
			if !bytes.Contains(data, []byte("secret")) {
				return nil
			}
			return []byte(`{"seq":1,"text":""}`)
		})
		th.stream.Publish(3, "room", []byte(`{"seq":3}`))
		th.carried(t, 3)
		if m := live.next(t); m.data != `{"seq":1,"text":"secret"}` {
			t.Errorf("who was there got %+v", m)
		}
		late := th.watch(t, "since=0")
		late.next(t)
		for _, want := range []message{{"1", "room", `{"seq":1,"text":""}`}, {"2", "room", `{"seq":2}`}, {"3", "room", `{"seq":3}`}} {
			if m := late.next(t); m != want {
				t.Errorf("who comes back got %+v, want %+v", m, want)
			}
		}
		news := th.stream.Wait(context.Background(), Poll{})
		if len(news.Events) != 3 || string(news.Events[0]) != `{"seq":1,"text":""}` {
			t.Errorf("a poll brings %q", news.Events)
		}
		th.stream.Amend(2, func([]byte) []byte { t.Error("an event that was published amends others"); return nil })
		th.publish(4, 4)
		th.carried(t, 4)
	})
}
