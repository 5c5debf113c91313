#include <catch2/catch.hpp>

#include "cleaned.hpp"
#include "dicom_objects.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

DicomExclusion exclusion_of(const std::unique_ptr<DcmDataset>& dataset, const DicomOptions& options = {}) {
  const auto cleaned =
      clean_dicom(file_bytes(*dataset, EXS_LittleEndianExplicit), rules(), options, map_of());
  REQUIRE(cleaned.ok());
  CHECK(cleaned->bytes.empty() == (cleaned->exclusion != DicomExclusion::none));
  return cleaned->exclusion;
}

}  // namespace

TEST_CASE("documents and captures go along only where they are asked for, and what cannot be cleaned never") {
  struct Row {
    const char* sop_class;
    bool pixels;
    DicomExclusion unasked, asked;
  };
  using enum DicomExclusion;
  for (const Row& row : std::vector<Row>{{"1.2.840.10008.5.1.4.1.1.88.22", false, document, none},
                                         {"1.2.840.10008.5.1.4.1.1.88.59", false, document, none},
                                         {"1.2.840.10008.5.1.4.1.1.11.1", false, document, none},
                                         {"1.2.840.10008.5.1.4.1.1.88.22", true, document, document},
                                         {"1.2.840.10008.5.1.4.1.1.104.1", false, encapsulated, encapsulated},
                                         {"1.2.840.10008.5.1.4.1.1.66", false, raw, raw},
                                         {"1.3.12.2.1107.5.9.1", false, document, document},
                                         {"1.2.840.10008.5.1.4.1.1.7", true, capture, none},
                                         {"1.2.840.10008.5.1.4.1.1.7.2", true, capture, none}}) {
    CAPTURE(row.sop_class, row.pixels);
    const auto object = make_image(row.sop_class, EXS_LittleEndianExplicit);
    if (!row.pixels) object->findAndDeleteElement(DCM_PixelData);
    CHECK(exclusion_of(object) == row.unasked);
    CHECK(exclusion_of(object, {.documents = true, .captures = true}) == row.asked);
    object->putAndInsertString(DCM_BurnedInAnnotation, "YES");
    if (row.asked == none && row.pixels) CHECK(exclusion_of(object, {.captures = true}) == burned_in);
  }
}

TEST_CASE("a captured screen whose pixels cannot be searched for letters is an error") {
  const auto object = make_image("1.2.840.10008.5.1.4.1.1.7", EXS_LittleEndianExplicit);
  object->putAndInsertString(DCM_PhotometricInterpretation, "PALETTE COLOR");
  const auto cleaned =
      clean_dicom(file_bytes(*object, EXS_LittleEndianExplicit), rules(), {.captures = true}, map_of());
  REQUIRE_FALSE(cleaned.ok());
  CHECK(cleaned.error().code == ErrorCode::unsupported);
}

TEST_CASE("images with burned-in text, without pixels, and directories are excluded") {
  auto image = make_image(k_mr, EXS_LittleEndianExplicit);
  image->putAndInsertString(DCM_BurnedInAnnotation, "YES");
  CHECK(exclusion_of(image) == DicomExclusion::burned_in);
  image = make_image(k_mr, EXS_LittleEndianExplicit);
  image->findAndDeleteElement(DCM_PixelData);
  CHECK(exclusion_of(image) == DicomExclusion::no_image);
  DcmItem* record = nullptr;
  image = make_image(k_mr, EXS_LittleEndianExplicit);
  REQUIRE(image->findOrCreateSequenceItem(DCM_DirectoryRecordSequence, record, -2).good());
  CHECK(exclusion_of(image) == DicomExclusion::directory);
}
