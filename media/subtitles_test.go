package media

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

func TestASubtitlesNameSaysItsLanguage(t *testing.T) {
	for _, tt := range []struct {
		name, language, label string
		ok                    bool
	}{
		{"Film.srt", "", "Subtitles", true},
		{"Film.en.srt", "en", "English", true},
		{"Film.ger.SRT", "de", "Deutsch", true},
		{"Film.pt-BR.forced.ass", "pt-BR", "português, forced", true},
		{"Film.zh_TW.vtt", "zh-TW", "繁體中文", true},
		{"Film.forced.srt", "", "forced", true},
		{"Film.Director's cut.srt", "", "Director's cut", true},
		{"Film 2.en.srt", "", "", false},
		{"Other.en.srt", "", "", false},
		{"Film.en.txt", "", "", false},
		{"Film.mkv", "", "", false},
	} {
		s, ok := parseSubtitleName("Film", tt.name)
		if ok != tt.ok || s.Language != tt.language || !strings.HasPrefix(s.Label, tt.label) {
			t.Errorf("%s: %+v, %v", tt.name, s, ok)
		}
	}
}

const srt = "1\n00:00:01,000 --> 00:00:02,500\n<i>Grüße</i> an alle\n\n2\n00:01:02,000 --> 00:01:04,000\nEnde\n"

const ass = `[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Alignment
Style: Default,Arial,20,&H00FFFFFF,2

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\b1}Grüße{\b0} an alle
`

func TestSubtitlesOfEveryKindAndEncodingBecomeWebVTT(t *testing.T) {
	latin, err := charmap.Windows1252.NewEncoder().String(srt)
	if err != nil {
		t.Fatal(err)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(srt)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct{ ending, text string }{
		"SRT":                  {".srt", srt},
		"SRT of Windows":       {".srt", strings.ReplaceAll(srt, "\n", "\r\n")},
		"with byte order mark": {".srt", "\ufeff" + srt},
		"Windows-1252":         {".srt", latin},
		"UTF-16":               {".SRT", utf16},
		"WebVTT":               {".vtt", "WEBVTT\n\n00:01.000 --> 00:02.500\nGrüße an alle\n"},
		"ASS":                  {".ass", ass},
	} {
		vtt, err := toWebVTT(tt.ending, []byte(tt.text))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		text := string(vtt)
		if !strings.HasPrefix(text, "WEBVTT") || !strings.Contains(text, "00:00:01.000 --> 00:00:02.500") ||
			!strings.Contains(text, "Grüße") || !strings.Contains(text, "an alle") || strings.Contains(text, `{\b`) {
			t.Errorf("%s became %q", name, text)
		}
	}
}

func TestWhatIsNoSubtitlesIsRefused(t *testing.T) {
	for name, tt := range map[string]struct{ ending, text string }{
		"nothing":   {".srt", ""},
		"a letter":  {".srt", "Dear Jon, this is no subtitle."},
		"a picture": {".vtt", "\x89PNG\r\n\x1a\n\x00\x00"},
		"no events": {".ass", "[Script Info]\n"},
	} {
		if _, err := toWebVTT(tt.ending, []byte(tt.text)); !errors.Is(err, ErrSubtitles) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestSubtitlesBesideAFilmAreFoundAndNothingElse(t *testing.T) {
	dir := t.TempDir()
	film := filepath.Join(dir, "nested", "Big Film.mp4")
	if err := os.MkdirAll(filepath.Dir(film), 0o700); err != nil {
		t.Fatal(err)
	}
	sample, err := os.ReadFile("sample/big-buck-bunny.mp4")
	if err != nil {
		t.Fatal(err)
	}
	for path, data := range map[string][]byte{
		film: sample,
		filepath.Join(dir, "nested", "Big Film.en.srt"):   []byte(srt),
		filepath.Join(dir, "nested", "Big Film.de.ass"):   []byte(ass),
		filepath.Join(dir, "nested", "Other.srt"):         []byte(srt),
		filepath.Join(dir, "secret.srt"):                  []byte(srt),
		filepath.Join(dir, "nested", "Big Film.huge.srt"): make([]byte, maxSubtitles+1),
	} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, path := range map[string]string{"a folder": dir, "a film": film} {
		l, err := Open(t.Context(), Options{Paths: []string{path}})
		if err != nil {
			t.Fatal(err)
		}
		id := l.List()[0].ID
		found, err := l.Subtitles(id)
		if err != nil || len(found) != 3 || found[0].Language != "de" || found[1].Language != "en" {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
		if vtt, err := l.WebVTT(id, "Big Film.en.srt"); err != nil || !strings.Contains(string(vtt), "Grüße") {
			t.Errorf("%s: %q, %v", name, vtt, err)
		}
		for file, want := range map[string]error{
			"Other.srt": ErrNotFound, "../secret.srt": ErrNotFound, "Big Film/../../secret.srt": ErrNotFound,
			"Big Film.fr.srt": ErrNotFound, "Big Film.mp4": ErrNotFound, "Big Film.huge.srt": ErrSubtitles,
			"Big Film./../../secret.srt": ErrNotFound,
		} {
			if _, err := l.WebVTT(id, file); !errors.Is(err, want) {
				t.Errorf("%s: %s: %v, want %v", name, file, err, want)
			}
		}
	}
}

func FuzzSubtitles(f *testing.F) {
	f.Add(".srt", []byte(srt))
	f.Add(".ass", []byte(ass))
	f.Add(".vtt", []byte("WEBVTT\n\nSTYLE\n::cue{}\n\n00:01.000 --> 00:02.500 line:0\n<v Bob>Hi</v>\n"))
	f.Fuzz(func(t *testing.T, ending string, data []byte) {
		vtt, err := toWebVTT(ending, data)
		if (err == nil) == (vtt == nil) || err != nil && !errors.Is(err, ErrSubtitles) {
			t.Errorf("%d bytes, error %v", len(vtt), err)
		}
	})
}
