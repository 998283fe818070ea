package main

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"strconv"
)

// A bare server has rooms and streams and nothing else of a Goblet: no sessions, no numbers, no log. A text that is posted
// to PATH/text goes to all streams of PATH/events as the data of an event. A stream begins with the head of the answer, and
// who has got that is owed all texts from then on. Texts begin with their numbers, which the sender gives.

// bareServer is one that can be compared with.
type bareServer struct {
	around int // bytes of an event on its wire besides the text
	start  func(ctx context.Context, o options) (base string, pid int, stop func(), err error)
}

// bareServers are all that there are, by the names that the table has for them.
func bareServers() map[string]bareServer {
	return map[string]bareServer{
		floor:  {len("data: \n\n"), ownServer(floorCommand)},
		r3labs: {len("id: \ndata: \n\n"), ownServer(r3labsCommand)},
		nchan:  {len("id: 1234567890:0\ndata: \n\n"), startNchan},
	}
}

// startBare starts a server, whose events are to have so many bytes on the wire, with the rooms that o asks for. The caller
// must call stop.
func startBare(ctx context.Context, name string, size int, o options) (t target, stop func(), err error) {
	s := bareServers()[name]
	base, pid, stop, err := s.start(ctx, o)
	if err != nil {
		return t, nil, err
	}
	t = target{name: name, pid: pid, text: max(1, size-s.around)}
	for i := range o.rooms {
		t.rooms = append(t.rooms, fmt.Sprintf("%s/r/%d", base, i))
	}
	return t, stop, nil
}

// bareText is the text of a number, which is longer than size if that can't hold it.
func bareText(seq uint64, size int) string {
	b := append(strconv.AppendUint(nil, seq, 10), ' ')
	return string(append(b, bytes.Repeat([]byte("-"), max(0, size-len(b)))...))
}

// send posts the next text to a bare server's room. One at a time does, so that the server gets them in order.
func (p *place) send(ctx context.Context, from *source) (seq uint64, err error) {
	p.sending.Lock()
	defer p.sending.Unlock()
	seq = p.sent + 1
	answer, err := from.once(ctx, http.MethodPost, p.site()+p.path+"/text", "", bareText(seq, p.text))
	if err != nil {
		return 0, err
	}
	if answer.StatusCode/100 != 2 {
		return 0, fmt.Errorf("%w: a text was answered with %s", errEndpoint, answer.Status)
	}
	p.sent = seq
	return seq, nil
}
