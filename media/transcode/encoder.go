package transcode

import (
	"os"
	"runtime"
	"slices"
	"strconv"
)

// encoder is one of ffmpeg's H.264 encoders.
type encoder struct {
	name     string   // ffmpeg's
	device   []string // arguments before the input
	pixels   string   // what it takes
	filters  string   // that bring frames to it, with a comma before them
	hardware bool
	nodes    []string // device files on Linux, of which one must be there
	quality  func(s size, maxRate int) []string
}

// software is libx264, which does well everywhere.
var software = encoder{
	name: "libx264", pixels: "yuv420p",
	quality: func(s size, maxRate int) []string {
		return []string{"-preset", "veryfast", "-crf", strconv.Itoa(s.crf), "-maxrate", strconv.Itoa(maxRate),
			"-bufsize", strconv.Itoa(2 * maxRate), "-sc_threshold", "0", "-forced-idr", "1"}
	},
}

// renderNode is the first graphics card on Linux.
const renderNode = "/dev/dri/renderD128"

// present reports whether the device of an encoder may be there.
func (e encoder) present() bool {
	if runtime.GOOS != "linux" || len(e.nodes) == 0 {
		return true
	}
	return slices.ContainsFunc(e.nodes, func(node string) bool {
		_, err := os.Stat(node)
		return err == nil
	})
}

// hardware are the encoders of graphics cards, the best first.
var hardware = []encoder{
	{
		name: "h264_nvenc", pixels: "yuv420p", hardware: true, nodes: []string{"/dev/nvidiactl", "/dev/dxg"},
		quality: func(s size, maxRate int) []string {
			return append(bounded(maxRate), "-rc", "vbr", "-cq", strconv.Itoa(s.crf+2), "-forced-idr", "1", "-no-scenecut", "1")
		},
	},
	{
		name: "h264_videotoolbox", pixels: "yuv420p", hardware: true,
		quality: func(_ size, maxRate int) []string { return append(bounded(maxRate), "-allow_sw", "0", "-bf", "0") },
	},
	{
		name: "h264_qsv", pixels: "nv12", hardware: true, nodes: []string{renderNode},
		quality: func(_ size, maxRate int) []string { return append(bounded(maxRate), "-forced_idr", "1") },
	},
	{
		name: "h264_vaapi", pixels: "nv12", filters: ",hwupload", hardware: true, nodes: []string{renderNode},
		device:  []string{"-vaapi_device", renderNode},
		quality: func(_ size, maxRate int) []string { return append(bounded(maxRate), "-bf", "0") },
	},
}

// bounded asks for three quarters of the highest bit rate on average.
func bounded(maxRate int) []string {
	return []string{"-b:v", strconv.Itoa(maxRate / 4 * 3), "-maxrate", strconv.Itoa(maxRate), "-bufsize", strconv.Itoa(2 * maxRate)}
}
