package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"sync"
)

const (
	roomsOfMaker = 25 // that one makes; Goblet lets one person do 20 things at once, and then ten a second
	mostMakers   = 40
)

// maker is somebody who may make rooms.
type maker struct {
	from   *source
	site   *url.URL
	cookie string
}

// makeRooms makes n rooms and returns their links. It has the admin's unused link, and for many rooms as many admins as it
// takes to make them soon, since Goblet limits what one may do.
func makeRooms(ctx context.Context, admin string, n int) ([]string, error) {
	count := min(mostMakers, (n+roomsOfMaker-1)/roomsOfMaker)
	from := sources(count)
	var makers []maker
	for i := range count {
		m, err := newMaker(ctx, from[i%len(from)], admin)
		if err != nil {
			return nil, err
		}
		defer m.from.transport.CloseIdleConnections()
		makers = append(makers, m)
		if i < count-1 {
			if admin, err = m.anotherLink(ctx); err != nil {
				return nil, err
			}
		}
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	links := make([]string, n)
	var making sync.WaitGroup
	for i, m := range makers {
		making.Go(func() {
			for j := i; j < n && ctx.Err() == nil; j += count {
				var err error
				if links[j], err = m.room(ctx); err != nil {
					cancel(err)
				}
			}
		})
	}
	making.Wait()
	return links, context.Cause(ctx)
}

// newMaker becomes the admin by a link, which then is used.
func newMaker(ctx context.Context, from *source, admin string) (m maker, err error) {
	m.from = from
	if m.site, err = url.Parse(admin); err != nil {
		return m, err
	}
	answer, err := from.do(ctx, http.MethodPost, admin, "", "")
	if err != nil {
		return m, err
	}
	if m.cookie = session(answer); m.cookie == "" {
		return m, fmt.Errorf("%w: the admin link was answered with %s", errEndpoint, answer.Status)
	}
	return m, nil
}

// address returns where a path is.
func (m maker) address(path string) string {
	return m.site.ResolveReference(&url.URL{Path: path}).String()
}

var adminLink = regexp.MustCompile(`https?://[^"<>\s]+/admin/[0-9A-Za-z_-]+`)

// anotherLink returns a new admin link.
func (m maker) anotherLink(ctx context.Context) (string, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, m.address("/admin/link"), http.NoBody)
	if err != nil {
		return "", err
	}
	request.Header.Set("Cookie", m.cookie)
	answer, err := m.from.transport.RoundTrip(request)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	page, err := io.ReadAll(answer.Body)
	if err != nil {
		return "", err
	}
	link := adminLink.Find(page)
	if link == nil {
		return "", fmt.Errorf("%w: the page with a new admin link was answered with %s and has none", errEndpoint, answer.Status)
	}
	return string(link), nil
}

// room makes a room and returns its link.
func (m maker) room(ctx context.Context) (string, error) {
	answer, err := m.from.do(ctx, http.MethodPost, m.address("/rooms"), m.cookie, "")
	if err != nil {
		return "", err
	}
	place, err := answer.Location()
	if err != nil {
		return "", fmt.Errorf("a new room was answered with %s: %w", answer.Status, err)
	}
	return place.String(), nil
}
