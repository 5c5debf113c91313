"""Writes a Case of distortions.py as a NIfTI file, in the numbers and with the header that it asks for."""
import nibabel as nib
import numpy as np

TURNED_AWAY = np.array([[0.0, -1, 0, 40], [0, 0, 1, -70], [-1, 0, 0, 15], [0, 0, 0, 1]])


def int16(case):
    low = -32768 if case.data.min() < -1 else 0
    return nib.Nifti1Image(np.clip(np.round(case.data), low, 32767).astype(np.int16), case.affine)


def uint16(case):
    """Up to the type's end, where a signed reader sees negative numbers."""
    scaled = case.data * (65535 / case.data.max())
    return nib.Nifti1Image(np.clip(np.round(scaled), 0, 65535).astype(np.uint16), case.affine)


def int8(case):
    """256 levels, the darkest below 0."""
    return nib.Nifti1Image(np.clip(np.round(case.data * (255 / case.data.max())) - 128, -128, 127).astype(np.int8), case.affine)


def big_endian(case):
    return nib.Nifti1Image(np.clip(np.round(case.data), 0, 32767).astype(">i2"), case.affine, nib.Nifti1Header(endianness=">"))


def float_with_nan(case):
    """Not a number at the edges of the field of view and here and there inside."""
    data = case.data.astype(np.float32) / 1000
    for axis in range(3):
        rows = np.moveaxis(data, axis, 0)
        rows[:3], rows[-3:] = np.nan, np.nan
    data[::17, ::13, ::11] = np.nan
    return nib.Nifti1Image(data, case.affine)


def scaled(case):
    """Stored numbers below 0 for air, with a slope and an intercept."""
    image = nib.Nifti1Image((case.data * (1480 / case.data.max())).astype(np.float32), case.affine)
    image.set_data_dtype(np.int16)
    return image


def three_volumes(case):
    """Echoes: each darker than the one before."""
    data = np.stack([case.data * gain for gain in (1.0, 0.6, 0.35)], axis=-1)
    return nib.Nifti1Image(np.clip(np.round(data), 0, 32767).astype(np.int16), case.affine)


def dynamic(case):
    """Frames of a PET scan: nothing, noise alone, a first pass that is mostly noise, then more and more of the case."""
    rng, top = np.random.default_rng(7), np.percentile(case.data, 99)
    noise = lambda share: np.abs(rng.normal(0, share * top, case.data.shape))
    frames = [np.zeros_like(case.data), noise(0.02), 0.15 * case.data + noise(0.2), 0.5 * case.data + noise(0.08), case.data]
    return nib.Nifti1Image(np.stack(frames, axis=-1).astype(np.float32), case.affine)


STORED = {"int16": int16, "uint16": uint16, "int8": int8, "big-endian": big_endian, "float with NaN": float_with_nan,
          "scaled": scaled, "4D": three_volumes, "dynamic": dynamic}


def set_position(image, header, affine):
    """What the header says: sform (both agree), qform (no sform), wrong qform (the sform is right), none."""
    if header == "none":
        image.set_sform(None, 0)
        image.set_qform(None, 0)
        image.header["pixdim"][1:4] = nib.affines.voxel_sizes(affine)
    elif header == "qform":
        image.set_qform(affine, 1)
        image.set_sform(None, 0)
    elif header == "wrong qform":
        image.set_qform(TURNED_AWAY @ affine, 1)
        image.set_sform(affine, 1)


def save(case, path):
    image = STORED[case.stored](case)
    set_position(image, case.header, case.affine)
    nib.save(image, path)


def compare(before, after):
    """(voxels that differ in any volume, first volume before, first volume after), what is not a number as 0."""
    a, b = (np.asarray(image.dataobj) for image in (before, after))
    changed = (a != b) & ~((a != a) & (b != b))
    first = [np.nan_to_num(v.reshape(v.shape[:3] + (-1,))[..., 0].astype(np.float32)) for v in (a, b)]
    return changed.reshape(changed.shape[:3] + (-1,)).any(-1), *first
