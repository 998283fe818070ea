package main

import (
	"context"
	"os"

	"goblet/measure"
)

// target is what is put under load: a Goblet, or a bare server to compare it with.
type target struct {
	name   string
	rooms  []string // their links
	pid    int      // of its process; 0: not known
	memory int      // bytes that it had before anybody came; 0: not known
	text   int      // bytes of each text that a bare server gets, see bare.go; 0: it is a Goblet
}

func (t target) bare() bool { return t.text > 0 }

// goblet is the name of the target that the others are compared with.
const goblet = "Goblet"

// target returns the Goblet that is to be loaded, starting one if none is named. The caller must call stop.
func (o options) target(ctx context.Context) (t target, stop func(), err error) {
	if o.links != nil {
		return target{name: goblet, rooms: o.links, pid: o.pid}, func() {}, nil
	}
	dir, err := os.MkdirTemp("", "goblet-load-")
	if err != nil {
		return t, nil, err
	}
	remove := func() { os.RemoveAll(dir) }
	program := o.goblet
	if program == "" {
		if program, err = measure.Build(ctx, dir); err != nil {
			remove()
			return t, nil, err
		}
	}
	var flags []string
	if o.portable {
		flags = append(flags, "--portable-streams")
	}
	if o.secure {
		certificate, key, err := writeCertificate(dir)
		if err != nil {
			remove()
			return t, nil, err
		}
		flags = append(flags, "--tls-cert", certificate, "--tls-key", key)
	}
	s, err := measure.Serve(ctx, program, dir, flags...)
	if err != nil {
		remove()
		return t, nil, err
	}
	stop = func() {
		s.Stop()
		remove()
	}
	t = target{name: goblet, rooms: []string{s.Room}, pid: s.PID(), memory: s.Memory()}
	more, err := makeRooms(ctx, s.Admin, o.rooms-1)
	if err != nil {
		stop()
		return t, nil, err
	}
	t.rooms = append(t.rooms, more...)
	return t, stop, nil
}
