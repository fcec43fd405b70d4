package coretest

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/gif"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"carom/core"
)

// remarked is a picture with a remark in it.
func remarked(t *testing.T, remark string) []byte {
	t.Helper()
	var b bytes.Buffer
	picture := image.NewPaletted(image.Rect(0, 0, 1, 1), color.Palette{color.Black, color.White})
	ok(t, gif.Encode(&b, picture, nil))
	comment := append([]byte{0x21, 0xfe, byte(len(remark))}, remark...)
	end := b.Len() - 1 // the trailer
	return slices.Insert(b.Bytes(), end, append(comment, 0)...)
}

// What a file tells is found; a copy without it arrives.
func testMetadata(t *testing.T, a, b core.API) {
	_, _, aID, bID := befriend(t, a, b)
	rb := follow(t, b)
	ctx, dir := t.Context(), t.TempDir()
	const remark = "Anna was here"
	picture, text := filepath.Join(dir, "a.gif"), filepath.Join(dir, "b\xff.txt")
	ok(t, errors.Join(os.WriteFile(picture, remarked(t, remark), 0o600), os.WriteFile(text, []byte("x"), 0o600)))
	list := must[[]core.FileReport](t)(a.InspectFiles(ctx, []string{picture, dir}))
	if one := list[0]; one.Path != picture || !one.CanStrip || one.Files != 1 || one.Searched != 1 || len(one.Findings) != 1 || one.Findings[0].Value != remark {
		t.Errorf("of the picture InspectFiles returned %+v", one)
	}
	if all := list[1]; all.Path != dir || !all.Folder || !all.CanStrip || !slices.Equal(all.Rest, []string{"b_.txt"}) || all.Files != 2 || all.Unknown != 1 || all.Findings[0].File != "a.gif" ||
		!slices.Equal(all.Gaps, []core.FileGap{{File: "b_.txt", Why: core.GapUnknown}}) || all.Seen() {
		t.Errorf("of the folder InspectFiles returned %+v", all)
	}
	_, err := a.InspectFiles(ctx, []string{filepath.Join(dir, "missing")})
	wantCode(t, "no such file", err, core.CodeNotFound)
	gone, cancel := context.WithCancel(ctx)
	cancel()
	if _, err := a.InspectFiles(gone, []string{dir}); !errors.Is(err, context.Canceled) {
		t.Errorf("InspectFiles with a context that has ended: %v", err)
	}
	_, err = a.SendFiles(ctx, bID, []string{picture, text}, core.SendOptions{Strip: true})
	wantCode(t, "what cannot be stripped", err, core.CodeInvalid)
	_, err = a.SendFiles(ctx, bID, []string{dir}, core.SendOptions{Strip: true})
	wantCode(t, "a folder with what cannot be stripped", err, core.CodeInvalid)
	rest := must[[]core.Transfer](t)(a.SendFiles(ctx, bID, []string{dir}, core.SendOptions{Strip: true, Rest: core.RestLeaveOut}))
	if len(rest) != 1 || !rest[0].Folder || !rest[0].Stripped {
		t.Errorf("of the folder, SendFiles returned %+v", rest)
	}
	if offered := rb.transfer("the folder is offered", aID, in(core.TransferAsking)); offered.Files != 1 {
		t.Errorf("of the folder, %d files are offered", offered.Files)
	} else {
		must[core.Transfer](t)(b.RejectTransfer(ctx, offered.ID))
	}
	sent := must[[]core.Transfer](t)(a.SendFiles(ctx, bID, []string{picture}, core.SendOptions{Strip: true}))
	if len(sent) != 1 || !sent[0].Stripped || sent[0].Path != picture {
		t.Errorf("SendFiles returned %+v", sent)
	}
	asked := rb.transfer("it is offered", aID, in(core.TransferAsking))
	must[core.Transfer](t)(b.AcceptTransfer(ctx, asked.ID))
	done := rb.transfer("it is here", aID, in(core.TransferDone))
	got := must[[]byte](t)(os.ReadFile(done.Path))
	if _, err := gif.Decode(bytes.NewReader(got)); err != nil || bytes.Contains(got, []byte(remark)) {
		t.Errorf("another picture arrived: %v", err)
	}
}
