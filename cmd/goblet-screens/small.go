package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"goblet/browser"
)

// widest is what a picture of the documentation may have, in pixels.
const widest = 1200

// heaviest is what a picture of the documentation may weigh, in bytes.
const heaviest = 250_000

// saveSmall saves the page not too wide and with as many colours as fit.
func (s *studio) saveSmall(ctx context.Context, p *browser.Page, name string) error {
	png, err := p.Screenshot(ctx)
	if err != nil {
		return err
	}
	var small []byte
	for _, colours := range []int{256, 192, 128, 96, 64} {
		if small, err = paint(ctx, png, colours); err != nil {
			return err
		}
		if len(small) < heaviest {
			return os.WriteFile(filepath.Join(s.folder, name+".png"), small, 0o644)
		}
	}
	return fmt.Errorf("%s.png has %d bytes even with few colours, more than %d", name, len(small), heaviest)
}

// paint paints a PNG anew, not too wide and with so many colours, the best ones for it.
func paint(ctx context.Context, png []byte, colours int) ([]byte, error) {
	filter := fmt.Sprintf("scale='min(iw,%d)':-2:flags=lanczos,split[a][b];[a]palettegen=max_colors=%d[p];[b][p]paletteuse=dither=sierra2_4a", widest, colours)
	cmd := exec.CommandContext(ctx, "ffmpeg", "-v", "error", "-f", "png_pipe", "-i", "-", "-vf", filter, "-f", "image2pipe", "-c:v", "png", "-")
	var out bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(png), &out, os.Stderr
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("ffmpeg paints a picture with fewer colours: %w", err)
	}
	return out.Bytes(), nil
}
