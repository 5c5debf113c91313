"""nibabel_agrees.py NIFTI_FACTS: geometry and numbers agree with nibabel over generated images of every data type, axis
order, byte order and version; nibabel reads scrubbed copies as it read the originals, and no planted text is in them.
Exit code 77 where nibabel is missing."""

import gzip
import itertools
import json
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

TYPES = ["u1", "i1", "i2", "u2", "i4", "u4", "i8", "u8", "f4", "f8", "c8", "c16", "rgb"]
PLANTED = [b"JANSEN", b"19850304", b"hospital"]


def affine_of(random, order, signs, oblique):
    matrix = numpy.zeros((3, 3))
    for axis, (world, sign) in enumerate(zip(order, signs)):
        matrix[world, axis] = sign * random.uniform(0.5, 5)
    if oblique:
        a, b = random.uniform(-0.3, 0.3, 2)
        turn = numpy.array([[numpy.cos(a), -numpy.sin(a), 0], [numpy.sin(a), numpy.cos(a), 0], [0, 0, 1]])
        tilt = numpy.array([[1, 0, 0], [0, numpy.cos(b), -numpy.sin(b)], [0, numpy.sin(b), numpy.cos(b)]])
        matrix = turn @ tilt @ matrix
    out = numpy.eye(4)
    out[:3, :3] = matrix
    out[:3, 3] = random.uniform(-100, 100, 3)
    return out


def data_of(random, kind, shape):
    if kind == "rgb":
        return random.integers(0, 256, shape + (3,)).astype("u1").view([("R", "u1"), ("G", "u1"), ("B", "u1")]).reshape(shape)
    if kind[0] == "c":
        half = "f4" if kind == "c8" else "f8"
        return (random.normal(size=shape).astype(half) + 1j * random.normal(size=shape).astype(half)).astype(kind)
    if kind[0] == "f":
        return random.normal(size=shape).astype(kind)
    return random.integers(0, 100, shape).astype(kind)


def make_image(random, folder, number, kind, order, signs):
    version = random.choice([1, 2])
    cls = nibabel.Nifti1Image if version == 1 else nibabel.Nifti2Image
    shape = tuple(int(n) for n in random.integers(2, 6, random.choice([3, 4])))
    affine = affine_of(random, order, signs, random.random() < 0.5)
    header = cls.header_class(endianness=random.choice(["<", ">"]))
    data = data_of(random, kind, shape)
    header.set_data_dtype(data.dtype)
    image = cls(data, affine, header)
    sform, qform = [(1, 1), (0, 1), (2, 0), (0, 0)][number % 4]
    image.set_qform(affine, code=qform)
    image.set_sform(affine, code=sform)
    image.header["descrip"] = b"JANSEN 19850304"
    image.header["aux_file"] = b"hospital"
    image.header["intent_name"] = b"JANSEN"
    if random.random() < 0.5:
        image.header.extensions.append(nibabel.nifti1.Nifti1Extension("comment", b"JANSEN 19850304 of the hospital"))
    if kind[0] in "iuf" and random.random() < 0.5:
        image.header.set_slope_inter(float(random.uniform(0.1, 3)), float(random.uniform(-9, 9)))
    path = folder / f"{number:03d}_{kind}.nii{random.choice(['', '.gz'])}"
    image.to_filename(path)
    return path


def stored_values(image):
    data = numpy.asanyarray(image.dataobj)
    data = data.reshape(data.shape[:3] + (-1,))[..., -1].flatten(order="F")
    if data.dtype.names:
        return numpy.mean([data[name].astype(float) for name in data.dtype.names], axis=0)
    return numpy.abs(data) if numpy.iscomplexobj(data) else data.astype(float)


def check_read(path, facts):
    image = nibabel.load(path)
    rows = numpy.array(facts["affine"])
    assert numpy.allclose(rows, image.affine[:3], rtol=1e-5, atol=1e-4), (path, rows, image.affine)
    assert "".join(nibabel.aff2axcodes(image.affine)) == facts["axes"], path
    assert numpy.allclose(facts["spacing"], nibabel.affines.voxel_sizes(image.affine), rtol=1e-4), path
    assert numpy.allclose(facts["values"], stored_values(image), rtol=1e-5, atol=1e-4), path


def check_scrubbed(path, copy):
    before, after = nibabel.load(path), nibabel.load(copy)
    assert type(before) is type(after)
    assert numpy.array_equal(before.affine, after.affine), path
    raw = copy.read_bytes()
    content = gzip.decompress(raw) if copy.suffix == ".gz" else raw
    assert numpy.array_equal(numpy.asanyarray(before.dataobj), numpy.asanyarray(after.dataobj)), path
    for text in PLANTED:
        assert text not in content and text not in raw, (path, text)
    gone = {"descrip", "aux_file", "intent_name", "db_name", "data_type", "extents", "session_error", "regular", "glmax",
            "glmin", "vox_offset", "unused_str"}
    for field in before.header.keys():
        if field not in gone:
            assert before.header[field].tobytes() == after.header[field].tobytes(), (path, field)
    assert not after.header.extensions and after.header["descrip"] == b"", path


def main():
    random = numpy.random.default_rng(4)
    cases = itertools.product(itertools.permutations(range(3)), itertools.product([1, -1], repeat=3))
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "scrubbed").mkdir()
        paths = [make_image(random, folder, number, kind, order, signs)
                 for number, (kind, (order, signs)) in enumerate(
                     (kind, case) for case in cases for kind in random.choice(TYPES, 3, replace=False))]
        done = subprocess.run([sys.argv[1], folder / "scrubbed", *paths], capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        assert len(lines) == len(paths)
        for path, facts in zip(paths, lines):
            check_read(path, facts)
            check_scrubbed(path, folder / "scrubbed" / path.name)
        print(f"{len(paths)} images agree with nibabel {nibabel.__version__}")


main()
