package views

import (
	"fmt"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/a-h/templ"
	"golang.org/x/net/html"
)

// said is a line of Maya's.
func said(text string) ChatLine {
	return ChatLine{ID: 12, At: 1795422929165.4, By: maya(), Text: text, Named: []Viewer{jon(), {ID: "ann", Name: "Ann Lee"}}}
}

func TestALineOfChatHasWhatItsReadersNeed(t *testing.T) {
	reply, gone, edited, answered := said("Yes"), said(""), said("Yes!"), said("Oh")
	reply.Reply = &ChatQuote{ID: 5, Name: "Jon", Text: "So?"}
	answered.Reply = &ChatQuote{ID: 5, Name: "Jon"}
	edited.Edited = true
	gone.Deleted = true
	room := party()
	room.Chat, room.Older = []ChatLine{reply, said("b")}, true
	room.Chat[1].ID = 13
	for name, test := range map[string]struct {
		component  templ.Component
		want, none []string
	}{
		"new": {ChatLinePartial(said("Hi"), true), []string{
			"hx-partial[hx-target=#chat-lines][hx-swap=beforeend] li#line-12.chat-line[data-line=12][data-by=maya000000000000][data-at=1795422929165]",
			"li .chat-face .avatar.hue-3: M", "li .chat-name: Maya", "li time.chat-time[datetime=2026-11-23T08:35:29Z]: 08:35 UTC", "li .chat-text: Hi",
		}, []string{".is-deleted", ".chat-edited", ".chat-quote"}},
		"reply":                     {ChatLinePartial(reply, true), []string{"a.chat-quote[href=#line-5]: Jon: So?"}, nil},
		"edited":                    {ChatLinePartial(edited, false), []string{"hx-partial[hx-target=#line-12][hx-swap=outerHTML] li#line-12 .chat-edited: edited"}, nil},
		"deleted":                   {ChatLinePartial(gone, false), []string{"li#line-12.is-deleted .chat-text: This message was deleted."}, []string{".chat-quote"}},
		"a reply to a deleted line": {ChatLinePartial(answered, true), []string{".chat-quote: Jon: deleted"}, nil},
		"the page":                  {RoomPage(room), []string{"#chat [role=log] ol#chat-lines.chat-lines #line-12", "#chat-lines #line-13", "#chat-lines li.chat-older[data-before=12] button: Older messages"}, nil},
		"the page of a new room":    {RoomPage(party()), []string{"#chat ol#chat-lines"}, []string{"#chat-lines li"}},
		"all there is":              {ChatLines(room.Chat, false), []string{"#line-12"}, []string{".chat-older", "ol"}},
	} {
		t.Run(name, func(t *testing.T) {
			page := render(t, test.component)
			for _, want := range test.want {
				selector, content, withText := strings.Cut(want, ": ")
				if got := text(page.one(t, selector)); withText && got != content {
					t.Errorf("%s says %q, want %q", selector, got, content)
				}
			}
			for _, selector := range test.none {
				if len(page.all(selector)) > 0 {
					t.Errorf("there is %s in\n%s", selector, page.source)
				}
			}
		})
	}
}

func TestTheTextOfALineIsTakenApart(t *testing.T) {
	p := func(text string) textPart { return textPart{text: text} }
	l := func(address string) textPart { return textPart{kind: link, text: address, to: address} }
	at := func(text string, seconds int) textPart {
		return textPart{kind: timecode, text: text, seconds: seconds}
	}
	hid := func(text string) textPart { return textPart{kind: spoiler, text: text} }
	who := func(text, id string) textPart { return textPart{kind: mention, text: text, to: id} }
	for text, want := range map[string][]textPart{
		"hello <b> & \"you\"": {p("hello <b> & \"you\"")},

		"see https://a.example/x?y=1#z.":           {p("see "), l("https://a.example/x?y=1#z"), p(".")},
		"(http://a.example/w_(b)), really":         {p("("), l("http://a.example/w_(b)"), p("), really")},
		"HTTPS://A.example":                        {l("HTTPS://A.example")},
		"https://bücher.example/ü":                 {l("https://bücher.example/ü")},
		"https://good.example\\@evil.example":      {l("https://good.example"), p("\\@evil.example")},
		"https://good.example@evil.example/":       {p("https://good.example@evil.example/")},
		"https://u:p@evil.example https://b.org":   {p("https://u:p@evil.example "), l("https://b.org")},
		"https://good.example%2f@evil.example":     {p("https://good.example%2f@evil.example")},
		"https:// http://... xhttp://a.example":    {p("https:// http://... xhttp://a.example")},
		"javascript:alert(1) data:x ftp://a.b":     {p("javascript:alert(1) data:x ftp://a.b")},
		"//a.example file:///etc https:/a.example": {p("//a.example file:///etc https:/a.example")},

		"at 1:23, 12:34 and 1:02:03!": {p("at "), at("1:23", 83), p(", "), at("12:34", 754), p(" and "), at("1:02:03", 3723), p("!")},
		"125:30: he falls":            {at("125:30", 7530), p(": he falls")},
		"16:9 1:2:3 1:60 1:23:4 a1:23 1:23b 1234:56 1:02:03:04 ::": {p("16:9 1:2:3 1:60 1:23:4 a1:23 1:23b 1234:56 1:02:03:04 ::")},

		"||he dies|| no":    {hid("he dies"), p(" no")},
		"||see 1:23 @Jon||": {hid("see 1:23 @Jon")},
		"a || b | c ||":     {p("a "), hid(" b | c ")},
		"||open":            {p("||open")},
		"|| |||||x":         {p("|| |||||x")},
		"https://a.b||x||":  {l("https://a.b"), hid("x")},

		"@jon, @Ann Lee! @ann @Jonas a@jon": {who("@jon", "jon0000000000000"), p(", "), who("@Ann Lee", "ann"), p("! @ann @Jonas a@jon")},
	} {
		if got := tokenize(text, said("").Named); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

func TestWhatIsSaidBecomesNoMarkupOfItsOwn(t *testing.T) {
	page := render(t, ChatLinePartial(said("<i>a</i>\n https://a.example/?q=1&b=2 1:02 ||"+hostile+"|| @Jon  "+hostile), true))
	for selector, want := range map[string]string{
		"a.chat-link": "https://a.example/?q=1&b=2",
		".chat-text button.timecode[type=button][data-position=62]":                            "1:02",
		".chat-text button.spoiler[type=button][aria-expanded=false][aria-label=Spoiler] span": hostile,
		".chat-text b.mention[data-viewer=jon0000000000000]":                                   "@Jon",
	} {
		if got := text(page.one(t, selector)); got != want {
			t.Errorf("%s says %q, want %q", selector, got, want)
		}
	}
	anchor := page.one(t, "a.chat-link")
	if attr(anchor, "href") != "https://a.example/?q=1&b=2" || attr(anchor, "rel") != "noopener noreferrer nofollow ugc" || attr(anchor, "target") != "_blank" {
		t.Errorf("the link is %v", anchor.Attr)
	}
	if len(page.all("img"))+len(page.all("script"))+len(page.all("i")) > 0 {
		t.Errorf("what was typed is markup:\n%s", page.source)
	}
	if !strings.Contains(page.source, "&lt;/i&gt;\n <a") || !strings.Contains(page.source, "</b>  &lt;/script") {
		t.Errorf("spaces and breaks are not as they were typed:\n%s", page.source)
	}
}

// Each of these would take the square of its length if a search began anew at every
// character.
func TestNoLineBecomesMuchMoreThanItself(t *testing.T) {
	long := strings.Repeat("a", 40)
	var named []Viewer
	for i := range 20 {
		named = append(named, Viewer{ID: fmt.Sprint(i), Name: long[:39] + string(rune('b'+i))})
	}
	for _, piece := range []string{"|", "||", "|| ", "||a", "||a||", ":", "(", ")", "1", "1:", "1:23 ", "http://", "http://@", "http://a)", "https://a.b ", "@", "@a", "@" + long[:39], "@" + long[:39] + "b "} {
		input := strings.Repeat(piece, 2000/len(piece))
		if parts := tokenize(input, named); len(parts) > maxParts+2 {
			t.Errorf("%q: %d parts", piece, len(parts))
		}
		if source := render(t, ChatLinePartial(ChatLine{Text: input, Named: named}, true)).source; len(source) > 32<<10 {
			t.Errorf("%q becomes %d bytes", piece, len(source))
		}
	}
}

// FuzzChatText: the parts are the whole text, and what is rendered of them is text
// and the elements of chat, which lead to http and https alone.
func FuzzChatText(f *testing.F) {
	for _, seed := range []string{hostile, "||a|| 1:23 https://a.b @Jon", "http://a@b", "|||||", "https://[::1]/", "1:2:3:4", "@@jon", "http://a\u202e.b"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		parts := tokenize(typed, said("").Named)
		var all strings.Builder
		for _, p := range parts {
			switch p.kind {
			case spoiler:
				all.WriteString("||" + p.text + "||")
			case link:
				u, err := url.Parse(p.to)
				if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.User != nil || u.Host == "" || p.text != p.to {
					t.Fatalf("%q leads to %q", typed, p.to)
				}
				fallthrough
			default:
				all.WriteString(p.text)
			}
		}
		if all.String() != typed || len(parts) > maxParts+2 {
			t.Fatalf("%q became %+v", typed, parts)
		}
		for node := range render(t, chatText(said(typed))).one(t, "body").Descendants() {
			switch node.Data {
			case "a", "b", "button", "span":
			default:
				if node.Type == html.ElementNode || len(node.Attr) > 0 {
					t.Fatalf("%q became <%s>", typed, node.Data)
				}
			}
		}
	})
}
