package main

import "log/slog"

// mostStreams returns how many streams this process can have at once, each of them an open file; 0: any number.
func mostStreams(logger *slog.Logger) int {
	files, known := openFiles()
	if !known {
		return 0
	}
	most := streamsWithin(files)
	logger.Debug("streams are bounded by the limit of open files", "files", files, "streams", most)
	return most
}

// streamsWithin leaves a quarter of so many files, but not more than 4,096, for films, pages and the log.
func streamsWithin(files uint64) int {
	const plenty = 1 << 30
	files = min(files, plenty)
	return int(files - min(files/4, 4096))
}
