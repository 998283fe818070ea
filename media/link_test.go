package media

import (
	"errors"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestALinkBecomesAFilmThatBrowsersLoadThemselves(t *testing.T) {
	for _, c := range []struct{ address, title, wantTitle, wantType, wantURL string }{
		{"https://films.example/Big.Buck.Bunny.2008.mp4", "", "Big Buck Bunny 2008", "video/mp4", ""},
		{"http://films.example/a/b/Sintel.webm?key=1", "", "Sintel", "video/webm", ""},
		{"https://films.example/Sintel/master.m3u8", "", "films.example", "application/vnd.apple.mpegurl", ""},
		{"https://films.example/Sintel.m3u8", "", "Sintel", "application/vnd.apple.mpegurl", ""},
		{"https://films.example/Sintel.m3u8", "  Tonight \n at eight ", "Tonight at eight", "application/vnd.apple.mpegurl", ""},
		{"https://films.example/play?id=7", "", "films.example", "", ""},
		{"https://films.example", "", "films.example", "", ""},
		{"  HTTPS://films.example/x.MKV#t=90 ", "", "x", "video/x-matroska", "https://films.example/x.MKV"},
		{"https://films.example:8443/%E6%98%A0%E7%94%BB.mp4", "", "映画", "video/mp4", ""},
		{"https://films.example/映画.mp4", "", "映画", "video/mp4", "https://films.example/%E6%98%A0%E7%94%BB.mp4"},
		{"http://[2001:db8::1]/a.mp4", "", "a", "video/mp4", ""},
		{"https://films.example/" + strings.Repeat("a", 300) + ".mp4", "", strings.Repeat("a", 199) + "…", "video/mp4", ""},
	} {
		m, err := Link(c.address, c.title)
		if err != nil {
			t.Errorf("%s: %v", c.address, err)
			continue
		}
		if c.wantURL == "" {
			c.wantURL = c.address
		}
		if m.Title != c.wantTitle || m.Type != c.wantType || m.URL != c.wantURL || m.Version == "" || m.Duration != 0 || !IsLink(m.ID) {
			t.Errorf("%s becomes %+v", c.address, m)
		}
		if again, _ := Link(c.address, "another title"); again.ID != m.ID {
			t.Errorf("%s has the IDs %s and %s", c.address, m.ID, again.ID)
		}
	}
}

func TestWhatIsNoLinkIsExplained(t *testing.T) {
	for address, want := range map[string]string{
		"":                                                   "Paste a link",
		"films.example/a.mp4":                                "begins with https://",
		"ftp://films.example/a.mp4":                          "begins with https://",
		"file:///etc/passwd":                                 "begins with https://",
		"javascript:alert(1)":                                "begins with https://",
		"data:video/mp4;base64,AAAA":                         "begins with https://",
		"blob:https://films.example/a":                       "begins with https://",
		"//films.example/a.mp4":                              "begins with https://",
		"/media/a/b/film":                                    "begins with https://",
		"https:///a.mp4":                                     "begins with https://",
		"https://:443/a.mp4":                                 "begins with https://",
		"https://me:secret@films.example":                    "password",
		"https://me@films.example/a.mp4":                     "password",
		"https://films.example/a b%":                         "can’t be read",
		"https://films.example/\x00":                         "can’t be read",
		"https://films.example/\xff.mp4":                     "no text",
		"https://films.example/a.mpd":                        "DASH",
		"https://films.example/" + strings.Repeat("a", 2000): "too long",
	} {
		m, err := Link(address, "")
		if !errors.Is(err, ErrLink) || !strings.Contains(err.Error(), want) {
			t.Errorf("%q becomes %+v, %v", address, m, err)
		}
	}
	for _, id := range []string{"", "url-", "url-AAAAAAAAAAAAAAAA", "url-aaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaa", "url-aaaaaaaaaaaaaaa/"} {
		if IsLink(id) {
			t.Errorf("%q is taken for the ID of a link", id)
		}
	}
}

func FuzzLink(f *testing.F) {
	f.Add("https://films.example/Film.m3u8?a=b#c", "Film")
	f.Add("http://[::1]:80/%zz", "\x00\xff")
	f.Add("https://\u202e.example/\u0301.mp4", "")
	f.Fuzz(func(t *testing.T, address, title string) {
		m, err := Link(address, title)
		if err != nil {
			if !errors.Is(err, ErrLink) || err.Error() == "" {
				t.Fatalf("error %v", err)
			}
			return
		}
		u, err := url.Parse(m.URL)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" || u.User != nil || u.Fragment != "" {
			t.Fatalf("URL %q", m.URL)
		}
		if !IsLink(m.ID) || m.Title == "" || utf8.RuneCountInString(m.Title) > maxTitle ||
			!utf8.ValidString(m.Title) || !utf8.ValidString(m.URL) || strings.ContainsAny(m.Title+m.URL, "\n\r\x00") {
			t.Fatalf("%+v", m)
		}
		if again, err := Link(m.URL, title); err != nil || again.URL != m.URL {
			t.Fatalf("%q becomes %q, %v", m.URL, again.URL, err)
		}
	})
}
