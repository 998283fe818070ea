package main

import (
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"sync/atomic"
	"time"
)

// certificate is a pair of PEM files. When they are replaced the next connection gets the new certificate; as long as
// they can't be used, as between the replacement of one and of the other, the last good one.
type certificate struct {
	files  [2]string // certificate chain, private key
	logger *slog.Logger
	last   atomic.Pointer[loaded]
}

// loaded is what was read last.
type loaded struct {
	pair   *tls.Certificate
	stamps [2]stamp // of the files, also if they were of no use
}

// stamp tells whether a file was replaced.
type stamp struct {
	size    int64
	changed time.Time
}

// newCertificate reads the files; it returns nil when there shall be no TLS. Its error says which file to mend.
func newCertificate(c config, logger *slog.Logger) (*certificate, error) {
	if c.tlsCert == "" {
		return nil, nil
	}
	x := &certificate{files: [2]string{c.tlsCert, c.tlsKey}, logger: logger}
	stamps, err := x.stamps()
	if err != nil {
		return nil, err
	}
	pair, err := x.read()
	if err != nil {
		return nil, err
	}
	x.last.Store(&loaded{pair, stamps})
	return x, nil
}

// get is a tls.Config's GetCertificate. Connections that notice a change at the same time each read the files.
func (x *certificate) get(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	last := x.last.Load()
	stamps, err := x.stamps()
	if err != nil || stamps == last.stamps {
		return last.pair, nil
	}
	pair, err := x.read()
	if err != nil {
		x.logger.Warn("the replaced certificate can't be used, the one before stays", "err", err)
		pair = last.pair
	} else {
		x.logger.Info("the certificate was replaced", "until", pair.Leaf.NotAfter)
	}
	x.last.Store(&loaded{pair, stamps})
	return pair, nil
}

// covers reports whether the certificate is for a name or an address without brackets.
func (x *certificate) covers(name string) bool {
	pair := x.last.Load().pair
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	return pair.Leaf != nil && pair.Leaf.VerifyHostname(name) == nil
}

func (x *certificate) stamps() (s [2]stamp, err error) {
	for i, name := range x.files {
		info, err := os.Stat(name)
		if err != nil {
			return s, x.unreadable(i, err)
		}
		s[i] = stamp{info.Size(), info.ModTime()}
	}
	return s, nil
}

func (x *certificate) read() (*tls.Certificate, error) {
	var pem [2][]byte
	for i, name := range x.files {
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, x.unreadable(i, err)
		}
		pem[i] = data
	}
	pair, err := tls.X509KeyPair(pem[0], pem[1])
	if err != nil {
		text := strings.TrimPrefix(strings.ReplaceAll(err.Error(), "\n", " "), "tls: ")
		return nil, fmt.Errorf("the certificate %s with the key %s can't be used: %s; give PEM files that belong together with --tls-cert and --tls-key",
			x.files[0], x.files[1], text)
	}
	return &pair, nil
}

func (x *certificate) unreadable(i int, err error) error {
	what := [2]string{"certificate", "private key"}[i]
	if errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("there is no %s at %s; give its file with %s", what, x.files[i], [2]string{"--tls-cert", "--tls-key"}[i])
	}
	return fmt.Errorf("the %s %s can't be read: %w; give another file with %s", what, x.files[i], cause(err), [2]string{"--tls-cert", "--tls-key"}[i])
}
