package media

import (
	"crypto/sha256"
	"errors"
	"net/url"
	"path"
	"strings"
	"unicode/utf8"

	"goblet/words"
)

// ErrLink: an address at which browsers can't find a film. Errors of Link wrap
// it; their texts are sentences for who gave the address.
var ErrLink = errors.New("this is no link to a film")

const (
	maxLink  = 2000 // characters of an address
	maxTitle = 200  // characters
)

// linkPrefix begins the IDs of films that lie elsewhere; no ID of the library
// holds a dash.
const linkPrefix = "url-"

// linkVersion is the version of all films that lie elsewhere.
const linkVersion = "link"

// Link returns the film or HLS playlist at an address, which browsers load by
// themselves: nothing is fetched here. Without a title it is named after its
// file, else its host. The error is an ErrLink.
func Link(address, title string) (Media, error) {
	u, err := parseLink(strings.TrimSpace(address))
	if err != nil {
		return Media{}, err
	}
	mime, ok := linkType(u.Path)
	if !ok {
		return Media{}, words.Refuse(ErrLink, "Browsers don’t play DASH (.mpd). Ask for the film’s HLS link (.m3u8) or an MP4.")
	}
	if title = cleanTitle(title); title == "" {
		title = linkTitle(u)
	}
	where := u.String()
	sum := sha256.Sum256([]byte(where))
	return Media{
		ID: linkPrefix + encoding.EncodeToString(sum[:10]), Title: title, Type: mime, Version: linkVersion, URL: where,
	}, nil
}

// IsLink reports whether an ID can be one of a film that Link returned.
func IsLink(id string) bool {
	rest, ok := strings.CutPrefix(id, linkPrefix)
	return ok && len(rest) == 16 && !strings.ContainsFunc(rest, func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '2' || r > '7')
	})
}

// parseLink reads an address that any page may load from.
func parseLink(address string) (*url.URL, error) {
	switch {
	case address == "":
		return nil, words.Refuse(ErrLink, "Paste a link to a film first.")
	case !utf8.ValidString(address):
		return nil, words.Refuse(ErrLink, "This is no link: it holds bytes that are no text.")
	case utf8.RuneCountInString(address) > maxLink:
		return nil, words.Refuse(ErrLink, "This link is too long: at most {n} characters.", "n", maxLink)
	}
	u, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, words.Refuse(ErrLink, "This link can’t be read: copy it again, all of it.")
	case u.Scheme != "http" && u.Scheme != "https", u.Hostname() == "":
		return nil, words.Refuse(ErrLink, "A link to a film begins with https:// or http:// and the name of a site.")
	case u.User != nil:
		return nil, words.Refuse(ErrLink, "Everybody here would see the password in this link: use one without.")
	}
	u.Fragment, u.RawFragment = "", "" // it would only move one player
	if len(u.String()) > 3*maxLink {   // letters that are not ASCII become three each
		return nil, words.Refuse(ErrLink, "This link is too long: at most {n} characters.", "n", maxLink)
	}
	return u, nil
}

// linkType tells the MIME type by the ending of a path, "" when that says
// nothing; ok is false for what no browser plays.
func linkType(name string) (mime string, ok bool) {
	switch strings.ToLower(path.Ext(name)) {
	case ".m3u8", ".m3u":
		return "application/vnd.apple.mpegurl", true
	case ".mp4", ".m4v", ".mov":
		return typeMP4, true
	case ".webm":
		return typeWebM, true
	case ".mkv":
		return typeMatroska, true
	case ".mpd":
		return "", false
	}
	return "", true
}

// linkTitle names a film after its file, or when that says nothing its host.
func linkTitle(u *url.URL) string {
	name := path.Base(u.Path)
	if mime, _ := linkType(name); mime == "" || name == "/" || name == "." {
		return u.Hostname()
	}
	if isPlaylist(name) {
		name = strings.TrimSuffix(name, path.Ext(name))
	}
	title := titleOf(name)
	switch strings.ToLower(title) {
	case "index", "master", "playlist", "manifest", "video", "stream", "main", "prog index":
		return u.Hostname()
	}
	return cleanTitle(title)
}

func isPlaylist(name string) bool {
	ending := strings.ToLower(path.Ext(name))
	return ending == ".m3u8" || ending == ".m3u"
}

// cleanTitle makes a title one line of at most maxTitle characters.
func cleanTitle(title string) string {
	title = strings.Join(strings.Fields(printable(title)), " ")
	if runes := []rune(title); len(runes) > maxTitle {
		title = strings.TrimSpace(string(runes[:maxTitle-1])) + "…"
	}
	return title
}
