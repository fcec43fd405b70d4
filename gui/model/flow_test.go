package model_test

import (
	"slices"
	"testing"

	"carom/gui/model"
)

func TestFlow(t *testing.T) {
	for _, tt := range []struct {
		name   string
		widths []int
		want   []int
	}{
		{"nothing", nil, nil},
		{"all fit", []int{30, 30, 20}, []int{0, 0, 0}},
		{"to the pixel", []int{45, 45}, []int{0, 0}},
		{"one too many", []int{45, 46}, []int{0, 1}},
		{"wider than a row", []int{120, 10, 130, 10}, []int{0, 1, 2, 3}},
		{"a row begins anew", []int{60, 60, 30}, []int{0, 1, 1}},
	} {
		if got := model.Flow(tt.widths, 100, 10); !slices.Equal(got, tt.want) {
			t.Errorf("%s: %v, not %v", tt.name, got, tt.want)
		}
	}
}
