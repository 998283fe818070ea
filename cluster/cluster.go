// Package cluster runs what several Goblets need around them, for real and on loopback: NATS servers in processes of their
// own, which can be killed and started again, and a load balancer. Tests and measurements use it.
package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// patience is for what starts.
const patience = 60 * time.Second

// Build builds the NATS server that go.mod names into dir, and returns its path. The current folder must be in the module.
func Build(ctx context.Context, dir string) (string, error) {
	program := filepath.Join(dir, "nats-server")
	build := exec.CommandContext(ctx, "go", "build", "-o", program, "github.com/nats-io/nats-server/v2")
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building nats-server: %w\n%s", err, out)
	}
	return program, nil
}

// Cluster is NATS servers that keep the same JetStream.
type Cluster struct{ Servers []*Server }

// Server is one of them.
type Server struct {
	Name string
	URL  string // for clients. They are not told of the other servers

	program, config string
	mu              sync.Mutex
	run             *process // nil: it does not run
}

// Start starts n servers, a built program, that keep their data below dir, and waits until they can keep everything n
// times. The caller must call Close.
func Start(ctx context.Context, program, dir string, n int) (*Cluster, error) {
	c := &Cluster{}
	clients, err := freeAddresses(2 * n)
	if err != nil {
		return nil, err
	}
	routes := clients[n:]
	for i, client := range clients[:n] {
		s := &Server{Name: fmt.Sprint("nats-", i+1), URL: "nats://" + client, program: program}
		s.config = filepath.Join(dir, s.Name+".conf")
		if err := os.WriteFile(s.config, []byte(config(s.Name, client, filepath.Join(dir, s.Name), i, routes)), 0o600); err != nil {
			return nil, err
		}
		c.Servers = append(c.Servers, s)
	}
	for _, s := range c.Servers {
		if err = s.Start(); err != nil {
			break
		}
	}
	if err == nil {
		err = c.ready(ctx)
	}
	if err != nil {
		c.Close()
		return nil, err
	}
	return c, nil
}

// config is a server's configuration. Clients keep to the servers that they were given, so that who is behind a line of
// its own stays behind it.
func config(name, client, dir string, i int, routes []string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "server_name: %s\nlisten: %q\njetstream: {store_dir: %q}\n", name, client, dir)
	if len(routes) > 1 {
		fmt.Fprintf(&b, "cluster: {\nname: goblet\nlisten: %q\nno_advertise: true\nroutes: [\n", routes[i])
		for _, r := range routes {
			fmt.Fprintf(&b, "%q\n", "nats://"+r)
		}
		b.WriteString("]\n}\n")
	}
	return b.String()
}

// freeAddresses are addresses of loopback on whose ports nobody listened a moment ago.
func freeAddresses(n int) (all []string, err error) {
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		defer l.Close() // only now, so that none comes twice
		all = append(all, l.Addr().String())
	}
	return all, nil
}

// ready waits until the servers know one another: a stream of as many copies can then be made.
func (c *Cluster) ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	trial := jetstream.StreamConfig{Name: "TRIAL", Subjects: []string{"trial"}, Storage: jetstream.MemoryStorage, Replicas: len(c.Servers)}
	return c.try(ctx, func(ctx context.Context, js jetstream.JetStream) error {
		if _, err := js.CreateStream(ctx, trial); err != nil {
			return err
		}
		return js.DeleteStream(ctx, trial.Name)
	})
}

// URL is the address of all servers, as Goblet's --nats takes it.
func (c *Cluster) URL() string {
	var all []string
	for _, s := range c.Servers {
		all = append(all, s.URL)
	}
	return strings.Join(all, ",")
}

// Leader returns the server that leads a stream.
func (c *Cluster) Leader(ctx context.Context, stream string) (leader *Server, err error) {
	err = c.info(ctx, stream, func(info *jetstream.ClusterInfo) bool {
		for _, s := range c.Servers {
			if s.Name == info.Leader {
				leader = s
			}
		}
		return leader != nil
	})
	return leader, err
}

// Whole waits until all servers have all of a stream.
func (c *Cluster) Whole(ctx context.Context, stream string) error {
	return c.info(ctx, stream, func(info *jetstream.ClusterInfo) bool {
		for _, r := range info.Replicas {
			if !r.Current || r.Offline {
				return false
			}
		}
		return info.Leader != ""
	})
}

// info asks for a stream's standing until it is so.
func (c *Cluster) info(ctx context.Context, stream string, so func(*jetstream.ClusterInfo) bool) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return c.try(ctx, func(ctx context.Context, js jetstream.JetStream) error {
		s, err := js.Stream(ctx, stream)
		if err == nil && !so(s.CachedInfo().Cluster) {
			err = fmt.Errorf("the stream %s stands at %+v", stream, s.CachedInfo().Cluster)
		}
		return err
	})
}

// try does something until it succeeds or ctx ends.
func (c *Cluster) try(ctx context.Context, do func(context.Context, jetstream.JetStream) error) error {
	conn, err := nats.Connect(c.URL(), nats.RetryOnFailedConnect(true), nats.MaxReconnects(-1), nats.ReconnectWait(50*time.Millisecond))
	if err != nil {
		return err
	}
	defer conn.Close()
	js, err := jetstream.New(conn)
	if err != nil {
		return err
	}
	for {
		once, cancel := context.WithTimeout(ctx, 2*time.Second)
		err := do(once, js)
		cancel()
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("the NATS servers are not as they should be: %w\n%s", err, c.said())
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// said is the end of what the servers have written.
func (c *Cluster) said() string {
	var b strings.Builder
	for _, s := range c.Servers {
		s.mu.Lock()
		if s.run != nil {
			fmt.Fprintf(&b, "%s: %s\n", s.Name, s.run.said())
		}
		s.mu.Unlock()
	}
	return b.String()
}

// Close kills all servers.
func (c *Cluster) Close() {
	for _, s := range c.Servers {
		s.Kill()
	}
}

// Start starts the server, with the data that it has left.
func (s *Server) Start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run != nil {
		return errors.New(s.Name + " runs already")
	}
	var err error
	s.run, err = start(exec.Command(s.program, "-c", s.config))
	return err
}

// Kill ends the server as a power switch does. It may be called when it does not run.
func (s *Server) Kill() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run != nil {
		s.run.kill()
		s.run = nil
	}
}

// process is a program that runs until it is killed.
type process struct {
	command *exec.Cmd
	mu      sync.Mutex
	output  bytes.Buffer
	done    chan struct{}
}

func start(command *exec.Cmd) (*process, error) {
	p := &process{command: command, done: make(chan struct{})}
	command.Stdout, command.Stderr = p, p
	if err := command.Start(); err != nil {
		return nil, err
	}
	go func() {
		_ = command.Wait() // how it ends is for those who look at done
		close(p.done)
	}()
	return p, nil
}

// Write takes what the program says.
func (p *process) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.output.Write(text)
}

// said is the end of what the program has written.
func (p *process) said() string {
	const enough = 4000
	p.mu.Lock()
	defer p.mu.Unlock()
	text := p.output.String()
	return text[max(0, len(text)-enough):]
}

func (p *process) kill() {
	_ = p.command.Process.Kill()
	<-p.done
}
