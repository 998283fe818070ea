package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"goblet/browser"
)

// shown is the text of the subtitles that a page shows, "" for none.
const shown = `([...document.querySelector('#video').textTracks].find((t) => t.mode === 'showing' && t.activeCues?.length)?.activeCues[0].text ?? '')`

// subtitled copies the test film into a folder, with files of subtitles beside it.
func subtitled(t *testing.T, files map[string]string) (path string) {
	t.Helper()
	dir := t.TempDir()
	path = film(t, "Test Film.mp4", dir)
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// always is a file of subtitles that says the same all the time.
func always(text string) string { return "1\n00:00:00,000 --> 00:01:50,000\n" + text + "\n" }

// lists fills the dialog of subtitles, which its first opening does.
func (g *guest) lists() {
	g.t.Helper()
	const filled = `document.querySelector('#subtitles-mine').options.length > 0`
	if browser.Eval[bool](g.Browser, filled) {
		return
	}
	browser.Eval[bool](g.Browser, `(document.querySelector('#subtitles').showModal(), true)`)
	g.Until(filled, soon)
	browser.Eval[bool](g.Browser, `(document.querySelector('#subtitles').close(), true)`)
}

// pick chooses in one of the dialog's lists, by the text of the choice.
func (g *guest) pick(list, text string) {
	g.t.Helper()
	g.lists()
	option := fmt.Sprintf(`[...document.querySelectorAll('#subtitles-%s option')].find((o) => o.text.includes(%s))`, list, strconv.Quote(text))
	g.Until(option+` !== undefined`, soon)
	browser.Eval[bool](g.Browser, `(() => {
		const option = `+option+`;
		option.parentElement.value = option.value;
		option.parentElement.dispatchEvent(new Event('change', {bubbles: true}));
		return true;
	})()`)
}

// sees waits until a page shows a text as subtitles.
func (g *guest) sees(text string) {
	g.t.Helper()
	g.Until(shown+" === "+strconv.Quote(text), soon)
}

// drop lets a file fall on the page.
func (g *guest) drop(name, text string) { g.t.Helper(); g.dropAll(map[string]string{name: text}) }

// dropAll lets files fall on the page, by name, all at once.
func (g *guest) dropAll(contents map[string]string) {
	g.t.Helper()
	encoded := map[string][]byte{}
	for name, text := range contents {
		encoded[name] = []byte(text)
	}
	list, err := json.Marshal(encoded) // bytes as base64
	if err != nil {
		g.t.Fatal(err)
	}
	browser.Eval[bool](g.Browser, fmt.Sprintf(`(() => {
		const files = new DataTransfer();
		for (const [name, bytes] of Object.entries(%s)) files.items.add(new File([Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))], name));
		for (const type of ['dragenter', 'dragover', 'drop']) {
			document.body.dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: files}));
		}
		return true;
	})()`, list))
}

func TestSubtitlesBesideTheFilmAreShownToWhoWantsThem(t *testing.T) {
	path := subtitled(t, map[string]string{
		"Test Film.en.srt": always("Hello everybody"),
		"Test Film.de.srt": always("Gr\xfc\xdfe an alle"),                                        // Windows-1252
		"Test Film.ja.srt": always("\x83n\x83\x8d\x81[\x82\xb1\x82\xf1\x82\xc9\x82\xbf\x82\xcd"), // Shift-JIS
	})
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), path)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	a.Until(`document.querySelectorAll('#video track[kind=subtitles]').length === 3`, soon)
	a.Click("media-captions-menu-button")
	browser.Eval[bool](a.Browser, `(() => {
		const items = [...document.querySelector('media-captions-menu').shadowRoot.querySelectorAll('media-chrome-menu-item')];
		items.find((item) => item.textContent.includes('Deutsch')).click();
		return true;
	})()`)
	a.sees("Grüße an alle")
	if text := browser.Eval[string](b.Browser, shown); text != "" {
		t.Errorf("b did not choose subtitles and sees %q", text)
	}
	b.pick("mine", "日本語")
	b.sees("ハローこんにちは")
	a.Reload()
	a.ready()
	a.Press("k")
	a.sees("Grüße an alle")
	if n := browser.Eval[int](a.Browser, `[...document.querySelector('#video').textTracks].filter((t) => t.kind === 'subtitles' && t.mode === 'showing').length`); n != 1 {
		t.Errorf("after a reload %d subtitles are shown", n)
	}
	a.clean()
	b.clean()
}

func TestSubtitlesAreChosenForEveryoneButWhoPrefersOthers(t *testing.T) {
	path := subtitled(t, map[string]string{
		"Test Film.en.srt": "1\n00:00:10,000 --> 00:00:11,500\nHello\n",
		"Test Film.de.srt": "1\n00:00:10,000 --> 00:00:11,500\nHallo\n",
	})
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), path)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	a.Press("1") // 12 s
	b.at(12)
	a.pick("everyone", "Deutsch")
	a.says("#toasts", "chose German subtitles for everyone")
	b.Until(`goblet.status().subtitles.shown.includes('.de.srt')`, soon)

	// A delay of 1 s for everyone shows what is over by the film's time.
	b.lists()
	for range 20 {
		seq := b.seq()
		browser.Eval[bool](b.Browser, `(document.querySelector('[data-delay="everyone"] [data-step="50"]').click(), true)`)
		b.atSeq(seq + 1)
	}
	a.sees("Hallo")
	b.sees("Hallo")
	// Earlier again, for one's own page alone.
	for range 20 {
		b.Press("z")
	}
	b.sees("")
	b.Until(`document.querySelector('[data-delay="mine"] output').textContent === '−1 s'`, soon)
	a.sees("Hallo")
	if start := browser.Eval[float64](b.Browser, `[...document.querySelector('#video').textTracks].find((t) => t.kind === 'subtitles' && t.mode === 'showing').cues[0].startTime`); start != 10 {
		t.Errorf("the cue begins at %v", start)
	}

	b.pick("mine", "English")
	b.Until(`goblet.status().subtitles.shown.includes('.en.srt')`, soon)
	a.pick("everyone", "Off")
	a.sees("")
	b.Until(`goblet.status().subtitles.rooms === '' && goblet.status().subtitles.shown.includes('.en.srt')`, soon)
	b.pick("mine", "Follow the room")
	b.Until(`goblet.status().subtitles.shown === ''`, soon)
	a.clean()
	b.clean()
}

func TestADroppedFileIsEverybodysAndHarmless(t *testing.T) {
	p := startParty(t)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	a.drop("Film.ru.srt", always("\xcf\xf0\xe8\xe2\xe5\xf2 \xe2\xf1\xe5\xec, \xec\xfb \xe7\xe4\xe5\xf1\xfc")) // Windows-1251
	a.sees("Привет всем, мы здесь")
	b.sees("Привет всем, мы здесь")
	b.says("#toasts", "added subtitles: Russian")

	b.drop("hostile.vtt", "WEBVTT\n\nSTYLE\n::cue { background: url(/healthz?leak) }\n\n00:00.000 --> 01:50.000\n"+
		"<img src=x onerror=\"window.hurt=1\"><script>window.hurt=1</script><b onclick=\"window.hurt=1\">Boo</b> &lt;i&gt;\n")
	for _, g := range []*guest{a, b} {
		g.sees("window.hurt=1<b>Boo</b> &lt;i&gt;")
		if browser.Eval[bool](g.Browser, `'hurt' in window || performance.getEntriesByType('resource').some((e) => e.name.includes('leak'))`) {
			t.Error("the file did something")
		}
	}
	b.Press("s")
	b.Until(`document.querySelectorAll('#subtitles-added li').length === 1 && document.querySelector('#subtitles').open`, soon)
	browser.Eval[bool](b.Browser, `(document.querySelector('#subtitles-added button').click(), true)`)
	a.says("#toasts", "removed subtitles: hostile")
	a.sees("")
	b.clean()
	a.clean()
}

// embedded makes a film with subtitles inside: plain ones of the whole time, and for
// Matroska a large red sign of ASS.
func embedded(t *testing.T, name string, codecs ...string) string {
	t.Helper()
	dir := t.TempDir()
	script := "[Script Info]\nScriptType: v4.00+\nPlayResX: 320\nPlayResY: 180\n\n[V4+ Styles]\n" +
		"Format: Name, Fontname, Fontsize, PrimaryColour, OutlineColour, Outline, BorderStyle, Alignment\n" +
		"Style: Default,Arial,60,&H000000FF,&H00000000,0,1,5\n\n[Events]\n" +
		"Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n" +
		"Dialogue: 0,0:00:00.00,0:00:30.00,Default,,0,0,0,,ROT\n"
	for file, text := range map[string]string{"a.srt": "1\n00:00:00,000 --> 00:00:30,000\n<i>Innen</i>\n", "b.ass": script} {
		if err := os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	path := filepath.Join(dir, name)
	cmd := exec.CommandContext(t.Context(), "ffmpeg", append(append([]string{"-v", "error", "-nostdin",
		"-f", "lavfi", "-i", "color=c=0x204060:s=320x180:r=25", "-f", "lavfi", "-i", "sine=r=48000", "-i", "a.srt", "-i", "b.ass",
		"-map", "0", "-map", "1", "-map", "2", "-map", "3", "-t", "30", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25",
		"-c:a", "aac", "-metadata:s:s:0", "language=ger", "-metadata:s:s:1", "language=jpn"}, codecs...), path)...)
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("ffmpeg: %v\n%s", err, out)
	}
	return path
}

func TestSubtitlesInsideAFilmAreShownInEveryBrowser(t *testing.T) {
	for name, codecs := range map[string][]string{"film.mp4": {"-c:s", "mov_text"}, "film.mkv": {"-c:s", "srt"}} {
		t.Run(name, func(t *testing.T) {
			p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), embedded(t, name, codecs...))
			a := join(t, p, browser.Options{Name: "a"})
			b := join(t, p, browser.Options{Name: "firefox", Engine: browser.Firefox})
			a.Press("5") // 15 s
			b.at(15)
			a.pick("mine", "Deutsch")
			a.sees("<i>Innen</i>")
			a.pick("everyone", "Deutsch")
			b.sees("<i>Innen</i>")
			a.clean()
			b.clean()
		})
	}
}

// drawnRed waits until much of what a page looks like is of the sign's red.
func (g *guest) drawnRed() {
	g.t.Helper()
	var dots int
	for end := time.Now().Add(soon); time.Now().Before(end); {
		data, err := g.Page.Screenshot(g.t.Context())
		if err != nil {
			g.t.Fatal(err)
		}
		picture, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			g.t.Fatal(err)
		}
		if dots = red(picture); dots > 1000 {
			return
		}
	}
	g.t.Fatalf("%d red dots", dots)
}

// red counts the dots of pure red.
func red(picture image.Image) (n int) {
	for y := picture.Bounds().Min.Y; y < picture.Bounds().Max.Y; y++ {
		for x := picture.Bounds().Min.X; x < picture.Bounds().Max.X; x++ {
			if r, g, b, _ := picture.At(x, y).RGBA(); r > 0xc000 && g < 0x3000 && b < 0x3000 {
				n++
			}
		}
	}
	return n
}

func TestASSInsideAMatroskaFilmIsDrawnAsItsAuthorStyledIt(t *testing.T) {
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), embedded(t, "film.mkv", "-c:s:0", "srt", "-c:s:1", "ass"))
	a := join(t, p, browser.Options{Name: "a"})
	a.Press("5") // 15 s: at the very beginning, before the first line's moment, there is nothing to see
	a.at(15)
	a.pick("mine", "Deutsch")
	a.sees("<i>Innen</i>")
	if browser.Eval[bool](a.Browser, `performance.getEntriesByType('resource').some((e) => e.name.includes('jassub'))`) {
		t.Error("JASSUB was loaded before it was needed")
	}
	browser.Eval[bool](a.Browser, `(() => {
		const authored = document.querySelector('#subtitles-authored');
		if (!authored.checked) authored.click();
		return true;
	})()`)
	a.pick("mine", "日本語")
	a.drawnRed()
	a.sees("")
	browser.Eval[bool](a.Browser, `(document.querySelector('#subtitles-authored').click(), true)`)
	a.sees("ROT")
	a.Until(`!document.querySelector('canvas.script')`, soon)
	a.clean()
}
