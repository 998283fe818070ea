package media

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"goblet/media/container"
	"goblet/media/hls"
	"goblet/words"
)

// described is a converter that only says what it would do.
type described struct {
	missing string
}

func (d described) Missing() error {
	if d.missing == "" {
		return nil
	}
	return words.Refuse(nil, d.missing)
}

func (d described) Track(f *container.Film, r hls.Rendition) container.Track {
	t := *f.Track(r.Track)
	switch r.To {
	case hls.AAC:
		t.Codec, t.Codecs = container.AAC, "mp4a.40.2"
	case hls.H264, hls.Low:
		t.Codec, t.Codecs = container.H264, "avc1.64001F"
	}
	return t
}

func (d described) Bounds(f *container.Film, _ hls.Rendition) []float64 {
	return []float64{0, f.Duration}
}
func (d described) Init(context.Context, hls.Source, hls.Rendition) ([]byte, error) {
	return []byte("init"), nil
}
func (d described) Segment(_ context.Context, _ hls.Source, r hls.Rendition, n int) ([]byte, error) {
	return fmt.Appendf(nil, "%s %d", r, n), nil
}

// makeFilm makes a film of some seconds with one picture and two sounds to choose from.
func makeFilm(t testing.TB, name string, seconds int, args string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	all := []string{"-nostdin", "-v", "error", "-y"}
	for _, in := range []string{"testsrc2=size=160x90:rate=25", "sine=frequency=440:sample_rate=48000", "sine=frequency=110:sample_rate=48000"} {
		all = append(all, "-f", "lavfi", "-t", fmt.Sprint(seconds), "-i", in)
	}
	out, err := exec.CommandContext(t.Context(), "ffmpeg", append(append(all, strings.Fields(args)...), path)...).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return path
}

func sourceOf(t testing.TB, path string) hls.Source {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	film, err := container.Open(file, info.Size())
	if err != nil {
		t.Fatal(err)
	}
	return hls.Source{Key: filepath.Base(path), Film: film}
}

const (
	avc  = "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -g 50 "
	hevc = "-c:v libx265 -preset ultrafast -x265-params log-level=error:keyint=50 "
	one  = "-map 0 -map 1 "
	two  = "-map 0 -map 1 -map 2 "
)

func TestEachFilmHasTheFormsThatBrowsersNeed(t *testing.T) {
	install := "Install ffmpeg."
	for _, test := range []struct {
		name, args string
		seconds    int
		forms      string // with a converter
		notes      []string
		without    string // forms without one
		missing    string // then
	}{
		{"plain.mp4", one + avc + "-c:a aac", 4, "direct copy full low", []string{"Picture is H.264: converted for browsers.", "A small picture for slow lines."}, "direct copy", ""},
		{"plain.mkv", one + avc + "-c:a aac", 4, "direct copy full low", nil, "direct copy", ""},
		{"silent.mp4", "-map 0 " + avc, 4, "direct copy full low", nil, "direct copy", ""},
		{"two.mkv", two + avc + "-c:a aac", 4, "copy full low", nil, "copy", ""},
		{"mixed.mkv", two + avc + "-c:a:0 ac3 -c:a:1 aac", 4, "copy sound full low",
			[]string{"Sound is AC-3: converted for browsers."}, "copy",
			"Sound is AC-3, which not all browsers play. Install ffmpeg."},
		{"dts.mkv", two + avc + "-c:a:0 dca -strict -2 -c:a:1 aac", 4, "sound full low",
			[]string{"Sound is DTS: converted for browsers."}, "copy",
			"Sound is DTS, which not all browsers play. Install ffmpeg."},
		{"mp3.mp4", one + avc + "-c:a libmp3lame", 4, "direct sound full low", nil, "direct", "Sound is MP3, which not all browsers play. Install ffmpeg."},
		{"hevc.mp4", one + hevc + "-tag:v hvc1 -c:a aac", 4, "direct copy full low",
			[]string{"Picture is HEVC: converted for browsers."}, "direct copy", "Picture is HEVC, which not all browsers play. Install ffmpeg."},
		{"hevc10.mkv", one + hevc + "-pix_fmt yuv420p10le -c:a eac3", 4, "direct copy sound full low",
			[]string{"Picture is HEVC 10-bit: converted for browsers. Sound is E-AC-3: converted for browsers."},
			"direct copy", "Picture is HEVC 10-bit, which not all browsers play. Sound is E-AC-3, which not all browsers play. Install ffmpeg."},
		{"vp9.webm", one + "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -c:a libopus", 4, "direct copy sound full low", nil, "direct copy",
			"Picture is VP9, which not all browsers play. Install ffmpeg."},
		{"long-gop.mkv", one + avc + "-g 9999 -sc_threshold 0 -c:a aac", 44, "direct full low",
			[]string{"Picture has too few places to begin at: converted for browsers. Sound is AAC: converted for browsers."}, "direct", ""},
		{"two-long-gop.mkv", two + avc + "-g 9999 -sc_threshold 0 -c:a aac", 44, "full low", nil, "direct",
			"Picture has too few places to begin at, which a choice of sounds needs. Install ffmpeg."},
		{"open-gop.mkv", one + avc + "-x264-params open-gop=1:keyint=48:bframes=3 -preset veryfast -c:a aac", 44, "full low",
			[]string{"Picture has open GOPs, at which some browsers stop: converted for them. Sound is AAC: converted for browsers."}, "",
			"Picture has open GOPs, at which some browsers stop. Install ffmpeg."},
		{"xvid.mkv", one + "-c:v mpeg4 -c:a libmp3lame", 4, "full low", []string{"Picture is MPEG-4 (Xvid, DivX): converted for browsers. Sound is MP3: converted for browsers."}, "",
			"Picture is MPEG-4 (Xvid, DivX), which not all browsers play. Sound is MP3, which not all browsers play. Install ffmpeg."},
		{"sound.m4a", "-map 1 -c:a aac", 4, "direct copy", nil, "direct copy", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			source := sourceOf(t, makeFilm(t, test.name, test.seconds, test.args))
			with := FormsOf(source, described{})
			if got := namesOf(with); got != test.forms || !with.Missing.Silent() {
				t.Errorf("with a converter: %s %q, want %s", got, with.Missing, test.forms)
			}
			var notes []string
			for _, f := range with.Forms {
				notes = append(notes, f.Note.String())
			}
			for _, note := range test.notes {
				if !slices.Contains(notes, note) {
					t.Errorf("no form says %q, they say %q", note, notes)
				}
			}
			without := FormsOf(source, described{missing: install})
			if got := namesOf(without); got != test.without || without.Missing.String() != test.missing {
				t.Errorf("without: %s %q, want %s %q", got, without.Missing, test.without, test.missing)
			}
			if got := namesOf(FormsOf(source, nil)); got != test.without {
				t.Errorf("with none at all: %s, want %s", got, test.without)
			}
		})
	}
}

func namesOf(fs Forms) string {
	var names []string
	for _, f := range fs.Forms {
		names = append(names, f.Name)
	}
	return strings.Join(names, " ")
}

func TestFormsNameTheCodecsThatBrowsersAreAskedAbout(t *testing.T) {
	source := sourceOf(t, makeFilm(t, "film.mkv", 4, two+avc+"-profile:v high -c:a:0 ac3 -c:a:1 aac -metadata:s:a:0 language=eng -metadata:s:a:1 language=ger"))
	fs := FormsOf(source, described{})
	for form, want := range map[string]string{
		Copied: `video/mp4; codecs="avc1.64000B, ac-3, mp4a.40.2"`,
		Sound:  `video/mp4; codecs="avc1.64000B, mp4a.40.2"`,
		Full:   `video/mp4; codecs="avc1.64001F, mp4a.40.2"`,
	} {
		got := fs.Find(form).Type
		if strings.Replace(got, "avc1.42C00B", "avc1.64000B", 1) != want { // x264's fastest preset is always baseline
			t.Errorf("%s is %s, want %s", form, got, want)
		}
	}
	if got := fmt.Sprint(fs.Find(Sound).Renditions, fs.Labels); got != "[v1 a2-aac a3] [English Deutsch]" {
		t.Error(got)
	}
}

func TestSoundsAreCalledByTheirLanguageAndTitle(t *testing.T) {
	sound := func(language, title string, channels int) container.Track {
		return container.Track{Codec: container.AAC, Language: language, Title: title, Channels: channels}
	}
	for _, test := range []struct {
		tracks []container.Track
		want   string
	}{
		{[]container.Track{sound("en", "", 2), sound("de", "", 2)}, "English|Deutsch"},
		{[]container.Track{sound("", "", 2), sound("", "", 6)}, "Sound 1|Sound 2"},
		{[]container.Track{sound("en", "", 2), sound("en", "", 6)}, "English, stereo|English, 5.1"},
		{[]container.Track{sound("en", "", 2), sound("en", "", 2)}, "English|English 2"},
		{[]container.Track{sound("en", "Commentary", 2), sound("en", "English 5.1", 6)}, "English (Commentary)|English 5.1"},
		{[]container.Track{sound("", "Director", 2), sound("pt-BR", "", 1)}, "Director|português"},
		{[]container.Track{{Codec: container.AC3, Language: "fr"}, {Codec: container.DTS, Language: "fr"}}, "français, AC-3|français, DTS"},
		{nil, ""},
	} {
		var labels []string
		for _, label := range TrackLabels(test.tracks) {
			labels = append(labels, label.String())
		}
		if got := strings.Join(labels, "|"); got != test.want {
			t.Errorf("%q, want %q", got, test.want)
		}
	}
}
