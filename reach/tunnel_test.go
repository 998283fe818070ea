package reach

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// fickle is a provider whose tunnels do as they are told, one after the other.
type fickle struct {
	began  []time.Duration // since the start
	start  time.Time
	opened func(n int) (address string, holds time.Duration, err error)
}

func (*fickle) Name() string { return "fickle" }

func (f *fickle) carry(ctx context.Context, s signs) error {
	f.began = append(f.began, time.Since(f.start))
	address, holds, err := f.opened(len(f.began))
	if address != "" {
		s.up(&url.URL{Scheme: "https", Host: address})
	}
	select {
	case <-time.After(holds):
	case <-ctx.Done():
	}
	return err
}

func TestATunnelIsOpenedAgainLessAndLessOften(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		var told []string
		f := &fickle{start: time.Now(), opened: func(n int) (string, time.Duration, error) {
			if n == 5 {
				return "x.example", time.Hour, errors.New("the line was cut")
			}
			return "", 0, errors.New("no\n network")
		}}
		tunnel := NewTunnel(f, TunnelOptions{
			Logger: slog.New(slog.NewTextHandler(&log, nil)),
			Up:     func(a *url.URL) { told = append(told, a.String()) },
			Down:   func() { told = append(told, "down") },
		})
		ctx, end := context.WithTimeout(t.Context(), 2*time.Hour)
		defer end()
		if err := tunnel.Run(ctx); err != nil {
			t.Fatal(err)
		}
		want := []time.Duration{0, 1, 3, 7, 15, 3616, 3618, 3622, 3630, 3646, 3678, 3738} // seconds
		for i, at := range want {
			if i >= len(f.began) || f.began[i] != at*time.Second {
				t.Fatalf("tried at %v, want %v s", f.began, want)
			}
		}
		if all := strings.Join(told, " "); !strings.HasPrefix(all, "down down down down https://x.example down down") {
			t.Errorf("told %s", all)
		}
		if said := strings.Count(log.String(), `why="no network"`); said != 2 {
			t.Errorf("the same trouble is told %d times, want once before and once after the tunnel was open: %s", said, &log)
		}
	})
}

func TestATunnelEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var log bytes.Buffer
		f := &fickle{opened: func(int) (string, time.Duration, error) { return "x.example", time.Hour, errors.New("closed") }}
		tunnel := NewTunnel(f, TunnelOptions{Logger: slog.New(slog.NewTextHandler(&log, nil)), Up: func(*url.URL) {}, Down: func() {
			t.Error("an end that was wanted is told as trouble")
		}})
		ctx, end := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, end)
		if err := tunnel.Run(ctx); err != nil || strings.Contains(log.String(), "WARN") {
			t.Errorf("ended with %v: %s", err, &log)
		}
	})
}

func TestTheAddressIsFoundInWhatCloudflaredPrints(t *testing.T) {
	for _, tt := range []struct {
		name, output, address string
		registered            bool
		trouble               string
	}{
		{
			"a tunnel", `2026-08-20T10:00:00Z INF Thank you for trying Cloudflare Tunnel. (https://www.cloudflare.com/website-terms/)
2026-08-20T10:00:00Z INF Requesting new quick Tunnel on trycloudflare.com...
2026-08-20T10:00:04Z INF +--------------------------------------------------------------------------------------------+
2026-08-20T10:00:04Z INF |  Your quick Tunnel has been created! Visit it at (it may take some time to be reachable):  |
2026-08-20T10:00:04Z INF |  https://seasonal-deck-organisms-sf.trycloudflare.com                                      |
2026-08-20T10:00:04Z INF +--------------------------------------------------------------------------------------------+
2026-08-20T10:00:05Z INF Registered tunnel connection connIndex=0 connection=0a1b event=0 ip=198.41.200.73 location=fra08 protocol=quic`,
			"https://seasonal-deck-organisms-sf.trycloudflare.com", true, "",
		},
		{
			"JSON", `{"level":"info","message":"|  https://a-b.trycloudflare.com  |"}` + "\n" + `{"level":"info","message":"https://a-c.trycloudflare.com"}`,
			"https://a-b.trycloudflare.com", false, "",
		},
		{
			"an older one", "2021-03-31T18:38:46Z INF |  https://a-b.trycloudflare.com  |\n2021-03-31T18:38:48Z INF Connection 6a1b registered connIndex=0",
			"https://a-b.trycloudflare.com", true, "",
		},
		{
			"no network", `failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": dial tcp: lookup api.trycloudflare.com: no such host`,
			"", false, `failed to request quick Tunnel: Post "https://api.trycloudflare.com/tunnel": dial tcp: lookup api.trycloudflare.com: no such host`,
		},
		{
			"too many", `2026-08-20T10:00:00Z ERR Error unmarshaling QuickTunnel response: error code: 1015 error="invalid character 'e'" status_code="429 Too Many Requests"`,
			"", false, `Error unmarshaling QuickTunnel response: error code: 1015 error="invalid character 'e'" status_code="429 Too Many Requests"`,
		},
		{
			"a connection that ended", "2026-08-20T10:00:00Z INF Unregistered tunnel connection connIndex=0", "", false, "",
		},
		{
			"other addresses", "https://trycloudflare.com https://a.trycloudflare.com.evil.example https://API.example http://a-b.trycloudflare.com", "", false, "",
		},
	} {
		var s sighting
		for line := range strings.SplitSeq(tt.output, "\n") {
			s.read(line)
		}
		address := ""
		if s.address != nil {
			address = s.address.String()
		}
		if address != tt.address || s.registered != tt.registered || s.trouble != tt.trouble {
			t.Errorf("%s: %q, registered %v, trouble %q", tt.name, address, s.registered, s.trouble)
		}
	}
}

func TestALinkIsToldOnceItLeadsSomewhere(t *testing.T) {
	const address = "2026-08-20T10:00:04Z INF |  https://a-b.trycloudflare.com  |"
	const connected = "2026-08-20T10:00:05Z INF Registered tunnel connection connIndex=0 event=0"
	const blocked = "2026-08-20T10:00:05Z ERR Failed to dial a quic connection"
	for _, tt := range []struct {
		name   string
		output []string
		late   bool
		up     bool
		why    string
	}{
		{"nothing yet", []string{"2026-08-20T10:00:00Z ERR Configuration file /dev/null was empty"}, true, false, ""},
		{"no connection yet", []string{address}, false, false, ""},
		{"a connection", []string{address, connected}, false, true, ""},
		{"a connection at the second try", []string{address, blocked, connected}, true, true, ""},
		{"an error, and time to try again", []string{address, blocked}, false, false, ""},
		{"errors alone", []string{address, blocked}, true, false, "Failed to dial a quic connection"},
		{"other words for a connection", []string{address, "2026-08-20T10:00:05Z INF all is well"}, true, true, ""},
	} {
		var s sighting
		for _, line := range tt.output {
			s.read(line)
		}
		if up, why := s.usable(tt.late); up != tt.up || why != tt.why {
			t.Errorf("%s: up %v, %q", tt.name, up, why)
		}
	}
}

func FuzzOutputOfCloudflared(f *testing.F) {
	f.Add("INF |  https://a-b.trycloudflare.com  |")
	f.Add("ERR \xff")
	f.Fuzz(func(t *testing.T, line string) {
		var s sighting
		s.read(line)
		if s.address != nil && (s.address.Scheme != "https" || !strings.HasSuffix(s.address.Host, ".trycloudflare.com") || s.address.Path != "") {
			t.Errorf("%q gives %s", line, s.address)
		}
		if strings.ContainsAny(s.trouble, "\r\n") {
			t.Errorf("%q gives the trouble %q", line, s.trouble)
		}
	})
}

func TestTheTokenIsInNoErrorOfNgrok(t *testing.T) {
	n := Ngrok{Token: "2abc_secret"}
	err := n.hushed(errors.New("authentication failed: Your authtoken: 2abc_secret ERR_NGROK_105"))
	if strings.Contains(err.Error(), "secret") || !strings.Contains(err.Error(), "ERR_NGROK_105") {
		t.Error(err)
	}
}
