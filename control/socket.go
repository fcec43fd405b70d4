package control

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"golang.org/x/sys/unix"

	"carom/core"
)

const (
	socketName = "control.sock"
	// maxPath is the longest path used for a socket: the kernel takes 107 bytes.
	maxPath = 100
	// probeTimeout is for finding out whether a socket has an owner.
	probeTimeout = 2 * time.Second
)

// ErrRunning: another node answers on the socket.
var ErrRunning = errors.New("a node is running for this profile already")

// SocketPath is where the node of a data folder has its control socket: in the
// folder, or, when that name is too long for a socket, in a folder of this user
// for temporary files, under a name made from the long one.
func SocketPath(dataDir string) string {
	abs, err := filepath.Abs(dataDir)
	if err != nil {
		abs = dataDir
	}
	path := filepath.Join(abs, socketName)
	if len(path) <= maxPath {
		return path
	}
	base := os.Getenv("XDG_RUNTIME_DIR")
	if base == "" || len(base) > maxPath/2 || ownFolder(base) != nil {
		base = "/tmp"
	}
	sum := sha256.Sum256([]byte(abs))
	return filepath.Join(base, "carom-"+strconv.Itoa(os.Getuid()), hex.EncodeToString(sum[:8])+".sock")
}

// listen opens the socket. One that a dead node left is replaced; the caller
// holds the profile's lock, so that two nodes cannot do that to each other.
func listen(path string) (net.Listener, error) {
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("making the control socket's folder: %w", err)
	}
	if err := ownFolder(dir); err != nil {
		return nil, err
	}
	if c, err := net.DialTimeout("unix", path, probeTimeout); err == nil {
		c.Close()
		return nil, ErrRunning
	}
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("replacing an old control socket: %w", err)
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("opening the control socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		l.Close()
		return nil, fmt.Errorf("opening the control socket: %w", err)
	}
	return &guarded{l.(*net.UnixListener)}, nil
}

// ownFolder refuses a folder that somebody else made or may write to, as the
// temporary one could be.
func ownFolder(dir string) error {
	var st unix.Stat_t
	if err := unix.Lstat(dir, &st); err != nil {
		return fmt.Errorf("looking at the control socket's folder: %w", err)
	}
	if st.Mode&unix.S_IFMT != unix.S_IFDIR || int(st.Uid) != os.Getuid() || st.Mode&0o022 != 0 {
		return &core.UserError{Code: core.CodeStorage, Kind: core.KindSocketFolder, Name: dir, Text: "Others may write to the folder " + dir + ", or it is not yours, so that they could pose as this node. " +
			"Nothing was started. If it is yours: chmod 700 " + dir}
	}
	return nil
}

// guarded accepts connections of our own user only.
type guarded struct{ *net.UnixListener }

func (g *guarded) Accept() (net.Conn, error) {
	for {
		c, err := g.AcceptUnix()
		if err != nil {
			return nil, err
		}
		if uid, err := peerUID(c); err == nil && uid == uint32(os.Getuid()) {
			return c, nil
		}
		c.Close()
	}
}

// errForeign: what answers on the socket is another user's.
var errForeign = errors.New("the socket belongs to another user")

// dialOwn connects to a socket that a process of our own user listens on: the
// folder for long names is one where anybody could have been first.
func dialOwn(ctx context.Context, path string) (net.Conn, error) {
	var dialer net.Dialer
	c, err := dialer.DialContext(ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	if uid, err := peerUID(c.(*net.UnixConn)); err != nil || uid != uint32(os.Getuid()) {
		c.Close()
		return nil, errForeign
	}
	return c, nil
}

// peerUID asks the kernel whose process is at the other end.
func peerUID(c *net.UnixConn) (uint32, error) {
	raw, err := c.SyscallConn()
	if err != nil {
		return 0, err
	}
	var cred *unix.Ucred
	var credErr error
	err = raw.Control(func(fd uintptr) {
		cred, credErr = unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED)
	})
	if err := errors.Join(err, credErr); err != nil {
		return 0, err
	}
	return cred.Uid, nil
}
