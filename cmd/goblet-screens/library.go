package main

import (
	"context"
	"regexp"
	"time"

	"goblet/browser"
)

// trickle is a slow line, in bytes a second: an upload stays under way for its pictures.
const trickle = 200_000

// shootFilms takes the pictures of what there is to choose and to add.
func (s *studio) shootFilms(ctx context.Context, uploads [2]string) error {
	maya, jon, err := s.party(ctx, false)
	if err != nil {
		return err
	}
	run := func(p *browser.Page, js string) func() error {
		return func() error {
			_, err := browser.Value[struct{}](ctx, p, js)
			return err
		}
	}
	// menu shows one of the player's, to both.
	menu := func(name string) func() error {
		toggle := `document.querySelector('#` + name + `-button').click()`
		return func() error {
			return steps(
				run(maya, toggle), run(jon, toggle),
				func() error { return s.pair(ctx, maya, jon, name) },
				run(maya, toggle), run(jon, toggle),
			)
		}
	}
	return steps(
		func() error { return maya.Click(ctx, "#join") },
		func() error { return jon.Tap(ctx, "#join") },
		run(maya, `document.querySelector('#tab-film').click()`),
		run(maya, `document.querySelector('.chooser summary').click()`),
		func() error {
			return maya.Until(ctx, `document.querySelectorAll('.film-row').length > 1`, time.Minute)
		},
		func() error { return s.both(ctx, maya, "films") },
		func() error { return s.phone(ctx, maya, ".chooser", "films") },
		menu("sound"),
		menu("quality"),
		func() error { return maya.Hover(ctx, "media-time-range") },
		func() error { return s.both(ctx, maya, "hover") },
		func() error { return s.subtitles(ctx, maya, jon) },
		func() error { return s.uploads(ctx, maya, jon, uploads[0]) },
		func() error { return s.library(ctx, maya, uploads[1]) },
	)
}

// subtitles shows them, and the dialog that chooses them.
func (s *studio) subtitles(ctx context.Context, maya, jon *browser.Page) error {
	const choose = `(() => {
		const list = document.querySelector('#subtitles-everyone');
		list.value = list.options[1].value;
		list.dispatchEvent(new Event('change', {bubbles: true}));
	})()`
	return steps(
		func() error { return maya.Press(ctx, "s") }, // which fills it
		func() error {
			return maya.Until(ctx, `document.querySelectorAll('#subtitles-everyone option').length > 1`, time.Minute)
		},
		func() error { _, err := browser.Value[struct{}](ctx, maya, choose); return err },
		func() error { return maya.Press(ctx, "Escape") },
		func() error { return jon.Until(ctx, `goblet.status().subtitles.shown !== ''`, time.Minute) },
		func() error {
			return maya.Until(ctx, `goblet.status().subtitles.shown !== ''`, time.Minute)
		},
		func() error { return s.pair(ctx, maya, jon, "subtitled") },
		func() error { return maya.Press(ctx, "s") },
		func() error { return jon.Press(ctx, "s") },
		func() error { return s.pair(ctx, maya, jon, "subtitles") },
		func() error { return maya.Press(ctx, "Escape") },
		func() error { return jon.Press(ctx, "Escape") },
	)
}

// uploads shows a film that is on its way, to who sends it and to who waits for it.
func (s *studio) uploads(ctx context.Context, maya, jon *browser.Page, upload string) error {
	const shown = `document.querySelector('#video').readyState > 2`
	maya.Uplink(trickle)
	return steps(
		func() error { return maya.Click(ctx, "#tab-film") },
		func() error { return maya.Choose(ctx, "#upload-files", upload) },
		func() error {
			return maya.Until(ctx, `!document.querySelector('.upload [data-do="watch"]').hidden`, time.Minute)
		},
		func() error { return s.both(ctx, maya, "upload") },
		func() error { return s.phone(ctx, maya, ".upload", "upload") },
		func() error { return maya.Click(ctx, `.upload [data-do="watch"]`) },
		func() error {
			return jon.Until(ctx, `document.querySelector('#film-notes').children.length > 0`, time.Minute)
		},
		func() error { return maya.Until(ctx, shown, time.Minute) },
		func() error { return jon.Until(ctx, shown, time.Minute) },
		func() error { return s.pair(ctx, maya, jon, "uploading") },
		func() error { maya.Uplink(0); return nil },
		func() error {
			return maya.Until(ctx, `document.querySelector('.upload').dataset.state === 'complete'`, time.Minute)
		},
		func() error { return s.both(ctx, maya, "uploaded") },
		func() error { return s.phone(ctx, maya, ".upload", "uploaded") },
	)
}

// library shows the admin's page, to which another film is added.
func (s *studio) library(ctx context.Context, p *browser.Page, upload string) error {
	home := regexp.MustCompile(`/admin/.*`).ReplaceAllString(s.admin, "")
	return steps(
		func() error { return p.Open(ctx, s.admin) },
		func() error { return s.everywhere(ctx, p, "admin") },
		func() error { return p.Click(ctx, "main form button") },
		func() error { return p.Until(ctx, `location.pathname === '/admin'`, time.Minute) },
		func() error { return s.everywhere(ctx, p, "admin-page") },
		func() error { return p.Click(ctx, ".admin-confirm summary") },
		func() error { return s.phone(ctx, p, "#rooms", "admin-close") },
		func() error { return p.Open(ctx, home+"/library") },
		func() error { p.Uplink(trickle); return p.Choose(ctx, "#upload-files", upload) },
		func() error { return p.Until(ctx, `document.querySelector('.film-row[data-arriving]')`, time.Minute) },
		func() error { return s.everywhere(ctx, p, "library") },
		func() error { return p.Click(ctx, ".film-row [data-remove]") },
		func() error { return s.everywhere(ctx, p, "remove") },
		func() error { p.Uplink(0); return nil },
	)
}
