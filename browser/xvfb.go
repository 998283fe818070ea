package browser

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// The screen of an Xvfb, pixels. Its pointer rests in the middle.
const screenSize = 2560

// screen is an Xvfb of one browser, for engines that need a display. It leads the browser's process group.
type screen struct {
	cmd    *exec.Cmd
	kill   context.CancelFunc
	exited chan struct{}
	number string // of the display
}

// startScreen starts an Xvfb on a display that is free; the caller must stop it.
func startScreen(ctx context.Context) (*screen, error) {
	numbers, write, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	defer numbers.Close()
	alive, kill := context.WithCancel(ctx)
	s := &screen{kill: kill, exited: make(chan struct{})}
	s.cmd = exec.CommandContext(alive, "Xvfb", "-displayfd", "3", "-nolisten", "tcp", "-noreset",
		"-screen", "0", fmt.Sprintf("%dx%[1]dx24", screenSize))
	s.cmd.ExtraFiles = []*os.File{write}
	ownGroup(s.cmd)
	err = s.cmd.Start()
	_ = write.Close()
	if err != nil {
		kill()
		return nil, err
	}
	go func() {
		_ = s.cmd.Wait()
		close(s.exited)
	}()
	defer time.AfterFunc(starting, kill).Stop()
	number, err := bufio.NewReader(numbers).ReadString('\n')
	if err != nil {
		s.stop()
		return nil, errors.New("it ended before it had a display")
	}
	s.number = strings.TrimSpace(number)
	return s, nil
}

func (s *screen) display() string { return ":" + s.number }

// stop ends the Xvfb and waits for it. A killed one leaves its lock and its socket behind: those are removed.
func (s *screen) stop() {
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.exited:
	case <-time.After(2 * time.Second):
	}
	s.kill()
	<-s.exited
	lock := "/tmp/.X" + s.number + "-lock"
	if owner, err := os.ReadFile(lock); err == nil && strings.TrimSpace(string(owner)) == fmt.Sprint(s.cmd.Process.Pid) {
		_ = os.Remove(lock)
		_ = os.Remove("/tmp/.X11-unix/X" + s.number)
	}
}
