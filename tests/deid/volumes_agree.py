"""volumes_agree.py SCRUB_ONE: cleaned FreeSurfer volumes, NIfTI pairs and Analyze images (plain, SPM99, SPM2) are read
by nibabel as the originals were, voxels and positions bit by bit, and no planted text is in them. Exit code 77 where
nibabel is missing."""
import gzip
import pathlib
import subprocess
import sys
import tempfile

try:
    import nibabel
    import numpy
except ImportError:
    print("skipped: no nibabel for " + sys.executable)
    sys.exit(77)

PLANTED = [b"JANSEN", b"19850304", b"jansen", b"Utrecht"]
AFFINE = numpy.array([[-0.9, 0.1, 0.2, 12], [0.1, 0.2, 1.1, -7], [0.2, -1.3, 0.1, 3], [0, 0, 0, 1]])
TAG = b"\0\0\0\x03" + (40).to_bytes(8, "big") + b"mri_convert /home/jansen/19850304.dcm x  "


def data(random, kind):
    return (random.normal(size=(5, 4, 3, 2)) * 50).astype(kind)


def mgh(random, folder):
    for number, kind in enumerate(["u1", "i2", "i4", "f4"]):
        image = nibabel.MGHImage(data(random, kind), AFFINE if number else None)
        image.header["tr"], image.header["flip_angle"], image.header["te"] = 2300, 0.15, 2.98
        path = folder / f"{kind}.mg{'hz'[number % 2]}"
        image.to_filename(path)
        raw = gzip.decompress(path.read_bytes()) if path.suffix == ".mgz" else path.read_bytes()
        raw = raw[:90] + b"JANSEN 19850304".ljust(194, b"x") + raw[284:] + TAG
        path.write_bytes(gzip.compress(raw) if path.suffix == ".mgz" else raw)
        yield path


def pairs(random, folder):
    classes = [nibabel.Nifti1Pair, nibabel.Nifti2Pair, nibabel.AnalyzeImage, nibabel.Spm99AnalyzeImage, nibabel.Spm2AnalyzeImage]
    for cls in classes:
        for order in "<>":
            header = cls.header_class(endianness=order)
            header.set_data_dtype("i2")
            image = cls(data(random, "i2"), AFFINE if cls in classes[:2] else numpy.diag([-2, 3, 4, 1]), header)
            for field, text in (("descrip", b"JANSEN 19850304"), ("aux_file", b"JANSEN"), ("db_name", b"Utrecht"),
                                ("patient_id", b"JANSEN"), ("exp_date", b"19850304"), ("generated", b"jansen")):
                if field in image.header.keys():
                    image.header[field] = text
            path = folder / f"{cls.__name__}{'be' if order == '>' else ''}.hdr"
            image.to_filename(path)
            path.with_suffix(".mat").unlink(missing_ok=True)
            with open(path.with_suffix(".img"), "ab") as file:
                file.write(b"JANSEN 19850304")
            yield path


def content(path):
    raw = path.read_bytes()
    return gzip.decompress(raw) if path.suffix == ".mgz" else raw


def check(before, after):
    one, other = nibabel.load(before), nibabel.load(after)
    assert type(one) is type(other), before
    assert numpy.array_equal(one.affine, other.affine), (before, one.affine, other.affine)
    assert numpy.array_equal(numpy.asanyarray(one.dataobj), numpy.asanyarray(other.dataobj)), before
    assert one.header.get_zooms() == other.header.get_zooms(), (before, one.header.get_zooms(), other.header.get_zooms())
    for path in {after, after.with_suffix(".img")} - {path for path in [after.with_suffix(".img")] if not path.exists()}:
        for text in PLANTED:
            assert text not in content(path) and text not in path.read_bytes(), (path, text)


def main():
    random = numpy.random.default_rng(4)
    with tempfile.TemporaryDirectory() as name:
        source, cleaned = pathlib.Path(name) / "a", pathlib.Path(name) / "b"
        source.mkdir(), cleaned.mkdir()
        paths = [*mgh(random, source), *pairs(random, source)]
        for path in paths:
            done = subprocess.run([sys.argv[1], path, cleaned / path.name], capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            check(path, cleaned / path.name)
        print(f"{len(paths)} images agree with nibabel {nibabel.__version__}")


main()
