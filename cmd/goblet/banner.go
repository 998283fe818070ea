package main

import (
	"fmt"
	"net"
	"net/url"
	"strings"

	"rsc.io/qr"

	"goblet/handlers"
)

// addresses are the base URLs at which people reach Goblet, without a slash at their ends.
type addresses struct {
	base   string   // to print first
	direct string   // without what lies between the internet and this machine
	lan    []string // of this machine's addresses on its networks
}

// addresses returns those that are known at the start.
func (w *ways) addresses() addresses {
	tcp := w.main.Addr().(*net.TCPAddr)
	direct := func(host string) string {
		u := url.URL{Scheme: "http", Host: net.JoinHostPort(host, fmt.Sprint(tcp.Port)), Path: handlers.Base(w.c.url)}
		if w.certificate != nil {
			u.Scheme = "https"
		}
		return u.String()
	}
	var a addresses
	if tcp.IP.IsUnspecified() {
		a.direct = direct("localhost")
		if w.acme == nil { // whose certificate is for names alone
			for _, ip := range lanAddresses() {
				a.lan = append(a.lan, direct(ip.String()))
			}
		}
	} else {
		a.direct = direct(tcp.IP.String())
	}
	a.base = a.direct
	if w.public != nil && w.public.Host != "" {
		a.base = w.public.String()
	}
	return a
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
