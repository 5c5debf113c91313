#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

#include "cleaned.hpp"
#include "dicom/structure.hpp"
#include "dicom_objects.hpp"

using namespace shareready;

namespace {

using Bytes = std::vector<std::uint8_t>;

// An image with a sequence in a sequence.
Bytes image(E_TransferSyntax syntax) {
  auto dataset = test::make_image("1.2.840.10008.5.1.4.1.1.4", syntax);
  test::item_at(*dataset, test::Depth::two_deep, true)->putAndInsertString(DCM_StudyID, "1");
  return test::file_bytes(*dataset, syntax);
}

bool is_refused(const Bytes& file) {
  const Status checked = check_structure(file, false);
  return !checked.ok() && checked.error().code == ErrorCode::bad_data;
}

Bytes with(Bytes file, std::string_view from, std::string_view to) {
  const Bytes wanted(from.begin(), from.end());
  const auto found = std::search(file.begin(), file.end(), wanted.begin(), wanted.end());
  REQUIRE(found != file.end());
  REQUIRE(from.size() == to.size());
  std::copy(to.begin(), to.end(), found);
  return file;
}

constexpr std::string_view k_study_id("\x20\x00\x10\x00SH", 6);  // two deep
constexpr std::string_view k_bits("\x28\x00\x02\x01US\x02\x00\x0f\x00", 10);
constexpr std::string_view k_same_bits("\x28\x00\x01\x01US\x02\x00\x0f\x00", 10);

}  // namespace

TEST_CASE("an intact file passes in every encoding, one that is cut anywhere does not") {
  CHECK(check_structure(image(EXS_LittleEndianExplicit), false).ok());
  CHECK(check_structure(image(EXS_JPEG2000LosslessOnly), false).ok());
  CHECK(check_structure(image(EXS_LittleEndianImplicit), true).ok());
  const Bytes whole = image(EXS_LittleEndianExplicit);
  for (const std::size_t size : {std::size_t{0}, std::size_t{131}, std::size_t{140}, whole.size() - 1}) {
    CHECK(is_refused(Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size))));
  }
}

TEST_CASE("what would have to be guessed is refused") {
  const Bytes whole = image(EXS_LittleEndianExplicit);
  CHECK(is_refused(with(whole, k_study_id, std::string_view("\x20\x00\x10\x00??", 6))));
  CHECK(is_refused(with(whole, k_bits, k_same_bits)));  // an element twice
  CHECK(
      is_refused(with(whole, k_bits, std::string_view("\x28\x00\x01\x00US\x02\x00\x0f\x00", 10))));  // order
  CHECK(is_refused(
      with(whole, std::string_view("\xfe\xff\x00\xe0", 4), std::string_view("\xfe\xff\x01\xe0", 4))));
}

TEST_CASE("a truncated or damaged file is an error, never a shorter result") {
  for (const E_TransferSyntax syntax : {EXS_LittleEndianExplicit, EXS_LittleEndianImplicit,
                                        EXS_JPEG2000LosslessOnly, EXS_DeflatedLittleEndianExplicit}) {
    const auto dataset = test::make_image(test::k_mr, syntax);
    const std::vector<std::uint8_t> file = test::file_bytes(*dataset, syntax);
    REQUIRE(clean_dicom(file, test::rules(), {}, test::map_of()).ok());
    CAPTURE(DcmXfer(syntax).getXferName());
    for (std::size_t length = 0; length + 1 < file.size(); length += 3) {
      CAPTURE(length);
      const auto cut = clean_dicom(std::span(file).first(length), test::rules(), {}, test::map_of());
      if (cut.ok()) CHECK(cut->exclusion != DicomExclusion::none);
    }
    std::vector<std::uint8_t> no_mark = file;
    no_mark[128] = 'X';
    CHECK_FALSE(clean_dicom(no_mark, test::rules(), {}, test::map_of()).ok());
  }
}
