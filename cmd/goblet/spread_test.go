package main

import (
	"context"
	"os"
	"strings"
	"sync"
	"testing"

	"goblet/cluster"
	"goblet/shaper"
)

// spread is three Goblets on three NATS servers, behind a balancer.
type spread struct {
	t        *testing.T
	nats     *cluster.Cluster
	lines    []*shaper.Line // from the last Goblet to the NATS servers
	nodes    []*program
	args     [][]string // with which each was started
	balancer string     // HOST:PORT
	room     string     // its link, through the balancer
}

var natsProgram = sync.OnceValues(func() (string, error) {
	dir, err := scratch()
	if err != nil {
		return "", err
	}
	return cluster.Build(context.Background(), dir)
})

// startSpread starts it all; more are flags of every Goblet.
func startSpread(t *testing.T, more ...string) *spread {
	t.Helper()
	program, err := natsProgram()
	if err != nil {
		t.Fatal(err)
	}
	s := &spread{t: t, balancer: freePort(t)}
	if s.nats, err = cluster.Start(t.Context(), program, t.TempDir(), 3); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.nats.Close)
	var addresses, beyond []string
	for _, server := range s.nats.Servers {
		line, err := shaper.Listen(strings.TrimPrefix(server.URL, "nats://"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(line.Close)
		s.lines = append(s.lines, line)
		beyond = append(beyond, "nats://"+line.Addr())
	}
	folder := t.TempDir()
	film(t, "Test Film.mp4", folder)
	for i := range 3 {
		addresses = append(addresses, freePort(t))
		urls := s.nats.URL()
		if i == 2 {
			urls = strings.Join(beyond, ",")
		}
		s.args = append(s.args, append([]string{"--addr", addresses[i], "--data", t.TempDir(), "--nats", urls, "--nats-replicas", "3",
			"--url", "http://" + s.balancer, "--trusted-proxies", "127.0.0.1"}, append(more, folder)...))
		s.nodes = append(s.nodes, startProgram(t, s.args[i]...))
	}
	config, err := os.ReadFile("../../deploy/haproxy.cfg")
	if err != nil {
		t.Fatal(err)
	}
	b, err := cluster.Balance(t.TempDir(), string(config), s.balancer, addresses)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.Close)
	if err := b.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.room = s.nodes[0].room
	return s
}

// again starts a node that was ended or killed.
func (s *spread) again(i int) {
	s.t.Helper()
	s.nodes[i] = startProgram(s.t, s.args[i]...)
}

// partition cuts the last node off from all NATS servers: nothing arrives, and nothing is refused.
func (s *spread) partition(on bool) {
	for _, line := range s.lines {
		line.Hold(on)
	}
}
