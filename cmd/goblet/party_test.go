package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"goblet/browser"
	"goblet/room"
)

// soon is how long the pages may take for what they do at once; generous,
// because the machine that runs the tests may be busy.
const soon = 30 * time.Second

// testFilms makes real films once, with the picture's number burned into the colours.
var testFilms = sync.OnceValues(func() (string, error) {
	dir, err := scratch()
	if err != nil {
		return "", err
	}
	for name, source := range map[string]string{"Test Film.mp4": "testsrc2", "Other.mp4": "smptebars"} {
		out, err := exec.Command("ffmpeg", "-v", "error", "-f", "lavfi", "-i", source+"=s=320x180:r=25",
			"-f", "lavfi", "-i", "sine=frequency=440:r=48000", "-t", "120", "-c:v", "libx264", "-preset", "veryfast",
			"-pix_fmt", "yuv420p", "-g", "50", "-c:a", "aac", "-b:a", "64k", "-movflags", "+faststart",
			filepath.Join(dir, name)).CombinedOutput()
		if err != nil {
			return "", fmt.Errorf("ffmpeg: %w: %s (go tool task setup installs it)", err, out)
		}
	}
	return dir, nil
})

// film copies one of the films into dir and returns its path.
func film(t testing.TB, name, dir string) string {
	t.Helper()
	from, err := testFilms()
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(from, name))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// startParty serves the test film of two minutes.
func startParty(t testing.TB) *program {
	t.Helper()
	return startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), film(t, "Test Film.mp4", t.TempDir()))
}

// guest is somebody at a browser in the room.
type guest struct {
	*browser.Browser
	t testing.TB
}

// join opens the room in a browser of its own and takes the gate.
func join(t testing.TB, p *program, o browser.Options) *guest {
	t.Helper()
	g := &guest{browser.Start(t, o), t}
	t.Cleanup(g.report)
	g.Open(p.room)
	g.enter(o.Mobile)
	return g
}

// report logs where the page of a test that failed stands.
func (g *guest) report() {
	if !g.t.Failed() {
		return
	}
	status, err := browser.Value[string](context.Background(), g.Page, `JSON.stringify(window.goblet?.status() ?? null)`)
	if err != nil {
		status = err.Error()
	}
	g.t.Logf("status: %s", status)
	if shown, err := browser.Value[string](context.Background(), g.Page, `document.querySelector('#toasts')?.innerText ?? ''`); err == nil && shown != "" {
		g.t.Logf("the page says: %s", shown)
	}
}

func (g *guest) enter(touch bool) {
	g.t.Helper()
	g.ready()
	if touch {
		g.Tap("#join")
	} else {
		g.Click("#join")
	}
	g.Until(`document.querySelector('#gate').hidden`, soon)
}

// ready waits until the page can take part.
func (g *guest) ready() {
	g.t.Helper()
	g.Until(`window.goblet && goblet.status().connected && document.querySelector('#video').readyState >= 2`, soon)
}

// playing waits until the film plays and the button says so: who presses it before means to play what plays already.
func (g *guest) playing() {
	g.t.Helper()
	g.Until(`!document.querySelector('#video').paused && !goblet.status().paused && !document.querySelector('media-play-button').hasAttribute('mediapaused')`, soon)
}

// paused waits until the film stands and the button says so.
func (g *guest) paused() {
	g.t.Helper()
	g.Until(`document.querySelector('#video').paused && !document.querySelector('#video').seeking && document.querySelector('media-play-button').hasAttribute('mediapaused')`, soon)
}

// inStep waits until the player is where the room is.
func (g *guest) inStep() {
	g.t.Helper()
	g.within(60)
}

// within waits until the player is so near to where the room is, ms.
func (g *guest) within(ms float64) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`Math.abs(goblet.status().drift) < %g && !document.querySelector('#video').seeking`, ms), soon)
}

// at waits until the player stands within a second of a position, or plays and has been there lately:
// a busy machine may look only when the film has gone on.
func (g *guest) at(seconds float64) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`(({position, roomPaused}) => position > %[1]g - 1 && position < %[1]g + (roomPaused ? 1 : 10))(goblet.status())`, seconds), soon)
}

// atSeq waits until the page has applied the event seq.
func (g *guest) atSeq(seq int) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`goblet.status().seq >= %d`, seq), soon)
}

func (g *guest) seq() int { return browser.Eval[int](g.Browser, `goblet.status().seq`) }
func (g *guest) position() float64 {
	return browser.Eval[float64](g.Browser, `document.querySelector('#video').currentTime`)
}
func (g *guest) isHost() bool {
	return browser.Eval[bool](g.Browser, `document.querySelector('#room').hasAttribute('data-is-host')`)
}

// says waits for a toast or a line of the page.
func (g *guest) says(selector, text string) {
	g.t.Helper()
	g.Until(fmt.Sprintf(`document.querySelector(%q)?.textContent.includes(%q)`, selector, text), soon)
}

// tab shows what is behind a tab of the panel: chat, people, film or settings.
func (g *guest) tab(name string) {
	g.t.Helper()
	g.Click("#tab-" + name)
	g.Until(fmt.Sprintf(`document.querySelector('#panel').dataset.tab === %q`, name), soon)
}

// clean fails the test if the page met an error that nobody provoked.
func (g *guest) clean() {
	g.t.Helper()
	for _, e := range g.Errors() {
		g.t.Errorf("page error: %s", e)
	}
}

// log returns the room's events after since, as a member without a browser sees them.
func (p *program) log(t testing.TB, since int) []room.Event {
	t.Helper()
	var answer struct {
		Node   string
		Events []room.Event
	}
	text := newViewer(t, p.room).get(fmt.Sprintf("/log?since=%d&wait=0", since))
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		t.Fatal(err)
	}
	if answer.Node == "" {
		t.Error("the log does not say which node answers")
	}
	return answer.Events
}
