package testnet

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"syscall"
	"time"
)

// stopWithin is how long a tor may take to end before it is killed.
const stopWithin = 3 * time.Second

// spawner starts processes from one thread that lives as long as they do: the
// kernel ends them when that thread ends, be it that the program is killed.
type spawner struct {
	requests chan func()
	done     chan struct{}
	started  []*process
}

type process struct {
	cmd    *exec.Cmd
	exited chan struct{}
}

func newSpawner() *spawner {
	s := &spawner{requests: make(chan func()), done: make(chan struct{})}
	go func() {
		defer close(s.done)
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		for f := range s.requests {
			f()
		}
	}()
	return s
}

// start runs tor with a torrc; its output goes to a file in dir.
func (s *spawner) start(torrc, dir string) (*process, error) {
	out, err := os.Create(filepath.Join(dir, "stdout.log"))
	if err != nil {
		return nil, err
	}
	defer out.Close()
	cmd := exec.Command("tor", "-f", torrc, "--defaults-torrc", "/nonexistent", "--ignore-missing-torrc", "--hush",
		"--__OwningControllerProcess", strconv.Itoa(os.Getpid()))
	cmd.Stdout, cmd.Stderr = out, out
	cmd.SysProcAttr = &syscall.SysProcAttr{Pdeathsig: syscall.SIGKILL}
	result := make(chan error, 1)
	s.requests <- func() { result <- cmd.Start() }
	if err := <-result; err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, exited: make(chan struct{})}
	go func() {
		cmd.Wait()
		close(p.exited)
	}()
	s.started = append(s.started, p)
	return p, nil
}

// stop ends every process, then the thread.
func (s *spawner) stop() {
	for _, p := range s.started {
		p.cmd.Process.Signal(syscall.SIGTERM)
	}
	late := time.After(stopWithin)
	for _, p := range s.started {
		select {
		case <-p.exited:
		case <-late:
			p.cmd.Process.Kill()
			<-p.exited
			late = closedTime()
		}
	}
	close(s.requests)
	<-s.done
}

// closedTime is a channel that is always ready: nobody is waited for any more.
func closedTime() <-chan time.Time {
	c := make(chan time.Time)
	close(c)
	return c
}
