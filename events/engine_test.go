package events

import (
	"bufio"
	"context"
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"

	"goblet/events/natstest"
)

// patience bounds waits for things that must happen; no test measures time with it.
const patience = 20 * time.Second

// open starts an embedded engine of its own for the test.
func open(tb testing.TB) *Engine {
	tb.Helper()
	return openDir(tb, tb.TempDir())
}

func openDir(tb testing.TB, dir string) *Engine {
	tb.Helper()
	e, err := Open(tb.Context(), Options{Dir: dir, Logger: slog.New(slog.NewTextHandler(tb.Output(), nil))})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(e.Close)
	return e
}

// eventually polls until done holds.
func eventually(tb testing.TB, what string, done func() bool) {
	tb.Helper()
	for end := time.Now().Add(patience); !done(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			tb.Fatalf("waited in vain: %s", what)
		}
	}
}

func TestEngineIsReadyUntilClosed(t *testing.T) {
	e := open(t)
	if !e.Embedded() {
		t.Error("an engine without URL is not embedded")
	}
	if err := e.Ready(t.Context()); err != nil {
		t.Error(err)
	}
	e.Close()
	if err := e.Ready(t.Context()); err == nil {
		t.Error("ready after Close")
	}
	e.Close() // again is harmless
}

func TestEngineReopensWithWhatItHad(t *testing.T) {
	dir := t.TempDir()
	e := openDir(t, dir)
	first, ok, err := e.Log().Append(t.Context(), "amber-otter", 0, "a", []byte("one"))
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	if _, ok, err := e.Rooms().Put(t.Context(), "amber-otter", 0, []byte("snapshot")); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if err := e.Sessions().Commit("token", []byte("name"), time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	e.Close()

	e = openDir(t, dir)
	revision, data, err := e.Log().Last(t.Context(), "amber-otter")
	if err != nil || revision != first || string(data) != "one" {
		t.Errorf("last is %d %q %v, want %d", revision, data, err, first)
	}
	if data, _, err := e.Rooms().Get(t.Context(), "amber-otter"); err != nil || string(data) != "snapshot" {
		t.Errorf("snapshot is %q %v", data, err)
	}
	if data, found, err := e.Sessions().Find("token"); err != nil || !found || string(data) != "name" {
		t.Errorf("session is %q %v %v", data, found, err)
	}
	if _, ok, err := e.Log().Append(t.Context(), "amber-otter", first, "b", []byte("two")); err != nil || !ok {
		t.Errorf("append after reopening: %v %v", ok, err)
	}
}

func TestEngineAppliesNewLimitsToWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	e := openDir(t, dir)
	appendAll(t, e.Log(), "r", 0, "a", "b", "c")
	e.Close()
	e, err := Open(t.Context(), Options{Dir: dir, RoomEvents: 2})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if got := readAll(t, e.Log(), "r", 0); strings.Join(got, " ") != "b c" {
		t.Errorf("kept %q, want the newest two", got)
	}
}

// A server that could not write, say because the disk was full, is replaced without a restart of the program.
func TestAStoppedLogIsReopened(t *testing.T) {
	e := open(t)
	seen := follow(t, e.Log())
	last := appendAll(t, e.Log(), "r", 0, "before")
	e.embedded.shut()
	if err := e.Ready(t.Context()); err == nil {
		t.Error("ready while the log is stopped")
	}
	e.embedded.troubled()
	eventually(t, "the log is ready", func() bool { return e.Ready(t.Context()) == nil })
	appendAll(t, e.Log(), "r", last, "after")
	if got := strings.Join(next(t, seen, 2), ", "); got != "r: before, r: after" {
		t.Errorf("the tail saw %s", got)
	}
}

func TestOpenSaysWhatToDo(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	plain := natstest.StartWith(t, server.Options{})
	for _, c := range []struct {
		name string
		opt  Options
		want []string
	}{
		{"a file where the directory should be", Options{Dir: file}, []string{"data directory", file}},
		{"nobody listens", Options{URL: "nats://user:secret@127.0.0.1:1"}, []string{"cannot connect", "127.0.0.1:1", "correct the address"}},
		{"no JetStream", Options{URL: plain.ClientURL()}, []string{"JetStream", "-js"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e, err := Open(t.Context(), c.opt)
			if err == nil {
				e.Close()
				t.Fatal("opened")
			}
			for _, want := range c.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q does not mention %q", err, want)
				}
			}
			if strings.ContainsAny(err.Error(), "\n") || strings.Contains(err.Error(), "secret") {
				t.Errorf("not one line fit for a terminal: %q", err)
			}
		})
	}
}

func TestExternalEngineIsSharedByNodes(t *testing.T) {
	s := natstest.Start(t)
	var nodes [2]*Engine
	for i := range nodes {
		e, err := Open(t.Context(), Options{URL: s.ClientURL()})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(e.Close)
		nodes[i] = e
	}
	if nodes[0].Embedded() {
		t.Error("an engine with URL says that it is embedded")
	}
	seen := follow(t, nodes[1].Log())
	appendAll(t, nodes[0].Log(), "r", 0, "from the other node")
	if got := <-seen; got != "r: from the other node" {
		t.Errorf("the other node saw %q", got)
	}
}

const crashDir = "GOBLET_TEST_CRASH_DIR"

// TestMain lets the crash test start this binary again as a writer.
func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		fmt.Fprintln(os.Stderr, writeUntilKilled(dir))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeUntilKilled appends for ever and prints the number of every record that was acknowledged.
func writeUntilKilled(dir string) error {
	ctx := context.Background()
	e, err := Open(ctx, Options{Dir: dir})
	if err != nil {
		return err
	}
	last := uint64(0)
	for n := 1; ; n++ {
		revision, ok, err := e.Log().Append(ctx, "r", last, "", []byte(strconv.Itoa(n)))
		if err != nil || !ok {
			return fmt.Errorf("append %d: %v %w", n, ok, err)
		}
		last = revision
		fmt.Println(n)
	}
}

func TestKillLosesNothingAcknowledged(t *testing.T) {
	dir := t.TempDir()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), crashDir+"="+dir)
	child.Stderr = t.Output()
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	acknowledged := 0
	for lines := bufio.NewScanner(out); lines.Scan(); {
		if acknowledged, err = strconv.Atoi(lines.Text()); err != nil {
			t.Fatal(err)
		}
		if acknowledged == 300 {
			_ = child.Process.Kill() // what it still printed counts too
		}
	}
	_ = child.Wait()
	if acknowledged < 300 {
		t.Fatalf("the writer ended by itself after %d", acknowledged)
	}
	got := readAll(t, openDir(t, dir).Log(), "r", 0)
	if len(got) < min(acknowledged, 1000) {
		t.Errorf("%d records after the kill, %d were acknowledged", len(got), acknowledged)
	}
	if newest, _ := strconv.Atoi(got[len(got)-1]); newest < acknowledged {
		t.Errorf("the newest record is %d, %d was acknowledged", newest, acknowledged)
	}
}
