package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"goblet/browser"
)

// under returns the address of a program's room as it is reached through a proxy.
func (p proxy) under(t testing.TB, room string) string {
	t.Helper()
	u, err := url.Parse(room)
	if err != nil {
		t.Fatal(err)
	}
	return p.base + u.Path
}

// TestTwoWatchInStepThroughEveryProxy has one viewer come directly and one through each proxy as people first set it up.
func TestTwoWatchInStepThroughEveryProxy(t *testing.T) {
	args := []string{"--addr", "127.0.0.1:0", film(t, "Test Film.mp4", t.TempDir())}
	p := startProgram(t, append([]string{"--data", t.TempDir()}, args...)...)
	below := startProgram(t, append([]string{"--data", t.TempDir(), "--url", "/goblet/"}, args...)...)
	alive := p.longStreams(t)
	a, b := join(t, p, browser.Options{Name: "direct"}), &guest{browser.Start(t, browser.Options{Name: "proxied"}), t}
	for _, kind := range proxyKinds {
		x := startProxy(t, kind, documented(t, kind, "root"), p.address()) // it outlives the page
		t.Run(kind, func(t *testing.T) {
			b.Open(x.under(t, p.room))
			b.enter(false)
			inStepWith(t, a, b)
		})
	}
	x := startProxy(t, "nginx", documented(t, "nginx", "goblet"), below.address())
	t.Run("below a path", func(t *testing.T) {
		a.Open(below.room)
		a.enter(false)
		b.Open(x.under(t, below.room))
		b.enter(false)
		inStepWith(t, a, b)
		astray := `performance.getEntriesByType('resource').map((e) => e.name).filter((url) => url.startsWith('http') && !new URL(url).pathname.startsWith('/goblet/'))`
		if urls := browser.Eval[[]string](b.Browser, astray); len(urls) > 0 {
			t.Errorf("the page asks for %q", urls)
		}
	})
	a.clean()
	b.clean()
	alive()
}

// inStepWith plays, pauses and seeks on both sides.
func inStepWith(t *testing.T, a, b *guest) {
	t.Helper()
	a.Press("k")
	for _, g := range []*guest{a, b} {
		g.playing()
		g.inStep()
	}
	b.Press("7") // 70 %
	for _, g := range []*guest{a, b} {
		g.at(84)
		g.playing()
	}
	b.Press("k")
	for _, g := range []*guest{a, b} {
		g.Until(`goblet.status().paused`, soon)
		g.paused()
	}
	if pa, pb := a.position(), b.position(); pa != pb {
		t.Errorf("paused at %v directly and %v through the proxy: not the same frame", pa, pb)
	}
	a.Press("0")
	b.at(0)
	a.at(0)
}

// cuts makes a proxy end what is idle for 15 s: less than Goblet's own patience, more than one heartbeat takes.
var cuts = map[string]*strings.Replacer{
	"nginx":   strings.NewReplacer("proxy_pass", "proxy_read_timeout 15s;\nproxy_pass"),
	"haproxy": strings.NewReplacer("bind ", "timeout client 15s\nbind ", "server goblet", "timeout server 15s\nserver goblet"),
	"apache":  strings.NewReplacer("ProxyPass /", "ProxyTimeout 15\nProxyPass /"),
}

// longStreams opens a stream through proxies that cut what is idle. The returned function waits until each stream has
// lived longer than the cut, by heartbeats alone.
func (p *program) longStreams(t *testing.T) (wait func()) {
	t.Helper()
	type stream struct {
		kind   string
		frames *frames
	}
	var all []stream
	for kind, shorten := range cuts {
		x := startProxy(t, kind, shorten.Replace(documented(t, kind, "root")), p.address())
		f := newViewer(t, x.under(t, p.room)).frames()
		f.next("hello", "")
		all = append(all, stream{kind, f})
	}
	return func() {
		t.Helper()
		for _, s := range all {
			t.Log("the stream through", s.kind)
			s.frames.next("beat", "")
			s.frames.next("beat", "")
		}
	}
}

func TestAnUploadGetsThroughAProxyThatTakesSmallBodiesAlone(t *testing.T) {
	data := t.TempDir()
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", data)
	x := startProxy(t, "nginx", documented(t, "nginx", "root"), p.address()) // takes 1 MB
	proxied := *p
	proxied.room = x.under(t, p.room)
	film := longFilm(t, "Long.mp4", "-movflags", "+faststart")
	a := join(t, &proxied, browser.Options{})
	a.Choose("#upload-files", film)
	a.uploadIs("complete")
	received(t, data, film)
}

func TestEveryProxyCarriesStreamsFilmsAndUploads(t *testing.T) {
	args := []string{"--addr", "127.0.0.1:0", "--uploads", "everyone", "--trusted-proxies", "127.0.0.1", "--log-level", "debug"}
	root := startProgram(t, append([]string{"--data", t.TempDir()}, args...)...)
	below := startProgram(t, append([]string{"--data", t.TempDir(), "--url", "/goblet/"}, args...)...)
	for i, kind := range proxyKinds {
		for j, name := range []string{"root", "goblet", "tls"} {
			t.Run(kind+" "+name, func(t *testing.T) {
				p := map[string]*program{"root": root, "tls": root, "goblet": below}[name]
				x := startProxy(t, kind, documented(t, kind, name), p.address())
				from := net.IPv4(127, 0, byte(1+i), byte(1+j))
				v := newViewerOver(t, x.under(t, p.room), trusting(from))
				v.hearsAndActs(0.75 * float64(1+3*i+j))
				v.loadsRanges()
				v.sendsChunk(900 << 10) // nginx takes 1 MB
				if name == "tls" {
					v.sendsChunk(3 << 20)
				}
				knows := name == "tls" || kind == "caddy" || kind == "apache" // without any setting
				if client := "client=" + from.String(); knows {
					p.logs(client)
				} else if strings.Contains(p.stderr.String(), client) {
					t.Errorf("docs/deploy.md says that Goblet does not learn %s", client)
				}
				v.cookieSuits(name == "tls", map[bool]string{true: "/goblet/", false: "/"}[p == below])
			})
		}
	}
}

// hearsAndActs opens the stream and, while it is open, goes to a position of the film.
func (v *viewer) hearsAndActs(position float64) {
	v.t.Helper()
	f := v.frames()
	f.next("hello", `"seq":`)
	v.act("seek", fmt.Sprintf("position=%g", position))
	f.next("room", fmt.Sprintf(`"position":%g,`, position))
}

// loadsRanges gets a part of the film and the whole of it.
func (v *viewer) loadsRanges() {
	v.t.Helper()
	film := v.film()
	whole, err := v.Get(film)
	all := v.read(whole, err)
	if int64(len(all)) != whole.ContentLength || len(all) < 100_000 {
		v.t.Errorf("the film has %d bytes, of which %d came", whole.ContentLength, len(all))
	}
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, film, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Range", "bytes=50000-59999")
	part, err := v.Do(r)
	if got := v.read(part, err); part.StatusCode != http.StatusPartialContent || got != all[50000:60000] {
		v.t.Errorf("a range answers %s with %d bytes", part.Status, len(got))
	}
}

// sendsChunk uploads a piece of a film.
func (v *viewer) sendsChunk(size int) {
	v.t.Helper()
	chunk := bytes.Repeat([]byte("goblet "), size/7+1)[:size]
	begun := v.post("/uploads", url.Values{
		"name": {fmt.Sprintf("Film %d.mp4", size)}, "size": {fmt.Sprint(10 << 20)}, "modified": {"1"}, "ends": {fmt.Sprintf("%x", sha256.Sum256(chunk))},
	})
	var state struct {
		ID   string
		Have int
	}
	if err := json.Unmarshal([]byte(begun), &state); err != nil {
		v.t.Fatal(err, begun)
	}
	before, _, _ := strings.Cut(v.room, "/r/")
	r, err := http.NewRequestWithContext(v.t.Context(), http.MethodPut, before+"/uploads/"+state.ID+"?offset=0", bytes.NewReader(chunk))
	if err != nil {
		v.t.Fatal(err)
	}
	resp, err := v.Do(r)
	if err := json.Unmarshal([]byte(v.read(resp, err)), &state); err != nil || state.Have != size {
		v.t.Errorf("of a piece of %d bytes %d arrived, %v", size, state.Have, err)
	}
}

// cookieSuits checks the cookie that the room's page has set.
func (v *viewer) cookieSuits(secure bool, path string) {
	v.t.Helper()
	if len(v.cookies) != 1 || v.cookies[0].Secure != secure || v.cookies[0].Path != path || !v.cookies[0].HttpOnly {
		v.t.Errorf("the cookie is %v", v.cookies)
	}
}
