#include <array>
#include <catch2/catch.hpp>
#include <set>

#include "canary_search.hpp"
#include "cleaned.hpp"
#include "dicom_objects.hpp"

using namespace shareready;
using namespace shareready::test;

namespace {

constexpr std::size_t k_rows = 655;
constexpr std::size_t k_rows_below_data_sets = 4;  // (0000,1000), (0000,1001), (0002,0003), (0004,1511)

constexpr std::array<E_TransferSyntax, 5> k_syntaxes{EXS_LittleEndianExplicit, EXS_LittleEndianImplicit,
                                                     EXS_BigEndianExplicit, EXS_DeflatedLittleEndianExplicit,
                                                     EXS_JPEG2000LosslessOnly};

}  // namespace

TEST_CASE(
    "no canary of any row of the table survives at any depth in any transfer syntax, and each action is "
    "met") {
  std::set<const DicomRule*> covered;
  for (const char* sop_class : {k_mr, k_enhanced_mr}) {
    for (const E_TransferSyntax syntax : k_syntaxes) {
      for (const Depth depth : k_depths) {
        CAPTURE(sop_class, DcmXfer(syntax).getXferName(), static_cast<int>(depth));
        const Planted planted = plant_in(sop_class, syntax, depth, rules());
        REQUIRE_FALSE(planted.pixels.empty());
        REQUIRE(planted.canaries.size() == (depth == Depth::root ? k_rows - k_rows_below_data_sets : k_rows));
        const CleanedDicom cleaned = cleaned_of(planted.file, {}, map_of());
        CHECK(count_survivors(searchable(cleaned), planted.canaries) == 0);
        const auto object = read_dicom(cleaned.bytes);
        REQUIRE(object.ok());
        DcmDataset& dataset = *(*object)->getDataset();
        CHECK(dataset.getOriginalXfer() == syntax);
        CHECK(stored_pixels(dataset) == planted.pixels);
        DcmItem* item = item_at(dataset, depth, false);
        for (const Canary& canary : planted.canaries) {
          CAPTURE(canary.rule->keyword, canary.rule->basic);
          if (!meets_action(find_element(item, canary.tag), canary)) CHECK(canary.rule->keyword == "");
          covered.insert(canary.rule);
        }
      }
    }
  }
  CHECK(covered.size() == k_rows);
}

TEST_CASE("shifted dates move by the same number of days everywhere, and times of day stay") {
  DicomMap map = map_of();
  constexpr std::int64_t k_days = -36000;
  map.shift = DateShift{k_days};
  for (const Depth depth : k_depths) {
    CAPTURE(static_cast<int>(depth));
    const Planted planted = plant_in(k_enhanced_mr, EXS_LittleEndianExplicit, depth, rules());
    const CleanedDicom cleaned = cleaned_of(planted.file, {}, map);
    const auto object = read_dicom(cleaned.bytes);
    REQUIRE(object.ok());
    DcmItem* item = item_at(*(*object)->getDataset(), depth, false);
    std::size_t shifted = 0;
    for (const Canary& canary : planted.canaries) {
      if (canary.rule->option(ProfileOption::modified_dates) != 'C') continue;
      const std::string& vr = canary.rule->vr;
      if (vr != "DA" && vr != "DT" && vr != "TM") continue;
      CAPTURE(canary.rule->keyword);
      DcmElement* element = find_element(item, canary.tag);
      REQUIRE(element != nullptr);
      const std::string expected = vr == "TM" ? canary.text : *shift_date(canary.text, *map.shift);
      CHECK(text_of(*element) == expected);
      ++shifted;
    }
    CHECK(shifted > 150);
    CHECK(std::string(cleaned.bytes.begin(), cleaned.bytes.end()).find("113107") != std::string::npos);
  }
}

TEST_CASE("no canary survives in a document, at any depth") {
  for (const Depth depth : k_depths) {
    const auto object = make_image("1.2.840.10008.5.1.4.1.1.88.33", EXS_LittleEndianExplicit);
    object->findAndDeleteElement(DCM_PixelData);
    const auto canaries = plant_canaries(*item_at(*object, depth, true), rules(), depth);
    object->findAndDeleteElement(DCM_EncapsulatedDocument);  // with it, it would be left out
    const CleanedDicom cleaned =
        cleaned_of(file_bytes(*object, EXS_LittleEndianExplicit), {.documents = true}, map_of());
    CHECK(count_survivors(searchable(cleaned), canaries) == 0);
  }
}
