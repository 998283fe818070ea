package main

import (
	"context"
	"regexp"
	"time"

	"goblet/browser"
)

// party opens the room on a desktop and on a phone.
func (s *studio) party(ctx context.Context, dark bool) (maya, jon *browser.Page, err error) {
	if maya, err = s.guest(ctx, "Maya", browser.Options{Width: desktopWidth, Height: desktopHeight, Dark: dark}); err != nil {
		return nil, nil, err
	}
	jon, err = s.guest(ctx, "Jon", browser.Options{Mobile: true, Dark: dark})
	return maya, jon, err
}

// paused is when a page shows of both that they have paused at the same frame.
const paused = `[...document.querySelectorAll('#viewers [data-chip]')].filter((chip) => chip.textContent === 'same frame').length === 2`

// watch has both pass the gate, play a little and pause.
func watch(ctx context.Context, maya, jon *browser.Page) error {
	return steps(
		func() error { return maya.Click(ctx, "#join") },
		func() error { return jon.Tap(ctx, "#join") },
		func() error { return maya.Press(ctx, "5") },
		func() error { return maya.Until(ctx, `goblet.status().position > 4`, time.Minute) },
		func() error { return jon.Until(ctx, `goblet.status().position > 4`, time.Minute) },
		func() error { return maya.Press(ctx, "k") },
		func() error { return jon.Until(ctx, `goblet.status().position > 6.2`, time.Minute) },
		func() error { return jon.Press(ctx, "k") },
		func() error { return maya.Until(ctx, paused, time.Minute) },
		func() error { return jon.Until(ctx, paused, time.Minute) },
	)
}

// shoot takes the pictures of the room and of the pages around it.
func (s *studio) shoot(ctx context.Context) error {
	maya, jon, err := s.party(ctx, true)
	if err != nil {
		return err
	}
	home := regexp.MustCompile(`/r/.*`).ReplaceAllString(s.room, "/")
	return steps(
		func() error { return s.pair(ctx, maya, jon, "gate") },
		func() error { return watch(ctx, maya, jon) },
		func() error { return s.pair(ctx, maya, jon, "room") },
		func() error { return s.part(ctx, jon, ".panel", "room-phone-below") },
		func() error { return jon.SetViewport(ctx, 844, 390, true) },
		func() error { return s.both(ctx, jon, "room-landscape") },
		func() error { return jon.SetViewport(ctx, 320, 640, true) },
		func() error { return s.both(ctx, jon, "room-small") },
		func() error { return maya.Press(ctx, "?") },
		func() error { return s.everywhere(ctx, maya, "keys") },
		func() error { return maya.Press(ctx, "Escape") },
		func() error { return maya.Open(ctx, s.room[:len(s.room)-1]+"x") },
		func() error { return s.everywhere(ctx, maya, "no-room") },
		func() error { return maya.Open(ctx, home) },
		func() error { return s.everywhere(ctx, maya, "home") },
	)
}

// shootReadme takes the room's pictures for the documentation, in the dark.
func (s *studio) shootReadme(ctx context.Context) error {
	maya, jon, err := s.party(ctx, true)
	if err != nil {
		return err
	}
	return steps(
		func() error { return watch(ctx, maya, jon) },
		func() error { return still(ctx, maya) },
		func() error { return s.saveSmall(ctx, maya, "room") },
		func() error { return still(ctx, jon) },
		func() error { return s.saveSmall(ctx, jon, "room-phone") },
	)
}
