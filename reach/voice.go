package reach

import (
	"fmt"
	"log/slog"
	"sync"
)

// voice tells of trouble once: what is tried again and again fails in the same manner.
type voice struct {
	logger *slog.Logger

	mu   sync.Mutex
	last string
}

// trouble logs a warning unless it was the last one.
func (v *voice) trouble(what string, args ...any) {
	said := what + fmt.Sprint(args...)
	v.mu.Lock()
	news := said != v.last
	v.last = said
	v.mu.Unlock()
	if news {
		v.logger.Warn(what, args...)
	}
}

// well is the end of the trouble: the same again is worth a line.
func (v *voice) well() {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.last = ""
}
