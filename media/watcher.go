package media

import (
	"errors"
	"log/slog"

	"github.com/fsnotify/fsnotify"
)

var errTooManyFolders = errors.New("too many folders")

// watcher tells of changes in folders. Without a working fsnotify it tells
// nothing, and the library lives by its periodic looks.
type watcher struct {
	fs    *fsnotify.Watcher // nil: poll only
	limit int               // most folders, 0: poll only
	log   *slog.Logger
	dirs  map[string]bool // that were asked for, the last time
}

func newWatcher(limit int, log *slog.Logger) *watcher {
	w := &watcher{limit: limit, log: log}
	if limit == 0 {
		return w
	}
	fs, err := fsnotify.NewWatcher()
	if err != nil {
		w.giveUp(err)
		return w
	}
	w.fs = fs
	return w
}

// follow watches exactly these folders from now on, and reports whether some
// were not asked for the last time.
func (w *watcher) follow(dirs []string) (grown bool) {
	if w.fs == nil {
		return false
	}
	wanted := make(map[string]bool, len(dirs))
	for _, dir := range dirs {
		wanted[dir] = true
		grown = grown || !w.dirs[dir]
	}
	w.dirs = wanted
	if len(wanted) > w.limit {
		w.giveUp(errTooManyFolders)
		return false
	}
	watched := make(map[string]bool)
	for _, dir := range w.fs.WatchList() {
		watched[dir] = true
		if !wanted[dir] {
			_ = w.fs.Remove(dir) // it may have gone by itself
		}
	}
	for dir := range wanted {
		if watched[dir] {
			continue
		}
		if err := w.fs.Add(dir); err != nil && !vanished(err) {
			w.giveUp(err)
			return false
		}
	}
	return grown
}

// watches reports whether a name is that of a watched folder.
func (w *watcher) watches(name string) bool { return w.dirs[name] }

// giveUp stops watching, once and for all.
func (w *watcher) giveUp(err error) {
	w.log.Warn("folders cannot be watched, changes are noticed by looking at them regularly", "error", err)
	w.close()
}

func (w *watcher) close() {
	if w.fs != nil {
		_ = w.fs.Close()
		w.fs = nil
	}
}

// events is nil, and so never ready, when nothing is watched.
func (w *watcher) events() <-chan fsnotify.Event {
	if w.fs == nil {
		return nil
	}
	return w.fs.Events
}

func (w *watcher) errors() <-chan error {
	if w.fs == nil {
		return nil
	}
	return w.fs.Errors
}
