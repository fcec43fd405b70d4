// Package transfer moves the bytes of files: between two Caroms over a bulk
// connection, and to and from a plain Ricochet-Refresh. It decides nothing: what
// is to be moved, and what becomes of it, is for its caller, core.
//
// # Between two Caroms
//
// A file or a folder is one stream: a List of names and sizes, then the contents
// one after the other. Prepare makes it an Outgoing, with a hash tree over the
// stream. The receiver has an Incoming, which outlives connections. A Link moves
// any number of both over one connection: the receiver asks for parts of 64 KiB
// of each transfer in turn and keeps a window of them under way, whose size
// follows the round trip times; the sender answers in order. Each piece of the
// hash tree is verified when it is whole, and one that is wrong is asked for
// again. When a connection ends, not more is lost than what was on the way. Chat messages
// go over another connection, and first: see manners.
//
// # On the disk
//
// What has come is kept encrypted, each piece of the hash tree by itself, under a
// key that only the profile has (Store, Secret). When everything is there, Fill
// decrypts it into a hidden stage of the quarantine folder, and Publish gives it
// its name.
//
// # Memory
//
// An Outgoing holds its List, 64 bytes for each piece of the hash tree (at most
// 10 000 pieces for 10 GB) and one piece, a Kept the List of one file and the tree;
// an Incoming the pieces that are begun, which the window bounds, and while its List
// is read that, and the names of its folders; a Link 1 MiB of packets that were not
// looked at. A piece has 64 KiB to 1 MiB.
package transfer
