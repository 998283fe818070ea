package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// Balancer is a HAProxy in front of several Goblets.
type Balancer struct {
	Address string // HOST:PORT
	run     *process
}

// Balance starts a HAProxy with a configuration as deploy/haproxy.cfg is, in which the Goblets goblet-1:5000 and so on are
// those at nodes, and port 80 is that of address. The caller must call Close.
func Balance(dir, config, address string, nodes []string) (*Balancer, error) {
	program, err := haproxy()
	if err != nil {
		return nil, err
	}
	places := []string{"bind :80", "bind " + address}
	for i, node := range nodes {
		name := fmt.Sprintf("goblet-%d:5000", i+1)
		if !strings.Contains(config, name) {
			return nil, fmt.Errorf("the balancer's configuration knows no %s", name)
		}
		places = append(places, name, node)
	}
	file := filepath.Join(dir, "haproxy.cfg")
	if err := os.WriteFile(file, []byte(strings.NewReplacer(places...).Replace(config)), 0o600); err != nil {
		return nil, err
	}
	b := &Balancer{Address: address}
	if b.run, err = start(exec.Command(program, "-db", "-f", file)); err != nil {
		return nil, err
	}
	return b, nil
}

// haproxy finds the program, also where only root looks.
func haproxy() (string, error) {
	for _, file := range []string{"haproxy", "/usr/sbin/haproxy", "/usr/local/sbin/haproxy"} {
		if found, err := exec.LookPath(file); err == nil {
			return found, nil
		}
	}
	return "", errors.New("haproxy is not installed: go tool task setup installs it")
}

// Ready waits until some Goblet answers through the balancer that it is ready.
func (b *Balancer) Ready(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	client := http.Client{Timeout: 5 * time.Second}
	defer client.CloseIdleConnections()
	for {
		resp, err := client.Get("http://" + b.Address + "/readyz")
		if err == nil {
			_, _ = io.Copy(io.Discard, resp.Body)
			resp.Body.Close()
			if resp.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-b.run.done:
			return fmt.Errorf("haproxy has ended: %s", b.run.said())
		case <-ctx.Done():
			return fmt.Errorf("nothing answers through the balancer: %s", b.run.said())
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// Close kills the balancer.
func (b *Balancer) Close() { b.run.kill() }
