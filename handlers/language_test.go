package handlers_test

import (
	"html"
	"net/http"
	"strings"
	"testing"

	"goblet/words"
)

func TestPagesComeInTheLanguageThatTheBrowserAsksFor(t *testing.T) {
	g := start(t)
	b := g.member(t)
	for asked, want := range map[string]string{
		"": `<html lang="en" dir="ltr">`, "de-CH, fr;q=0.5": `<html lang="de" dir="ltr">`, "sw, pt-BR;q=0.8": `<html lang="pt" dir="ltr">`,
		"ar-EG": `<html lang="ar" dir="rtl">`, "sw": `<html lang="en" dir="ltr">`, ";;no sense": `<html lang="en" dir="ltr">`,
	} {
		for _, path := range []string{"/", g.path(""), "/r/nowhere"} { // the last one is the page of an error
			if a := b.get(path, "Accept-Language", asked, "Accept", "text/html"); !strings.Contains(a.body, want) {
				t.Errorf("%s for %q: %.200s", path, asked, a.body)
			}
		}
	}
}

func TestAChosenLanguageWins(t *testing.T) {
	g := start(t)
	b := g.member(t)
	a := b.post("/language", form("language", "ja"), "Referer", b.base+g.path("?x=1"))
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != g.path("?x=1") {
		t.Fatalf("%s to %q", a.Status, a.Header.Get("Location"))
	}
	if cookie := a.Header.Get("Set-Cookie"); !strings.HasPrefix(cookie, "language=ja; Path=/; Max-Age=") || !strings.HasSuffix(cookie, "; HttpOnly; SameSite=Lax") {
		t.Errorf("the cookie is %q", cookie)
	}
	const japanese = `<html lang="ja" dir="ltr">`
	for _, path := range []string{"/", g.path(""), "/r/nowhere"} {
		if a := b.get(path, "Accept-Language", "de", "Accept", "text/html"); !strings.Contains(a.body, japanese) {
			t.Errorf("%s: %.200s", path, a.body)
		}
	}
	if a := b.get("/", "Cookie", "language=klingon", "Accept-Language", "de"); !strings.Contains(a.body, `<html lang="de"`) && !strings.Contains(a.body, japanese) {
		t.Errorf("with a language that there is none of: %.200s", a.body)
	}
}

func TestAnUnknownLanguageChangesNothing(t *testing.T) {
	g := start(t)
	b := g.member(t)
	for _, unknown := range []string{"", "tlh", "de-CH", "DE", "../de", "en\n"} {
		a := b.post("/language", form("language", unknown), "Referer", b.base+"/")
		if a.StatusCode != http.StatusBadRequest || a.Header.Get("Set-Cookie") != "" {
			t.Errorf("%q: %s, %q", unknown, a.Status, a.Header.Get("Set-Cookie"))
		}
	}
	if a := b.get("/", "Accept-Language", "fr"); !strings.Contains(a.body, `<html lang="fr"`) {
		t.Errorf("%.200s", a.body)
	}
}

func TestChoosingALanguageNeverLeadsAway(t *testing.T) {
	g := start(t)
	b := g.member(t)
	for referer, want := range map[string]string{
		"": "/", "https://evil.example//x": "/", "https://evil.example/%2Fx": "/", "https://evil.example/x?y=1#z": "/x?y=1",
		"https://evil.example": "/", "//evil.example//x": "/", `https://evil.example/\x`: "/%5Cx",
		"javascript:alert(1)": "/", "/x": "/", "https:x": "/", "::": "/", "https://evil.example/library?q=%2F%2F": "/library?q=%2F%2F",
		"http://127.0.0.1/r/amber-otter-k3v9/enter": "/r/amber-otter-k3v9", "http://127.0.0.1/r/amber-otter-k3v9?k=1": "/r/amber-otter-k3v9?k=1",
	} {
		if a := b.post("/language", form("language", "de"), "Referer", referer); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != want {
			t.Errorf("%q: %s to %q, want %q", referer, a.Status, a.Header.Get("Location"), want)
		}
	}
}

func TestErrorsComeInTheLanguageOfTheRequest(t *testing.T) {
	g := start(t)
	const tooLong = "A line has at most {n} characters."
	line := form("action", "x", "seen", "1", "text", strings.Repeat("x", 5000))
	for _, tongue := range words.Languages {
		want := words.Say(tooLong, "n", 2000).In(tongue.Language)
		b := g.member(t) // of whom each may write 8 lines at once
		language := []string{"Accept-Language", string(tongue.Language)}
		if a := b.post(g.path("/chat"), line, language...); a.StatusCode != http.StatusBadRequest || a.body != want+"\n" {
			t.Errorf("%s: %s %q, want %q", tongue.Name, a.Status, a.body, want)
		}
		if a := b.post(g.path("/chat"), line, append(language, "HX-Request", "true")...); !strings.Contains(a.body, `role="alert">`+html.EscapeString(want)+`</div>`) {
			t.Errorf("%s: the toast is %q", tongue.Name, a.body)
		}
	}
}
