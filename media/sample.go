package media

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

//go:embed sample
var sample embed.FS

// sampleName is the sample's file name; its title is made from it.
const sampleName = "Big.Buck.Bunny.mp4"

// errNoSample: there is nothing to show, nor a place for the sample.
var errNoSample = errors.New("no film was named, and there is no data folder for the sample: name a film or a folder of films")

// writeSample puts the sample film and its licence into the folder "sample"
// below data and returns the film's path. Files that are there already, as
// they should be, are left alone. The film's time is the same on every machine,
// and so is its version.
func writeSample(data string) (string, error) {
	dir := filepath.Join(data, "sample")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", fmt.Errorf("the sample film cannot be written, make the data folder writable or name a film: %w", err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return "", fmt.Errorf("the sample film cannot be read: %w", err)
	}
	defer root.Close()
	for from, to := range map[string]string{"big-buck-bunny.mp4": sampleName, "LICENSE.txt": "LICENSE.txt"} {
		content, err := fs.ReadFile(sample, "sample/"+from)
		if err != nil {
			return "", err
		}
		if err := writeOnce(root, to, content); err != nil {
			return "", fmt.Errorf("the sample film cannot be written, make the data folder writable or name a film: %w", err)
		}
	}
	return filepath.Join(dir, sampleName), nil
}

// writeOnce makes sure that a file has this content, and replaces it as a whole.
func writeOnce(root *os.Root, name string, content []byte) error {
	released := time.Date(2008, time.May, 30, 0, 0, 0, 0, time.UTC)
	if there, err := root.ReadFile(name); err == nil && bytes.Equal(there, content) {
		if info, err := root.Stat(name); err == nil && info.ModTime().Equal(released) {
			return nil
		}
	}
	fresh := name + ".tmp"
	if err := root.WriteFile(fresh, content, 0o644); err != nil {
		return err
	}
	if err := root.Chtimes(fresh, released, released); err != nil {
		return err
	}
	return root.Rename(fresh, name)
}
