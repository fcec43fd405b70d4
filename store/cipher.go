package store

import (
	"crypto/rand"

	"github.com/ncruces/go-sqlite3/vfs"
	cipherfs "github.com/ncruces/go-sqlite3/vfs/adiantum"
	"lukechampine.com/adiantum"
	"lukechampine.com/adiantum/hbsh"
)

// pageCipher hands SQLite's file layer the key. The "secret" of a URI is only a
// label: the key itself passes through no URI and no SQL.
type pageCipher struct{ key []byte }

// labelProfile in a URI's textkey asks for the profile's key.
const labelProfile = "profile"

// KDF implements adiantum.HBSHCreator. Temporary files get a key of their own.
func (c pageCipher) KDF(label string) []byte {
	if label == labelProfile {
		return c.key
	}
	key := make([]byte, keySize)
	rand.Read(key)
	return key
}

// HBSH implements adiantum.HBSHCreator.
func (c pageCipher) HBSH(key []byte) *hbsh.HBSH {
	if len(key) != keySize {
		return nil
	}
	return adiantum.New(key)
}

// encrypted is base with everything encrypted. Adiantum and not XTS: both are
// faster than the disk here, and a changed bit changes a whole page of 4096
// bytes, where XTS would show which 16 of them changed.
func encrypted(base vfs.VFS, k keys) vfs.VFS {
	return cipherfs.Wrap(wholeBlocks{base}, pageCipher{k.pages})
}
