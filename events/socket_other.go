//go:build !linux

package events

import (
	"errors"
	"net"
	"sync/atomic"
)

// Elsewhere than on Linux no socket is written to directly.

type socket struct{ room atomic.Uint32 }

func newSocket(net.Conn) (*socket, error) { return nil, errors.ErrUnsupported }
func (*socket) write([]byte) (int, error) { return 0, errors.ErrUnsupported }
func (*socket) close(bool)                {}

type sockets struct{}

func newSockets() *sockets         { return nil }
func (*sockets) add(*direct) error { return errors.ErrUnsupported }
func (*sockets) remove(*direct)    {}
func (*sockets) count() int        { return 0 }
func (*sockets) watch()            {}
func (*sockets) close()            {}
