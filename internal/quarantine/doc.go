// Package quarantine is where received files land: one folder, under names that
// were made anew, with nothing in them that a machine starts by itself.
//
// It promises, whatever a peer calls its files and whatever another program does
// in the folder at the same time:
//
//   - Nothing is ever written outside of the folder: everything is opened beneath
//     one os.Root, also when somebody puts a symbolic link in the place of a
//     folder between two steps.
//   - Nothing that is there is overwritten: that a name is free is decided by the
//     kernel when the file is made (O_EXCL) or named (RENAME_NOREPLACE), never by
//     looking first.
//   - Files have mode 0600 and folders 0700, less what the umask takes; none is
//     executable.
//   - A name appears when its file is whole and on the disk. Until then it is in a
//     Stage, a hidden folder beside it, which a crash leaves to be continued or
//     removed.
//
// A Stage holds plain data: what is on the disk can be read by whoever has it. A
// receiver that wants to keep an unfinished file secret encrypts it elsewhere and
// fills the stage at the end.
//
// No error has a path or a name in it. The methods of one Folder or Stage may be
// called by several goroutines at once; those of a File by one.
package quarantine
