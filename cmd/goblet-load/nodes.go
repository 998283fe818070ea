package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"

	"goblet/cluster"
	"goblet/measure"
)

// nodes are three Goblets on three NATS servers, behind a balancer.
type nodes struct {
	all      []*node
	nats     *cluster.Cluster
	balancer *cluster.Balancer
	room     string // its link, through the balancer
	dir      string
}

// node is one of the Goblets.
type node struct {
	program, address string
	args             []string
	run              *exec.Cmd
	room             string // the printed link
	errors           bytes.Buffer
}

const (
	nodeCount    = 3
	nodePatience = 60 * time.Second // until a node is ready
)

// startNodes builds and starts it all, from the project's folder. The caller must call stop.
func startNodes(ctx context.Context) (n *nodes, err error) {
	n = &nodes{}
	defer func() {
		if err != nil {
			n.stop()
		}
	}()
	if n.dir, err = os.MkdirTemp("", "goblet-nodes-"); err != nil {
		return n, err
	}
	program, err := measure.Build(ctx, n.dir)
	if err != nil {
		return n, err
	}
	server, err := cluster.Build(ctx, n.dir)
	if err != nil {
		return n, err
	}
	if n.nats, err = cluster.Start(ctx, server, n.dir, 3); err != nil {
		return n, err
	}
	front, err := measure.FreeAddress()
	if err != nil {
		return n, err
	}
	var addresses []string
	for i := range nodeCount {
		one := &node{program: program}
		if one.address, err = measure.FreeAddress(); err != nil {
			return n, err
		}
		one.args = []string{"--addr", one.address, "--data", filepath.Join(n.dir, "data-"+strconv.Itoa(i)), "--nats", n.nats.URL(), "--nats-replicas", "3",
			"--url", "http://" + front, "--trusted-proxies", "127.0.0.1", "--log-level", "error"}
		addresses = append(addresses, one.address)
		n.all = append(n.all, one)
		if err = one.start(ctx); err != nil {
			return n, err
		}
	}
	n.room = n.all[0].room
	config, err := os.ReadFile(filepath.Join("deploy", "haproxy.cfg"))
	if err != nil {
		return n, err
	}
	if n.balancer, err = cluster.Balance(n.dir, string(config), front, addresses); err != nil {
		return n, err
	}
	return n, n.balancer.Ready(ctx)
}

// stop ends all of it.
func (n *nodes) stop() {
	for _, one := range n.all {
		one.kill()
	}
	if n.balancer != nil {
		n.balancer.Close()
	}
	if n.nats != nil {
		n.nats.Close()
	}
	if n.dir != "" {
		_ = os.RemoveAll(n.dir)
	}
}

// start starts the node and waits until it is ready.
func (n *node) start(ctx context.Context) error {
	n.errors.Reset()
	n.run = exec.Command(n.program, n.args...)
	n.run.Stderr = &n.errors
	out, err := n.run.StdoutPipe()
	if err != nil {
		return err
	}
	if err := n.run.Start(); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, nodePatience)
	defer cancel()
	for lines := bufio.NewScanner(out); lines.Scan(); {
		link, found := strings.CutPrefix(lines.Text(), "Watch together at ")
		if found {
			n.room = link
		}
		if strings.HasPrefix(lines.Text(), "Admin link") {
			break
		}
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: 2 * time.Second}
	for ctx.Err() == nil {
		if resp, err := client.Get("http://" + n.address + "/readyz"); err == nil {
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		if err := wait(ctx, 20*time.Millisecond); err != nil {
			break
		}
	}
	return fmt.Errorf("a Goblet was not ready: %s", n.errors.String())
}

// kill is what a power switch does. It may be called when the node does not run.
func (n *node) kill() {
	if n.run != nil && n.run.Process != nil {
		_ = n.run.Process.Kill()
		_ = n.run.Wait()
		n.run = nil
	}
}

// end is how a service manager ends the node.
func (n *node) end() error {
	if err := n.run.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	err := n.run.Wait()
	n.run = nil
	return err
}
