package transcode

func convertUntilKilled() {}
