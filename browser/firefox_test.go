package browser_test

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"goblet/browser"
)

var fox = browser.Options{Engine: browser.Firefox, Name: "fox"}

func TestFirefoxShowsValuesErrorsAndPictures(t *testing.T) {
	b, _ := start(t, browser.Options{Engine: browser.Firefox, Width: 600, Height: 400, Dark: true})
	if got := browser.Eval[[]float64](b, "Promise.resolve([innerWidth, innerHeight, devicePixelRatio])"); fmt.Sprint(got) != "[600 400 1]" {
		t.Errorf("window %v", got)
	}
	if !browser.Eval[bool](b, "matchMedia('(hover: hover) and (prefers-color-scheme: dark)').matches") {
		t.Error("a dark desktop browser has a mouse")
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
	browser.Eval[struct{}](b, "fetch('/favicon.ico').then(() => {})")
	err = b.Page.Until(t.Context(), "({never: 0}).never", time.Second)
	for _, want := range []string{"({never: 0}).never", "last: 0", "/next", "console.error: so", "uncaught", "status 404"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("the message lacks %q:\n%v", want, err)
		}
	}
	b.SetViewport(300, 200, false)
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

func TestFirefoxGetsRealInput(t *testing.T) {
	b, _ := start(t, fox)
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
	b.Press("Shift+Tab")
	if !browser.Eval[bool](b, "seen.includes('keyup Tab true')") {
		t.Error("no Tab came")
	}
	if err := b.Page.Press(t.Context(), "NoSuchKey"); err == nil {
		t.Error("an unknown key was pressed")
	}
}

func TestFirefoxGoesOfflineAndReachesNothingElse(t *testing.T) {
	b, _ := start(t, fox)
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
}

func TestTheEndOfAFirefox(t *testing.T) {
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
			b, asked := start(t, fox)
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
