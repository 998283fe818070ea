package transcode

import (
	"os"
	"runtime"
	"strconv"

	"goblet/media/container"
)

// formats are the file formats that ffmpeg may read by itself, by its names.
// Playlists and scripts, which name other files, are not among them.
const formats = "avi,mpegts,mpeg,mpegvideo,asf,flv,ogg,mov,mp4,matroska,webm,rm,mxf,dv,wtv,nut,gxf,vob"

// seekBack is how far before the wanted position (seconds) a file is read from
// that only ffmpeg knows: some formats have no index, and where a seek ends in
// them is a guess.
const seekBack = 10

// foreignInput returns ffmpeg's arguments for reading a track from the file
// itself. Times are the film's, later by the leeway.
func foreignInput(j *job, from int, file string) []string {
	args := []string{"-protocol_whitelist", "file", "-format_whitelist", formats, "-threads", threads, "-max_pixels", maxPixels,
		"-copyts", "-noaccurate_seek", "-itsoffset", seconds(leeway - j.source.Film.Start)}
	if at := float64(from*Grid) - seekBack; at > 0 {
		args = append(args, "-ss", seconds(at))
	}
	return append(args, "-i", file, "-map", "0:"+strconv.Itoa(streamOf(j.track)))
}

// inherit returns the URL by which a child process reads an open file, and the
// files that it must be given for that. On Windows, which can't give any, the
// URL is the file's path.
func inherit(file *os.File) (url string, files []*os.File) {
	if runtime.GOOS == "windows" {
		return "file:" + file.Name(), nil
	}
	return "file:/dev/fd/3", []*os.File{file}
}

// streamOf returns the number that ffmpeg gives a foreign film's track.
func streamOf(t container.Track) int { return t.ID - 1 }
