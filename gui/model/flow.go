package model

// Flow says in which row each of some things stands that follow each other as
// words do: a row takes as many as fit into width with gap between them, and at
// least one. All are in pixels.
func Flow(widths []int, width, gap int) []int {
	rows := make([]int, len(widths))
	row, end := 0, 0
	for i, w := range widths {
		switch {
		case i == 0:
			end = w
		case end+gap+w > width:
			row, end = row+1, w
		default:
			end += gap + w
		}
		rows[i] = row
	}
	return rows
}
