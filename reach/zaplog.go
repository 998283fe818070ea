package reach

import (
	"context"
	"log/slog"
	"strings"

	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

// zapLogger returns a logger for certmagic. What people should know ACME says itself in a sentence; the rest is for who
// looks for an error.
func zapLogger(to *slog.Logger) *zap.Logger { return zap.New(zapCore{to: to}) }

// zapCore hands entries of zap on to slog.
type zapCore struct {
	to     *slog.Logger
	fields []zapcore.Field
}

// Enabled is part of zapcore.Core.
func (c zapCore) Enabled(l zapcore.Level) bool {
	return c.to.Enabled(context.Background(), slog.LevelDebug) || l >= zapcore.ErrorLevel
}

// With is part of zapcore.Core.
func (c zapCore) With(fields []zapcore.Field) zapcore.Core {
	return zapCore{c.to, append(c.fields[:len(c.fields):len(c.fields)], fields...)}
}

// Check is part of zapcore.Core.
func (c zapCore) Check(e zapcore.Entry, checked *zapcore.CheckedEntry) *zapcore.CheckedEntry {
	if c.Enabled(e.Level) {
		return checked.AddCore(e, c)
	}
	return checked
}

// Write is part of zapcore.Core.
func (c zapCore) Write(e zapcore.Entry, fields []zapcore.Field) error {
	all := zapcore.NewMapObjectEncoder()
	for _, f := range append(c.fields[:len(c.fields):len(c.fields)], fields...) {
		f.AddTo(all)
	}
	args := make([]any, 0, 2*len(all.Fields))
	for name, value := range all.Fields {
		args = append(args, name, value)
	}
	c.to.Log(context.Background(), level(e, all.Fields["error"]), "certmagic: "+e.Message, args...)
	return nil
}

// Sync is part of zapcore.Core.
func (zapCore) Sync() error { return nil }

// level returns how much an entry matters here. These two are all that tells when the folder can't be used, say.
func level(e zapcore.Entry, err any) slog.Level {
	if text, _ := err.(string); strings.Contains(text, context.Canceled.Error()) {
		return slog.LevelDebug
	}
	if e.Level >= zapcore.ErrorLevel && (e.Message == "job failed" || e.Message == "initiating certificate management") {
		return slog.LevelWarn
	}
	return slog.LevelDebug
}
