//go:build minimal

// Command deskbench measures the desktop's window, without a screen (Qt's
// offscreen platform), with 202 contacts and 10 000 ended transfers, each figure
// beside one of bare Qt from the same run (an empty window; a list of Qt's own of
// 100 000 lines in memory):
//
//	first paint    from the start of the process until the window is painted
//	open           a conversation of 100 000 messages, until it is painted
//	scroll         frames while scrolling through a thousand messages, pages included
//	memory         with that conversation open
//	flood          the longest time for which the window did not answer, while
//	               10 000 messages a second come in from all contacts, files
//	               move, and the state is read again
//
// It exits with a status other than 0 when something did not work, not when a
// figure is poor: machines are shared.
package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

const (
	// starts is how often the program is started; the first one warms up.
	starts = 6
	// conversation is how many messages there are.
	conversation = 100_000
)

func main() {
	runtime.LockOSThread()
	child := flag.String("child", "", "used by the program itself")
	dir := flag.String("dir", "", "used by the program itself")
	baseline := flag.String("baseline", "", "used by the program itself")
	flag.Parse()
	var err error
	switch *child {
	case "":
		err = all()
	case "bare":
		err = bareChild()
	case "paint":
		err = paintChild(*dir)
	case "list":
		err = listChild(&report{raw: true})
	case "window":
		err = windowChild(*dir, &report{baseline: parse(*baseline)})
	default:
		err = fmt.Errorf("no child %q", *child)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "deskbench:", err)
		os.Exit(1)
	}
}

func all() (err error) {
	dir, err := os.MkdirTemp(".", "carom-deskbench-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := makeProfile(dir); err != nil {
		return err
	}
	fmt.Printf("%-42s %24s %24s %s\n", "what", "measured", "bare Qt", "target")
	bare, paint, err := firstPaints(dir)
	if err != nil {
		return err
	}
	r := &report{baseline: map[string]string{painted: bare.String()}}
	r.row(painted, paint.String())
	list, err := command("list", dir).Output()
	if err != nil {
		return err
	}
	cmd := command("window", dir, "-baseline", string(list))
	cmd.Stdout = os.Stdout
	return cmd.Run()
}

// firstPaints starts the bare window and ours, in turns.
func firstPaints(dir string) (bare, paint time.Duration, err error) {
	var bares, paints []time.Duration
	for i := range starts {
		b, err := timed("bare", dir)
		if err != nil {
			return 0, 0, err
		}
		p, err := timed("paint", dir)
		if err != nil {
			return 0, 0, err
		}
		if i > 0 {
			bares, paints = append(bares, b), append(paints, p)
		}
	}
	return median(bares), median(paints), nil
}

func median(times []time.Duration) time.Duration {
	slices.Sort(times)
	return times[len(times)/2].Round(time.Millisecond)
}

func command(child, dir string, more ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], append([]string{"-child", child, "-dir", dir}, more...)...)
	cmd.Env = append(os.Environ(), "QT_QPA_PLATFORM=offscreen")
	cmd.Stderr = os.Stderr
	return cmd
}

// timed returns how long a child takes until it says that it has painted.
func timed(child, dir string) (time.Duration, error) {
	cmd := command(child, dir)
	out, err := cmd.StdoutPipe()
	if err != nil {
		return 0, err
	}
	began := time.Now()
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	line, _ := bufio.NewReader(out).ReadString('\n')
	took := time.Since(began)
	if err := cmd.Wait(); err != nil {
		return 0, err
	}
	if strings.TrimSpace(line) != "painted" {
		return 0, fmt.Errorf("%s said %q", child, line)
	}
	return took, nil
}
