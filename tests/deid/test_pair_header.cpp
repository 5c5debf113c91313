#include <algorithm>
#include <catch2/catch.hpp>

#include "base/temp_folder.hpp"
#include "deid/pair_header.hpp"
#include "image/make_nifti.hpp"

using namespace shareready;
using test::MadeNifti;
using test::NiftiBytes;

namespace {

using Bytes = std::vector<std::uint8_t>;

bool pair_holds(const Bytes& bytes, std::string_view text) {
  return std::search(bytes.begin(), bytes.end(), text.begin(), text.end()) != bytes.end();
}

// The header of a pair whose data begin at byte 16 of the other file, with a name in every free text.
Bytes nifti_pair_header(const MadeNifti& made) {
  NiftiBytes bytes(made);
  if (made.version == NiftiVersion::one) {
    bytes.put_text(nifti1_at::magic, {"ni1\0", 4}).put<float>(nifti1_at::vox_offset, 16);
    bytes.put_text(nifti1_at::descrip, "ANNA").put_text(nifti1_at::db_name, "JANSEN");
  } else {
    bytes.put_text(nifti2_at::magic, {"ni2\0", 4}).put<std::int64_t>(nifti2_at::vox_offset, 16);
    bytes.put_text(nifti2_at::descrip, "ANNA").put_text(nifti2_at::unused_str, "JANSEN");
  }
  bytes.bytes().resize(bytes.data_offset());
  const std::string_view behind = "Jansen";
  bytes.bytes().insert(bytes.bytes().end(), behind.begin(), behind.end());
  return bytes.bytes();
}

// As Mayo's dbh.h has it, with text in each field of the history and in every field without use.
Bytes analyze_header(std::endian order) {
  NiftiBytes made({.order = order, .size = {4, 3, 2}});
  Bytes& bytes = made.bytes();
  bytes.resize(nifti1_at::end);
  made.put_text(4, "ANNA JANSE").put_text(14, "JANSEN 1985 Utrech").put_text(36, "JA").put_text(39, "N");
  made.put_text(50, "ANNAJA").put_text(56, "JANSENJANSENJA").put_text(74, "JA").put_text(76, "ANNA");
  made.put_text(92, "JANSENJANSENJANS").put_text(120, "ANNA").put_text(132, "JANSENJANSENJANS");
  made.put<float>(112, 0.5F).put<float>(116, 3.F).put<float>(108, 0.F);
  const std::string history(96 + 100, 'J');
  made.put_text(148, history.substr(0, 104)).put_text(253, "ANNA JANSE").put_text(263, "JANSEN1985");
  made.put_text(273, "JANSEN1985JANSEN198519850304  10:11:12  JAN")
      .put_text(316, "JANSENJANSENJANSENJANSENJANSENJA");
  return bytes;
}

}  // namespace

TEST_CASE("the header of a NIfTI pair is cleaned as that of one file is, and its data begin at byte 0") {
  const MadeNifti made{.version = GENERATE(NiftiVersion::one, NiftiVersion::two),
                       .order = GENERATE(std::endian::little, std::endian::big),
                       .size = {4, 3, 2}};
  const auto scrubbed = scrub_pair_header(nifti_pair_header(made), "a");
  REQUIRE(scrubbed.ok());
  CHECK(scrubbed->data_offset == 16);
  CHECK(scrubbed->data_bytes == 48);
  for (const std::string_view name : {"ANNA", "JANS", "Jans"})
    CHECK_FALSE(pair_holds(scrubbed->header, name));
  CHECK(std::count(scrubbed->removed.begin(), scrubbed->removed.end(), "bytes behind the header") == 1);
  const auto twice = scrub_pair_header(scrubbed->header, "a");
  REQUIRE(twice.ok());
  CHECK(twice->data_offset == 0);
  CHECK(twice->removed.empty());
  CHECK(twice->header == scrubbed->header);
}

TEST_CASE("of an Analyze header only numbers stay, and none that spells a text") {
  const std::endian order = GENERATE(std::endian::little, std::endian::big);
  const Bytes before = analyze_header(order);
  const auto scrubbed = scrub_pair_header(before, "a");
  REQUIRE(scrubbed.ok());
  for (const std::string_view name : {"ANN", "JA", "JJ", "1985", "10:11", "Utr", "NS"})
    CHECK_FALSE(pair_holds(scrubbed->header, name));
  const auto stays = [&](std::size_t at, std::size_t size) {
    return std::equal(before.begin() + static_cast<std::ptrdiff_t>(at),
                      before.begin() + static_cast<std::ptrdiff_t>(at + size),
                      scrubbed->header.begin() + static_cast<std::ptrdiff_t>(at));
  };
  CHECK((stays(0, 4) && stays(40, 8) && stays(70, 4) && stays(80, 12) && stays(112, 8) && stays(124, 8)));
  CHECK(scrubbed->removed == std::vector<std::string>{"history and unused fields"});
  const auto twice = scrub_pair_header(scrubbed->header, "a");
  CHECK(twice->header == scrubbed->header);
  CHECK(twice->removed.empty());
}

TEST_CASE("the origin that SPM keeps in an Analyze header stays where it lies in the image") {
  Bytes header = analyze_header(std::endian::little);
  const std::int16_t place = GENERATE(std::int16_t{2}, std::int16_t{9});
  for (std::size_t i = 0; i < 3; ++i)
    store_number<std::int16_t>(&header[253 + 2 * i], place, std::endian::little);
  const auto scrubbed = scrub_pair_header(header, "a");
  REQUIRE(scrubbed.ok());
  CHECK((load_number<std::int16_t>(&scrubbed->header[253], std::endian::little) == 2) == (place == 2));
}

TEST_CASE("an Analyze header with a text in place of its scaling is refused, as is what is no header") {
  Bytes header = analyze_header(std::endian::little);
  std::fill_n(header.begin() + 112, 8, std::uint8_t{'J'});
  CHECK(scrub_pair_header(header, "a").error().code == ErrorCode::bad_data);
  for (const std::size_t size : {std::size_t{0}, std::size_t{4}, std::size_t{347}})
    CHECK(scrub_pair_header(std::span(header).first(size), "a").error().code == ErrorCode::bad_data);
  CHECK_FALSE(scrub_pair_header(NiftiBytes(MadeNifti{}).bytes(), "a").ok());  // an image in one file
}

TEST_CASE("of the voxels' file the voxels alone are written, and less than the header tells is refused") {
  const test::TempFolder folder;
  const PairPaths from{folder.path() / "a.hdr", folder.path() / "a.img"};
  const PairPaths to{folder.path() / "b.hdr", folder.path() / "b.img"};
  Bytes voxels(48);
  for (std::size_t i = 0; i < voxels.size(); ++i) voxels[i] = static_cast<std::uint8_t>(i);
  Bytes data(16, 'J');
  data.insert(data.end(), voxels.begin(), voxels.end());
  data.insert(data.end(), 5, 'A');
  REQUIRE(write_file(from.header, nifti_pair_header({.size = {4, 3, 2}})).ok());
  REQUIRE(write_file(from.voxels, data).ok());
  REQUIRE(scrub_pair_files(from, to, "a").ok());
  CHECK(read_bytes(to.voxels).value() == voxels);
  data.resize(16 + 47);
  REQUIRE(write_file(from.voxels, data).ok());
  CHECK(scrub_pair_files(from, to, "a").error().code == ErrorCode::bad_data);
}
