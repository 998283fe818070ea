package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"

	"goblet/browser"
)

// thumbnailed waits until the player has thumbnails for all of a film of 120 s.
const thumbnailed = `(() => {
	const [track] = Array.from(document.querySelector('#video').textTracks).filter(({label}) => label === 'thumbnails');
	return track?.cues?.length >= 20;
})()`

// previewed is whether a thumbnail is on show, of a picture that was loaded.
const previewed = `(() => {
	const preview = document.querySelector('media-time-range').shadowRoot.querySelector('media-preview-thumbnail');
	const image = preview?.shadowRoot.querySelector('img');
	return /\/thumbnails\/0\.jpg\?r=/.test(image?.src) && image.complete && image.naturalWidth >= 1600 &&
		preview.getBoundingClientRect().width > 50;
})()`

func TestPointingAtTheTimeRangeShowsWhatIsThere(t *testing.T) {
	a := join(t, startParty(t), browser.Options{})
	a.Until(thumbnailed, soon)
	a.Hover("media-time-range")
	a.Until(previewed, soon)
	a.Until(`/poster\.jpg$/.test(document.querySelector('#video').poster)`, soon)
	a.clean()
}

// drag moves a finger on the time range and leaves it there.
const drag = `(() => {
	const range = document.querySelector('media-time-range'), {left, top, width, height} = range.getBoundingClientRect();
	const at = (type, part) => range.shadowRoot.querySelector('#range').dispatchEvent(new PointerEvent(type, {
		bubbles: true, composed: true, pointerType: 'touch', isPrimary: true, pointerId: 7,
		clientX: left + width * part, clientY: top + height / 2}));
	at('pointerenter', 0.3);
	at('pointerdown', 0.3);
	at('pointermove', 0.4);
	at('pointermove', 0.5);
	return true;
})()`

func TestDraggingWithAFingerShowsWhatIsThere(t *testing.T) {
	a := join(t, startParty(t), browser.Options{Mobile: true})
	a.Until(thumbnailed, soon)
	a.Until(drag+" && "+previewed, soon)
	a.clean()
}

func TestAFilmIsPlayedFromItsLink(t *testing.T) {
	elsewhere := t.TempDir()
	film(t, "Other.mp4", elsewhere)
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Access-Control-Allow-Origin", "*")
		http.FileServerFS(os.DirFS(elsewhere)).ServeHTTP(w, r)
	}))
	t.Cleanup(site.Close)
	p := startParty(t)
	a, b := join(t, p, browser.Options{Name: "host"}), join(t, p, browser.Options{Name: "guest"})
	a.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	a.tab("film")
	a.Click("#films summary")
	a.Type("#film-url", "ftp://example.org/Film.mp4")
	a.Press("Enter")
	a.says("#toasts", "begins with https://")
	link := site.URL + "/Other.mp4"
	a.Type("#film-url", link)
	a.Press("Enter")
	for _, g := range []*guest{a, b} {
		g.says("#film", "Other")
		g.Until(fmt.Sprintf(`document.querySelector('#video').currentSrc === %q && document.querySelector('#video').readyState >= 2`, link), soon)
	}
	a.Click("media-play-button")
	a.playing()
	b.playing()
	b.Press("5") // half of a duration that only the players know
	for _, g := range []*guest{a, b} {
		g.Until(`document.querySelector('#video').currentTime > 59`, soon)
		g.inStep()
		g.seenAndHeard()
	}
	b.clean()
}

func TestTheHostFindsAFilmAmongManyAndPutsItOn(t *testing.T) {
	dir := t.TempDir()
	first := film(t, "Test Film.mp4", dir)
	other := film(t, "Other.mp4", dir)
	if err := os.Mkdir(filepath.Join(dir, "Kinó"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(other, filepath.Join(dir, "Kinó", "Amélie.mp4")); err != nil {
		t.Fatal(err)
	}
	for i := range 120 {
		if err := os.Link(first, filepath.Join(dir, fmt.Sprintf("Episode %d.mp4", i))); err != nil {
			t.Fatal(err)
		}
	}
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), dir)
	a := join(t, p, browser.Options{})
	a.Until(`document.querySelector('#room').hasAttribute('data-is-host')`, soon)
	a.tab("film")
	a.Click("#films summary")
	a.says("#film-count", "122 films")
	a.Until(`document.querySelectorAll('.film-row').length === 60`, soon) // the others when they come into sight
	a.Until(`(document.querySelector('.film-more')?.scrollIntoView({block: 'end', behavior: 'instant'}), document.querySelectorAll('.film-row').length === 122)`, soon)
	a.Type("#film-query", "KINO amelie")
	a.Until(`document.querySelectorAll('.film-choice').length === 1`, soon)
	a.says("#film-count", "1 film found")
	a.says(".film-choice", "Kinó · 2 min · plays as it is")
	a.Until(`document.querySelector('.film-choice-poster').naturalWidth === 640`, soon)
	a.Press("ArrowDown") // from the words to what they found
	a.Press("Enter")
	a.says("#film", "Amélie")
	a.Until(`document.querySelector('.film-choice[aria-current]') && document.querySelectorAll('.film-choice').length === 1`, soon)
	a.Type("#film-query", "nothing like that")
	a.says("#film-count", "No film")
	a.Type("#film-query", "")
	a.Until(`document.querySelector('.film-open')`, soon)
	a.Click(".film-open")
	a.says("#film-path", "Kinó")
	a.Until(`document.querySelectorAll('.film-row').length === 1 && document.querySelector('#film-list').scrollTop === 0`, soon)
	a.Until(`document.querySelector('#film-list').contains(document.activeElement)`, soon) // the button that was pressed is gone
	a.Click(".film-crumb")
	a.says("#film-count", "122 films")
	a.clean()
}
