package events

import (
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// natsCluster starts three servers that keep everything thrice.
func natsCluster(t *testing.T) []*server.Server {
	t.Helper()
	const many = 3
	ports, routes := [many]int{}, []*url.URL{}
	for i := range ports {
		free, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		ports[i] = free.Addr().(*net.TCPAddr).Port
		routes = append(routes, &url.URL{Scheme: "nats", Host: free.Addr().String()})
		free.Close()
	}
	var servers []*server.Server
	for i, port := range ports { // none is ready before the others are
		s, err := server.NewServer(&server.Options{
			ServerName: fmt.Sprint("n", i), Host: "127.0.0.1", Port: server.RANDOM_PORT, NoSigs: true, NoLog: true,
			JetStream: true, StoreDir: t.TempDir(), Routes: routes,
			Cluster: server.ClusterOpts{Name: "goblet", Host: "127.0.0.1", Port: port},
		})
		if err != nil {
			t.Fatal(err)
		}
		s.Start()
		t.Cleanup(func() { s.Shutdown(); s.WaitForShutdown() })
		servers = append(servers, s)
	}
	for deadline := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		for _, s := range servers {
			if s.JetStreamIsLeader() && len(s.JetStreamClusterPeers()) == many {
				return servers
			}
		}
		if time.Now().After(deadline) {
			t.Fatal("the cluster has no leader")
		}
	}
}

func TestAClusterGoesOnWithoutOneOfItsServers(t *testing.T) {
	servers := natsCluster(t)
	var urls []string
	for _, s := range servers {
		urls = append(urls, s.ClientURL())
	}
	var nodes [2]*Engine
	for i := range nodes {
		e, err := Open(t.Context(), Options{URL: strings.Join(urls, ","), Replicas: 3})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(e.Close)
		nodes[i] = e
	}
	seen := follow(t, nodes[1].Log())
	last := uint64(0)
	for n := 1; n <= 40; n++ {
		if n == 20 {
			i := slices.IndexFunc(servers, func(s *server.Server) bool { return s.JetStreamIsStreamLeader("$G", streamName) })
			servers[max(i, 0)].Shutdown()
		}
		last = insist(t, nodes[0].Log(), last, strconv.Itoa(n))
	}
	for n := 1; n <= 40; n++ {
		select {
		case got := <-seen:
			if want := fmt.Sprint("r: ", n); got != want {
				t.Fatalf("the other node saw %q instead of %q", got, want)
			}
		case <-time.After(patience):
			t.Fatalf("record %d never came", n)
		}
	}
}

// insist appends until the record is there, as rooms do: when the outcome is unknown it looks.
func insist(t *testing.T, l *Log, last uint64, text string) (revision uint64) {
	t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		revision, ok, err := l.Append(t.Context(), "r", last, text, []byte(text))
		if ok {
			return revision
		}
		if err == nil {
			if revision, data, err := l.Last(t.Context(), "r"); err == nil && string(data) == text {
				return revision
			}
		}
		time.Sleep(20 * time.Millisecond)
	}
	t.Fatalf("%s could not be appended", text)
	return 0
}
