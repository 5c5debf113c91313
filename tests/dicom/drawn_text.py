#!/usr/bin/python3
"""drawn_text.py CLEAN_SERIES [-v]: text drawn into real slices in common fonts, sizes and brightnesses, crisp and smoothed, in
air and over the head, is found and its image left out; no image of the real series, none of a head whose brightest
voxels were cut off or not, is taken for one with text."""
import collections
import glob
import os
import subprocess
import sys
import tempfile

import nibabel
import numpy
import pydicom
from PIL import Image, ImageDraw, ImageFont
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

FONTS = ["dejavu/DejaVuSans.ttf", "dejavu/DejaVuSansMono-Bold.ttf", "liberation/LiberationSans-Regular.ttf",
         "liberation/LiberationSerif-Regular.ttf"]
SIZES = [8, 10, 12, 16, 24]
TEXTS = ["JANSEN, PIETER 1961-03-12", "Doe John 04.07.1970", "MRN 4471023 M 054Y", "St. Elsewhere Hospital"]
BRIGHTNESSES = [1.0, 0.7, 0.45]  # of the brightest pixel
FONT_FOLDER = "/usr/share/fonts/truetype"
LEAST_FOUND = 0.96  # 233 of 240 when written: small faint letters over a head of their own brightness are missed
CUT_AT = [99.9, 95, 85, 80]  # percent of the voxels: what a scanner or converter with too small a range leaves


def write_object(path, pixels):
    made = Dataset()
    made.SOPClassUID, made.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.4", generate_uid()
    made.StudyInstanceUID, made.SeriesInstanceUID = generate_uid(), generate_uid()
    made.Modality, made.ImageType = "MR", ["ORIGINAL", "PRIMARY", "M"]
    made.Rows, made.Columns = pixels.shape
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 16, 12, 11, 0
    made.PixelData = pixels.astype("<u2").tobytes()
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.is_little_endian, made.is_implicit_VR = True, False
    pydicom.dcmwrite(path, made, write_like_original=False)


def slices_of_heads(data, per_axis, percentile=99.95):
    """Slices across all axes, in 12 bits; what is brighter than the percentile of the volume is cut to one number."""
    for path in sorted(glob.glob(os.path.join(data, "heads", "*.nii.gz"))):
        image = nibabel.load(path)
        volume = numpy.asarray(image.dataobj, dtype=numpy.float32)
        if volume.ndim != 3:
            continue
        volume = numpy.clip(volume, 0, numpy.percentile(volume, percentile))
        volume = volume / max(volume.max(), 1) * 4000
        for axis in range(3):
            for share in numpy.linspace(0.2, 0.8, per_axis):
                piece = numpy.take(volume, int(share * volume.shape[axis]), axis=axis)
                if min(piece.shape) >= 64 and piece.max() > 0:
                    yield piece.round()


def draw(pixels, number):
    size = SIZES[number % 5]
    font = ImageFont.truetype(os.path.join(FONT_FOLDER, FONTS[number // 5 % 4]), size)
    smoothed, over_head = bool(number // 20 % 2), bool(number // 40 % 2)
    text, share = TEXTS[number % 4], BRIGHTNESSES[number // 80 % 3]
    layer = Image.new("L" if smoothed else "1", pixels.shape[::-1])
    place = (pixels.shape[1] // 8, pixels.shape[0] // 2) if over_head else (2, 2)
    ImageDraw.Draw(layer).text(place, text, font=font, fill=255 if smoothed else 1)
    ink = numpy.asarray(layer, dtype=float)
    ink = ink / 255 if smoothed else ink
    drawn = pixels * (1 - ink) + share * pixels.max() * ink
    kind = ("smoothed" if smoothed else "crisp", "head" if over_head else "air", f"{size:2}", f"{share:.2f}")
    return drawn.round(), kind


def texts_in(clean_series, folder):
    """The indices of files that are left out because of text."""
    with tempfile.TemporaryDirectory() as target:
        said = subprocess.run([clean_series, folder, target, "drop", "2"], capture_output=True, text=True).stdout
    return {int(line.split()[0]) for line in said.splitlines() if line.endswith("excluded: text")}


def main():
    clean_series, data = sys.argv[1], os.environ.get("SHAREREADY_TEST_DATA", "")
    if not os.path.isdir(os.path.join(data, "heads")) or not os.path.isdir(FONT_FOLDER + "/dejavu"):
        print("SHAREREADY_TEST_DATA or fonts-dejavu-core and fonts-liberation are missing: skipped")
        return 77
    problems = []
    with tempfile.TemporaryDirectory() as work:
        drawn, clean, cut, real = (os.path.join(work, name) for name in ("drawn", "clean", "cut", "real"))
        for folder in (drawn, clean, cut, real):
            os.makedirs(folder)
        grounds = list(slices_of_heads(data, 6))
        kinds = []
        for number in range(240):
            pixels, kind = draw(grounds[(number * 37) % len(grounds)], number)
            write_object(os.path.join(drawn, f"{number:04}"), pixels)
            kinds.append(kind)
        for number, pixels in enumerate(grounds):
            write_object(os.path.join(clean, f"{number:04}"), pixels)
        for number, path in enumerate(sorted(glob.glob(os.path.join(data, "dicom", "*", "*")))):
            os.symlink(path, os.path.join(real, f"{number:04}"))
        cut_grounds = [(percentile, pixels) for percentile in CUT_AT for pixels in slices_of_heads(data, 6, percentile)]
        for number, (_, pixels) in enumerate(cut_grounds):
            write_object(os.path.join(cut, f"{number:04}"), pixels)
        found, false = texts_in(clean_series, drawn), texts_in(clean_series, clean)
        false_cut = texts_in(clean_series, cut)
        alarms = texts_in(clean_series, real)
        tally = collections.Counter()
        for number, kind in enumerate(kinds):
            for part in kind:
                tally[part, number in found] += 1
        for part in sorted({part for part, _ in tally}):
            print(f"  {part}: {tally[part, True]} of {tally[part, True] + tally[part, False]}")
        if "-v" in sys.argv:
            print("  missed:", [kinds[number] for number in range(240) if number not in found])
            print("  false alarms:", sorted(false), sorted(alarms), [(n, cut_grounds[n][0]) for n in sorted(false_cut)])
        print(f"drawn texts found: {len(found)} of {len(kinds)}; false alarms: {len(false)} of {len(grounds)} slices of"
              f" heads, {len(false_cut)} of {len(cut_grounds)} with the brightest cut off, {len(alarms)} of {len(os.listdir(real))} real images")
        if len(found) < LEAST_FOUND * len(kinds):
            problems.append("too few texts found")
        if alarms or false_cut or false:
            problems.append("clean images taken for ones with text")
    print("\n".join(problems) or "as it should be")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
