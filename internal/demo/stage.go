package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"golang.org/x/term"
)

// stage prints the transcript, each line with the seconds since the start.
type stage struct {
	start time.Time
	shown string
}

func (s *stage) stamp() string { return fmt.Sprintf("%5.1fs", time.Since(s.start).Seconds()) }

func (s *stage) say(text string) { fmt.Printf("\n%s  %s\n", s.stamp(), text) }

// typed shows a command as its user would type it.
func (s *stage) typed(who string, args []string) {
	words := make([]string, len(args))
	for i, a := range args {
		if strings.ContainsAny(a, " ?!'") {
			a = `"` + a + `"`
		}
		words[i] = a
	}
	fmt.Printf("\n%s  %s$ carom %s\n", s.stamp(), who, strings.Join(words, " "))
}

func (s *stage) printed(output string) {
	for line := range strings.Lines(output) {
		fmt.Println("        " + strings.TrimRight(line, "\n"))
	}
}

// progress writes over the line before on a terminal, and adds a line only
// when it changed elsewhere.
func (s *stage) progress(line string) {
	if line == s.shown {
		return
	}
	s.shown = line
	if term.IsTerminal(int(os.Stdout.Fd())) {
		fmt.Printf("\r%s  %-60s", s.stamp(), line)
		return
	}
	fmt.Printf("%s  %s\n", s.stamp(), line)
}

func (s *stage) endProgress() {
	if s.shown != "" && term.IsTerminal(int(os.Stdout.Fd())) {
		fmt.Println()
	}
	s.shown = ""
}
