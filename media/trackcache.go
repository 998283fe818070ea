package media

import (
	"cmp"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"goblet/media/subtitle"
)

// maxCachedTracks bounds how many tracks are kept on the disk, of some 100 KB each.
const maxCachedTracks = 500

// trackCache keeps the lines of tracks that were read to the end, since that can
// take long. What goes wrong with it costs time and nothing else.
type trackCache struct{ dir string } // "" = keeps nothing

func newTrackCache(data string) *trackCache {
	if data == "" {
		return &trackCache{}
	}
	return &trackCache{filepath.Join(data, "cache", "subtitles")}
}

func (k trackKey) fileName() string { return fmt.Sprintf("%s-%s-%d.json", k.film, k.version, k.track) }

// load returns the lines of a track, if they are kept.
func (c *trackCache) load(key trackKey) (lines []subtitle.Line, ok bool) {
	if c.dir == "" {
		return nil, false
	}
	root, err := os.OpenRoot(c.dir)
	if err != nil {
		return nil, false
	}
	defer root.Close()
	data, err := root.ReadFile(key.fileName())
	return lines, err == nil && json.Unmarshal(data, &lines) == nil
}

// save keeps the lines of a track, and forgets the oldest ones when there are too many.
func (c *trackCache) save(key trackKey, lines []subtitle.Line) {
	if c.dir == "" {
		return
	}
	data, err := json.Marshal(lines)
	if err != nil || os.MkdirAll(c.dir, 0o700) != nil {
		return
	}
	root, err := os.OpenRoot(c.dir)
	if err != nil {
		return
	}
	defer root.Close()
	const unfinished = "unfinished"
	if root.WriteFile(unfinished, data, 0o600) == nil {
		root.Rename(unfinished, key.fileName()) // else it is read again
	}
	c.prune(root)
}

func (c *trackCache) prune(root *os.Root) {
	entries, err := fs.ReadDir(root.FS(), ".")
	if err != nil || len(entries) <= maxCachedTracks {
		return
	}
	var infos []fs.FileInfo
	for _, e := range entries {
		if info, err := e.Info(); err == nil {
			infos = append(infos, info)
		}
	}
	slices.SortFunc(infos, func(a, b fs.FileInfo) int { return cmp.Compare(a.ModTime().UnixNano(), b.ModTime().UnixNano()) })
	for _, info := range infos[:max(0, len(infos)-maxCachedTracks)] {
		root.Remove(info.Name())
	}
}
