package media

import (
	"crypto/sha256"
	"encoding/base32"
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

// encoding writes hashes with [a-z2-7].
var encoding = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

// mediaID returns the ID of the film at an absolute path.
func mediaID(path string) string {
	sum := sha256.Sum256([]byte(path))
	return encoding.EncodeToString(sum[:10])
}

// titleOf makes a title for people from a file name: "Big.Buck.Bunny.2008.mp4"
// becomes "Big Buck Bunny 2008". Dots stay where the name has spaces anyway
// ("Dr. No.mkv") and between two single digits ("Surround 5.1").
func titleOf(name string) string {
	base := printable(name)
	if ext := path.Ext(base); isFilmExtension(ext) && len(ext) < len(base) {
		base = strings.TrimSuffix(base, ext)
	}
	title := strings.ReplaceAll(base, "_", " ")
	if !strings.ContainsFunc(strings.TrimSpace(base), unicode.IsSpace) {
		title = dotsToSpaces(title)
	}
	title = strings.Join(strings.Fields(title), " ")
	if title == "" {
		return base
	}
	return title
}

func isFilmExtension(ext string) bool {
	ext = strings.ToLower(ext)
	switch ext {
	case ".mp4", ".m4v", ".mov", ".qt", ".mkv", ".mk3d", ".webm", ".f4v", ".3gp", ".3g2", ".m4a", ".mka":
		return true
	}
	return foreign[ext]
}

func dotsToSpaces(s string) string {
	r := []rune(s)
	digit := func(i int) bool { return i >= 0 && i < len(r) && unicode.IsDigit(r[i]) }
	for i, c := range r {
		decimal := digit(i-1) && digit(i+1) && !digit(i-2) && !digit(i+2)
		if c == '.' && !decimal {
			r[i] = ' '
		}
	}
	return string(r)
}

// printable keeps names as they are in every script, but for bytes that are no
// UTF-8 and for control characters, which no page and no log line can take.
func printable(name string) string {
	name = strings.ToValidUTF8(name, string(utf8.RuneError))
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, name)
}

// skipped reports whether a folder's entry is never looked at: hidden files,
// files that a program is still writing, and what storage systems keep for themselves.
func skipped(name string) bool {
	switch name {
	case "@eaDir", "#recycle", "$RECYCLE.BIN", "System Volume Information", "lost+found":
		return true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".part", ".partial", ".filepart", ".crdownload", ".download", ".!qb", ".aria2", ".tmp":
		return true
	}
	return strings.HasPrefix(name, ".")
}
