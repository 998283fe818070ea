package assets

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"goblet/browser"
)

// forms answers with what jstest/forms holds for the film.
func forms(w http.ResponseWriter, r *http.Request) {
	http.ServeFile(w, r, filepath.Join("jstest", "forms", r.PathValue("media")+".json"))
}

// TestBrowserSide runs jstest/*.test.js in a real Chromium, each test of a file by its name.
func TestBrowserSide(t *testing.T) {
	files, err := filepath.Glob("jstest/*.test.js")
	if err != nil || len(files) == 0 {
		t.Fatal("no tests in jstest", err)
	}
	mux := http.NewServeMux()
	mux.Handle("/", http.FileServerFS(tree))
	mux.Handle("/jstest/", http.StripPrefix("/jstest/", http.FileServerFS(os.DirFS("jstest"))))
	mux.Handle("/sample/", http.StripPrefix("/sample/", http.FileServerFS(os.DirFS("../media/sample"))))
	mux.HandleFunc("GET /media/{media}/{version}/forms", forms)
	made := http.FileServer(http.Dir(films(t)))
	mux.Handle("/films/", http.StripPrefix("/films/", made))
	mux.HandleFunc("/open/", func(w http.ResponseWriter, r *http.Request) { // to pages of every site
		w.Header().Set("Access-Control-Allow-Origin", "*")
		http.StripPrefix("/open/", made).ServeHTTP(w, r)
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)

	b := browser.Start(t, browser.Options{Timeout: time.Minute})
	for _, file := range files {
		name := filepath.Base(file)
		t.Run(name, func(t *testing.T) {
			b.Open(server.URL + "/jstest/runner.html?file=" + url.QueryEscape(name))
			results := browser.Eval[[]struct{ Name, Error string }](b, "results")
			if len(results) == 0 {
				t.Error("the file holds no test")
			}
			for _, result := range results {
				t.Run(result.Name, func(t *testing.T) {
					if result.Error != "" {
						t.Error(result.Error)
					}
				})
			}
		})
	}
}

// films makes what jstest/forms names below /films: HLS with two sound tracks, a film whose picture and one whose sound
// Chromium can't decode.
func films(t *testing.T) string {
	dir := t.TempDir()
	picture := []string{"-f", "lavfi", "-i", "testsrc2=s=320x180:r=25"}
	tone := func(hz string) []string { return []string{"-f", "lavfi", "-i", "sine=r=48000:f=" + hz} }
	avc := []string{"-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p", "-g", "50", "-sc_threshold", "0"}
	ffmpeg(t, dir, picture, tone("440"), tone("880"), []string{"-t", "30", "-map", "0", "-map", "1", "-map", "2"}, avc,
		[]string{"-c:a", "aac", "-f", "hls", "-hls_time", "2", "-hls_playlist_type", "vod", "-hls_segment_type", "fmp4",
			"-hls_segment_filename", "%v/%d.m4s", "-master_pl_name", "copy.m3u8", "-var_stream_map",
			"v:0,agroup:sound,name:v1 a:0,agroup:sound,language:en,default:yes,name:a2 a:1,agroup:sound,language:de,name:a3", "%v/index.m3u8"})
	ffmpeg(t, dir, picture, tone("440"), []string{"-t", "30", "-c:v", "libx265", "-preset", "ultrafast", "-x265-params", "log-level=error",
		"-tag:v", "hvc1", "-c:a", "aac", "-movflags", "+faststart", "hevc.mp4"})
	ffmpeg(t, dir, picture, tone("440"), []string{"-t", "30"}, avc, []string{"-c:a", "ac3", "-movflags", "+faststart", "ac3.mp4"})
	return dir
}

// ffmpeg runs in dir with the arguments one after the other.
func ffmpeg(t *testing.T, dir string, args ...[]string) {
	t.Helper()
	cmd := exec.Command("ffmpeg", append([]string{"-v", "error"}, slices.Concat(args...)...)...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v: %s (go tool task setup installs it)", err, out)
	}
}
