//go:build tools

// Package qttools pins the generators of the Qt binding in go.mod. Nothing
// imports it: scripts/desktop builds the programs by name.
package qttools

import (
	_ "github.com/therecipe/qt/cmd/qtminimal"
	_ "github.com/therecipe/qt/cmd/qtmoc"
	_ "github.com/therecipe/qt/internal/binding/files/docs/5.12.0"
	_ "github.com/therecipe/qt/internal/binding/files/docs/5.13.0"
	_ "github.com/therecipe/qt/internal/binding/runtime"
)
