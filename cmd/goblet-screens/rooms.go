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

// say writes a line into the chat, as a person does.
func say(ctx context.Context, p *browser.Page, text string) error {
	return steps(
		func() error { return p.Type(ctx, "#chat-text", text) },
		func() error { return p.Press(ctx, "Enter") },
		func() error { return p.Until(ctx, `document.querySelector('#chat-text').value === ''`, time.Minute) },
	)
}

// overlaid opens the chat over the film unless it is open.
const overlaid = `document.querySelector('#stage-chat #chat-text')?.checkVisibility() || (document.querySelector('#stage-chat #chat-text') &&
	document.querySelector('[data-chat-overlay]').click(), false)`

// talk has both say something.
func talk(ctx context.Context, maya, jon *browser.Page) error {
	return steps(
		func() error { return jon.Tap(ctx, "#tab-chat") },
		func() error { return say(ctx, maya, "Popcorn is ready 🍿") },
		func() error { return say(ctx, jon, "so am I. Sound on?") },
		func() error { return say(ctx, maya, "on! Look at 0:05 again later") },
		func() error { return say(ctx, jon, "||it comes back||") },
		func() error {
			return maya.Until(ctx, `document.querySelectorAll('#chat-lines .chat-line').length === 4`, time.Minute)
		},
	)
}

// shootReadme takes the room's pictures for the documentation, in the dark: on a desktop, there as full screen, and on a
// phone that is held upright and on its side.
func (s *studio) shootReadme(ctx context.Context) error {
	maya, jon, err := s.party(ctx, true)
	if err != nil {
		return err
	}
	small := func(p *browser.Page, name string) func() error {
		return func() error {
			return steps(
				func() error { return p.Until(ctx, `!document.querySelector('#toasts').children.length`, time.Minute) },
				func() error { return still(ctx, p) },
				func() error { return s.saveSmall(ctx, p, name) },
			)
		}
	}
	return steps(
		func() error { return watch(ctx, maya, jon) },
		func() error { return talk(ctx, maya, jon) },
		small(maya, "room"),
		small(jon, "room-phone"),
		func() error { return maya.Click(ctx, ".share-button") },
		func() error {
			return maya.Until(ctx, `document.querySelector('#share-content svg.qr') !== null`, time.Minute)
		},
		small(maya, "invite"),
		func() error { return maya.Press(ctx, "Escape") },
		func() error { return maya.Click(ctx, "media-fullscreen-button") },
		func() error { return maya.Until(ctx, overlaid, time.Minute) },
		small(maya, "room-full-screen"),
		func() error { return jon.SetViewport(ctx, phoneHeight, phoneWidth, true) },
		func() error { return jon.Until(ctx, overlaid, time.Minute) },
		small(jon, "room-phone-landscape"),
	)
}
