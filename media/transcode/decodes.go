package transcode

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"slices"
)

// decodes reports whether a decoder finds a number of frames in a film.
func (t *Transcoder) decodes(ctx context.Context, film []byte, frames int) error {
	p, err := t.spawner.start(ctx, command{program: t.tools.FFmpeg, args: slices.Concat(common, []string{
		"-protocol_whitelist", "pipe", "-f", "mp4", "-i", "pipe:0", "-f", "framecrc", "pipe:1"})})
	if err != nil {
		return err
	}
	stop := context.AfterFunc(ctx, p.kill)
	defer stop()
	go func() {
		_, _ = bytes.NewReader(film).WriteTo(p.stdin) // a short film is told by its frames
		_ = p.stdin.Close()
	}()
	found := 0
	for lines := bufio.NewScanner(p.stdout); lines.Scan(); {
		if !bytes.HasPrefix(lines.Bytes(), []byte("#")) {
			found++
		}
	}
	if err := p.wait(); err != nil {
		return fmt.Errorf("%w: %w", errTrial, err)
	}
	if found != frames {
		return fmt.Errorf("%w: of %d frames %d come back", errTrial, frames, found)
	}
	return nil
}
