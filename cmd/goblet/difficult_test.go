package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
)

// difficultFilms makes the films of testdata/films.sh once and returns their folder.
var difficultFilms = sync.OnceValues(func() (string, error) {
	shared, err := scratch()
	if err != nil {
		return "", err
	}
	font, err := monospace()
	if err != nil {
		return "", err
	}
	script, err := filepath.Abs(filepath.Join("testdata", "films.sh"))
	if err != nil {
		return "", err
	}
	dir := filepath.Join(shared, "difficult")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	make := exec.Command("sh", script, font)
	make.Dir = dir
	if out, err := make.CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return dir, nil
})
