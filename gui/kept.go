//go:build minimal

package gui

import "github.com/therecipe/qt/core"

// kept holds on to what a callback has given to Qt last: Qt reads it when the
// callback has returned, and Go might have freed it by then.
type kept struct {
	size  *core.QSize
	value *core.QVariant
}

func (k *kept) sized(width, height int) *core.QSize {
	k.size = core.NewQSize2(width, height)
	return k.size
}

func (k *kept) nothing() *core.QVariant {
	k.value = core.NewQVariant()
	return k.value
}

func (k *kept) text(s string) *core.QVariant {
	k.value = core.NewQVariant1(s)
	return k.value
}
