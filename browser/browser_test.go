package browser_test

import (
	"bytes"
	"errors"
	"fmt"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"goblet/browser"
)

const html = `<!doctype html><title>A page</title><meta name=viewport content="width=device-width">
<style>body { margin: 0; background: #fff } @media (prefers-color-scheme: dark) { body { background: #000 } }
#far { margin-top: 3000px } #cover { position: fixed; inset: 0; z-index: 1 } #bar { transition: margin .3s }</style>
<button id=near>near</button> <input id=name value=before> <button id=off disabled>off</button>
<video id=video></video>
<div id=cover hidden></div> <button id=far>far</button>
<script>
  var seen = []
  for (const type of ['click', 'keydown', 'keyup', 'touchstart', 'online', 'offline'])
    addEventListener(type, e => seen.push([type, e.key ?? e.target?.id ?? '', e.isTrusted].join(' ')))
  addEventListener('pagehide', () => navigator.sendBeacon('/bye'))
  var beats = 0, breaks = 0, stream = new EventSource('/events')
  stream.onmessage = () => beats++
  stream.onerror = () => breaks++
</script>`

// site serves the page, an event stream, and tells of what it was asked for.
func site(t *testing.T) (url string, asked <-chan string) {
	paths := make(chan string, 100)
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		paths <- r.URL.Path
		fmt.Fprint(w, html)
	})
	mux.HandleFunc("/favicon.ico", http.NotFound)
	mux.HandleFunc("/events", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for r.Context().Err() == nil {
			fmt.Fprint(w, "retry: 50\ndata: beat\n\n")
			w.(http.Flusher).Flush()
			<-tick.C
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	t.Cleanup(server.CloseClientConnections)
	return server.URL, paths
}

func start(t *testing.T, o browser.Options) (*browser.Browser, <-chan string) {
	url, asked := site(t)
	b := browser.Start(t, o)
	b.Open(url)
	return b, asked
}

func last(t *testing.T, b *browser.Browser, want string) {
	t.Helper()
	if got := browser.Eval[string](b, "seen.at(-1) ?? ''"); got != want {
		t.Errorf("the last event is %q, want %q", got, want)
	}
}

func TestValuesComeFromThePage(t *testing.T) {
	b, _ := start(t, browser.Options{})
	if got := browser.Eval[string](b, "document.title"); got != "A page" {
		t.Errorf("title %q", got)
	}
	if got := browser.Eval[[]float64](b, "Promise.resolve([innerWidth, innerHeight, devicePixelRatio])"); fmt.Sprint(got) != "[1280 800 1]" {
		t.Errorf("window %v", got)
	}
	if !browser.Eval[bool](b, "document.hasFocus() && matchMedia('(hover: hover)').matches") {
		t.Error("a desktop browser has the focus and a mouse")
	}
	_, err := browser.Value[int](t.Context(), b.Page, "Promise.reject(new Error('no luck'))")
	if err == nil || !strings.Contains(err.Error(), "no luck") {
		t.Errorf("a rejected promise gave %v", err)
	}
}

func TestSoundNeedsAGesture(t *testing.T) {
	b, _ := start(t, browser.Options{})
	policy := "navigator.userActivation.hasBeenActive"
	if browser.Eval[bool](b, policy) {
		t.Error("evaluating counts as a gesture")
	}
	b.Click("#near")
	if !browser.Eval[bool](b, policy) {
		t.Error("a click is not a gesture")
	}
}

func TestUntilWaitsAndExplains(t *testing.T) {
	b, _ := start(t, browser.Options{})
	browser.Eval[struct{}](b, "setTimeout(() => { window.ready = true; location.hash = 'x' }, 100)")
	b.Until("window.ready", 10*time.Second)
	b.Until("fetch('/x').then(r => r.ok)", 10*time.Second)
	browser.Eval[struct{}](b, "setTimeout(() => { location.href = '/next' }, 50)")
	b.Until("location.pathname === '/next' && beats > 0", 10*time.Second)

	browser.Eval[struct{}](b, "console.error('so', {sad: 1}, 7), setTimeout(() => { throw new Error('uncaught') })")
	err := b.Page.Until(t.Context(), "({never: 0}).never", 50*time.Millisecond)
	if err == nil {
		t.Fatal("Until came back for a falsy value")
	}
	for _, want := range []string{"({never: 0}).never", "last: 0", "/next", "console.error: so", "uncaught"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the message lacks %q:\n%v", want, err)
		}
	}
	err = b.Page.Until(t.Context(), "nothing.here", 10*time.Millisecond)
	if err == nil || !strings.Contains(err.Error(), "nothing is not defined") {
		t.Errorf("an exception is not shown: %v", err)
	}
}

func TestInputIsReal(t *testing.T) {
	b, _ := start(t, browser.Options{})
	b.Click("#near")
	last(t, b, "click near true")
	b.Click("#far")
	last(t, b, "click far true")
	b.Type("#name", "Zoë & Ben?")
	if got := browser.Eval[string](b, "document.querySelector('#name').value"); got != "Zoë & Ben?" {
		t.Errorf("typed %q", got)
	}
	b.Type("#name", "")
	if got := browser.Eval[string](b, "document.querySelector('#name').value"); got != "" {
		t.Errorf("left %q in the field", got)
	}
	browser.Eval[struct{}](b, "document.activeElement.blur()")
	for _, key := range []string{"k", "?", "<", "+", "0", "ArrowLeft", "Enter", "Escape"} {
		b.Press(key)
		last(t, b, "keyup "+key+" true")
	}
	b.Press("Space")
	last(t, b, "keyup   true")
	b.Press("Shift+Tab")
	last(t, b, "keyup Tab true")
	if err := b.Page.Press(t.Context(), "NoSuchKey"); err == nil {
		t.Error("an unknown key was pressed")
	}
}

func TestClickReachesNothingThatAUserCouldNot(t *testing.T) {
	b, _ := start(t, browser.Options{Timeout: 2 * time.Second})
	for selector, want := range map[string]string{"#none": "no such element", "#off": "disabled", "#cover": "not shown"} {
		if err := b.Page.Click(t.Context(), selector); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("click %s: %v, want %q", selector, err, want)
		}
	}
	browser.Eval[struct{}](b, "document.querySelector('#cover').hidden = false")
	if err := b.Page.Click(t.Context(), "#near"); err == nil || !strings.Contains(err.Error(), "covered by div#cover") {
		t.Errorf("click under a cover: %v", err)
	}
	browser.Eval[struct{}](b, "setTimeout(() => { document.querySelector('#cover').hidden = true }, 200)")
	b.Click("#near")
	last(t, b, "click near true")
}

func TestClickScrollsWhatIsHiddenInABoxThatIsInSight(t *testing.T) {
	b, _ := start(t, browser.Options{Timeout: 2 * time.Second})
	browser.Eval[struct{}](b, `document.body.insertAdjacentHTML('afterbegin', '<aside id=box style="height: 60px; overflow-y: auto">' +
		'<div style="height: 200px"></div><button id=deep>deep</button></aside><aside id=shut style="height: 9px; overflow: clip">' +
		'<button id=lost style="margin-top: 40px">lost</button></aside>')`)
	b.Click("#deep")
	last(t, b, "click deep true")
	if err := b.Page.Click(t.Context(), "#lost"); err == nil || !strings.Contains(err.Error(), "out of sight") {
		t.Errorf("click what nobody can scroll to: %v", err)
	}
}

func TestAPhone(t *testing.T) {
	b, _ := start(t, browser.Options{Mobile: true, Dark: true})
	if got := browser.Eval[[]float64](b, "[innerWidth, innerHeight]"); fmt.Sprint(got) != "[390 844]" {
		t.Errorf("window %v", got)
	}
	if !browser.Eval[bool](b, "matchMedia('(pointer: coarse)').matches && matchMedia('(prefers-color-scheme: dark)').matches") {
		t.Error("not a dark phone")
	}
	b.Tap("#near")
	if !browser.Eval[bool](b, "seen.includes('touchstart near true') && seen.includes('click near true')") {
		t.Error("a tap is not a touch and a click")
	}
	b.Type("#name", "Ida")
	b.SetScheme(false)
	b.SetViewport(844, 390, true)
	b.Until("innerWidth === 844 && matchMedia('(prefers-color-scheme: light)').matches && screen.orientation.type.startsWith('landscape')", 5*time.Second)
	b.SetViewport(1000, 600, false)
	if err := b.Page.Tap(t.Context(), "#near"); err == nil {
		t.Error("tapped without a touch screen")
	}
}

func TestScreenshot(t *testing.T) {
	b, _ := start(t, browser.Options{Width: 300, Height: 200, Dark: true})
	data, err := os.ReadFile(b.Screenshot("a page"))
	if err != nil {
		t.Fatal(err)
	}
	image, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if size := image.Bounds().Size(); size.X != 300 || size.Y != 200 {
		t.Errorf("the picture is %v", size)
	}
	if r, g, b, _ := image.At(2, 100).RGBA(); r+g+b != 0 {
		t.Error("the dark page is not dark")
	}
}

func TestOfflineCutsStreams(t *testing.T) {
	b, _ := start(t, browser.Options{})
	b.Until("beats > 0", 10*time.Second)
	b.Offline(true)
	b.Until("breaks > 0 && !navigator.onLine && seen.some(s => s.startsWith('offline'))", 10*time.Second)
	if browser.Eval[bool](b, "fetch('/x').then(() => true, () => false)") {
		t.Error("a request got through")
	}
	browser.Eval[struct{}](b, "beats = 0")
	b.Offline(false)
	b.Until("beats > 0 && navigator.onLine && seen.some(s => s.startsWith('online'))", 10*time.Second)
}

func TestTwoBrowsersShareNothing(t *testing.T) {
	url, _ := site(t)
	a, b := browser.Start(t, browser.Options{Name: "a"}), browser.Start(t, browser.Options{Name: "b"})
	a.Open(url)
	b.Open(url)
	browser.Eval[string](a, "document.cookie = 'who=a'")
	if got := browser.Eval[string](b, "document.cookie"); got != "" || a.PID() == b.PID() {
		t.Errorf("b has the cookie %q, the processes are %d and %d", got, a.PID(), b.PID())
	}
}

func TestTheEndOfABrowser(t *testing.T) {
	for name, end := range map[string]func(*browser.Browser){
		"close": func(b *browser.Browser) { b.Close() },
		"kill":  func(b *browser.Browser) { b.Kill() },
	} {
		t.Run(name, func(t *testing.T) {
			temp, err := os.MkdirTemp("", "") // the name of t.TempDir would be too long, see tempDir
			if err != nil {
				t.Fatal(err)
			}
			defer os.RemoveAll(temp)
			t.Setenv("TMPDIR", temp)
			b, asked := start(t, browser.Options{})
			<-asked
			end(b)
			end(b)
			if left := leftOf(b.PID()); len(left) > 0 {
				t.Errorf("processes are left: %v", left)
			}
			if left, _ := filepath.Glob(temp + "/goblet-browser-*"); len(left) > 0 {
				t.Errorf("files are left: %v", left)
			}
			if err := b.Page.Open(t.Context(), "about:blank"); err == nil || !strings.Contains(err.Error(), "ended") {
				t.Errorf("an ended browser opens pages: %v", err)
			}
			said := len(asked) > 0 && <-asked == "/bye"
			if said != (name == "close") {
				t.Errorf("pagehide told the server: %v", said)
			}
		})
	}
}

// running returns the processes of a group that are not dead, as far as the machine has a /proc.
func running(group int) (left []string) {
	stats, _ := filepath.Glob("/proc/[0-9]*/stat")
	for _, path := range stats {
		data, _ := os.ReadFile(path)
		_, fields, _ := strings.Cut(string(data), ") ") // state, parent, group ...
		var state string
		var parent, of int
		if _, err := fmt.Sscan(fields, &state, &parent, &of); err == nil && of == group && state != "Z" && state != "X" {
			left = append(left, string(data))
		}
	}
	return left
}

// leftOf is running once all that was killed has had the time to go, which takes a moment on a busy machine.
func leftOf(group int) []string {
	left := running(group)
	for deadline := time.Now().Add(20 * time.Second); len(left) > 0 && time.Now().Before(deadline); left = running(group) {
		time.Sleep(20 * time.Millisecond)
	}
	return left
}

func TestNamesLeadHere(t *testing.T) {
	b, _ := start(t, browser.Options{})
	b.Open(strings.Replace(browser.Eval[string](b, "location.href"), "127.0.0.1", "goblet.test", 1))
	if browser.Eval[bool](b, "isSecureContext") {
		t.Error("plain http under a name is a secure context")
	}
	if browser.Eval[bool](b, "fetch('http://192.0.2.1/', {mode: 'no-cors'}).then(() => true, () => false)") {
		t.Error("the browser reaches other machines")
	}
}

func TestAMissingBrowserSaysWhatToDo(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	for engine, want := range map[browser.Engine]error{
		browser.Chromium: browser.ErrNoChromium, browser.Firefox: browser.ErrNoFirefox, browser.WebKit: browser.ErrNoWebKit,
	} {
		_, err := browser.Launch(t.Context(), browser.Options{Engine: engine})
		if !errors.Is(err, want) || !strings.Contains(err.Error(), "go tool task setup") {
			t.Errorf("%s: got %v", engine, err)
		}
	}
}
