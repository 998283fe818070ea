package main

import (
	"crypto/rand"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"goblet/handlers"
)

// TestEveryAddressIsBelowThePath follows all that is served below a path, through a proxy that passes the path on and one
// that strips it.
func TestEveryAddressIsBelowThePath(t *testing.T) {
	dir := t.TempDir()
	film(t, "Test Film.mp4", dir)
	film(t, "Other.mp4", dir)
	for name, text := range map[string]string{
		"Test Film.en.srt": "1\n00:00:01,000 --> 00:00:02,000\nHello\n",
		"Test Film.de.ass": "[Script Info]\nScriptType: v4.00+\n\n[Events]\nFormat: Layer, Start, End, Style, Text\nDialogue: 0,0:00:01.00,0:00:02.00,Default,Hallo\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), "--url", "/goblet/", dir)
	if !strings.Contains(p.room, "/goblet/r/") || !strings.Contains(p.admin, "/goblet/admin/") {
		t.Errorf("the printed links are %s and %s", p.room, p.admin)
	}
	admin := newViewer(t, p.room)
	page := admin.load(http.MethodGet, p.admin)
	admin.load(http.MethodPost, p.admin) // redirects to the page of the admin
	for name, stripping := range map[string]string{"the proxy passes the path on": "", "the proxy strips the path": "/"} {
		t.Run(name, func(t *testing.T) {
			config := strings.Replace(documented(t, "nginx", "goblet"), "127.0.0.1:5000", "127.0.0.1:5000"+stripping, 1)
			x := startProxy(t, "nginx", config, p.address())
			// Cookies are for all ports of a host: still the admin.
			c := &crawler{&viewer{t: t, room: x.under(t, p.room), Client: admin.Client}, map[string]bool{}}
			c.check(x.under(t, p.admin), "text/html", page)
			c.act("load", "media="+c.other()) // the answers differ after it
			c.load(http.MethodPost, x.base+"/goblet/rooms")
			for _, path := range []string{"/goblet", "/goblet/", "/goblet//library", "/goblet/library"} {
				c.crawl(x.base+path, "")
			}
			for _, path := range []string{"", "/state", "/log?since=0&wait=0"} {
				c.crawl(c.room+path, "")
			}
			c.frames()
			c.sawAll("/goblet/assets/", "js/room", "js/chunk-", "css/player+overlay", "third_party/jassub", "/hls/", "index.m3u8", ".m4s", "/film", "/subtitles/", "?as=ass", "thumbnails.vtt", "poster.jpg", "/library", "/films")
		})
	}
}

// crawler is a viewer who follows every link.
type crawler struct {
	*viewer
	seen map[string]bool
}

var (
	// rooted finds Goblet's own paths without what is before them.
	rooted = regexp.MustCompile("(?m)(?:^|[\"'`(=])/(?:" + strings.Join(handlers.Routes, "|") + ")(?:[/?\"'`)\\\\$]|$).{0,60}")
	// needsFFmpeg finds what has to be converted first.
	needsFFmpeg = regexp.MustCompile(`/hls/[av]\d+-.*\.(?:m4s|mp4)$`)
	// outside finds any other path in HTML and JSON.
	outside = regexp.MustCompile(`(?:(?:href|src|action|poster|hx-\w+|data-\w+)=\\?|:)"/[^"]*`)
	// followed finds what can be loaded by GET: in HTML (also within JSON), JSON, JavaScript, CSS.
	followed = []*regexp.Regexp{
		regexp.MustCompile(`\b(?:href|src|hx-get|data-worker|data-base)=\\?"([^"\\#]+)`),
		regexp.MustCompile(`"(?:url|ass|thumbnails|poster)":"([^"]+)"`),
		regexp.MustCompile(`(?:\bfrom|\bimport|\bimport\()\s*['"](\.[^'"]+)['"]`),
		regexp.MustCompile(`\burl\("?([^")]+)`),
	}
	// listed finds what a playlist or WebVTT names.
	listed = regexp.MustCompile(`(?m)^([^#\s][^\s#]*\.(?:m3u8|m4s|jpg\?r=\w+))|URI="([^"]+)"`)
)

// crawl loads an address and all that it leads to. from is where it was found. Of
// segments one speaks for all, and none that has to be converted is needed.
func (c *crawler) crawl(address, from string) {
	if c.seen[address] || needsFFmpeg.MatchString(address) || strings.HasSuffix(address, ".m4s") && !strings.HasSuffix(address, "/0.m4s") {
		return
	}
	c.seen[address] = true
	resp, err := c.Get(address)
	if err != nil {
		c.t.Fatal(err)
	}
	kind := resp.Header.Get("Content-Type")
	text := c.readAny(resp)
	if resp.StatusCode >= 400 {
		c.t.Errorf("%s, found in %s, answers %s", address, from, resp.Status)
	}
	if strings.HasPrefix(kind, "video/") || strings.HasPrefix(kind, "audio/") || strings.HasPrefix(kind, "image/") || strings.Contains(address, "/third_party/") {
		return
	}
	c.check(resp.Request.URL.String(), kind, text)
}

// check looks for addresses that are not below the path, and follows the others.
func (c *crawler) check(address, kind, text string) {
	for _, found := range rooted.FindAllString(text, -1) {
		c.t.Errorf("%s holds %s", address, found)
	}
	patterns := followed
	switch {
	case strings.Contains(kind, "html"), strings.Contains(kind, "json"), strings.Contains(kind, "event-stream"):
		for _, found := range outside.FindAllString(text, -1) {
			if !strings.Contains(found, `"/goblet/`) {
				c.t.Errorf("%s holds %s", address, found)
			}
		}
	case strings.Contains(kind, "mpegurl"), strings.Contains(kind, "vtt"):
		patterns = []*regexp.Regexp{listed}
	}
	at, err := url.Parse(address)
	if err != nil {
		c.t.Fatal(err)
	}
	for _, pattern := range patterns {
		for _, m := range pattern.FindAllStringSubmatch(text, -1) {
			to, err := at.Parse(strings.Join(m[1:], ""))
			if err == nil && to.Host == at.Host && !strings.Contains(m[1], "${") && to.Scheme == "http" {
				c.crawl(to.String(), address)
				c.forms(to)
			}
		}
	}
}

// forms crawls what the page asks for by itself about a film.
func (c *crawler) forms(film *url.URL) {
	if version, is := strings.CutSuffix(film.String(), "/film"); is && strings.Contains(version, "/media/") {
		c.crawl(version+"/forms", film.String())
		c.crawl(version[:strings.LastIndex(version, "/")]+"/subtitles", film.String())
	}
}

// frames checks what comes on the stream: at first, after a film was put on, and when somebody is called otherwise.
func (c *crawler) frames() {
	c.t.Helper()
	f := c.viewer.frames()
	for _, event := range []string{"hello", "reset"} {
		c.check(c.room, "event-stream", f.next(event, ""))
	}
	c.act("load", "media="+c.other())
	c.check(c.room, "event-stream", f.next("room", `"kind":"load"`))
	name := rand.Text() // another one than before
	c.act("name", "name="+name)
	c.check(c.room, "event-stream", f.next("viewers", name))
}

var choice = regexp.MustCompile(`name="media" value="([a-z0-9]+)"`)

// other returns the id of the film that is not on.
func (c *crawler) other() string {
	c.t.Helper()
	on := c.media()
	for _, m := range choice.FindAllStringSubmatch(c.get(""), -1) {
		if m[1] != on {
			return m[1]
		}
	}
	c.t.Fatal("there is no other film")
	return ""
}

// sawAll fails the test unless addresses with all of these were found.
func (c *crawler) sawAll(parts ...string) {
	c.t.Helper()
next:
	for _, part := range parts {
		for address := range c.seen {
			if strings.Contains(address, part) {
				continue next
			}
		}
		c.t.Errorf("no address with %s was found", part)
	}
}
