package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"time"
)

// ownServers are the servers that this program itself can be, each by the only argument with which it is that one. They
// have a process of their own, so that what they need can be told from what viewers need. They serve until ctx ends.
func ownServers() map[string]func(ctx context.Context, l net.Listener) {
	return map[string]func(context.Context, net.Listener){
		floorCommand:  serveFloor,
		r3labsCommand: serveR3labs,
	}
}

// runOwn is the program as a server: it prints its address and serves until ctx ends or its input does, which is when
// whoever has started it is gone.
func runOwn(ctx context.Context, serve func(context.Context, net.Listener), stdin io.Reader, stdout io.Writer) error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, stdin)
		cancel()
	}()
	fmt.Fprintln(stdout, l.Addr())
	serve(ctx, l)
	return nil
}

// ownServer returns what starts this program as a server.
func ownServer(name string) func(context.Context, options) (base string, pid int, stop func(), err error) {
	return func(ctx context.Context, _ options) (base string, pid int, stop func(), err error) {
		self, err := os.Executable()
		if err != nil {
			return "", 0, nil, err
		}
		command := exec.CommandContext(ctx, self, name)
		command.Stderr = os.Stderr
		command.WaitDelay = 5 * time.Second
		in, err := command.StdinPipe()
		if err != nil {
			return "", 0, nil, err
		}
		out, err := command.StdoutPipe()
		if err != nil {
			return "", 0, nil, err
		}
		if err := command.Start(); err != nil {
			return "", 0, nil, err
		}
		stop = func() {
			in.Close()
			reap(command)
		}
		address := bufio.NewScanner(out)
		if !address.Scan() {
			stop()
			return "", 0, nil, fmt.Errorf("it did not start: %w", address.Err())
		}
		return "http://" + address.Text(), command.Process.Pid, stop, nil
	}
}

// reap waits for a process that was asked to end, and kills it after 5 s.
func reap(command *exec.Cmd) {
	kill := time.AfterFunc(5*time.Second, func() { _ = command.Process.Kill() })
	defer kill.Stop()
	_ = command.Wait()
}
