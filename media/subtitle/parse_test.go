package subtitle

import (
	"errors"
	"strings"
	"testing"
	"time"
)

const second = time.Second

// said reads subtitles and returns the text of their cues, one a line, with settings before.
func said(t *testing.T, data string) string {
	t.Helper()
	f, err := Parse([]byte(data), Hints{})
	if err != nil {
		t.Fatalf("%q: %v", data, err)
	}
	var all []string
	for _, c := range f.Cues {
		text := strings.ReplaceAll(c.Text, "\n", "|")
		if c.Settings != "" {
			text = "[" + c.Settings + "] " + text
		}
		all = append(all, text)
	}
	return strings.Join(all, "\n")
}

func TestSubRipIsReadAsPeopleWriteIt(t *testing.T) {
	for name, tt := range map[string]struct{ data, want string }{
		"as it should be":         {"1\n00:00:01,000 --> 00:00:02,000\nOne\ntwo\n\n2\n00:00:03,000 --> 00:00:04,000\nThree\n", "One|two\nThree"},
		"without numbers":         {"00:00:01,000 --> 00:00:02,000\nOne\n\n00:00:03,000 --> 00:00:04,000\nTwo\n", "One\nTwo"},
		"without blank lines":     {"1\n00:00:01,000 --> 00:00:02,000\nOne\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n", "One\nTwo"},
		"with blank lines inside": {"1\n00:00:01,000 --> 00:00:02,000\nOne\n\ntwo\n\n2\n00:00:03,000 --> 00:00:04,000\nThree\n", "One|two\nThree"},
		"with dots and places":    {"1\n0:00:01.5 --> 0:00:02.25 X1:1 X2:2 Y1:3 Y2:4\nOne\n", "One"},
		"with line ends of a Mac": {"1\r00:00:01,000 --> 00:00:02,000\rOne\r\r", "One"},
		"out of order":            {"1\n00:00:09,000 --> 00:00:10,000\nTwo\n\n2\n00:00:03,000 --> 00:00:04,000\nOne\n", "One\nTwo"},
		"a number as text":        {"1\n00:00:01,000 --> 00:00:02,000\n42\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n", "42\nTwo"},
		"tags":                    {"1\n00:00:01,000 --> 00:00:02,000\n<i>One</i> <B>two</B> <u>three\n", "<i>One</i> <b>two</b> <u>three</u>"},
		"tags across":             {"1\n00:00:01,000 --> 00:00:02,000\n<i>One <b>two</i> three</b>\n", "<i>One <b>two</b></i> three"},
		"tags of no line":         {"1\n00:00:01,000 --> 00:00:02,000\n<i>\nOne\n</i>\n", "<i>One</i>"},
		"colours":                 {"1\n00:00:01,000 --> 00:00:02,000\n<font color=\"#FFFF00\">One</font> <font color=teal>two</font>\n", "<c.yellow>One</c> <c>two</c>"},
		"places of ASS":           {"1\n00:00:01,000 --> 00:00:02,000\n{\\an8}One {\\i1}two{\\i0}\n", "[line:0] One <i>two</i>"},
		"other braces":            {"1\n00:00:01,000 --> 00:00:02,000\n{One} two\n", "{One} two"},
		"entities":                {"1\n00:00:01,000 --> 00:00:02,000\nTom &amp; Jerry & co, 1 < 2, <3\n", "Tom &amp; Jerry &amp; co, 1 &lt; 2, &lt;3"},
		"nothing to see":          {"1\n00:00:01,000 --> 00:00:02,000\n<i> </i>\n\n2\n00:00:03,000 --> 00:00:04,000\nTwo\n", "Two"},
		"twice the same":          {strings.Repeat("1\n00:00:01,000 --> 00:00:02,000\nOne\n\n", 2), "One"},
	} {
		if got := said(t, tt.data); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

func TestWebVTTKeepsWhatBrowsersShow(t *testing.T) {
	for name, tt := range map[string]struct{ data, want string }{
		"places":     {"WEBVTT\n\n00:01.000 --> 00:02.000 line:0 position:20%,line-left align:start size:50% region:r x:y\nOne\n", "[line:0 position:20%,line-left align:start size:50%] One"},
		"speakers":   {"WEBVTT - title\n\n1\n00:01.000 --> 00:02.000\n<v.loud Ann & Bob>One</v> <c.yellow.bg_blue>two</c>\n", "<v.loud Ann &amp; Bob>One</v> <c.yellow.bg_blue>two</c>"},
		"rubies":     {"WEBVTT\n\n00:01.000 --> 00:02.000\n<ruby>漢<rt>kan</rt></ruby>\n", "<ruby>漢<rt>kan</rt></ruby>"},
		"no styles":  {"WEBVTT\n\nSTYLE\n::cue { background: url(https://example.com/) }\n\nNOTE\nOne --> two\n\nREGION\nid:x\n\n00:01.000 --> 00:02.000\nOne\n", "One"},
		"no moments": {"WEBVTT\n\n00:01.000 --> 00:02.000\nOne <00:01.500>two\n", "One two"},
		"no others":  {"WEBVTT\n\n00:01.000 --> 00:02.000\n<script>alert(1)</script><img src=x onerror=alert(1)>One\n", "alert(1)One"},
		"entities":   {"WEBVTT\n\n00:01.000 --> 00:02.000\n&lt;b&gt; &amp;amp; &nbsp;x --&gt;\n", "&lt;b&gt; &amp;amp; \u00a0x --&gt;"},
	} {
		if got := said(t, tt.data); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

const assHead = `[Script Info]
ScriptType: v4.00+

[V4+ Styles]
Format: Name, Fontname, Fontsize, PrimaryColour, Italic, Alignment
Style: Default,Arial,20,&H00FFFFFF,0,2
Style: Sign,Arial,20,&H00FFFFFF,-1,8

[Events]
Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text
`

func TestASSBecomesPlainText(t *testing.T) {
	for name, tt := range map[string]struct{ events, want string }{
		"text":           {`Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,One, two\Nthree\hfour`, "One, two|three\u00a0four"},
		"a style":        {`Dialogue: 0,0:00:01.00,0:00:02.50,Sign,,0,0,0,,One`, "[line:0] <i>One</i>"},
		"overrides":      {`Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\fad(200,200)\pos(1,2)\c&H00FF00&\b1}One{\b0} {\an9}two{comment}`, "[line:0 align:end] <b>One</b> two"},
		"back down":      {`Dialogue: 0,0:00:01.00,0:00:02.50,Sign,,0,0,0,,{\an2}One{\i0} two`, "<i>One</i> two"},
		"drawings":       {`Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\p1}m 0 0 l 100 0 100 100{\p0}One`, "One"},
		"only a drawing": {"Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\\p1}m 0 0 l 1 1\nDialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,Two", "Two"},
		"a comment":      {"Comment: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,One\nDialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,Two", "Two"},
		"karaoke":        {`Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,{\k20}Ka{\k30}ra`, "Kara"},
		"at a time":      {"Dialogue: 0,0:00:01.00,0:00:03.00,Default,,0,0,0,,One\nDialogue: 1,0:00:02.00,0:00:04.00,Sign,,0,0,0,,Two", "One\n[line:0] <i>Two</i>"},
		"frame by frame": {"Dialogue: 0,0:00:01.00,0:00:01.04,Sign,,0,0,0,,{\\pos(1,1)}One\nDialogue: 0,0:00:01.04,0:00:01.08,Sign,,0,0,0,,{\\pos(2,2)}One", "[line:0] <i>One</i>"},
		"no tags":        {`Dialogue: 0,0:00:01.00,0:00:02.50,Default,,0,0,0,,<script>One</script> & two`, "&lt;script&gt;One&lt;/script&gt; &amp; two"},
	} {
		if got := said(t, assHead+tt.events+"\n"); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	ssa := "[Script Info]\n\n[V4 Styles]\nFormat: Name, Bold, Alignment\nStyle: *Default,-1,6\n\n[Events]\nFormat: Marked, Start, End, Style, Text\nDialogue: Marked=0,0:00:01.00,0:00:02.00,*Default,One\n"
	if got := said(t, ssa); got != "[line:0] <b>One</b>" {
		t.Errorf("SSA: %q", got)
	}
}

func TestMicroDVDCountsFrames(t *testing.T) {
	for name, tt := range map[string]struct {
		data  string
		rate  float64
		start time.Duration
	}{
		"of the first line": {"{1}{1}25.000\n{50}{75}One|two\n", 24, 2 * second},
		"of the film":       {"{50}{75}One|two\n", 50, 1 * second},
		"of films":          {"{23976}{24000}One|two\n", 0, 1000 * second},
	} {
		f, err := Parse([]byte(tt.data), Hints{FrameRate: tt.rate})
		if err != nil || f.Format != MicroDVD || f.Cues[0].Start.Round(time.Millisecond) != tt.start || f.Cues[0].Text != "One\ntwo" {
			t.Errorf("%s: %+v, %v", name, f.Cues, err)
		}
	}
	if got := said(t, "{10}{20}{y:i}One|/two|three {c:$00ff00}<x>\n{30}{}Four\n"); got != "<i>One</i>|<i>two</i>|three &lt;x&gt;\nFour" {
		t.Errorf("%q", got)
	}
}

func TestWhatIsNoSubtitlesIsRefused(t *testing.T) {
	for name, data := range map[string]string{
		"nothing":      "",
		"a letter":     "Dear Jon, this is no subtitle.",
		"a picture":    "\x89PNG\r\n\x1a\n\x00\x00",
		"no events":    "[Script Info]\n",
		"VobSub":       "\x00\x00\x01\xba\x44\x02",
		"no length":    "1\n00:00:02,000 --> 00:00:02,000\nOne\n",
		"no such time": "1\n99999:00:02,000 --> 99999:00:03,000\nOne\n",
		"too large":    strings.Repeat("1\n00:00:01,000 --> 00:00:02,000\nOne\n\n", 300_000),
	} {
		if f, err := Parse([]byte(data), Hints{}); !errors.Is(err, ErrUnreadable) {
			t.Errorf("%s: %+v, %v", name, f.Cues, err)
		}
	}
}

func TestAFileOfWebVTTIsWhatBrowsersExpect(t *testing.T) {
	got := string(WebVTT([]Cue{{Start: 3661*second + 5*time.Millisecond, End: 3662 * second, Settings: "line:0", Text: "One\ntwo"}, {End: second, Text: "x"}}))
	want := "WEBVTT\n\n01:01:01.005 --> 01:01:02.000 line:0\nOne\ntwo\n\n00:00:00.000 --> 00:00:01.000\nx\n"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
