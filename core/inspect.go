package core

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"carom/internal/metadata"
	"carom/internal/sources"
)

const (
	// maxInspected is how many files one InspectFiles looks into: a person waits
	// for it, and knows after some hundred files what a folder is like.
	maxInspected = 1000
	// maxFindings is how many findings a report has, and maxFileFindings how many
	// of them are of one file in a folder.
	maxFindings     = 400
	maxFileFindings = 20
	// maxRest is how many files a report names of which there can be no copy
	// without metadata.
	maxRest = 100
	// maxGaps is how many files a report names that were not looked into in full.
	maxGaps = 100
)

// InspectFiles implements TransferAPI. It runs on the caller's goroutine, one call
// at a time: what is unpacked to look into it takes memory.
func (e *Engine) InspectFiles(ctx context.Context, paths []string) ([]FileReport, error) {
	paths, err := sourcePaths(paths)
	if err != nil {
		return nil, err
	}
	select {
	case e.inspecting <- struct{}{}:
		defer func() { <-e.inspecting }()
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	in := inspection{ctx: ctx, left: maxInspected}
	reports := make([]FileReport, len(paths))
	for i, path := range paths {
		if reports[i], err = in.path(path); err != nil {
			return nil, err
		}
	}
	return reports, nil
}

// sourcePaths makes paths absolute, and looks whether there is something.
func sourcePaths(paths []string) ([]string, error) {
	abs := make([]string, len(paths))
	for i, path := range paths {
		full, err := filepath.Abs(path)
		if err != nil {
			return nil, &UserError{Code: CodeInvalid, Kind: KindPath, Text: "This is not the path of a file. Nothing was sent."}
		}
		if _, err := os.Lstat(full); err != nil {
			return nil, &UserError{Code: CodeNotFound, Kind: KindNoFile, Text: "There is no such file or folder, or you may not look at it. Nothing was sent; check the path."}
		}
		abs[i] = full
	}
	return abs, nil
}

// SourceProblems are the problems with a file that is to be sent: KindFile has one
// of them after it.
func SourceProblems() []TransferProblem {
	return []TransferProblem{
		TransferProblemSource, TransferProblemChanged, TransferProblemSourceGone, TransferProblemSourceDenied,
		TransferProblemLink, TransferProblemEmptyFolder, TransferProblemTooMany,
	}
}

// sourceError is what a person is told about a file that cannot be read.
func sourceError(err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	why, _ := problemOf(err)
	if why == problemTooLarge {
		return &UserError{Code: CodeInvalid, Kind: KindFileLarge, Text: "This is larger than this disk or Carom can take, so it was not sent. Send less at once."}
	}
	if !slices.Contains(SourceProblems(), why.kind()) {
		why = problemSource
	}
	return &UserError{Code: CodeInvalid, Kind: KindFile + ErrorKind(why.kind()), Text: why.String()}
}

// inspection is one InspectFiles.
type inspection struct {
	ctx  context.Context
	left int // files that may still be looked into
}

func (in *inspection) path(path string) (FileReport, error) {
	report := FileReport{Path: path}
	if info, err := os.Lstat(path); err == nil && info.IsDir() {
		report.Folder = true
		return report, in.folder(&report)
	}
	f, err := sources.Open(path)
	if err != nil {
		return report, sourceError(err)
	}
	defer f.Close()
	err = in.file(&report, f, "", filepath.Base(path))
	return report, err
}

func (in *inspection) folder(report *FileReport) error {
	folder, err := sources.OpenFolder(report.Path)
	if err != nil {
		return sourceError(err)
	}
	defer folder.Close()
	for entry, err := range folder.Files(in.ctx) {
		if err != nil && entry.Path == "" {
			return sourceError(err)
		}
		if err != nil { // it will not be sent either
			continue
		}
		f, err := folder.Open(entry.Path)
		if err != nil {
			report.leftOut(entry.WirePath(), GapUnreadable)
			continue
		}
		err = in.file(report, f, entry.WirePath(), entry.WirePath())
		f.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// file looks into one file. where is its path in the folder that the report is about.
func (in *inspection) file(report *FileReport, f *sources.File, where, name string) error {
	if in.left == 0 {
		report.leftOut(where, GapMany)
		return nil
	}
	in.left--
	r, err := metadata.Inspect(in.ctx, f, f.Size(), name)
	switch {
	case in.ctx.Err() != nil:
		return in.ctx.Err()
	case err != nil && report.Folder:
		report.leftOut(where, GapUnreadable)
		return nil
	case err != nil:
		return sourceError(err)
	}
	report.Files++
	switch r.State {
	case metadata.Searched:
		report.Searched++
	case metadata.Incomplete:
		report.Incomplete++
		report.miss(where, string(r.Gaps[0]))
	default:
		report.Unknown++
		report.miss(where, GapUnknown)
	}
	report.CanStrip = report.CanStrip || r.CanStrip
	if report.Folder && !r.CanStrip {
		report.leave(where)
	}
	report.add(r.Findings, where)
	return nil
}

// leftOut notes a file that was not opened.
func (r *FileReport) leftOut(where, why string) {
	r.Left++
	r.miss(where, why)
}

// miss notes why a file was not looked into in full.
func (r *FileReport) miss(where, why string) {
	if len(r.Gaps) < maxGaps {
		r.Gaps = append(r.Gaps, FileGap{where, why})
	}
}

// leave notes a file of which no copy without metadata can be made.
func (r *FileReport) leave(where string) {
	if len(r.Rest) == maxRest {
		r.RestMore++
		return
	}
	r.Rest = append(r.Rest, where)
}

// add takes the findings of a file.
func (r *FileReport) add(found []metadata.Finding, where string) {
	if r.Folder && len(found) > maxFileFindings {
		found, r.More = found[:maxFileFindings], true
	}
	for _, f := range found {
		if len(r.Findings) == maxFindings {
			r.More = true
			return
		}
		r.Findings = append(r.Findings, FileFinding{File: where, Kind: string(f.Kind), Where: f.Where, Value: f.Value})
	}
}

// cannotStrip is what a person is told about a file of which there is no copy
// without metadata.
func cannotStrip(path string, err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, metadata.ErrCannotStrip):
		name := filepath.Base(path)
		return &UserError{Code: CodeInvalid, Kind: KindNoCopy, Name: name, Text: fmt.Sprintf("A copy of %q without metadata cannot be made: only JPEG, PNG, GIF and WebP pictures "+
			"that are not damaged can be cleaned surely. Nothing was sent. Clean it with another program, or send it as it is.", name)}
	}
	if why, stalls := problemOf(err); stalls && why == problemDiskFull {
		return &UserError{Code: CodeStorage, Kind: KindCopyNoRoom, Text: "The disk is full, so no copy without metadata could be made. Nothing was sent; make room, then try again."}
	}
	return sourceError(err)
}
