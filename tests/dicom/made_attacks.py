"""MR objects in which a name, a number, a day and words in three scripts stand where a cleaner may not look: in private blocks of
every maker that pydicom's dictionary knows, in odd encodings, and in places that no image needs."""
import os
import re
import struct
import warnings
import zlib

import numpy
import pydicom
from pydicom._private_dict import private_dictionaries
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset, FileDataset, FileMetaDataset
from pydicom.filewriter import dcmwrite
from pydicom.sequence import Sequence
from pydicom.tag import Tag
from pydicom.uid import DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian

warnings.simplefilter("ignore")  # of values that no writer should write
NAME, NUMBER, DAY = "Qorvane", "44710239", "20210304"
KANJI, HANZI, HANGUL = "山田太郎", "王小明", "김희중"
MR = "1.2.840.10008.5.1.4.1.1.4"
ROOT = "1.3.12.2.1107.5.2.19.44710239"  # a UID that holds the number
PIXELS = numpy.arange(64 * 64, dtype="<u2") * 7 % 1024

TEXTS = {"AE": NAME, "AS": "077Y", "CS": NAME.upper(), "DA": DAY, "DT": DAY + "101112", "TM": "101112", "DS": NUMBER, "IS": NUMBER, "LO": f"by {NAME}",
         "LT": f"of {NAME}", "PN": f"{NAME}^A", "SH": NAME, "ST": f"{NAME} {DAY}", "UC": f"to {NAME}", "UI": ROOT + ".1",
         "UR": f"http://{NAME}/", "UT": f"{NAME} {NUMBER}"}
BYTES = {vr: NAME.encode() + b"\0" for vr in ("OB", "OD", "OF", "OL", "OV", "OW", "UN")}
NUMBERS = {vr: int(NUMBER) % (1 << 15) for vr in ("US", "SS")} | {vr: int(NUMBER) for vr in ("UL", "SL", "UV", "SV")} | {"FD": float(NUMBER), "FL": float(NUMBER)}


def image(charset="ISO_IR 100"):
    made = Dataset()
    made.SpecificCharacterSet = charset
    made.SOPClassUID, made.SOPInstanceUID = MR, ROOT + ".1.1"
    made.StudyInstanceUID, made.SeriesInstanceUID, made.FrameOfReferenceUID = ROOT + ".2", ROOT + ".3", ROOT + ".4"
    made.PatientName, made.PatientID, made.PatientBirthDate, made.PatientSex = f"{NAME}^Anna", NUMBER, "19610312", "F"
    made.StudyDate = made.SeriesDate = made.AcquisitionDate = made.ContentDate = DAY
    made.StudyTime = made.SeriesTime = made.AcquisitionTime = made.ContentTime = "101112"
    made.StudyID, made.AccessionNumber, made.ReferringPhysicianName = "1", NUMBER, ""
    made.Modality, made.Manufacturer, made.SeriesNumber, made.InstanceNumber = "MR", "SIEMENS", "1", "1"
    made.ImageType, made.ScanningSequence, made.SequenceVariant, made.ScanOptions = ["ORIGINAL", "PRIMARY", "M"], "GR", "SP", ""
    made.MRAcquisitionType, made.EchoTime, made.RepetitionTime, made.EchoTrainLength = "3D", "2.98", "2300", "1"
    made.MagneticFieldStrength, made.FlipAngle, made.SliceThickness, made.PatientPosition = "3", "9", "1", "HFS"
    made.ImagePositionPatient, made.ImageOrientationPatient, made.PixelSpacing = ["0", "0", "0"], ["1", "0", "0", "0", "1", "0"], ["1", "1"]
    made.SamplesPerPixel, made.PhotometricInterpretation, made.Rows, made.Columns = 1, "MONOCHROME2", 64, 64
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 16, 12, 11, 0
    made.PixelData = PIXELS.tobytes()
    return made


def value_of(vr):
    """A value of this representation that tells of somebody."""
    if vr == "SQ":
        inner = Dataset()
        inner.PatientName, inner.StudyDate, inner.SeriesDescription = f"{NAME}^B", DAY, f"for {NAME}"
        inner.add_new(0x00110010, "LO", f"{NAME} creator")
        inner.add_new(0x00111001, "LO", NAME)
        return Sequence([inner])
    if vr == "AT":
        return [0x51004100]
    return {**TEXTS, **BYTES, **NUMBERS}[vr]


def of_all_makers(first, step):
    """Every element of every step-th maker in pydicom's dictionary, each maker in a block of its own."""
    made, blocks = image(), {}
    for creator in sorted(private_dictionaries)[first::step]:
        for pattern, entry in private_dictionaries[creator].items():
            group, element, vr = int(pattern[:4].replace("x", "0"), 16), int(pattern[6:].replace("x", "0"), 16), entry[0][:2]
            if group % 2 == 0 or group < 9 or vr not in {**TEXTS, **BYTES, **NUMBERS, "SQ": 0}:
                continue
            block = blocks.setdefault((group, creator), 0x10 + sum(1 for known, _ in blocks if known == group))
            if block > 0xFF:
                continue
            made.add_new(Tag(group, block), "LO", creator)
            made.add_new(Tag(group, block << 8 | element), vr, value_of(vr))
    return made


def united_imaging():
    """A mosaic of UIH: a sequence of frames in its private block, each with time, place, b-value and gradient."""
    made = image()
    made.Manufacturer, made.ManufacturerModelName, made.InstitutionName = "UIH", "uMR 790", f"{NAME} Hospital"
    made.add_new(0x00610010, "LO", "Image Private Header")
    made.add_new(0x00611002, "US", 1)
    made.add_new(0x00614002, "SH", NAME)
    made.add_new(0x00650010, "LO", "Image Private Header")
    for element, vr, value in ((0x00, "UL", int(NUMBER)), (0x02, "SH", "Tra"), (0x03, "LO", f"H {NAME}"), (0x05, "SH", "H->F"), (0x07, "OB", NAME.encode() + b"\0"),
                               (0x09, "FD", 1000.0), (0x0D, "SH", "R2"), (0x30, "LO", f"{NAME} All rights reserved"), (0x37, "FD", [0.0, 0.6, 0.8]), (0x58, "IS", "1")):
        made.add_new(0x00651000 | element, vr, value)
    frames = []
    for place in range(2):
        frame = Dataset()
        frame.AcquisitionDate, frame.AcquisitionTime, frame.PatientName = DAY, f"10111{place}.25", f"{NAME}^C"
        frame.ImagePositionPatient = ["0", "0", str(place)]
        frame.add_new(0x00650010, "LO", "Image Private Header")
        frame.add_new(0x00651009, "FD", 1000.0)
        frame.add_new(0x00651030, "LO", NAME)
        frames.append(frame)
    made.add_new(0x00651051, "SQ", Sequence(frames))
    return made


def philips_stack():
    """Stack and per-frame sequences of Philips, one as a sequence, one of unknown representation."""
    made = image()
    made.Manufacturer = "Philips Medical Systems"
    made.add_new(0x20010010, "LO", "Philips Imaging DD 001")
    made.add_new(0x20050010, "LO", "Philips MR Imaging DD 001")
    made.add_new(0x20050014, "LO", "Philips MR Imaging DD 005")
    stack = Dataset()
    stack.add_new(0x20010010, "LO", "Philips Imaging DD 001")
    stack.add_new(0x20011032, "FL", 1.0)
    stack.add_new(0x20011035, "SS", 3)
    stack.add_new(0x20011033, "CS", NAME.upper())
    made.add_new(0x2001105F, "SQ", Sequence([stack]))
    frame = Dataset()
    frame.AcquisitionDateTime, frame.PatientName, frame.EchoTime, frame.SOPInstanceUID = DAY + "101112", f"{NAME}^D", "2.98", ROOT + ".9"
    frame.ProtocolName, frame.OperatorsName = f"T1 {NAME}", f"{NAME}^E"
    made.add_new(0x2005140F, "SQ", Sequence([frame]))
    return made


def put(**values):
    def make():
        made = image()
        for keyword, value in values.items():
            setattr(made, keyword, value)
        return made
    return make


def add(*elements, charset="ISO_IR 100"):
    def make():
        made = image(charset)
        for tag, vr, value in elements:
            made.add_new(tag, vr, value)
        return made
    return make


def raw(charset, *elements):
    """Texts as bytes, which pydicom would encode in its own way, or refuse."""
    def make():
        made = image()
        made.SpecificCharacterSet = charset
        for tag, vr, value in elements:
            padded = value + b" " * (len(value) % 2)
            made[Tag(tag)] = RawDataElement(Tag(tag), vr, len(padded), padded, 0, False, True)
        return made
    return make


def nested(depth):
    made, outer = image(), None
    outer = made
    for _ in range(depth):
        inner = Dataset()
        inner.PatientName, inner.ContentDate, inner.InstitutionName = f"{NAME}^F", DAY, f"{NAME} Clinic"
        outer.SharedFunctionalGroupsSequence = Sequence([inner])
        outer = inner
    return made


def in_unknown(tag, creator, block, implicit=True):
    """A sequence as bytes of VR UN, in implicit representation as PS3.5 section 6.2.2 has it."""
    name = NAME.encode() + b"^G "
    element = struct.pack("<HHI", 0x10, 0x10, len(name)) + name
    item = struct.pack("<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF) + element + struct.pack("<HHI", 0xFFFE, 0xE00D, 0)
    made = image()
    made.add_new(Tag(tag >> 16, block), "LO", creator)
    made.add_new(tag, "UN", item)
    return made


def icon():
    made, small = image(), Dataset()
    small.Rows = small.Columns = 8
    small.SamplesPerPixel, small.PhotometricInterpretation, small.BitsAllocated, small.BitsStored, small.HighBit, small.PixelRepresentation = 1, "MONOCHROME2", 8, 8, 7, 0
    small.PixelData = (NAME.encode() * 10)[:64]
    made.IconImageSequence = Sequence([small])
    return made


def directory():
    made = image()
    made.SOPClassUID, made.FileSetID = "1.2.840.10008.1.3.10", NAME.upper()
    record = Dataset()
    record.DirectoryRecordType, record.PatientName = "PATIENT", f"{NAME}^H"
    made.DirectoryRecordSequence = Sequence([record])
    return made


def of_class(sop_class, **values):
    made = put(**values)()
    made.SOPClassUID = sop_class
    return made


# Standard groups, numbers that no edition has: one for each representation.
UNKNOWN_TAGS = [(0x0018F000 + 2 * i, vr, value_of(vr)) for i, vr in enumerate([*TEXTS, *BYTES, *NUMBERS, "SQ", "AT"])]
JIS = b"Qorvane^A=" + b"\x1b$B" + KANJI.encode("iso2022_jp")[3:-3] + b"\x1b(B"
KSC = b"\x1b$)C" + HANGUL.encode("euc_kr")
SAFE = (0x00190010, "LO", "SIEMENS MR HEADER")

# name -> (maker, whether the object must come out cleaned; False: left out or refused)
ATTACKS = {
    **{f"makers-{i}": (lambda i=i: of_all_makers(i, 4), True) for i in range(4)},
    "united-imaging": (united_imaging, True),
    "philips-stack": (philips_stack, True),
    "unknown-tags": (add(*UNKNOWN_TAGS), True),
    "charset-kanji": (raw(["", "ISO 2022 IR 87"], (0x00100010, "PN", JIS), (0x0008103E, "LO", JIS[10:]), (0x00181250, "SH", JIS[10:]), (0x00204000, "LT", JIS[10:])), True),
    "charset-hanzi": (raw("GB18030", (0x00100010, "PN", HANZI.encode("gb18030")), (0x00181030, "LO", HANZI.encode("gb18030")), (0x00181020, "LO", HANZI.encode("gb18030"))), True),
    "charset-hangul": (raw(["", "ISO 2022 IR 149"], (0x00080070, "LO", KSC), (0x00081070, "PN", b"A=" + KSC), (0x00281055, "LO", KSC)), True),
    "charset-utf-8": (raw("ISO_IR 192", (0x00100010, "PN", f"A^B={KANJI}={HANGUL}".encode()), (0x00081030, "LO", KANJI.encode()), (0x00189005, "SH", HANGUL.encode())), True),
    "charset-many": (add((0x00080005, "CS", ["", "ISO 2022 IR 87", "ISO 2022 IR 149"]), (0x00204000, "LT", NAME)), True),
    "charset-name": (add((0x00080005, "CS", ["ISO_IR 100", NAME.upper()])), True),
    "charset-slash": (add((0x00181030, "LO", ["T1", NAME, "T2"]), (0x00101001, "PN", ["A^B", f"{NAME}^I"])), True),
    "operator-alone": (put(PatientName="", OperatorsName=f"{NAME}^J", ImageComments=NAME, ReceiveCoilName=NAME, SequenceName=NAME, SoftwareVersions=f"E11 {NAME}"), True),
    "wrong-values": (add((0x00180080, "DS", "1"), (0x00180022, "CS", NAME.upper()), (0x00081010, "SH", NAME), (0x00200052, "UI", ROOT + ".5")), True),
    "texts-as-numbers": (raw("ISO_IR 100", (0x00180080, "DS", NAME.encode()), (0x00200012, "IS", NAME.encode()), (0x00080022, "DA", NAME.encode()), (0x00080032, "TM", NAME.encode()),
                             (0x00101010, "AS", b"Qorv"), (0x0008002A, "DT", DAY.encode() + NAME.encode()), (0x00189074, "DT", b"20210304101112+" + NAME.encode()[:4]), (0x00080014, "UI", b"1.2." + NAME.encode())), True),
    "number-parts": (put(SeriesDescription="44-71-02-39 T1", ProtocolName="MRN 4471 0239", ImageComments="4 March 2021", ContrastBolusAgent=NAME), True),
    "unknown-of-known": (add((0x00081030, "UN", NAME.encode() + b" "), (0x00100020, "UN", NUMBER.encode()), (0x00081048, "UN", NAME.encode() + b" ")), True),
    "un-sequence": (lambda: in_unknown(0x2005140F, "Philips MR Imaging DD 005", 0x14), True),
    "un-sequence-uih": (lambda: in_unknown(0x00651051, "Image Private Header", 0x10), True),
    "un-sequence-stranger": (lambda: in_unknown(0x0031105F, NAME, 0x10), True),
    "empty-sequences": (put(ReferencedImageSequence=Sequence(), SourceImageSequence=Sequence([Dataset()]), RequestAttributesSequence=Sequence([nested(1), Dataset()])), True),
    "nested-ten": (lambda: nested(10), True),
    "nested-forty": (lambda: nested(40), False),
    "two-blocks": (add(SAFE, (0x00190011, "LO", "SIEMENS MR HEADER"), (0x0019110C, "IS", "1000"), (0x00191115, "LO", NAME), (0x0019100D, "CS", NAME.upper())), True),
    "same-block-number": (add((0x00190010, "LO", ["SIEMENS MR HEADER", NAME]), (0x0019100C, "IS", "1000")), True),
    "creator-with-slack": (raw("ISO_IR 100", (0x00190010, "LO", b"SIEMENS MR HEADER\0" + NAME.encode()), (0x0019100C, "IS", b"1000")), True),
    "texts-with-slack": (raw("ISO_IR 100", (0x00080008, "CS", b"ORIGINAL\\PRIMARY\\M\0" + NAME.encode()), (0x00180050, "DS", b"1\0" + NAME.encode()), (0x00080070, "LO", b"SIEMENS\0" + NAME.encode()),
                             (0x00181020, "LO", b"E11\0" + NAME.encode()), (0x00280301, "CS", b"NO\0" + NAME.encode()), (0x00080030, "TM", b"101112\0" + NAME.encode())), True),
    "grafted-uids": (raw("ISO_IR 100", (0x0008001A, "UI", b"1.2.840.10008.1." + NAME.encode()), (0x00081195, "UI", b"1.2.840.10008.1." + NUMBER.encode()), (0x00200200, "UI", b"1.2.840.10008.1.1\0" + NAME.encode())), True),
    "creator-with-name": (add((0x00190010, "LO", f"SIEMENS MR HEADER {NAME}"), (0x0019100C, "IS", "1000")), True),
    "creator-elsewhere": (add((0x00550010, "LO", "SIEMENS MR HEADER"), (0x00551015, "LO", NAME), (0x0055100D, "CS", NAME.upper())), True),
    "no-creator": (add((0x00191015, "LO", NAME), (0x00291010, "OB", NAME.encode() + b"\0")), True),
    "safe-with-name": (add(SAFE, (0x0019100D, "CS", NAME.upper()), (0x00191018, "IS", NUMBER), (0x00510010, "LO", "SIEMENS MR HEADER"), (0x0051100B, "LO", f"64p*64 {NAME}"), (0x00511016, "LO", NAME)), True),
    "csa-of-nothing": (add((0x00290010, "LO", "SIEMENS CSA HEADER"), (0x00291010, "OB", b"SV10" + NAME.encode() * 9 + b"\0"), (0x00291020, "OB", NAME.encode() * 30)), True),
    "ge-block": (add((0x00250010, "LO", "GEMS_SERS_01"), (0x0025101B, "OB", b"\x0c\0\0\0" + b"\x1f\x8b" + NAME.encode() + b"\0")), True),
    "overlay": (add((0x60000010, "US", 8), (0x60000011, "US", 8), (0x60000022, "LO", NAME), (0x60000040, "CS", "G"), (0x60003000, "OW", NAME.encode() + b"\0"), (0x60004000, "LT", NAME)), True),
    "icon": (icon, True),
    "behind-the-end": (image, False),
    "padding": (add((0xFFFCFFFC, "OB", NAME.encode() + b"\0")), True),
    "digital-signature": (add((0xFFFAFFFA, "SQ", value_of("SQ")), (0x04000561, "SQ", value_of("SQ"))), True),
    "document-inside": (add((0x00420011, "OB", b"%PDF-1.4 " + NAME.encode()), (0x00420010, "ST", NAME)), True),
    "audio-inside": (add((0x50000020, "CS", "AUDIO"), (0x50003000, "OW", NAME.encode() + b"\0")), True),
    "directory": (directory, False),
    "pdf-of-series": (lambda: of_class("1.2.840.10008.5.1.4.1.1.104.1", EncapsulatedDocument=NAME.encode() + b"\0"), False),
    "report-of-series": (lambda: of_class("1.2.840.10008.5.1.4.1.1.88.33"), False),
    "big-endian": (lambda: philips_stack(), True),
    "implicit": (lambda: of_all_makers(1, 40), True),
    "deflated": (lambda: of_all_makers(2, 40), True),
}
SYNTAXES = {"big-endian": ExplicitVRBigEndian, "implicit": ImplicitVRLittleEndian, "deflated": DeflatedExplicitVRLittleEndian}


def write(name, path):
    made = ATTACKS[name][0]()
    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = made.SOPClassUID, made.SOPInstanceUID
    meta.TransferSyntaxUID = SYNTAXES.get(name, ExplicitVRLittleEndian)
    meta.ImplementationVersionName, meta.SourceApplicationEntityTitle = NAME, NAME
    meta.PrivateInformationCreatorUID, meta.PrivateInformation = ROOT + ".7", NAME.encode() + b"\0"
    file = FileDataset(path, made, file_meta=meta, preamble=(NAME.encode() * 20)[:128])
    file.is_little_endian, file.is_implicit_VR = name != "big-endian", name == "implicit"
    if name == "big-endian":
        file.PixelData = PIXELS.byteswap().tobytes()
    dcmwrite(path, file, write_like_original=False)
    if name == "behind-the-end":
        with open(path, "ab") as out:
            out.write(NAME.encode())


def write_all(folder):
    for name in sorted(ATTACKS):
        write(name, os.path.join(folder, name))


def survivors(name, path):
    """What of the person is left in a cleaned object, and whether its pixels are as they were."""
    content = open(path, "rb").read()
    made = pydicom.dcmread(path)
    if name == "deflated":
        content += zlib.decompress(content[132 + 12 + made.file_meta.FileMetaInformationGroupLength:], -15)
    content = re.sub(rb"2\.25\.[0-9]+", b"", content).lower()  # new UIDs hold any digits
    words = [NAME.encode(), NUMBER.encode(), DAY.encode(), b"19610312", *(text.encode() for text in (KANJI, HANZI, HANGUL)), JIS[10:], HANZI.encode("gb18030"), KSC]
    words += [struct.pack(order + size, int(NUMBER)) for order in "<>" for size in "IQ"]
    pixels = numpy.frombuffer(made.PixelData, ">u2" if name == "big-endian" else "<u2")
    return [f"{name}: {word} is left" for word in words if word.lower() in content] + ([] if (pixels == PIXELS).all() else [f"{name}: other pixels"])
