package metadata

// What the tags of TIFF 6.0, EXIF 3.0 (CIPA DC-008) and DNG 1.7 tell. None for
// those that tell nothing, so that other text is taken for Opaque.
const none Kind = ""

// Tags that lead to more.
const (
	tagSubIFDs     = 0x014a
	tagThumbnail   = 0x0201 // JPEGInterchangeFormat
	tagXMP         = 0x02bc
	tagIPTC        = 0x83bb
	tagPhotoshop   = 0x8649
	tagExifIFD     = 0x8769
	tagGPSIFD      = 0x8825
	tagInteropIFD  = 0xa005
	tagSubfile     = 0x00fe // NewSubfileType: bit 0 is of a reduced picture
	tagOrientation = 0x0112
	tagUserComment = 0x9286
)

var tiffTags = map[uint16]Kind{
	0x0001: none, // InteroperabilityIndex
	0x010d: Description,
	0x010e: Description,
	0x010f: Device,
	0x0110: Device,
	0x011d: Description, // PageName
	0x0131: Software,
	0x0132: Time,
	0x013b: Author,
	0x013c: Device,
	0x8298: Author, // Copyright
	0x8773: Opaque, // ICC profile
	0x8824: none,   // SpectralSensitivity
	0x9003: Time,
	0x9004: Time,
	0x9010: Time, // offsets from UTC
	0x9011: Time,
	0x9012: Time,
	0x927c: Opaque, // MakerNote
	0x9286: Comment,
	0x9290: none, // parts of a second
	0x9291: none,
	0x9292: none,
	0x9c9b: Description,
	0x9c9c: Comment,
	0x9c9d: Author,
	0x9c9e: Description,
	0x9c9f: Description,
	0xa004: Path, // RelatedSoundFile
	0xa40b: Device,
	0xa420: Identifier,
	0xa430: Author,
	0xa431: Serial,
	0xa433: Device,
	0xa434: Device,
	0xa435: Serial,
	0xa436: Description,
	0xa437: Author,
	0xa438: Editor,
	0xa439: Software,
	0xa43a: Software,
	0xa43b: Software,
	0xa43c: Software,
	0xc614: Device,
	0xc615: Device,
	0xc62f: Serial,
	0xc634: Opaque, // DNGPrivateData
	0xc65d: Identifier,
	0xc68b: Path, // OriginalRawFileName
	0xc68c: Embedded,
	0xc6f8: none, // names of camera profiles
	0xc6fe: none, // their copyright
}

// utf16Tag reports whether Windows wrote a tag's text in UTF-16LE.
func utf16Tag(tag uint16) bool { return tag >= 0x9c9b && tag <= 0x9c9f }
