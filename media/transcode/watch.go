package transcode

import (
	"io"
	"sync"
	"time"
)

// watch notices when ffmpeg stands still: when it neither reads nor writes for a
// time, although samples are there for it and its output is read.
type watch struct {
	patience time.Duration

	mu      sync.Mutex
	timer   *time.Timer
	reading_, waiting_ bool
}
