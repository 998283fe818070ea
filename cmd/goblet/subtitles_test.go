package main

import (
	"os"
	"path/filepath"
	"testing"

	"goblet/browser"
)

func TestSubtitlesBesideTheFilmAreShownToWhoWantsThem(t *testing.T) {
	dir := t.TempDir()
	path := film(t, "Test Film.mp4", dir)
	for name, text := range map[string]string{
		"Test Film.en.srt": "1\n00:00:00,000 --> 00:01:50,000\nHello everybody\n",
		"Test Film.de.srt": "1\n00:00:00,000 --> 00:01:50,000\nGr\xfc\xdfe an alle\n", // Windows-1252
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), path)
	a, b := join(t, p, browser.Options{Name: "a"}), join(t, p, browser.Options{Name: "b"})
	a.Until(`document.querySelectorAll('#video track').length === 2`, soon)
	a.Click("media-captions-menu-button")
	browser.Eval[bool](a.Browser, `(() => {
		const items = [...document.querySelector('media-captions-menu').shadowRoot.querySelectorAll('media-chrome-menu-item')];
		items.find((item) => item.textContent.includes('Deutsch')).click();
		return true;
	})()`)
	showing := `[...document.querySelector('#video').textTracks].find((t) => t.mode === 'showing' && t.activeCues?.length)?.activeCues[0].text`
	a.Until(showing+` === 'Grüße an alle'`, soon)
	if text := browser.Eval[string](b.Browser, showing+` ?? ''`); text != "" {
		t.Errorf("b did not choose subtitles and sees %q", text)
	}
	a.Reload()
	a.ready()
	a.Press("k")
	a.Until(showing+` === 'Grüße an alle'`, soon)
	if n := browser.Eval[int](a.Browser, `[...document.querySelector('#video').textTracks].filter((t) => t.mode === 'showing').length`); n != 1 {
		t.Errorf("after a reload %d subtitles are shown", n)
	}
	a.clean()
	b.clean()
}
