package control

import (
	"context"
	"strings"

	"carom/core"
	"carom/proto/carom/node"
)

// InspectFiles implements the service.
func (s *Server) InspectFiles(ctx context.Context, r *node.InspectFilesRequest) (*node.FileReports, error) {
	paths, err := pathsIn(r.GetPath())
	if err != nil {
		return nil, err
	}
	reports, err := s.api.InspectFiles(ctx, paths)
	if err != nil {
		return nil, errorOut(err)
	}
	out := &node.FileReports{}
	for _, r := range reports {
		out.Report = append(out.Report, reportOut(r))
	}
	return out, nil
}

func reportOut(r core.FileReport) *node.FileReport {
	out := &node.FileReport{
		Path: []byte(r.Path), Folder: r.Folder, Files: int32(r.Files), Searched: int32(r.Searched), Incomplete: int32(r.Incomplete),
		Unknown: int32(r.Unknown), Left: int32(r.Left), More: r.More, CanStrip: r.CanStrip, RestMore: int64(r.RestMore),
	}
	for _, file := range r.Rest {
		out.Rest = append(out.Rest, strings.ToValidUTF8(file, "\uFFFD"))
	}
	for _, g := range r.Gaps {
		out.Gap = append(out.Gap, &node.FileGap{File: strings.ToValidUTF8(g.File, "\uFFFD"), Why: g.Why})
	}
	for _, f := range r.Findings {
		out.Finding = append(out.Finding, &node.FileFinding{
			File: strings.ToValidUTF8(f.File, "\uFFFD"), Kind: f.Kind, Where: f.Where, Value: f.Value,
		})
	}
	return out
}

func reportIn(r *node.FileReport) core.FileReport {
	in := core.FileReport{
		Path: string(r.GetPath()), Folder: r.GetFolder(), Files: int(r.GetFiles()), Searched: int(r.GetSearched()),
		Incomplete: int(r.GetIncomplete()), Unknown: int(r.GetUnknown()), Left: int(r.GetLeft()), More: r.GetMore(), CanStrip: r.GetCanStrip(),
		Rest: r.GetRest(), RestMore: int(r.GetRestMore()),
	}
	for _, g := range r.GetGap() {
		in.Gaps = append(in.Gaps, core.FileGap{File: g.GetFile(), Why: g.GetWhy()})
	}
	for _, f := range r.GetFinding() {
		in.Findings = append(in.Findings, core.FileFinding{File: f.GetFile(), Kind: f.GetKind(), Where: f.GetWhere(), Value: f.GetValue()})
	}
	return in
}

// InspectFiles implements core.API. Paths are those of this process.
func (c *Client) InspectFiles(ctx context.Context, paths []string) ([]core.FileReport, error) {
	abs, err := pathsOut(paths)
	if err != nil {
		return nil, err
	}
	list, err := c.node.InspectFiles(ctx, &node.InspectFilesRequest{Path: abs})
	if err != nil {
		return nil, errorIn(ctx, err)
	}
	reports := make([]core.FileReport, len(list.GetReport()))
	for i, r := range list.GetReport() {
		reports[i] = reportIn(r)
	}
	return reports, nil
}
