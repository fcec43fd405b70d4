package main

import (
	"regexp"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

const (
	waitPatience = 60 * time.Second
	waitPause    = 100 * time.Millisecond
)

// waitFor is a script command: `waitfor REGEXP PROGRAM ARGS…` runs a program
// again and again until it prints what is wanted.
func waitFor(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: waitfor regexp program [args…]")
	}
	want := regexp.MustCompile(args[0])
	for deadline := time.Now().Add(waitPatience); ; {
		err := ts.Exec(args[1], args[2:]...)
		if err == nil && want.MatchString(ts.ReadFile("stdout")) {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("not in time: %v prints %q (%v)", args[1:], ts.ReadFile("stdout"), err)
		}
		<-time.After(waitPause)
	}
}
