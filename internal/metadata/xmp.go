package metadata

import (
	"bytes"
	"encoding/xml"
	"strings"
)

// xmpWords are the properties of XMP, by their local names: the namespaces'
// prefixes and versions vary, their meanings do not.
var xmpWords = vocabulary{
	text: kinds(map[Kind]string{
		Author: `creator Creator Artist Author author AuthorsPosition CaptionWriter Credit Owner OwnerName CameraOwnerName rights Rights
			WebStatement CreatorContactInfo CiEmailWork CiTelWork CiUrlWork CiAdrExtadr CiAdrCity publisher contributor PersonInImage Photographer`,
		Editor:   "LastModifiedBy lastModifiedBy ImageEditor",
		Company:  "Company company Manager manager",
		Position: "City State Country Location Sublocation CountryCode CountryName ProvinceState LocationCreated LocationShown WorldRegion",
		Device:   "Make Model Lens LensMake LensModel LensInfo UniqueCameraModel HostComputer CameraModel",
		Serial:   "SerialNumber LensSerialNumber BodySerialNumber CameraSerialNumber",
		Software: "CreatorTool Software softwareAgent Producer Firmware xmptk ProcessingSoftware",
		Time: `CreateDate ModifyDate MetadataDate DateCreated DateTimeOriginal DateTimeDigitized DateTime CreationDate ModDate SourceModified
			when LastPrinted date`,
		Description: `title description subject Title Subject Keywords keywords Headline ImageDescription Caption hierarchicalSubject
			TransmissionReference Instructions TagsList LastKeywordXMP RegionList ImageTitle AltTextAccessibility ExtDescrAccessibility`,
		Comment: "UserComment Comment comment",
		Identifier: `DocumentID InstanceID OriginalDocumentID documentID instanceID originalDocumentID ImageUniqueID DigitalImageGUID
			VersionID HasExtendedXMP`,
		Path: "filePath RawFileName docname export-filename",
	}),
	mark: kinds(map[Kind]string{
		History:   "History DerivedFrom Ingredients Versions ManagedFrom DocumentAncestors",
		Thumbnail: "Thumbnails",
		Embedded:  "Data MotionPhoto MicroVideo Directory",
	}),
	special: func(e xml.StartElement, a xml.Attr) Kind {
		name := a.Name.Local
		if name == "" {
			name = e.Name.Local
		}
		if strings.HasPrefix(name, "GPS") && name != "GPSVersionID" {
			return Position
		}
		return none
	},
}

// xmp looks through a packet of XMP.
func (l *look) xmp(packet []byte) {
	l.xml(bytes.NewReader(bytes.TrimRight(packet, "\x00")), "XMP", xmpWords)
}
