package main

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"time"
)

// loopbackTLS is how a Goblet on this machine is spoken to that has a certificate made for it, which nobody vouches for.
func loopbackTLS() *tls.Config { return &tls.Config{InsecureSkipVerify: true} }

// writeCertificate writes a certificate for loopback and its key below dir.
func writeCertificate(dir string) (certificate, key string, err error) {
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return "", "", err
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(24 * time.Hour),
	}
	signed, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		return "", "", err
	}
	encoded, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		return "", "", err
	}
	certificate, key = filepath.Join(dir, "load.crt"), filepath.Join(dir, "load.key")
	return certificate, key, errors.Join(
		os.WriteFile(certificate, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: signed}), 0o600),
		os.WriteFile(key, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: encoded}), 0o600))
}

// secureStream is the body of a stream over HTTP/2 that has a connection of its own, as a browser's has.
type secureStream struct {
	io.Reader
	conn net.Conn
}

// Close ends the connection: the rest of the stream has no use.
func (s secureStream) Close() error { return s.conn.Close() }

// ask asks for the stream over TLS and HTTP/2.
func (v *viewer) ask(ctx context.Context, conn net.Conn) (io.ReadCloser, error) {
	secure := loopbackTLS()
	transport := &http.Transport{
		TLSClientConfig: secure, Protocols: new(http.Protocols), DisableCompression: true, ResponseHeaderTimeout: 20 * time.Second,
		DialContext: func(context.Context, string, string) (net.Conn, error) { return conn, nil },
	}
	transport.Protocols.SetHTTP2(true)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, v.room.site()+v.room.path+"/events", nil)
	if err != nil {
		return nil, err
	}
	request.Header = v.header()
	answer, err := transport.RoundTrip(request)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errRefused, err)
	}
	return secureStream{answer.Body, conn}, refused(answer.StatusCode)
}
