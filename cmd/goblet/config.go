package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"math"
	"net"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"goblet/handlers"
	"goblet/reach"
)

// config is what flags and environment say.
type config struct {
	addr    string
	url     *url.URL // nil: none; its host is "" when only the path is known
	proxies []netip.Prefix
	tlsCert string // file, "": no TLS
	tlsKey  string // file

	tlsDomains   []string // names that get certificates by ACME; nil: none
	acmeCA       string   // URL
	acmeEmail    string
	acmeRoot     string // file, "": the system's roots
	redirectAddr string // HTTP that leads to HTTPS, "": none
	tunnel       string // "": none
	ngrokToken   string
	ngrokServer  string // HOST:PORT, "": ngrok's own

	data     string
	nats     string
	replicas int           // in an external NATS
	leave    time.Duration // between a signal to end and the end, on an external NATS
	events   int64         // a room
	age      time.Duration // of rooms
	bytes    int64         // of all rooms' events
	crowd    handlers.Crowd

	portable bool // sockets of streams are not written to directly even where they could be

	uploads     string        // who may upload
	uploadMax   int64         // bytes of a film
	uploadTotal int64         // bytes of all uploads
	uploadKeep  time.Duration // of what nobody goes on with
	diskFree    int64         // bytes that stay free

	store string // s3://..., "": none
	cdn   string // URL with a slash at its end, "": none

	ffmpeg     string // path, "": the one in PATH
	software   bool   // graphics cards are left alone
	cacheBytes int64
	logFormat  string
	logLevel   slog.Level
	version    bool
	films      []string
}

// option is one flag, which is an environment variable, too.
type option struct {
	name, value, help string // value "": a switch, which is on without one
	fallback          string // "" = none
	set               func(c *config, value string) error
}

// env returns the name of the option's environment variable.
func (o option) env() string {
	return "GOBLET_" + strings.ToUpper(strings.ReplaceAll(o.name, "-", "_"))
}

// groups are the options as --help shows them.
var groups = []struct {
	title   string
	options []option
}{
	{"Serving", []option{
		{"addr", "HOST:PORT", "where to listen, :5000 when left out, :443 with --tls-domain; port 0 picks a free one", "", setAddr},
		{"url", "URL", "public address, when behind a proxy or tunnel; may have a path", "", setURL},
		{"trusted-proxies", "CIDR,...", "proxies whose X-Forwarded-* headers count", "", setProxies},
		{"tls-cert", "FILE", "certificate chain (PEM), for https and HTTP/2; read again when it is replaced", "",
			func(c *config, v string) error { c.tlsCert = v; return nil }},
		{"tls-key", "FILE", "its private key (PEM)", "", func(c *config, v string) error { c.tlsKey = v; return nil }},
		{"redirect-addr", "HOST:PORT", "where HTTP leads to HTTPS; with --tls-domain :80 when left out, none: nowhere", "", setRedirectAddr},
	}},
	{"A certificate of its own", []option{
		{"tls-domain", "NAME,...", "get certificates for these names from Let's Encrypt; using this accepts its terms, those of --acme-ca", "", setDomains},
		{"acme-ca", "URL", "directory of another CA that speaks ACME", reach.LetsEncrypt, setCA},
		{"acme-email", "ADDRESS", "where the CA writes to", "", func(c *config, v string) error { c.acmeEmail = v; return nil }},
		{"acme-root", "FILE", "root certificate (PEM) of a private CA", "", func(c *config, v string) error { c.acmeRoot = v; return nil }},
	}},
	{"A tunnel", []option{
		{"tunnel", "ngrok|cloudflared", "be reached from the internet through ngrok (NGROK_AUTHTOKEN holds the token) or an installed cloudflared", "", setTunnel},
		{"ngrok-server", "HOST:PORT", "ngrok's server, when it is a domain of your own", "", setNgrokServer},
	}},
	{"Data", []option{
		{"data", "FOLDER", "where rooms, sessions and spots are kept", "the user's data directory",
			func(c *config, v string) error { c.data = v; return nil }},
		{"nats", "URL", "external NATS with JetStream, instead of the embedded one", "",
			func(c *config, v string) error { c.nats = v; return nil }},
		{"nats-replicas", "N", "copies of everything in a cluster of NATS servers, 1 to 5; 0: as it is there", "0", func(c *config, v string) error { return setCount(&c.replicas, v) }},
		{"leave", "DURATION", "on an external NATS, how long before its end a Goblet says that it is not ready and sends its viewers to others", "4s", setLeave},
		{"room-events", "N", "events kept of each room, its chat among them", "5000", func(c *config, v string) error { return setInt(&c.events, v) }},
		{"room-age", "DURATION", "how long a room is kept after its last event", "720h", setAge},
		{"log-bytes", "N", "bytes kept of all rooms' events", "1073741824", func(c *config, v string) error { return setInt(&c.bytes, v) }},
	}},
	{"Viewers", []option{
		{"room-viewers", "N", "people who may watch in one room at once; 0: any number", "0", func(c *config, v string) error { return setCount(&c.crowd.Room, v) }},
		{"address-streams", "N", "streams that one network address may have at once; 0: any number", "0", func(c *config, v string) error { return setCount(&c.crowd.Address, v) }},
		{"streams", "N", "streams of all rooms at once; 0: as many as the limit of open files allows", "0", func(c *config, v string) error { return setCount(&c.crowd.All, v) }},
		{"portable-streams", "", "write streams by a goroutine each, as over TLS, even where sockets could be written to directly", "false",
			func(c *config, v string) error { return setSwitch(&c.portable, v) }},
	}},
	{"Uploads", []option{
		{"uploads", "WHO", "who may upload films: host (and admin), everyone or nobody", "host", setUploads},
		{"upload-max", "SIZE", "largest film that may be uploaded", "50GB", func(c *config, v string) error { return setSize(&c.uploadMax, v) }},
		{"upload-total", "SIZE", "most that uploads may take together", "200GB", func(c *config, v string) error { return setSize(&c.uploadTotal, v) }},
		{"upload-keep", "DURATION", "how long an upload waits for somebody to go on with it", "168h", setKeep},
		{"disk-free", "SIZE", "space on the disk that uploads leave free", "1GB", func(c *config, v string) error { return setSize(&c.diskFree, v) }},
	}},
	{"A store that nodes share", []option{
		{"media-store", "URL", "put uploads into an S3-compatible store, like s3://bucket/prefix?endpoint=https://host&region=name; credentials as of AWS (AWS_ACCESS_KEY_ID, ...)", "", setStore},
		{"media-cdn", "URL", "send browsers to this address before the paths of the store's objects, instead of to the store", "", setCDN},
	}},
	{"Converting", []option{
		{"ffmpeg", "FILE", "the ffmpeg that converts films, instead of the one in PATH", "",
			func(c *config, v string) error { c.ffmpeg = v; return nil }},
		{"encoder", "auto|software", "auto: the graphics card converts pictures if it can", "auto", setEncoder},
		{"cache-bytes", "SIZE", "space on the disk for converted pieces of films", "10GB",
			func(c *config, v string) error { return setSize(&c.cacheBytes, v) }},
	}},
	{"Logging", []option{
		{"log-format", "text|json", "form of the log on standard error", "text", setLogFormat},
		{"log-level", "LEVEL", "debug, info, warn or error", "info",
			func(c *config, v string) error { return c.logLevel.UnmarshalText([]byte(v)) }},
	}},
}

var errHelp = errors.New("help wanted")

// parseConfig reads the environment, then args, which win.
func parseConfig(args []string, getenv func(string) string) (config, error) {
	var c config
	fs := flag.NewFlagSet("goblet", flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.BoolVar(&c.version, "version", false, "")
	for _, g := range groups {
		for _, o := range g.options {
			if err := o.preset(&c, getenv); err != nil {
				return c, err
			}
			define := fs.Func
			if o.value == "" {
				define = fs.BoolFunc
			}
			define(o.name, "", func(v string) error { return o.set(&c, v) })
		}
	}
	switch err := fs.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return c, errHelp
	case err != nil:
		return c, fmt.Errorf("%w (goblet --help lists all flags)", err)
	}
	if (c.tlsCert == "") != (c.tlsKey == "") {
		return c, errors.New("TLS needs both --tls-cert and --tls-key")
	}
	c.films, c.ngrokToken = fs.Args(), strings.TrimSpace(getenv("NGROK_AUTHTOKEN"))
	if c.cdn != "" && c.store == "" {
		return c, errors.New("--media-cdn needs --media-store")
	}
	return c, c.completeReach()
}

// preset sets the option from the environment, else to its default.
func (o option) preset(c *config, getenv func(string) string) error {
	if v := getenv(o.env()); v != "" {
		if err := o.set(c, v); err != nil {
			return fmt.Errorf("invalid value %q of the environment variable %s: %w", v, o.env(), err)
		}
		return nil
	}
	if o.name == "data" {
		c.data = defaultData(getenv)
		return nil
	}
	if o.fallback == "" {
		return nil
	}
	return o.set(c, o.fallback)
}

func setAddr(c *config, v string) error {
	if _, port, err := net.SplitHostPort(v); err != nil || port == "" {
		return errors.New("want HOST:PORT or :PORT")
	}
	c.addr = v
	return nil
}

// setURL reads an address, or a path alone for who can be reached by several names.
func setURL(c *config, v string) error {
	u, err := url.Parse(strings.TrimSuffix(v, "/"))
	if err != nil || !strings.HasPrefix(v, "/") && (u.Scheme != "http" && u.Scheme != "https" || u.Host == "") {
		return errors.New("want something like https://party.example.org or https://example.org/goblet/")
	}
	if u.RawQuery != "" || u.Fragment != "" || u.User != nil || strings.HasPrefix(v, "//") {
		return errors.New("want scheme, host and path alone, like https://example.org/goblet/")
	}
	if u.Path != "" && !belowPath.MatchString(u.Path) {
		return errors.New("want a path of letters, digits, dashes and underscores, like https://example.org/goblet/")
	}
	if slices.Contains(handlers.Routes, strings.TrimPrefix(u.Path, "/")) {
		return fmt.Errorf("the path %s/ is one of Goblet's own: choose another, like /goblet/", u.Path)
	}
	c.url = u
	return nil
}

// belowPath is what paths look like below which Goblet can be reached.
var belowPath = regexp.MustCompile(`^(/[A-Za-z0-9_-]+)+$`)

func setProxies(c *config, v string) error {
	c.proxies = nil
	for text := range strings.SplitSeq(v, ",") {
		text = strings.TrimSpace(text)
		prefix, err := netip.ParsePrefix(text)
		if err != nil {
			addr, err := netip.ParseAddr(text)
			if err != nil {
				return errors.New("want addresses or networks like 127.0.0.1,10.0.0.0/8")
			}
			prefix = netip.PrefixFrom(addr, addr.BitLen())
		}
		c.proxies = append(c.proxies, prefix)
	}
	return nil
}

func setCount(to *int, v string) error {
	n, err := strconv.ParseUint(v, 10, 31)
	if err != nil {
		return errors.New("want a whole number, or 0")
	}
	*to = int(n)
	return nil
}

func setSwitch(to *bool, v string) error {
	on, err := strconv.ParseBool(v)
	if err != nil {
		return errors.New("want true or false")
	}
	*to = on
	return nil
}

func setInt(to *int64, v string) error {
	n, err := strconv.ParseInt(v, 10, 64)
	if err != nil || n <= 0 {
		return errors.New("want a whole number above 0")
	}
	*to = n
	return nil
}

func setUploads(c *config, v string) error {
	if v != handlers.UploadsHost && v != handlers.UploadsEveryone && v != handlers.UploadsNobody {
		return errors.New("want host, everyone or nobody")
	}
	c.uploads = v
	return nil
}

// setSize reads a number of bytes like 20GB, 500 MB or 1073741824.
func setSize(to *int64, v string) error {
	text := strings.TrimSuffix(strings.ToUpper(strings.TrimSpace(v)), "B")
	factor := 1.0
	for power, unit := range []string{"K", "M", "G", "T"} {
		if number, ok := strings.CutSuffix(text, unit); ok {
			text, factor = strings.TrimSpace(number), math.Pow(1000, float64(power+1))
		}
	}
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || !(n > 0) || n*factor > 1<<60 {
		return errors.New("want a size like 20GB or 500MB")
	}
	*to = int64(n * factor)
	return nil
}

func setKeep(c *config, v string) error {
	d, err := time.ParseDuration(v)
	if err != nil || d < time.Hour {
		return errors.New("want at least 1h, like 168h")
	}
	c.uploadKeep = d
	return nil
}

func setLeave(c *config, v string) error {
	d, err := time.ParseDuration(v)
	if err != nil || d < 0 {
		return errors.New("want a time like 4s, or 0")
	}
	c.leave = d
	return nil
}

func setAge(c *config, v string) error {
	d, err := time.ParseDuration(v)
	if err != nil || d < time.Hour {
		return errors.New("want at least 1h, like 720h")
	}
	c.age = d
	return nil
}

func setEncoder(c *config, v string) error {
	if v != "auto" && v != "software" {
		return errors.New("want auto or software")
	}
	c.software = v == "software"
	return nil
}

func setLogFormat(c *config, v string) error {
	if v != "text" && v != "json" {
		return errors.New("want text or json")
	}
	c.logFormat = v
	return nil
}

// defaultData returns the user's data directory as the system has it.
func defaultData(getenv func(string) string) string {
	home, err := os.UserHomeDir()
	if err != nil {
		return "goblet-data"
	}
	switch runtime.GOOS {
	case "darwin":
		return filepath.Join(home, "Library", "Application Support", "Goblet")
	case "windows":
		if dir := getenv("LocalAppData"); dir != "" {
			return filepath.Join(dir, "Goblet")
		}
	default:
		if dir := getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
			return filepath.Join(dir, "goblet")
		}
	}
	return filepath.Join(home, ".local", "share", "goblet")
}

// usage returns the text of --help.
func usage() string {
	var b strings.Builder
	b.WriteString("Goblet: watch films together, in step, from your own machine.\n\n" +
		"Usage: goblet [flags] [FILE or FOLDER ...]\n\n" +
		"Without a film it shows a sample. Each flag is an environment variable, too.\n")
	for _, g := range groups {
		fmt.Fprintf(&b, "\n%s\n", g.title)
		for _, o := range g.options {
			fmt.Fprintf(&b, "  %-30s %s\n", strings.TrimSpace("--"+o.name+" "+o.value), o.help)
			note := o.env()
			if o.fallback != "" {
				note += ", default " + o.fallback
			}
			fmt.Fprintf(&b, "  %-30s (%s)\n", "", note)
		}
	}
	fmt.Fprintf(&b, "\n  %-30s %s\n  %-30s %s\n", "--version", "print the version and end", "--help", "print this and end")
	return b.String()
}

// limits returns what the admin is shown of how Goblet was started.
func limits(c config) handlers.Limits {
	return handlers.Limits{
		Films: c.films, Data: c.data, NATS: c.nats, Store: c.store, UploadMax: c.uploadMax, UploadTotal: c.uploadTotal, UploadKeep: c.uploadKeep,
		DiskFree: c.diskFree, RoomEvents: c.events, RoomAge: c.age, LogBytes: c.bytes, Version: version(),
	}
}
