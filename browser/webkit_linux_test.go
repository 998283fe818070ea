package browser_test

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"goblet/browser"
)

var kit = browser.Options{Engine: browser.WebKit, Name: "kit"}

func TestWebKitShowsValuesErrorsAndPictures(t *testing.T) {
	b, _ := start(t, browser.Options{Engine: browser.WebKit, Width: 600, Height: 400, Dark: true})
	if got := browser.Eval[[]float64](b, "Promise.resolve([innerWidth, innerHeight, devicePixelRatio])"); fmt.Sprint(got) != "[600 400 1]" {
		t.Errorf("window %v", got)
	}
	b.Until("document.hasFocus()", 10*time.Second)
	if !browser.Eval[bool](b, "matchMedia('(hover: hover) and (prefers-color-scheme: dark)').matches && navigator.language === 'en-US'") {
		t.Error("not a dark desktop browser with a mouse that speaks English")
	}
	browser.Eval[struct{}](b, "undefined")
	if _, err := browser.Value[int](t.Context(), b.Page, "undefined"); err == nil {
		t.Error("undefined is a number")
	}
	_, err := browser.Value[int](t.Context(), b.Page, "Promise.reject(new Error('no luck'))")
	if err == nil || !strings.Contains(err.Error(), "no luck") {
		t.Errorf("a rejected promise gave %v", err)
	}
	browser.Eval[struct{}](b, "setTimeout(() => { location.href = '/next' }, 50)")
	b.Until("location.pathname === '/next' && beats > 0", 10*time.Second)
	b.Reload()
	browser.Eval[struct{}](b, "console.error('so', {sad: 1}, 7), setTimeout(() => { throw new Error('uncaught') })")
	err = b.Page.Until(t.Context(), "({never: 0}).never", time.Second)
	for _, want := range []string{"({never: 0}).never", "last: 0", "/next", "console.error: so", "uncaught"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the message lacks %q:\n%v", want, err)
		}
	}
	b.SetViewport(390, 200, false)
	data, err := os.ReadFile(b.Screenshot("a page"))
	if err != nil {
		t.Fatal(err)
	}
	image, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if size := image.Bounds().Size(); size.X != 390 || size.Y != 200 {
		t.Errorf("the picture is %v", size)
	}
	if r, g, b, _ := image.At(2, 100).RGBA(); r+g+b != 0 {
		t.Error("the dark page is not dark")
	}
}

func TestWebKitGetsRealInput(t *testing.T) {
	b, _ := start(t, kit)
	if browser.Eval[bool](b, "navigator.userActivation.hasBeenActive") {
		t.Error("evaluating counts as a gesture")
	}
	b.Click("#near")
	last(t, b, "click near true")
	if !browser.Eval[bool](b, "navigator.userActivation.hasBeenActive") {
		t.Error("a click is not a gesture")
	}
	b.Click("#far")
	last(t, b, "click far true")
	b.Type("#name", "Zoë & Ben?")
	b.Until("document.querySelector('#name').value === 'Zoë & Ben?'", 5*time.Second)
	b.Type("#name", "")
	b.Until("document.querySelector('#name').value === ''", 5*time.Second)
	browser.Eval[struct{}](b, "document.activeElement.blur()")
	for _, key := range []string{"k", "?", "<", "+", "0", "ArrowLeft", "Enter", "Escape"} {
		b.Press(key)
		last(t, b, "keyup "+key+" true")
	}
	b.Press("Space")
	last(t, b, "keyup   true")
	b.Press("Shift+k")
	last(t, b, "keyup Shift true")
	b.Press("Tab")
	if !browser.Eval[bool](b, "seen.includes('keydown Tab true')") { // it goes up elsewhere
		t.Errorf("no Tab came: %v", browser.Eval[[]string](b, "seen.slice(-4)"))
	}
	if err := b.Page.Press(t.Context(), "NoSuchKey"); err == nil {
		t.Error("an unknown key was pressed")
	}
	path := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(path, []byte("twelve bytes"), 0o600); err != nil {
		t.Fatal(err)
	}
	browser.Eval[struct{}](b, "document.querySelector('#name').type = 'file'")
	b.Choose("#name", path)
	b.Until("document.querySelector('#name').files[0]?.size === 12", 5*time.Second)
}

func TestWebKitGoesOfflineAndReachesNothingElse(t *testing.T) {
	b, _ := start(t, kit)
	b.Until("beats > 0", 10*time.Second)
	b.Offline(true)
	b.Until("breaks > 0 && !navigator.onLine", 10*time.Second)
	if browser.Eval[bool](b, "fetch('/x').then(() => true, () => false)") {
		t.Error("a request got through")
	}
	b.Offline(false)
	b.Until("navigator.onLine && fetch('/x').then(() => true)", 10*time.Second)
	b.Open(strings.Replace(browser.Eval[string](b, "location.href"), "127.0.0.1", "goblet.test", 1))
	if browser.Eval[bool](b, "fetch('http://192.0.2.1/', {mode: 'no-cors'}).then(() => true, () => false)") {
		t.Error("the browser reaches other machines")
	}
	if err := b.Page.Open(t.Context(), "http://127.0.0.1:1/"); err == nil {
		t.Error("a server that does not answer was opened")
	}
}

func TestWhatAWebKitCanNotBe(t *testing.T) {
	for want, o := range map[string]browser.Options{
		"use Chromium for a phone":    {Engine: browser.WebKit, Mobile: true},
		"use Chromium or Firefox":     {Engine: browser.WebKit, Script: "1"},
		"narrower than":               {Engine: browser.WebKit, Width: 20, Height: 200},
		`there is no engine "mosaic"`: {Engine: "mosaic"},
	} {
		p, err := browser.Launch(t.Context(), o)
		if err == nil {
			p.Kill()
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%+v: %v, want %q", o, err, want)
		}
	}
	b, _ := start(t, kit)
	if err := b.Page.SetScheme(t.Context(), true); err == nil {
		t.Error("the scheme was changed")
	}
	if err := b.Page.SetViewport(t.Context(), 390, 844, true); err == nil {
		t.Error("it became a phone")
	}
}

func TestTheEndOfAWebKit(t *testing.T) {
	for name, end := range map[string]func(*browser.Browser){
		"close": func(b *browser.Browser) { b.Close() },
		"kill":  func(b *browser.Browser) { b.Kill() },
	} {
		t.Run(name, func(t *testing.T) {
			temp, err := os.MkdirTemp("", "")
			if err != nil {
				t.Fatal(err)
			}
			defer os.RemoveAll(temp)
			t.Setenv("TMPDIR", temp)
			b, asked := start(t, kit)
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

// TestAKilledTestLeavesNoWebKit runs itself: the inner test waits with an open browser until it is killed.
func TestAKilledTestLeavesNoWebKit(t *testing.T) {
	const told = "GOBLET_TEST_WEBKIT_PID"
	if path := os.Getenv(told); path != "" {
		b, _ := start(t, kit)
		if err := os.WriteFile(path, fmt.Append(nil, b.PID(), " \n"), 0o600); err != nil {
			t.Fatal(err)
		}
		<-t.Context().Done()
		return
	}
	path := filepath.Join(t.TempDir(), "pid")
	inner := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$")
	temp, err := os.MkdirTemp("", "")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(temp)
	inner.Env = append(os.Environ(), told+"="+path, "TMPDIR="+temp)
	if err := inner.Start(); err != nil {
		t.Fatal(err)
	}
	var group int
	for deadline := time.Now().Add(time.Minute); group == 0 && time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		if text, err := os.ReadFile(path); err == nil && bytes.HasSuffix(text, []byte("\n")) {
			_, _ = fmt.Sscan(string(text), &group)
		}
	}
	if group == 0 || len(running(group)) < 4 {
		t.Errorf("group %d holds too few processes for a browser: %v", group, running(group))
	}
	_ = inner.Process.Kill()
	_ = inner.Wait()
	if left := leftOf(group); len(left) > 0 {
		t.Errorf("processes are left: %v", left)
	}
}
