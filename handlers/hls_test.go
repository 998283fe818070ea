package handlers_test

import (
	"encoding/json"
	"net/http"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// version is the address of the film's current version.
func (g *goblet) version() string { return "/media/" + g.film.ID + "/" + g.film.Version }

func TestTheFormsOfTheFilmAreListed(t *testing.T) {
	g := start(t)
	a := g.member(t).get(g.version() + "/forms")
	var got struct {
		Forms []struct {
			Name, URL, Type, Note string
			Video                 struct {
				Type          string
				Width, Height int
				Framerate     float64
				Bitrate       float64
			}
			Audio []struct{ Type string }
		}
		Missing  *string
		Tracks   []struct{ ID, Channels int }
		Chapters []struct{}
	}
	if err := json.Unmarshal([]byte(a.body), &got); err != nil || a.StatusCode != http.StatusOK {
		t.Fatalf("%v: %s %s", err, a.Status, a.body)
	}
	if len(got.Forms) < 2 || got.Forms[0].Name != "direct" || got.Forms[1].Name != "copy" {
		t.Fatalf("%s", a.body)
	}
	direct, copied := got.Forms[0], got.Forms[1]
	if direct.URL != g.version()+"/film" || !regexp.MustCompile(`^video/mp4; codecs="avc1\.[0-9A-F]{6}, mp4a\.40\.2"$`).MatchString(direct.Type) {
		t.Errorf("direct is %+v", direct)
	}
	if copied.URL != g.version()+"/hls/copy.m3u8" || copied.Type != "application/vnd.apple.mpegurl" ||
		copied.Video.Width == 0 || copied.Video.Framerate == 0 || copied.Video.Bitrate == 0 || !strings.HasPrefix(copied.Video.Type, `video/mp4; codecs="avc1.`) ||
		len(copied.Audio) != 1 || copied.Audio[0].Type != `audio/mp4; codecs="mp4a.40.2"` {
		t.Errorf("copy is %+v", copied)
	}
	if got.Missing == nil || len(got.Tracks) != 1 || got.Tracks[0].Channels == 0 || got.Chapters == nil {
		t.Errorf("%s", a.body)
	}
}

func TestACopiedFilmIsServedInSegments(t *testing.T) {
	g := start(t)
	b := g.member(t)
	base := g.version() + "/hls/"
	master := b.get(base + "copy.m3u8")
	if ct := master.Header.Get("Content-Type"); ct != "application/vnd.apple.mpegurl" || !strings.Contains(master.body, "#EXT-X-STREAM-INF") {
		t.Fatalf("%s %s\n%s", master.Status, ct, master.body)
	}
	for line := range strings.Lines(master.body) {
		uri := ""
		if line[0] != '#' {
			uri = strings.TrimSpace(line)
		} else if m := regexp.MustCompile(`URI="([^"]+)"`).FindStringSubmatch(line); m != nil {
			uri = m[1]
		}
		if uri == "" {
			continue
		}
		playlist := b.get(base + uri)
		if playlist.Header.Get("Cache-Control") != "private, no-cache" || !strings.Contains(playlist.body, "#EXT-X-ENDLIST") {
			t.Errorf("%s: %s\n%s", uri, playlist.Status, playlist.body)
		}
		kind := "video/mp4"
		if strings.HasPrefix(uri, "a") {
			kind = "audio/mp4"
		}
		parts := []string{"init.mp4"}
		for line := range strings.Lines(playlist.body) {
			if line[0] != '#' {
				parts = append(parts, strings.TrimSpace(line))
			}
		}
		for _, part := range parts {
			a := b.get(base + strings.TrimSuffix(uri, "index.m3u8") + part)
			h := a.Header
			if a.StatusCode != http.StatusOK || h.Get("Content-Type") != kind || !strings.Contains(h.Get("Cache-Control"), "private") || !strings.Contains(h.Get("Cache-Control"), "immutable") ||
				a.ContentLength != int64(len(a.body)) || len(a.body) < 100 {
				t.Errorf("%s of %s: %s %v, %d bytes", part, uri, a.Status, h, len(a.body))
			}
		}
	}
}

func TestAPlayerReadsTheWholeFilmFromItsPlaylist(t *testing.T) {
	g := start(t)
	b := g.member(t)
	r, err := http.NewRequest(http.MethodGet, g.URL, nil)
	if err != nil {
		t.Fatal(err)
	}
	var cookies strings.Builder
	for _, c := range b.Jar.Cookies(r.URL) {
		cookies.WriteString(c.Name + "=" + c.Value + "; ")
	}
	out, err := exec.CommandContext(t.Context(), "ffprobe", "-v", "error", "-headers", "Cookie: "+cookies.String()+"\r\n",
		"-count_packets", "-show_entries", "stream=codec_name,nb_read_packets:format=duration,start_time", "-of", "compact=p=0",
		g.URL+g.version()+"/hls/copy.m3u8").CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	for _, want := range []string{"codec_name=h264|nb_read_packets=238", "codec_name=aac|nb_read_packets="} {
		if !strings.Contains(string(out), want) {
			t.Errorf("no %s in\n%s", want, out)
		}
	}
}

func TestSegmentsAreForMembersAndExist(t *testing.T) {
	g := start(t)
	b := g.member(t)
	for path, want := range map[string]int{
		"/hls/copy.m3u8":          http.StatusOK,
		"/hls/copy":               http.StatusNotFound,
		"/hls/full.m3u8":          http.StatusNotFound, // nothing can be converted
		"/hls/direct.m3u8":        http.StatusNotFound,
		"/hls/v1/999.m4s":         http.StatusNotFound,
		"/hls/v1/00.m4s":          http.StatusNotFound,
		"/hls/v1/-1.m4s":          http.StatusNotFound,
		"/hls/v1/0.mp4":           http.StatusNotFound,
		"/hls/v1-h264/0.m4s":      http.StatusNotFound,
		"/hls/v1-h264/index.m3u8": http.StatusNotFound,
		"/hls/a1/init.mp4":        http.StatusNotFound,
		"/hls/..%2Fv1/0.m4s":      http.StatusNotFound,
		"/hls/v1/..%2F..%2Fforms": http.StatusNotFound,
	} {
		if a := b.get(g.version() + path); a.StatusCode != want {
			t.Errorf("%s: %s %s", path, a.Status, a.body)
		}
	}
	stranger := g.stranger(t)
	for _, path := range []string{"/forms", "/hls/copy.m3u8", "/hls/v1/index.m3u8", "/hls/v1/init.mp4", "/hls/v1/0.m4s"} {
		if a := stranger.get(g.version() + path); a.StatusCode != http.StatusUnauthorized {
			t.Errorf("a stranger gets %s: %s", path, a.Status)
		}
		if a := b.get("/media/" + g.film.ID + "/anotherversn" + path); a.StatusCode != http.StatusNotFound {
			t.Errorf("another version has %s: %s %s", path, a.Status, a.body)
		}
	}
}
