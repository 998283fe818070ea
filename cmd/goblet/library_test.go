package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"goblet/browser"
)

func TestTheAdminLooksThroughTheLibraryAndBringsBackWhatWasRemoved(t *testing.T) {
	dir := t.TempDir()
	first := film(t, "Test Film.mp4", dir)
	if err := os.MkdirAll(filepath.Join(dir, "Series", "Season 1"), 0o755); err != nil {
		t.Fatal(err)
	}
	for i := range 70 {
		if err := os.Link(first, filepath.Join(dir, "Series", "Season 1", fmt.Sprintf("Episode %d.mp4", i+1))); err != nil {
			t.Fatal(err)
		}
	}
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", t.TempDir(), dir)
	a := becomeAdmin(t, p.admin, browser.Options{Name: "admin"})
	a.Open(p.base() + "/library")
	rows := func(n int) {
		t.Helper()
		a.Until(fmt.Sprintf(`document.querySelectorAll('.film-row').length === %d`, n), soon)
	}
	rows(2)
	a.Click(".film-open")
	a.Click("#folder-Series\\%2FSeason\\%201 .film-open")
	a.says("#film-count", "70 films")
	a.Until(`new URLSearchParams(location.search).get('folder') === 'Series/Season 1'`, soon)
	a.Until(`(scrollTo({top: 1e6, behavior: 'instant'}), document.querySelectorAll('.film-row').length === 70)`, soon)
	a.Until(`document.querySelector('.film-choice-poster').naturalWidth > 0`, soon)
	a.Until(`(history.back(), true)`, soon)
	a.Until(`document.querySelector('.film-here')?.textContent === 'Series'`, soon)
	a.Type("#film-query", "episode 70")
	rows(1)
	a.Reload()
	a.says("#film-path", "Series")
	rows(1)
	a.Open(p.base() + "/library")

	upload := longFilm(t, "Mine.mp4")
	a.Uplink(4 * slowly)
	a.Choose("#upload-files", upload)
	a.Until(`/ [1-9]\d? % uploaded/.test(document.querySelector('[data-arriving] bdi')?.textContent)`, soon)
	a.Uplink(0)
	a.uploadIs("complete")
	a.Until(`!document.querySelector('[data-arriving]') && document.querySelector('.film-row [data-remove]')`, soon)
	rows(3)
	a.Click(".film-row [data-remove]")
	a.Click(`#remove-form [value="remove"]`)
	rows(2)
	a.says("#toasts", "Mine was removed.")
	a.Click(".toast-offer button")
	rows(3)
	a.says("#toasts", "Mine is back.")
	a.clean()
}
