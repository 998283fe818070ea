package main

import (
	"errors"
	"fmt"
	"net"
	"net/mail"
	"net/url"
	"strings"

	"golang.org/x/net/idna"

	"goblet/reach"
)

// nowhere is the value of --redirect-addr for no redirects.
const nowhere = "none"

const (
	tunnelNgrok       = "ngrok"
	tunnelCloudflared = "cloudflared"
)

func setRedirectAddr(c *config, v string) error {
	if _, port, err := net.SplitHostPort(v); v != nowhere && (err != nil || port == "") {
		return errors.New("want HOST:PORT, :PORT or none")
	}
	c.redirectAddr = v
	return nil
}

// setDomains reads names as people write them.
func setDomains(c *config, v string) error {
	c.tlsDomains = nil
	for name := range strings.SplitSeq(v, ",") {
		ascii, err := idna.Lookup.ToASCII(strings.TrimSuffix(strings.TrimSpace(name), "."))
		if err != nil || !strings.Contains(ascii, ".") || net.ParseIP(ascii) != nil {
			return errors.New("want names like party.example.org, without *")
		}
		c.tlsDomains = append(c.tlsDomains, ascii)
	}
	return nil
}

func setCA(c *config, v string) error {
	u, err := url.Parse(v)
	if err != nil || u.Scheme != "https" || u.Host == "" {
		return errors.New("want the https address of the CA's directory, like " + reach.LetsEncrypt)
	}
	c.acmeCA = v
	return nil
}

func setTunnel(c *config, v string) error {
	if v != tunnelNgrok && v != tunnelCloudflared {
		return errors.New("want ngrok or cloudflared")
	}
	c.tunnel = v
	return nil
}

func setNgrokServer(c *config, v string) error {
	if host, port, err := net.SplitHostPort(v); err != nil || host == "" || port == "" {
		return errors.New("want HOST:PORT")
	}
	c.ngrokServer = v
	return nil
}

// completeReach fills in what depends on several flags, and refuses what does not go together.
func (c *config) completeReach() error {
	acme, tls := c.tlsDomains != nil, c.tlsDomains != nil || c.tlsCert != ""
	if c.addr == "" {
		c.addr = ":5000"
		if acme {
			c.addr = ":443"
		}
	}
	if c.redirectAddr == "" && acme {
		c.redirectAddr = ":80"
	}
	if c.redirectAddr == nowhere {
		c.redirectAddr = ""
	}
	switch {
	case acme && c.tlsCert != "":
		return errors.New("--tls-domain gets a certificate, --tls-cert has one: give one of the two")
	case !acme && (c.acmeEmail != "" || c.acmeRoot != "" || c.acmeCA != reach.LetsEncrypt):
		return errors.New("--acme-ca, --acme-email and --acme-root say how --tls-domain gets certificates: give that, too")
	case c.redirectAddr != "" && !tls:
		return errors.New("--redirect-addr leads to HTTPS, which needs --tls-domain or --tls-cert")
	case acme && c.tunnel != "":
		return errors.New("a tunnel brings its own address and certificate: give --tunnel or --tls-domain")
	case c.ngrokServer != "" && c.tunnel != tunnelNgrok:
		return errors.New("--ngrok-server goes with --tunnel ngrok")
	case c.tunnel == tunnelNgrok && c.ngrokToken == "":
		return errors.New("--tunnel ngrok needs a token: set the environment variable NGROK_AUTHTOKEN to the one from " +
			"https://dashboard.ngrok.com/get-started/your-authtoken")
	case c.tunnel == tunnelCloudflared && c.url != nil && c.url.Host != "":
		return errors.New("--tunnel cloudflared gets its address from Cloudflare: leave --url out, or give its path alone")
	}
	if c.acmeEmail != "" {
		if _, err := mail.ParseAddress(c.acmeEmail); err != nil {
			return fmt.Errorf("invalid value %q for flag -acme-email: want an address like maya@example.org", c.acmeEmail)
		}
	}
	return nil
}
