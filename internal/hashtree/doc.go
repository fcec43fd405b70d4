// Package hashtree verifies a file piece by piece.
//
// A file is cut into pieces of one size, which follows from the file's length
// alone (PieceSize). Over the pieces stands a binary tree, and over the tree one
// root. Whoever has the root, the salt and the length can check any run of
// pieces as it comes, in any order, with a proof of at most 64 bytes for each
// level of the tree: a wrong piece is asked for again, not the file. All pieces
// being right means that the file is.
//
// With H for SHA-256, ‖ for concatenation, integers big endian, and a salt of 32
// random bytes, new for each file and each time that it is sent:
//
//	piece(i)   = H(00 ‖ salt ‖ bytes of piece i)
//	node(l, r) = H(01 ‖ salt ‖ l ‖ r)
//	root       = H(02 ‖ salt ‖ length as 8 bytes ‖ piece size as 4 bytes ‖ top)
//
// A tree over n > 1 pieces has, as in RFC 9162 (section 2.1.1), the largest power
// of two below n pieces on its left and the others on its right. The tree over
// one piece is that piece; a file without a byte has one empty piece. The first
// byte keeps the three kinds apart, so that no node can be passed off as a piece;
// the root binds the length, so that none can be passed off as another's.
//
// The salt keeps somebody who sees a root, and not the salt, from telling which
// known file it is of. To the receiver, who has both, it hides nothing.
//
// Memory: a Builder takes 32 bytes for each level, at most 1 KiB. A Tree, which
// makes proofs, takes 64 bytes for each piece: 100 KiB for 100 MB, 640 KiB for
// 10 GB, 64 MiB for MaxLength. What has to be stored to make it again without
// reading the file, Tree.Pieces, is half of that. Verifying takes nothing.
//
// Nothing here is secret to the caller, and nothing starts a goroutine or does
// I/O, but what Build reads.
package hashtree
