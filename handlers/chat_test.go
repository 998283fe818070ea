package handlers_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"goblet/room"
)

// lineForm is the form of an action.
func lineForm(action string, pairs ...string) string {
	return form(append([]string{"action", action, "seen", "1"}, pairs...)...)
}

func TestChatIsAnsweredAsTheProtocolSays(t *testing.T) {
	g := start(t)
	host := g.member(t)
	frames := host.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	guest, other := g.member(t), g.member(t)
	a := guest.post(g.path("/chat"), lineForm("first", "text", "Hello"))
	first := a.Header.Get("Goblet-Seq")
	if a.StatusCode != http.StatusNoContent || first == "" {
		t.Fatalf("saying something: %s %q", a.Status, a.body)
	}
	for i, tt := range []struct {
		by    *browser
		verb  string
		pairs []string
		want  int
		event bool
	}{
		{other, "chat", []string{"text", "Hi", "reply", first}, 204, true},
		{other, "chat", []string{"text", "Hi", "reply", "1"}, 409, false},
		{other, "chat", []string{"text", "Hi", "reply", "x"}, 400, false},
		{other, "chat", []string{"text", " \u200b\n"}, 400, false},
		{other, "chat", nil, 400, false},
		{other, "chat/edit", []string{"line", first, "text", "x"}, 403, false},
		{host, "chat/edit", []string{"line", first, "text", "x"}, 403, false},
		{guest, "chat/edit", []string{"line", first, "text", "Hello!"}, 204, true},
		{guest, "chat/edit", []string{"line", first, "text", "Hello!"}, 204, false},
		{guest, "chat/edit", []string{"line", "1", "text", "x"}, 409, false},
		{guest, "chat/edit", []string{"line", "0", "text", "x"}, 400, false},
		{other, "chat/delete", []string{"line", first}, 403, false},
		{other, "chat/delete", []string{"line", "99"}, 409, false},
		{other, "chat/delete", nil, 400, false},
		{host, "chat/delete", []string{"line", first}, 204, true},
		{host, "chat/delete", []string{"line", first}, 204, false},
		{guest, "chat/edit", []string{"line", first, "text", "again"}, 409, false},
	} {
		a := tt.by.post(g.path("/"+tt.verb), lineForm("a"+strconv.Itoa(i), tt.pairs...))
		if a.StatusCode != tt.want || tt.want >= 400 && len(a.body) < 10 {
			t.Errorf("%s %q: %s %q, want %d", tt.verb, tt.pairs, a.Status, a.body, tt.want)
		}
		if seq := a.Header.Get("Goblet-Seq"); (seq != "") != tt.event {
			t.Errorf("%s %q: Goblet-Seq %q", tt.verb, tt.pairs, seq)
		}
	}
	frame(t, frames, `"kind":"chat"`, `"line":{"id":`+first, `"text":"Hello"`, `hx-target=\"#chat-lines\" hx-swap=\"beforeend\"`, `id=\"line-`+first)
	frame(t, frames, `"reply":{"id":`+first, `"text":"Hello"}`, `href=\"#line-`+first)
	frame(t, frames, `"text":"Hello!"`, `"edited":true`, `hx-target=\"#line-`+first+`\" hx-swap=\"outerHTML\"`)
	if f := frame(t, frames, `"deleted":true`, "is-deleted"); strings.Contains(f, "Hello") {
		t.Errorf("the deletion still tells the text: %s", f)
	}
	for _, path := range []string{"", "/chat", "/log?since=1&wait=0"} {
		if page := g.member(t).get(g.path(path)).body; strings.Contains(page, "Hello") || !strings.Contains(page, "This message was deleted.") {
			t.Errorf("who comes later gets on %q: %s", path, page)
		}
	}
}

func TestNothingThatIsSaidHarmsThePage(t *testing.T) {
	g := start(t)
	frames := g.member(t).listen(http.MethodGet, g.path("/events?since=1"))
	for name, tt := range map[string]struct{ text, want string }{
		"script":      {`<script>alert(1)</script>`, `&lt;script&gt;alert(1)&lt;/script&gt;`},
		"an image":    {`<img src=x onerror="a">`, `&lt;img src=x onerror=&#34;a&#34;&gt;`},
		"htmx":        {`</hx-partial><hx-partial hx-target="body">`, `&lt;/hx-partial&gt;`},
		"a bad link":  {`javascript:alert(1) https://a@b.example`, `<div class="chat-text" dir="auto">javascript:alert(1) https://a@b.example</div>`},
		"controls":    {"a\x00\x1b[31mb\x7f", `>a[31mb<`},
		"overrides":   {"a\u202egpj.exe\u2066b", `>agpj.exeb<`},
		"line breaks": {"a\r\n\r\n\r\n\r\nb\u2028c", ">a\n\nb\nc<"},
		"an odd JSON": {`"},{"seq":1`, `&#34;},{&#34;seq&#34;:1`},
	} {
		b := g.member(t)
		a := b.post(g.path("/chat"), lineForm(strings.ReplaceAll(name, " ", "-"), "text", tt.text))
		if a.StatusCode != http.StatusNoContent {
			t.Errorf("%s: %s %s", name, a.Status, a.body)
			continue
		}
		id := a.Header.Get("Goblet-Seq")
		frame(t, frames, `"kind":"chat"`, `"seq":`+id+",")
		if page := b.get(g.path("")).body; !strings.Contains(page, tt.want) || strings.Contains(page, tt.text) && strings.Contains(tt.text, "<") {
			t.Errorf("%s: the page does not hold %s", name, tt.want)
		}
		if page := b.get(g.path("/chat")).body; !strings.Contains(page, tt.want) {
			t.Errorf("%s: the history is %s", name, page)
		}
	}
}

func TestTooMuchAtOnceIsRefusedWithASentence(t *testing.T) {
	g := start(t)
	emoji := strings.Repeat("😀", 10_000)
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for field, value := range map[string]string{"action": "m", "seen": "1", "text": emoji} {
		if err := parts.WriteField(field, value); err != nil {
			t.Fatal(err)
		}
	}
	parts.Close()
	b := g.member(t)
	if a := b.do(http.MethodPost, g.path("/chat"), &body, "Content-Type", parts.FormDataContentType()); a.StatusCode != http.StatusBadRequest || !strings.Contains(a.body, "at most 2000 characters") {
		t.Errorf("10,000 emoji: %s %s", a.Status, a.body)
	}
	if a := b.post(g.path("/chat"), lineForm("f", "text", emoji)); a.StatusCode != http.StatusRequestEntityTooLarge || !strings.Contains(a.body, "too large") {
		t.Errorf("10,000 emoji in a form: %s %s", a.Status, a.body)
	}
	if a := b.post(g.path("/chat"), lineForm("l", "text", emoji[:4*room.MaxLine])); a.StatusCode != http.StatusNoContent {
		t.Errorf("2,000 emoji: %s %s", a.Status, a.body)
	}

	flood := g.member(t)
	flood.base = g.unhurried(t)
	accepted, last := 0, answer{}
	for i := range 30 {
		if last = flood.post(g.path("/chat"), lineForm("f"+strconv.Itoa(i), "text", "spam")); last.StatusCode != http.StatusNoContent {
			break
		}
		accepted++
	}
	if accepted < 8 || last.StatusCode != http.StatusTooManyRequests || last.Header.Get("Retry-After") != "2" || !strings.Contains(last.body, "writing faster than others can read") {
		t.Errorf("after %d lines: %s %q", accepted, last.Status, last.body)
	}
	if a := flood.post(g.path("/play"), lineForm("p")); a.StatusCode != http.StatusNoContent {
		t.Errorf("who writes too fast can't play: %s", a.Status)
	}
	if a := g.member(t).post(g.path("/chat"), lineForm("o", "text", "hi")); a.StatusCode != http.StatusNoContent {
		t.Errorf("others can't write: %s", a.Status)
	}
}

func TestOlderLinesComePageByPage(t *testing.T) {
	g := start(t)
	maya := room.Actor{Viewer: room.Viewer{ID: "maya", Name: "Maya", Color: "hue-4"}}
	ids := make([]string, 330)
	for i := range ids {
		maya.Action = "a" + strconv.Itoa(i)
		id, err := g.room.Do(t.Context(), maya, room.Say{Text: "line " + strconv.Itoa(i) + "."})
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = strconv.FormatUint(id, 10)
	}
	maya.Action = "gone"
	old, _ := strconv.ParseUint(ids[40], 10, 64)
	if _, err := g.room.Do(t.Context(), maya, room.DeleteLine{Line: old}); err != nil {
		t.Fatal(err)
	}
	b := g.member(t)
	older := func(id string) string { return `class="chat-older" data-before="` + id + `"` }
	for path, want := range map[string][]string{
		"":                         {older(ids[130]), "line 130.", "line 329.", "hue-4"},
		"/chat":                    {older(ids[130]), "line 130.", "line 329."},
		"/chat?before=" + ids[130]: {older(ids[30]), "line 30.", "line 129.", "This message was deleted."},
		"/chat?before=" + ids[30]:  {"line 0.", "line 29."},
	} {
		page := b.get(g.path(path)).body
		at := 0
		for _, text := range want[:min(3, len(want))] {
			i := strings.Index(page, text)
			if i < at {
				t.Errorf("%q lacks %q in its place", path, text)
			}
			at = max(at, i)
		}
		if strings.Contains(page, "line 40.") {
			t.Errorf("%q holds a deleted line", path)
		}
		if len(want) > 3 && !strings.Contains(page, want[3]) {
			t.Errorf("%q lacks %s", path, want[3])
		}
	}
	if page := b.get(g.path("/chat?before=" + ids[30])).body; strings.Contains(page, "chat-older") {
		t.Error("there is more before the first line")
	}
	if page := b.get(g.path("/chat?before=" + ids[0])); page.StatusCode != http.StatusOK || strings.Contains(page.body, "<li") {
		t.Errorf("before the first line: %s %s", page.Status, page.body)
	}
	for _, bad := range []string{"x", "0", "-1", "99999999999999999999"} {
		if a := b.get(g.path("/chat?before=" + bad)); a.StatusCode != http.StatusBadRequest {
			t.Errorf("before=%s: %s", bad, a.Status)
		}
	}
	b.base = g.unhurried(t)
	for range 30 {
		if a := b.get(g.path("/chat?before=" + ids[130])); a.StatusCode == http.StatusTooManyRequests {
			return
		}
	}
	t.Error("the history can be asked for without end")
}

func TestWhoIsHereCanBeMentioned(t *testing.T) {
	g := start(t)
	maya, jon := g.member(t), g.member(t)
	frames := maya.listen(http.MethodGet, g.path("/events?since=1"))
	frame(t, frames, `"kind":"host"`)
	maya.post(g.path("/name"), "name=Maya+L")
	me := g.room.Viewers().List[0]
	jon.post(g.path("/chat"), lineForm("a", "text", "hey @maya l, and @nobody"))
	frame(t, frames, `"mentions":[{"id":"`+me.ID+`","name":"Maya L"}]`, `<b class=\"mention\" data-viewer=\"`+me.ID+`\">@maya l</b>, and @nobody`)
}
