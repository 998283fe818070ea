package media

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"goblet/media/subtitle"
)

func TestASubtitlesNameSaysItsLanguage(t *testing.T) {
	for _, tt := range []struct {
		name, language, label string
		forced, ok            bool
	}{
		{"Film.srt", "", "Subtitles", false, true},
		{"Film.en.srt", "en", "English", false, true},
		{"Film.ger.SRT", "de", "Deutsch", false, true},
		{"Film.pt-BR.forced.ass", "pt-BR", "português, forced", true, true},
		{"Film.zh_TW.vtt", "zh-TW", "繁體中文", false, true},
		{"Film.forced.srt", "", "forced", true, true},
		{"Film.pl.sub", "pl", "polski", false, true},
		{"Film.Director's cut.srt", "", "Director's cut", false, true},
		{"Film 2.en.srt", "", "", false, false},
		{"Other.en.srt", "", "", false, false},
		{"Film.en.txt", "", "", false, false},
		{"Film.mkv", "", "", false, false},
	} {
		s, ok := parseSubtitleName("Film", tt.name)
		if ok != tt.ok || s.Language != tt.language || s.Forced != tt.forced || !strings.HasPrefix(s.Label.String(), tt.label) {
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
		filepath.Join(dir, "nested", "Big Film.huge.srt"): make([]byte, subtitle.MaxSize+1),
		filepath.Join(dir, "nested", "Big Film.no.srt"):   []byte("Dear Jon"),
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
		found, _, err := l.Subtitles(t.Context(), id)
		if err != nil || len(found) != 4 || found[0].Language != "de" || !found[0].ASS || found[1].Language != "en" || found[1].Kind != SubtitleFile {
			t.Errorf("%s: %+v, %v", name, found, err)
		}
		text, err := l.SubtitleText(t.Context(), id, "Big Film.en.srt")
		if err != nil || !strings.Contains(string(text.WebVTT), "<i>Grüße</i>") || text.ASS != "" || text.Partial {
			t.Errorf("%s: %q, %v", name, text.WebVTT, err)
		}
		text, err = l.SubtitleText(t.Context(), id, "Big Film.de.ass")
		if err != nil || !strings.Contains(string(text.WebVTT), "<b>Grüße</b>") || text.ASS != ass {
			t.Errorf("%s: %q, %v", name, text.ASS, err)
		}
		for file, want := range map[string]error{
			"Other.srt": ErrNoSubtitles, "../secret.srt": ErrNoSubtitles, "Big Film/../../secret.srt": ErrNoSubtitles,
			"Big Film.fr.srt": ErrNoSubtitles, "Big Film.mp4": ErrNoSubtitles, "Big Film./../../secret.srt": ErrNoSubtitles,
			"Big Film.huge.srt": ErrSubtitles, "Big Film.no.srt": ErrSubtitles, "track-9": ErrNoSubtitles, "dropped-../../secret": ErrNoSubtitles,
		} {
			if _, err := l.SubtitleText(t.Context(), id, file); !errors.Is(err, want) {
				t.Errorf("%s: %s: %v, want %v", name, file, err, want)
			}
		}
	}
	if _, _, err := (&Library{}).Subtitles(t.Context(), "nothing"); !errors.Is(err, ErrNotFound) {
		t.Errorf("of no film: %v", err)
	}
}

func TestAddedSubtitlesAreKeptUntilTheyAreRemoved(t *testing.T) {
	data := t.TempDir()
	l, err := Open(t.Context(), Options{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	film := l.List()[0].ID
	german, err := l.AddSubtitle(film, `C:\films\Some.Film.2012.de.srt`, "maya", []byte(srt))
	if err != nil || german.Language != "de" || german.Label.String() != "Deutsch" || german.By != "maya" || german.Kind != SubtitleDropped {
		t.Errorf("%+v, %v", german, err)
	}
	script, err := l.AddSubtitle(film, "signs.txt", "jon", []byte(ass))
	if err != nil || !script.ASS || script.Label.String() != "signs" || script.Language != "" {
		t.Errorf("%+v, %v", script, err)
	}
	if _, err := l.AddSubtitle(film, "letter.srt", "jon", []byte("Dear Maya")); !errors.Is(err, ErrSubtitles) {
		t.Errorf("a letter: %v", err)
	}
	if _, err := l.AddSubtitle("nothing", "a.srt", "jon", []byte(srt)); !errors.Is(err, ErrNotFound) {
		t.Errorf("to no film: %v", err)
	}

	again, err := Open(t.Context(), Options{Data: data})
	if err != nil {
		t.Fatal(err)
	}
	if found, _, err := again.Subtitles(t.Context(), film); err != nil || !reflect.DeepEqual(found, []Subtitle{german, script}) {
		t.Errorf("after a restart: %+v, %v", found, err)
	}
	if text, err := again.SubtitleText(t.Context(), film, script.ID); err != nil || text.ASS != ass {
		t.Errorf("%+v, %v", text, err)
	}
	for _, id := range []string{"../" + german.ID, "dropped-", german.ID + ".json", "Big Film.de.srt"} {
		if err := again.RemoveSubtitle(film, id); !errors.Is(err, ErrNoSubtitles) {
			t.Errorf("removing %s: %v", id, err)
		}
	}
	if err := again.RemoveSubtitle(film, german.ID); err != nil {
		t.Error(err)
	}
	if err := again.RemoveSubtitle(film, german.ID); !errors.Is(err, ErrNoSubtitles) {
		t.Errorf("removing twice: %v", err)
	}
	if found, _, _ := l.Subtitles(t.Context(), film); len(found) != 1 {
		t.Errorf("after the removal: %+v", found)
	}
	for range maxDropped - 1 {
		if _, err := l.AddSubtitle(film, "a.srt", "jon", []byte(srt)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := l.AddSubtitle(film, "a.srt", "jon", []byte(srt)); !errors.Is(err, ErrTooManySubtitles) {
		t.Errorf("one too many: %v", err)
	}
}
