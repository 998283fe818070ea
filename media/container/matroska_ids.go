package container

// IDs of Matroska elements (RFC 9559), with their length marker.
const (
	idEBML    = 0x1A45DFA3
	idDocType = 0x4282
	idVoid    = 0xEC
	idCRC     = 0xBF

	idSegment      = 0x18538067
	idSeekHead     = 0x114D9B74
	idSeek         = 0x4DBB
	idSeekID       = 0x53AB
	idSeekPosition = 0x53AC

	idInfo           = 0x1549A966
	idTimestampScale = 0x2AD7B1
	idDuration       = 0x4489
	idMuxingApp      = 0x4D80
	idWritingApp     = 0x5741

	idTracks          = 0x1654AE6B
	idTrackEntry      = 0xAE
	idTrackNumber     = 0xD7
	idTrackUID        = 0x73C5
	idTrackType       = 0x83
	idFlagLacing      = 0x9C
	idFlagDefault     = 0x88
	idFlagForced      = 0x55AA
	idDefaultDuration = 0x23E383
	idName            = 0x536E
	idLanguage        = 0x22B59C
	idLanguageBCP47   = 0x22B59D
	idCodecID         = 0x86
	idCodecPrivate    = 0x63A2
	idCodecDelay      = 0x56AA
	idSeekPreRoll     = 0x56BB

	idVideo         = 0xE0
	idPixelWidth    = 0xB0
	idPixelHeight   = 0xBA
	idCropBottom    = 0x54AA
	idCropTop       = 0x54BB
	idCropLeft      = 0x54CC
	idCropRight     = 0x54DD
	idDisplayWidth  = 0x54B0
	idDisplayHeight = 0x54BA
	idDisplayUnit   = 0x54B2

	idAudio                   = 0xE1
	idSamplingFrequency       = 0xB5
	idOutputSamplingFrequency = 0x78B5
	idChannels                = 0x9F
	idBitDepth                = 0x6264

	idContentEncodings     = 0x6D80
	idContentEncoding      = 0x6240
	idContentEncodingScope = 0x5032
	idContentEncodingType  = 0x5033
	idContentCompression   = 0x5034
	idContentCompAlgo      = 0x4254
	idContentCompSettings  = 0x4255

	idCues             = 0x1C53BB6B
	idCuePoint         = 0xBB
	idCueTime          = 0xB3
	idCueTrackPosition = 0xB7
	idCueTrack         = 0xF7
	idCueCluster       = 0xF1

	idChapters         = 0x1043A770
	idEditionEntry     = 0x45B9
	idEditionHidden    = 0x45BD
	idEditionOrdered   = 0x45DD
	idChapterAtom      = 0xB6
	idChapterTimeStart = 0x91
	idChapterHidden    = 0x98
	idChapterEnabled   = 0x4598
	idChapterDisplay   = 0x80
	idChapString       = 0x85

	idCluster        = 0x1F43B675
	idTimestamp      = 0xE7
	idSimpleBlock    = 0xA3
	idBlockGroup     = 0xA0
	idBlock          = 0xA1
	idBlockDuration  = 0x9B
	idReferenceBlock = 0xFB
	idDiscardPadding = 0x75A2

	idTags        = 0x1254C367
	idAttachments = 0x1941A469
)

// endsCluster reports whether an element cannot be part of a cluster, so that it
// ends one of unknown size.
func endsCluster(id uint32) bool {
	switch id {
	case idCluster, idCues, idTags, idSeekHead, idInfo, idTracks, idChapters, idAttachments, idSegment, idEBML:
		return true
	}
	return false
}
