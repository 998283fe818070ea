package main

import (
	"os"
	"testing"
	"path/filepath"

	"goblet/browser"
)

func TestZZPictures(t *testing.T) {
	shot := func(g *guest, name string) {
		png, err := g.Page.Screenshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		os.WriteFile(filepath.Join("/tmp/shots", name+".png"), png, 0o644)
	}
	os.MkdirAll("/tmp/shots", 0o755)
	data, film := t.TempDir(), longFilm(t, "The.Long.Film.mp4")
	other := filepath.Join(t.TempDir(), "A letter that is no film.mp4")
	os.WriteFile(other, []byte("Dear Jon, this is no film at all"), 0o644)
	p := startProgram(t, "--addr", "127.0.0.1:0", "--data", data)
	a := &guest{browser.Start(t, browser.Options{Name: "a", Width: 1440, Height: 900}), t}
	a.Open(p.admin)
	a.Click("button")
	a.Until(`location.pathname === '/'`, soon)
	a.Open(p.room)
	a.enter(false)
	a.Uplink(slowly)
	a.Choose("#upload-files", film, other)
	a.Until(`!document.querySelector('.upload [data-do="watch"]').hidden`, soon)
	shot(a, "offer-1440")
	a.Click(`.upload [data-do="watch"]`)
	a.says("#film-notes", "uploaded")
	a.Until(`goblet.status().ready >= 2`, soon)
	a.Press("k")
	a.Until(`document.querySelector('#video').currentTime > 1`, soon)
	a.Until(`document.querySelector('#film-notes').textContent.includes('left')`, soon)
	shot(a, "room-1440-light")
	a.SetScheme(true)
	shot(a, "room-1440-dark")
	a.SetViewport(390, 844, true)
	browser.Eval[struct{}](a.Browser, `(document.querySelector('#uploads').scrollIntoView({block: 'center'}), null)`)
	shot(a, "room-390-dark-card")
	a.SetScheme(false)
	shot(a, "room-390-light-card")
	browser.Eval[struct{}](a.Browser, `(scrollTo(0, 0), null)`)
	shot(a, "room-390-light")
	browser.Eval[struct{}](a.Browser, `(document.querySelector('#drop-target').hidden = false, null)`)
	shot(a, "drop-390")
	b := &guest{browser.Start(t, browser.Options{Name: "b", Width: 1440, Height: 900}), t}
	_ = b
	a.SetViewport(1440, 900, false)
	shot(a, "drop-1440")
	a.Press("9")
	a.Until(`document.querySelector('#video').currentTime > 89`, soon)
	browser.Eval[struct{}](a.Browser, `(document.querySelector('#drop-target').hidden = true, null)`)
	shot(a, "far-1440")
	a.Uplink(0)
	a.uploadIs("complete")
	a.Until(`document.querySelectorAll('.upload')[1].dataset.state === 'refused'`, soon)
	browser.Eval[struct{}](a.Browser, `(document.querySelector('#uploads').scrollIntoView({block: 'center'}), null)`)
	shot(a, "done-1440")
	a.Open(p.base() + "/library")
	shot(a, "library-1440-light")
	a.SetScheme(true)
	a.SetViewport(390, 844, true)
	shot(a, "library-390-dark")
	a.Click("[data-remove]:not([hidden])")
	a.Until(`document.querySelector('#remove-dialog').open`, soon)
	shot(a, "remove-390-dark")
	a.Click("#remove-form [value=remove]")
	a.Until(`!document.querySelector('.library-film [data-remove]')`, soon)
	a.SetViewport(1440, 900, false)
	shot(a, "removed-1440-dark")
	a.clean()
}
