// Package assets holds what browsers load besides HTML: Goblet's own ES modules and
// style sheets, images, and the vendored libraries, all embedded in the program.
//
// Pages get the modules joined into a few files (bundle.go), made from the tree when first asked for.
//
// Every address carries one hash over the whole tree, so that a file may be cached for
// ever and a module's relative imports stay within the same release.
package assets

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
	"runtime/debug"
	"sync"
)

//go:embed css js all:third_party img words
var tree embed.FS

// Prefix is the path below which Handler serves.
const Prefix = "/assets/"

// Path returns the address of an asset, "/assets/{hash}/{name}".
// name is relative to the tree, like "js/room.js"; it is not checked to exist.
func Path(name string) string {
	return Prefix + hash() + "/" + name
}

// Read returns an asset as it is in the tree, or fs.ErrNotExist.
func Read(name string) ([]byte, error) { return tree.ReadFile(name) }

// hash is computed once: the tree is part of the program and never changes.
var hash = sync.OnceValue(func() string { return hashOf(tree, bundler()) })

// bundler names the version of what makes the bundle: another one may make another.
func bundler() string {
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, module := range info.Deps {
			if module.Path == "github.com/evanw/esbuild" {
				return module.Version
			}
		}
	}
	return ""
}

// hashOf returns 16 hex digits over the names and contents of all files of fsys, and what makes more of them.
// It panics when fsys can't be read, which an embedded tree never causes.
func hashOf(fsys fs.FS, maker string) string {
	sum := sha256.New()
	sum.Write([]byte(maker + "\x00"))
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return err
		}
		content := sha256.Sum256(data)
		sum.Write([]byte(name + "\x00"))
		sum.Write(content[:])
		return nil
	})
	if err != nil {
		panic("assets: " + err.Error())
	}
	return hex.EncodeToString(sum.Sum(nil)[:8])
}
