package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"goblet/browser"
)

// What pages are looked at in, CSS pixels: a laptop and a phone.
const (
	desktopWidth, desktopHeight = 1440, 900
	phoneWidth, phoneHeight     = 390, 844
)

// studio holds the links of the program and the browsers that are open.
type studio struct {
	folder, room, admin string
	pages               []*browser.Page
}

func (s *studio) close() {
	for _, p := range s.pages {
		p.Close()
	}
}

// guest opens the room as name and takes the gate.
func (s *studio) guest(ctx context.Context, name string, o browser.Options) (*browser.Page, error) {
	o.Name = name
	p, err := browser.Launch(ctx, o)
	if err != nil {
		return nil, err
	}
	s.pages = append(s.pages, p)
	return p, steps(
		func() error { return p.Open(ctx, s.room) },
		func() error { return p.Until(ctx, `window.goblet?.status().connected`, time.Minute) },
		func() error { return p.Until(ctx, `document.querySelector('#video').readyState > 2`, time.Minute) },
		func() error {
			_, err := browser.Value[bool](ctx, p, fmt.Sprintf(`(document.querySelector('#name').value = %q,
				document.querySelector('#name-form').requestSubmit(), true)`, name))
			return err
		},
		func() error {
			return p.Until(ctx, fmt.Sprintf(`document.querySelector('#viewers').textContent.includes(%q)`, name), time.Minute)
		},
	)
}

// still waits until nothing moves any more, without which no two pictures are alike.
func still(ctx context.Context, p *browser.Page) error {
	return p.Until(ctx, `document.getAnimations().every((a) => a.playState !== 'running')`, time.Minute)
}

// both saves the page in the light and in the dark scheme.
func (s *studio) both(ctx context.Context, p *browser.Page, name string) error {
	return steps(
		func() error { return p.SetScheme(ctx, false) },
		func() error { return still(ctx, p) },
		func() error { return s.save(ctx, p, name+"-light") },
		func() error { return p.SetScheme(ctx, true) },
		func() error { return still(ctx, p) },
		func() error { return s.save(ctx, p, name) },
	)
}

// pair saves what a desktop and a phone show of the same.
func (s *studio) pair(ctx context.Context, desktop, phone *browser.Page, name string) error {
	return steps(
		func() error { return s.both(ctx, desktop, name) },
		func() error { return s.both(ctx, phone, name+"-phone") },
	)
}

// everywhere saves a desktop's page, and the same as a phone shows it.
func (s *studio) everywhere(ctx context.Context, p *browser.Page, name string) error {
	return steps(
		func() error { return s.both(ctx, p, name) },
		func() error { return s.phone(ctx, p, "body", name) },
	)
}

// phone saves a part of a desktop's page as a phone shows it.
func (s *studio) phone(ctx context.Context, p *browser.Page, part, name string) error {
	return steps(
		func() error { return p.SetViewport(ctx, phoneWidth, phoneHeight, true) },
		func() error { return s.part(ctx, p, part, name+"-phone") },
		func() error { return p.SetViewport(ctx, desktopWidth, desktopHeight, false) },
	)
}

// part saves the page with the end of a part of it in view, or of "body" its top.
func (s *studio) part(ctx context.Context, p *browser.Page, part, name string) error {
	scroll := fmt.Sprintf(`document.querySelector(%q).scrollIntoView({block: %q, behavior: 'instant'})`, part, map[bool]string{true: "start", false: "end"}[part == "body"])
	_, err := browser.Value[struct{}](ctx, p, scroll)
	return steps(
		func() error { return err },
		func() error { return s.both(ctx, p, name) },
	)
}

func (s *studio) save(ctx context.Context, p *browser.Page, name string) error {
	png, err := p.Screenshot(ctx)
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.folder, name+".png"), png, 0o644)
}

// steps does one after the other until one fails.
func steps(all ...func() error) error {
	for _, step := range all {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
