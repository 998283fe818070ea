package main

import (
	"fmt"
	"io"
	"net"
	"net/url"
	"os"
	"strings"

	"golang.org/x/term"
	"rsc.io/qr"

	"goblet/handlers"
)

// reach is how people reach Goblet: the base URL to print first, and those of
// this machine's addresses on its networks, without a slash at their ends.
type reach struct {
	base string
	lan  []string
}

func links(c config, addr net.Addr) reach {
	tcp := addr.(*net.TCPAddr)
	port := fmt.Sprint(tcp.Port)
	direct := func(host string) string {
		u := url.URL{Scheme: "http", Host: net.JoinHostPort(host, port), Path: handlers.Base(c.url)}
		if c.tlsCert != "" {
			u.Scheme = "https"
		}
		return u.String()
	}
	var r reach
	switch {
	case c.url != nil && c.url.Host != "":
		r.base = c.url.String()
	case tcp.IP.IsUnspecified():
		r.base = direct("localhost")
	default:
		r.base = direct(tcp.IP.String())
	}
	if tcp.IP.IsUnspecified() {
		for _, ip := range lanAddresses() {
			r.lan = append(r.lan, direct(ip.String()))
		}
	}
	return r
}

// lanAddresses returns this machine's IPv4 addresses that others can reach.
func lanAddresses() []net.IP {
	addrs, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var ips []net.IP
	for _, a := range addrs {
		if n, ok := a.(*net.IPNet); ok && n.IP.To4() != nil && n.IP.IsGlobalUnicast() {
			ips = append(ips, n.IP)
		}
	}
	return ips
}

// announce prints the links, and for a terminal the room's as a QR code that a
// phone on the same network can follow.
func announce(w io.Writer, r reach, room, admin string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "Watch together at %s%s\n", r.base, room)
	for _, base := range r.lan {
		fmt.Fprintf(&b, "On your network:  %s%s\n", base, room)
	}
	fmt.Fprintf(&b, "Admin link: %s%s\n", r.base, admin)
	if f, ok := w.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		base := r.base
		if strings.Contains(base, "://localhost:") && len(r.lan) > 0 {
			base = r.lan[0]
		}
		if code, err := qr.Encode(base+room, qr.L); err == nil {
			b.WriteString(blocks(code))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// blocks draws a QR code with half blocks, two modules a character, dark on
// light whatever the terminal's colours are.
func blocks(code *qr.Code) string {
	const quiet = 2
	var b strings.Builder
	for y := -quiet; y < code.Size+quiet; y += 2 {
		b.WriteString("\x1b[30;107m")
		for x := -quiet; x < code.Size+quiet; x++ {
			switch top, bottom := code.Black(x, y), code.Black(x, y+1); {
			case top && bottom:
				b.WriteRune('█')
			case top:
				b.WriteRune('▀')
			case bottom:
				b.WriteRune('▄')
			default:
				b.WriteByte(' ')
			}
		}
		b.WriteString("\x1b[0m\n")
	}
	return b.String()
}
