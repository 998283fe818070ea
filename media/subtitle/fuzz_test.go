package subtitle

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"goblet/media/container"
)

// known are the tags that may leave this package; annotations hold no "<" or ">".
var known = regexp.MustCompile(`^(/?(c|i|b|u|ruby|rt|v|lang)|(c|i|b|u|ruby|rt|v|lang)(\.[A-Za-z0-9_-]+)*|(v|lang)(\.[A-Za-z0-9_-]+)*( [^<>\n]*)?)$`)

// harmless fails the test unless a cue holds nothing but text and balanced tags.
func harmless(t *testing.T, c Cue) {
	t.Helper()
	if c.End <= c.Start || c.Start < 0 || c.End > 2*maxMoment {
		t.Fatalf("shown from %v to %v", c.Start, c.End)
	}
	for setting := range strings.FieldsSeq(c.Settings) {
		if vttSettings(setting) != setting {
			t.Fatalf("setting %q", setting)
		}
	}
	if !utf8.ValidString(c.Text) || c.Text == "" || strings.Contains(c.Text, "\n\n") || strings.Contains(c.Text, "-->") ||
		strings.ContainsAny(c.Text, "\r\x00") || strings.HasPrefix(c.Text, "\n") || len(c.Text) > 40*maxText {
		t.Fatalf("text %q", c.Text)
	}
	var open []string
	for rest := c.Text; ; {
		before, after, found := strings.Cut(rest, "<")
		if strings.Contains(before, ">") {
			t.Fatalf("a loose > in %q", c.Text)
		}
		if !found {
			break
		}
		tag, behind, closed := strings.Cut(after, ">")
		if !closed || !known.MatchString(tag) {
			t.Fatalf("tag %q in %q", tag, c.Text)
		}
		rest = behind
		name, ends := strings.CutPrefix(strings.FieldsFunc(tag, func(r rune) bool { return r == '.' || r == ' ' })[0], "/")
		if !ends {
			open = append(open, name)
		} else if len(open) == 0 || open[len(open)-1] != name {
			t.Fatalf("%s ends in %q where %v are open", name, c.Text, open)
		} else {
			open = open[:len(open)-1]
		}
	}
	if len(open) > 0 {
		t.Fatalf("%v stay open in %q", open, c.Text)
	}
}

// fuzz reads any bytes behind a beginning that makes them subtitles of a format.
func fuzz(f *testing.F, before string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := Parse(slices.Concat([]byte(before), data), Hints{})
		if err != nil {
			if !errors.Is(err, ErrUnreadable) {
				t.Fatal(err)
			}
			return
		}
		for _, c := range file.Cues {
			harmless(t, c)
		}
	})
}

func FuzzSubtitle(f *testing.F) {
	seeds := []string{"\xff\xfe1\x00", "WEBVTT\n\n00:01.000 --> 00:02.000\nOne\n", assHead}
	for _, s := range sayings {
		if data, err := encodingOf(f, s.encoding).NewEncoder().String(asSRT(s.text)); err == nil {
			seeds = append(seeds, data)
		}
	}
	fuzz(f, "", seeds...)
}

func FuzzSubtitleSRT(f *testing.F) {
	fuzz(f, "1\n00:00:01,000 --> 00:00:02,000\n",
		"<i>One <b>two</i> three</b>", "<font color=\"#FFFF00\">{\\an8}One", "1 < 2 & <3 -->", "One\n\n2\n00:00:03,000 --> 00:00:04,000\n<script>")
}

func FuzzSubtitleVTT(f *testing.F) {
	fuzz(f, "WEBVTT\n\n00:01.000 --> 00:02.000 ",
		"line:0\n<v.loud Ann & Bob>One</v>", "region:x\n<00:01.500><lang en>&lt;b&gt;</lang>", "\n--\u0000> <c.a.b-c>&#10;&#10;&#45;->")
}

func FuzzSubtitleASS(f *testing.F) {
	fuzz(f, assHead+"Dialogue: 0,0:00:01.00,0:00:02.50,Sign,,0,0,0,,",
		`One{\i0}\N{\p1}m 0 0{\p0}`, `{\an7\b700}<script>\h`, "{\\\n[V4 Styles]\nStyle: a,b\nFormat: Text\nDialogue: x")
}

func FuzzSubtitleMicroDVD(f *testing.F) {
	fuzz(f, "{1}{1}25\n{10}{20}", "{y:i}One|/two", "{Y:b,i}{}{<}|>", "x\n{99999999}{}y")
}

func FuzzSubtitleSample(f *testing.F) {
	f.Add("mov_text", []byte("\x00\x03One\x00\x00\x00\x16styl\x00\x01\x00\x00\x00\x02\x00\x01\x07\x12\xff\xff\xff\xff"), int64(0), int64(5))
	f.Add("ass", []byte("0,0,Sign,,0,0,0,,{\\an8}One"), int64(-3), int64(0))
	f.Add("webvtt", []byte("\x00\x00\x00\x13vttc\x00\x00\x00\x0bpaylOne"), int64(7), int64(1))
	f.Add("subrip", []byte("<i>One"), int64(1), int64(1)<<62)
	f.Fuzz(func(t *testing.T, codec string, data []byte, pts, duration int64) {
		track, ok := NewTrack(container.Track{Codec: container.Codec(codec), Timescale: 1000, Config: []byte(assHead)})
		if !ok {
			return
		}
		l, ok := track.Line(container.Sample{PTS: pts, Duration: duration, Data: data})
		if !ok {
			return
		}
		for _, c := range track.Cues([]Line{l}) {
			harmless(t, c)
		}
		if script := track.Script([]Line{l}); codec == "ass" && strings.Count(script, "\n") != strings.Count(assHead, "\n")+1 {
			t.Fatalf("a line became several: %q", script)
		}
	})
}
