package browser

import (
	"errors"
	"io"
	"net"
	"net/netip"
	"strconv"
	"sync"
)

// cable is the browser's only way to the network: a SOCKS5 relay on loopback that can be unplugged, which a browser's own
// offline emulation can't do to a stream that is open. It leads to this machine alone, so that tests are hermetic:
// addresses that are not ours are refused, and any host name means 127.0.0.1.
type cable struct {
	listener net.Listener
	done     sync.WaitGroup

	mu        sync.Mutex
	unplugged bool
	ends      map[net.Conn]bool // both ends of every connection

	uplink uplink
}

// plug starts a cable; the caller must close it.
func plug() (*cable, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	c := &cable{listener: listener, ends: map[net.Conn]bool{}}
	c.done.Go(c.serve)
	return c, nil
}

func (c *cable) address() string { return c.listener.Addr().String() }

func (c *cable) serve() {
	for {
		near, err := c.listener.Accept()
		if err != nil {
			return
		}
		if c.add(near) {
			c.done.Go(func() { c.relay(near) })
		}
	}
}

// close ends all connections and waits for them.
func (c *cable) close() {
	_ = c.listener.Close()
	c.pull(true)
	c.done.Wait()
}

// pull unplugs the cable, which cuts every connection and refuses new ones, or plugs it in again.
func (c *cable) pull(out bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.unplugged = out
	if out {
		for end := range c.ends {
			_ = end.Close()
		}
	}
}

// add notes a connection's end; false if the cable is unplugged, and then the end is closed.
func (c *cable) add(end net.Conn) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.unplugged {
		_ = end.Close()
		return false
	}
	c.ends[end] = true
	return true
}

func (c *cable) drop(end net.Conn) {
	_ = end.Close()
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.ends, end)
}

func (c *cable) relay(near net.Conn) {
	defer c.drop(near)
	target, err := greet(near)
	if err != nil {
		return
	}
	far, err := net.Dial("tcp", target)
	if err != nil {
		_, _ = near.Write([]byte{5, 5, 0, 1, 0, 0, 0, 0, 0, 0}) // connection refused
		return
	}
	if !c.add(far) {
		return
	}
	defer c.drop(far)
	if _, err := near.Write([]byte{5, 0, 0, 1, 0, 0, 0, 0, 0, 0}); err != nil {
		return
	}
	var up sync.WaitGroup
	up.Go(func() { pour(far, c.uplink.paced(near)) })
	pour(near, far)
	up.Wait()
}

// pour copies one direction and hands its end on.
func pour(to net.Conn, from io.ReadCloser) {
	if _, err := io.Copy(to, from); err != nil {
		_ = to.Close()
		_ = from.Close()
		return
	}
	if tcp, ok := to.(*net.TCPConn); ok {
		_ = tcp.CloseWrite()
	}
}

// greet reads SOCKS5's greeting and its request to connect, and returns the address that the cable leads to.
func greet(conn net.Conn) (string, error) {
	head := make([]byte, 2)
	if _, err := io.ReadFull(conn, head); err != nil {
		return "", err
	}
	if _, err := io.ReadFull(conn, make([]byte, head[1])); err != nil { // the methods it offers
		return "", err
	}
	if _, err := conn.Write([]byte{5, 0}); err != nil { // no authentication
		return "", err
	}
	request := make([]byte, 5) // version, command, reserved, kind of address, its first byte
	if _, err := io.ReadFull(conn, request); err != nil {
		return "", err
	}
	length := map[byte]int{1: 4, 3: int(request[4]) + 1, 4: 16}[request[3]]
	if request[1] != 1 || length == 0 {
		return "", errors.New("not a request to connect")
	}
	rest := make([]byte, length-1+2)
	if _, err := io.ReadFull(conn, rest); err != nil {
		return "", err
	}
	port := strconv.Itoa(int(rest[len(rest)-2])<<8 | int(rest[len(rest)-1]))
	host := "127.0.0.1"
	if request[3] != 3 {
		ip, _ := netip.AddrFromSlice(append(request[4:5], rest[:length-1]...))
		if !ours(ip) {
			return "", errors.New("not an address of this machine")
		}
		host = ip.String()
	}
	return net.JoinHostPort(host, port), nil
}

// ours reports whether the address is one of this machine.
func ours(ip netip.Addr) bool {
	if ip.Unmap().IsLoopback() {
		return true
	}
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		return false
	}
	for _, address := range addresses {
		if prefix, err := netip.ParsePrefix(address.String()); err == nil && prefix.Addr() == ip.Unmap() {
			return true
		}
	}
	return false
}
