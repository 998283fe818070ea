package browser

import (
	"bufio"
	"os"
	"regexp"
	"sync"
)

// console is the file into which the MiniBrowser writes, line by line, what its pages complain about.
type console struct {
	mu       sync.Mutex
	file     *os.File // for reading
	begun    string   // of a line that is not yet whole
	complain func(text, url string, line int64)
}

// complaint is a line about an error: where, unless that is unknown, of what kind, unless it is console.error, and what.
var complaint = regexp.MustCompile(`^(?:(\S+): )?CONSOLE((?: [A-Z]+)?) ERROR:? (.*)$`)

// newConsole makes the file. complain is called with each error that gather finds.
func newConsole(path string, complain func(text, url string, line int64)) (*console, error) {
	file, err := os.Create(path)
	if err != nil {
		return nil, err
	}
	return &console{file: file, complain: complain}, nil
}

// gather reads what has come since the last time.
func (c *console) gather() {
	c.mu.Lock()
	defer c.mu.Unlock()
	lines := bufio.NewReader(c.file)
	for {
		text, err := lines.ReadString('\n')
		c.begun += text
		if err != nil { // the end, or the file is closed
			return
		}
		if m := complaint.FindStringSubmatch(c.begun[:len(c.begun)-1]); m != nil {
			kind := "console.error"
			if m[2] != "" {
				kind = m[2][1:]
			}
			c.complain(kind+": "+m[3], m[1], 0)
		}
		c.begun = ""
	}
}

// stop gathers what is left and closes the file.
func (c *console) stop() {
	c.gather()
	_ = c.file.Close()
}
