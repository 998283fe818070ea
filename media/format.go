package media

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"goblet/media/container"
)

const (
	typeMP4      = "video/mp4"
	typeWebM     = "video/webm"
	typeMatroska = "video/x-matroska"
	typeOther    = "application/octet-stream"
)

// mimeTypes are the MIME types of formats: of those that package container
// reads, and of others by ffmpeg's names.
var mimeTypes = map[container.Format]string{
	container.MP4: typeMP4, container.WebM: typeWebM, container.Matroska: typeMatroska,
	"avi": "video/x-msvideo", "mpegts": "video/mp2t", "mpeg": "video/mpeg", "mpegvideo": "video/mpeg",
	"asf": "video/x-ms-wmv", "flv": "video/x-flv", "ogg": "video/ogg",
}

func mimeOf(f container.Format) string { return cmp.Or(mimeTypes[f], typeOther) }

// foreign are the endings of films that package container may not read.
var foreign = map[string]bool{
	".3gp": true, ".asf": true, ".avi": true, ".divx": true, ".dv": true, ".flv": true, ".gxf": true, ".m1v": true,
	".m2ts": true, ".m2v": true, ".m4v": true, ".mkv": true, ".mov": true, ".mp4": true, ".mpe": true, ".mpeg": true,
	".mpg": true, ".mts": true, ".mxf": true, ".nut": true, ".ogm": true, ".ogv": true, ".rm": true, ".rmvb": true,
	".ts": true, ".vob": true, ".webm": true, ".wmv": true, ".wtv": true,
}

// resemblesFilm reports whether a file is named like a film. Files that end in
// .ts may also be programs: films have packets of 188 bytes there, each after
// the byte 0x47 (ISO/IEC 13818-1, section 2.4.3.2).
func resemblesFilm(name string, r io.ReaderAt) bool {
	ending := strings.ToLower(filepath.Ext(name))
	if ending != ".ts" {
		return foreign[ending]
	}
	const packet = 188
	var head [packet + 1]byte
	_, err := r.ReadAt(head[:], 0)
	return err == nil && head[0] == 0x47 && head[packet] == 0x47
}

// plain reports whether browsers of today play a film as it is, or with the same
// picture and sound in other wrapping. What each of them says counts in the end.
func plain(f *container.Film) bool {
	known := func(t container.Track) bool {
		switch t.Codec {
		case container.H264, container.VP8, container.VP9, container.AV1,
			container.AAC, container.MP3, container.Opus, container.Vorbis, container.FLAC:
			return !t.OpenGOP
		}
		return t.Kind == container.Subtitle
	}
	return containers[f.Format] != "" && !slices.ContainsFunc(f.Tracks, func(t container.Track) bool { return !known(t) })
}

// streamsOf says for people what a film consists of: "1920×1080 H.264, AC-3 5.1".
// Of several tracks of sound each codec is named once.
func streamsOf(f *container.Film) string {
	var all []string
	for _, t := range f.Of(container.Video) {
		all = append(all, strings.TrimPrefix(fmt.Sprintf("%d×%d %s", t.Width, t.Height, t.CodecName()), "0×0 "))
		break
	}
	named := make(map[string]bool)
	for _, t := range f.Of(container.Audio) {
		name := strings.TrimSpace(t.CodecName() + " " + channelsOf(t.Channels))
		if !named[name] {
			named[name] = true
			all = append(all, name)
		}
	}
	return strings.Join(all, ", ")
}

// channelsOf names how many loudspeakers there are, as people do.
func channelsOf(n int) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "mono"
	case 2:
		return "stereo"
	case 6:
		return "5.1"
	case 7:
		return "6.1"
	case 8:
		return "7.1"
	}
	return fmt.Sprintf("%d channels", n)
}
