"""A structured report, a key object selection, a presentation state, captured screens, an encapsulated PDF and raw data, made here
with a canary in every value that can name somebody; dciodvfy finds no error in what it knows of them."""
import os

import numpy
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, generate_uid

CANARY = "Qorvane"  # a name that is in no list
STRANGER = "Vexholt"  # that of somebody whom no header names
STORAGE = "1.2.840.10008.5.1.4.1.1."


def code(value, scheme, meaning):
    made = Dataset()
    made.CodeValue, made.CodingSchemeDesignator, made.CodeMeaning = value, scheme, meaning
    return made


def item(kind, concept, relation="CONTAINS", **values):
    made = Dataset()
    made.RelationshipType, made.ValueType = relation, kind
    made.ConceptNameCodeSequence = Sequence([code(*concept)])
    for keyword, value in values.items():
        setattr(made, keyword, value)
    return made


def measured(number, unit):
    made = Dataset()
    made.MeasurementUnitsCodeSequence = Sequence([code(unit, "UCUM", unit)])
    made.NumericValue = number
    return Sequence([made])


def reference(sop_class, keyword="ReferencedSOPSequence"):
    made = Dataset()
    made.ReferencedSOPClassUID, made.ReferencedSOPInstanceUID = sop_class, "1.3.12.2.1107.5.2.19.4471.1"
    return Sequence([made])


def evidence():
    study, series = Dataset(), Dataset()
    series.ReferencedSOPSequence = reference(STORAGE + "4")
    series.SeriesInstanceUID = "1.3.12.2.1107.5.2.19.4471.2"
    study.ReferencedSeriesSequence = Sequence([series])
    study.StudyInstanceUID = "1.3.12.2.1107.5.2.19.4471.3"
    return Sequence([study])


def common(sop_class, modality):
    made = Dataset()
    made.SOPClassUID, made.SOPInstanceUID = sop_class, generate_uid()
    made.StudyInstanceUID, made.SeriesInstanceUID = "1.3.12.2.1107.5.2.19.4471.3", generate_uid()
    made.PatientName, made.PatientID, made.PatientBirthDate, made.PatientSex = f"{CANARY}^Anna", "4471023", "19610312", "F"
    made.StudyDate = made.SeriesDate = made.ContentDate = "20210304"
    made.StudyTime = made.SeriesTime = made.ContentTime = "101112"
    made.ReferringPhysicianName, made.StudyID, made.AccessionNumber = f"{CANARY}^Bob", "4471024", "4471025"
    made.Modality, made.Manufacturer, made.SeriesNumber, made.InstanceNumber = modality, "Maker", 1, 1
    made.InstitutionName, made.StationName = f"{CANARY} Infirmary", f"{CANARY}1"
    made.StudyDescription, made.SeriesDescription = f"head {CANARY}", f"report {CANARY}"
    return made


def content():
    observer = item("CONTAINER", ("121070", "DCM", "Findings"), ContinuityOfContent="SEPARATE")
    observer.ContentSequence = Sequence([
        item("TEXT", ("121071", "DCM", "Finding"), TextValue=f"T2 brain axial left, seen by {CANARY}"),
        item("TEXT", ("121106", "DCM", "Comment"), TextValue=f"{CANARY} on 4 March 2021"),
        item("NUM", ("121211", "DCM", "Path length"), MeasuredValueSequence=measured("12.5", "mm")),
        item("NUM", ("121033", "DCM", "Subject Age"), MeasuredValueSequence=measured("61", "a")),
        item("NUM", ("29463-7", "LN", "Body weight"), MeasuredValueSequence=measured("83.25", "kg")),
        item("NUM", ("363812007", "SCT", "Head circumference"), MeasuredValueSequence=measured("557.25", "mm")),
        item("NUM", ("111519", "DCM", "Age at First Full Term Pregnancy"), MeasuredValueSequence=measured("23.75", "1")),
        item("TEXT", ("121016", "DCM", "Device Observer Serial Number"), "HAS OBS CONTEXT", TextValue="67031"),
        item("CODE", ("121032", "DCM", "Subject Sex"), ConceptCodeSequence=Sequence([code("F", "DCM", "Female")])),
        item("CODE", ("121071", "DCM", "Finding"), ConceptCodeSequence=Sequence([code("4471023", "99WARD", f"{CANARY}")])),
        item("CODE", ("T-77", "99WARD", f"asked by {CANARY}"), ConceptCodeSequence=Sequence([code("49755003", "SCT", "Lesion")])),
        item("CODE", ("121071", "DCM", "Finding"), ConceptCodeSequence=Sequence([code("49755003", "SCT", f"as {STRANGER} said")])),
        item("CODE", ("121071", "DCM", f"{STRANGER}"), ConceptCodeSequence=Sequence([code(f"{STRANGER}", "SCT", "Lesion")])),
        item("DATE", ("121031", "DCM", "Subject Birth Date"), Date="19610312"),
        item("DATETIME", ("111060", "DCM", "Study Date"), DateTime="20210304101112"),
        item("TIME", ("111061", "DCM", "Study Time"), Time="101112"),
        item("PNAME", ("121008", "DCM", "Person Observer Name"), "HAS OBS CONTEXT", PersonName=f"{CANARY}^Carl"),
        item("UIDREF", ("121018", "DCM", "Procedure Study Instance UID"), "HAS OBS CONTEXT", UID="1.3.12.2.1107.5.2.19.4471.3")])
    return observer


def report():
    made = common(STORAGE + "88.33", "SR")
    made.ReferencedPerformedProcedureStepSequence = Sequence()
    made.CompletionFlag, made.VerificationFlag, made.PerformedProcedureCodeSequence = "COMPLETE", "VERIFIED", Sequence()
    verifier = Dataset()
    verifier.VerifyingObserverName, verifier.VerifyingOrganization = f"{CANARY}^Dora", f"{CANARY} Infirmary"
    verifier.VerificationDateTime, verifier.VerifyingObserverIdentificationCodeSequence = "20210305101112", Sequence()
    made.VerifyingObserverSequence = Sequence([verifier])
    made.CurrentRequestedProcedureEvidenceSequence = evidence()
    made.ValueType, made.ContinuityOfContent = "CONTAINER", "SEPARATE"
    made.ConceptNameCodeSequence = Sequence([code("126000", "DCM", "Imaging Measurement Report")])
    image = item("IMAGE", ("121112", "DCM", "Source of Measurement"))
    image.ReferencedSOPSequence = reference(STORAGE + "4")
    made.ContentSequence = Sequence([content(), image])
    return made


def selection():
    made = common(STORAGE + "88.59", "KO")
    made.ReferencedPerformedProcedureStepSequence = Sequence()
    made.CurrentRequestedProcedureEvidenceSequence = evidence()
    made.ValueType, made.ContinuityOfContent = "CONTAINER", "SEPARATE"
    made.ConceptNameCodeSequence = Sequence([code("113000", "DCM", "Of Interest")])
    template = Dataset()
    template.MappingResource, template.TemplateIdentifier = "DCMR", "2010"
    made.ContentTemplateSequence = Sequence([template])
    image = Dataset()
    image.RelationshipType, image.ValueType, image.ReferencedSOPSequence = "CONTAINS", "IMAGE", reference(STORAGE + "4")
    made.ContentSequence = Sequence([item("TEXT", ("113012", "DCM", "Key Object Description"), TextValue=f"for {CANARY}"), image])
    return made


def presentation():
    made = common(STORAGE + "11.1", "PR")
    made.PresentationCreationDate, made.PresentationCreationTime = "20210304", "101112"
    made.ContentLabel, made.ContentDescription, made.ContentCreatorName = "MARKS", f"marks of {CANARY}", f"{CANARY}^Eve"
    series = Dataset()
    series.SeriesInstanceUID, series.ReferencedImageSequence = "1.3.12.2.1107.5.2.19.4471.2", reference(STORAGE + "4")
    made.ReferencedSeriesSequence = Sequence([series])
    area = Dataset()
    area.DisplayedAreaTopLeftHandCorner, area.DisplayedAreaBottomRightHandCorner = [1, 1], [64, 64]
    area.PresentationSizeMode, area.PresentationPixelAspectRatio = "SCALE TO FIT", [1, 1]
    made.DisplayedAreaSelectionSequence = Sequence([area])
    text, marks, layer = Dataset(), Dataset(), Dataset()
    text.UnformattedTextValue, text.AnchorPoint = f"{CANARY} 1961", [5.0, 5.0]
    text.AnchorPointVisibility, text.AnchorPointAnnotationUnits = "Y", "PIXEL"
    marks.GraphicLayer, marks.TextObjectSequence = "LAYER1", Sequence([text])
    made.GraphicAnnotationSequence = Sequence([marks])
    layer.GraphicLayer, layer.GraphicLayerOrder, layer.GraphicLayerDescription = "LAYER1", 1, f"layer of {CANARY}"
    made.GraphicLayerSequence = Sequence([layer])
    made.PresentationLUTShape = "IDENTITY"
    return made


def screen(colour, text=None):
    from PIL import Image, ImageDraw, ImageFont
    made = common(STORAGE + "7", "OT")
    made.ConversionType = "WSD"
    made.PatientOrientation = ""
    shape = (128, 128, 3) if colour else (128, 128)
    rows, columns = numpy.mgrid[:128, :128]
    wave = (100 + 60 * numpy.sin(rows / 17) * numpy.cos(columns / 23)).astype(numpy.uint8)
    pixels = numpy.broadcast_to(wave[..., None] if colour else wave, shape).copy()
    if text:
        layer = Image.new("1", (128, 128))
        font = ImageFont.truetype("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", 12)
        ImageDraw.Draw(layer).text((4, 50), text, font=font, fill=1)
        pixels[numpy.asarray(layer)] = (255, 255, 0) if colour else 255
    made.Rows, made.Columns, made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 128, 128, 8, 8, 7, 0
    made.SamplesPerPixel, made.PhotometricInterpretation = (3, "RGB") if colour else (1, "MONOCHROME2")
    if colour:
        made.PlanarConfiguration = 0
    made.PixelData = pixels.tobytes()
    return made


def encapsulated():
    made = common(STORAGE + "104.1", "DOC")
    made.ConversionType, made.BurnedInAnnotation, made.DocumentTitle = "WSD", "YES", f"{CANARY} letter"
    made.MIMETypeOfEncapsulatedDocument, made.EncapsulatedDocument = "application/pdf", b"%PDF-1.4 " + CANARY.encode() + b" "
    made.AcquisitionDateTime, made.ConceptNameCodeSequence = "", Sequence()
    return made


def raw():
    made = common(STORAGE + "66", "MR")
    made.add_new(0x00291010, "UN", CANARY.encode() + b" ")
    return made


DOCUMENTS = {"report": report, "selection": selection, "presentation": presentation}
CAPTURES = {"colour": lambda: screen(True), "grey": lambda: screen(False)}
LEFT_OUT = {"encapsulated": encapsulated, "raw": raw, "text-colour": lambda: screen(True, f"{CANARY} 1961"),
            "text-grey": lambda: screen(False, f"{CANARY} 1961")}


def write_all(made, folder):
    for name, make in made.items():
        document = make()
        document.file_meta = FileMetaDataset()
        document.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
        document.is_little_endian, document.is_implicit_VR = True, False
        pydicom.dcmwrite(os.path.join(folder, name), document, write_like_original=False)
