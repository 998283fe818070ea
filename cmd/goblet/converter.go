package main

import (
	"context"
	"log/slog"
	"path/filepath"

	"goblet/media"
	"goblet/media/transcode"
)

// newConverter returns what converts films, and what reads the formats that
// Goblet does not know by itself: nil when there is none. Without ffmpeg Goblet
// runs, too; whoever opens a film that needs it is told what to do.
func newConverter(ctx context.Context, c config, logger *slog.Logger) (*transcode.Transcoder, media.Prober, error) {
	tools, missing := transcode.Find(ctx, c.ffmpeg)
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	if missing != nil {
		logger.Info("films can't be converted", "reason", missing)
	} else {
		logger.Debug("films can be converted", "ffmpeg", tools.FFmpeg, "version", tools.Version)
	}
	converter, err := transcode.New(transcode.Options{
		Tools: tools, Missing: missing, Folder: filepath.Join(c.data, "converted"), Bytes: c.cacheBytes,
		SoftwareOnly: c.software, Logger: logger,
	})
	if err != nil || tools == nil || tools.FFprobe == "" {
		return converter, nil, err
	}
	return converter, tools.Probe, nil
}
