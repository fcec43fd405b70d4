//go:build minimal

package main

import (
	"debug/elf"
	"errors"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The program has no other way into a network than Tor: no library of Qt's that
// could fetch anything is linked, by us or by what we link. (Qt's platform plugin
// for X11 loads QtDBus when the program runs: tray icon and screen readers.)
func TestLinkedLibraries(t *testing.T) {
	out, err := exec.Command("ldd", build(t)).Output()
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(out), "libQt5Widgets") {
		t.Fatalf("ldd says nothing of Qt:\n%s", out)
	}
	fetching := regexp.MustCompile(`lib(Qt5(Network|WebEngine|WebKit|WebSockets|Qml|Quick|DBus|Multimedia|Sql|Xml)|curl|soup|ssl|crypto)\w*\.so\S*`)
	if found := fetching.FindAllString(string(out), -1); len(found) > 0 {
		t.Errorf("the program is linked with %v", found)
	}
}

// Package net/http is linked, because gRPC, which the control socket speaks,
// takes its names for headers and errors from it; the binding of Qt imports
// neither it nor package net. Nothing of it can send a request: the linker has
// left its client out.
func TestNoHTTPClient(t *testing.T) {
	list := exec.Command("go", "list", "-tags=minimal", "-deps", "github.com/therecipe/qt/widgets")
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	packages := strings.Fields(string(out))
	if !slices.Contains(packages, "github.com/therecipe/qt/core") {
		t.Fatalf("the binding consists of %v", packages)
	}
	for _, p := range packages {
		if p == "net" || strings.HasPrefix(p, "net/") || p == "os/exec" {
			t.Errorf("the binding imports %s", p)
		}
	}
	file, err := elf.Open(build(t))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	symbols, err := file.Symbols()
	if err != nil && !errors.Is(err, elf.ErrNoSymbols) {
		t.Fatal(err)
	}
	known := false
	for _, s := range symbols {
		known = known || s.Name == "main.main"
		if strings.HasPrefix(s.Name, "net/http.(*Client).") || strings.HasPrefix(s.Name, "net/http.(*Transport).") {
			t.Errorf("%s is linked", s.Name)
		}
	}
	if !known {
		t.Error("the program has no symbols: nothing was looked at")
	}
}
