package main

import (
	"cmp"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
	"sync"

	"golang.org/x/term"
	"rsc.io/qr"
)

// announcer prints the links of a room and of the admin as they come to be known. It may be used by several at a time.
type announcer struct {
	w           io.Writer
	room, admin func() string // paths now: a room's link may change, and the admin's works once

	mu      sync.Mutex
	printed string   // the public link, "": none yet
	asked   []string // domains whose certificates were announced
}

// all prints the links, and for a terminal the room's as a QR code that a phone on the same network can follow.
func (a *announcer) all(to addresses) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.printed != "" {
		return nil
	}
	var b strings.Builder
	a.printed = to.base + a.room()
	fmt.Fprintf(&b, "Watch together at %s\n", a.printed)
	a.others(&b, to.lan, to.base)
	code := a.printed
	if strings.Contains(to.base, "://localhost:") && len(to.lan) > 0 {
		code = to.lan[0] + a.room()
	}
	return a.print(&b, code)
}

// meanwhile prints the links that work before a tunnel is open.
func (a *announcer) meanwhile(to addresses, tunnel string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	var b strings.Builder
	fmt.Fprintf(&b, "On this machine:  %s%s\n", to.direct, a.room())
	a.others(&b, to.lan, to.direct)
	fmt.Fprintf(&b, "The link for everybody follows once the tunnel through %s is open.\n", tunnel)
	return a.print(&b, "")
}

// public prints the link for everybody when it is another than before.
func (a *announcer) public(base string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	link := base + a.room()
	if link == a.printed {
		return nil
	}
	a.printed = link
	var b strings.Builder
	fmt.Fprintf(&b, "Watch together at %s\n", link)
	return a.print(&b, link)
}

// obtaining prints, once for each domain, that a certificate is being got from a CA.
func (a *announcer) obtaining(domain, ca string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if slices.Contains(a.asked, domain) {
		return nil
	}
	a.asked = append(a.asked, domain)
	if u, err := url.Parse(ca); err == nil {
		ca = cmp.Or(u.Host, ca)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Getting a certificate for %s from %s; the link follows once it is there.\n", domain, ca)
	return a.print(&b, "")
}

// others writes what follows the first link.
func (a *announcer) others(b *strings.Builder, lan []string, base string) {
	for _, base := range lan {
		fmt.Fprintf(b, "On your network:  %s%s\n", base, a.room())
	}
	fmt.Fprintf(b, "Admin link: %s%s\n", base, a.admin())
}

// print writes b at once, and for a terminal a link as a QR code, unless it is "".
func (a *announcer) print(b *strings.Builder, link string) error {
	if f, ok := a.w.(*os.File); ok && link != "" && term.IsTerminal(int(f.Fd())) {
		if code, err := qr.Encode(link, qr.L); err == nil {
			b.WriteString(blocks(code))
		}
	}
	_, err := io.WriteString(a.w, b.String())
	return err
}
