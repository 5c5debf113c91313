#include <zlib.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <cstring>

#include "cleaned.hpp"
#include "dicom/block_memory.hpp"
#include "dicom/protocol_text.hpp"
#include "dicom/vendor_blocks.hpp"

using namespace shareready;
using shareready::test::rules;

namespace {

TokenSet person() {
  TokenSet tokens;
  tokens.add("Jansen^Anna", TokenKind::name);
  tokens.add("20190304", TokenKind::date);
  return tokens;
}

void append(std::vector<std::uint8_t>& bytes, std::uint32_t number) {
  for (int shift = 0; shift < 32; shift += 8) bytes.push_back(static_cast<std::uint8_t>(number >> shift));
}

void append(std::vector<std::uint8_t>& bytes, const std::string& text, std::size_t width) {
  const std::size_t start = bytes.size();
  bytes.resize(start + width);
  std::copy_n(text.begin(), std::min(width, text.size()), bytes.begin() + static_cast<std::ptrdiff_t>(start));
}

struct Field {
  std::string name;
  std::string vr;
  std::string value;
};

std::vector<std::uint8_t> csa_of(const std::vector<Field>& fields) {
  std::vector<std::uint8_t> bytes{'S', 'V', '1', '0', 4, 3, 2, 1};
  append(bytes, static_cast<std::uint32_t>(fields.size()));
  append(bytes, 77);
  for (const Field& field : fields) {
    append(bytes, field.name, 64);
    append(bytes, 1);
    append(bytes, field.vr, 4);
    for (const std::uint32_t word : {6U, 1U, 77U}) append(bytes, word);
    const auto length = static_cast<std::uint32_t>(field.value.size() + 1);
    for (const std::uint32_t word : {length, length, 77U, length}) append(bytes, word);
    append(bytes, field.value, (length + 3) / 4 * 4);
  }
  return bytes;
}

std::string text(const std::vector<std::uint8_t>& bytes) { return {bytes.begin(), bytes.end()}; }

constexpr const char* k_protocol =
    "<XProtocol> { <Name> \"Jansen\" }\n### ASCCONV BEGIN object=X version=1 ###\n"
    "ulVersion = 0x14b44b6\nflUsedPatientWeight = 71.5\ntProtocolName = \"\"Jansen_T1\"\"\n"
    "tReferenceImage0 = \"\"1.3.12.2.1107.5.2.43.67060.20190304\"\"\nsKSpace.lBaseResolution = 64\n"
    "lTest = 20190304\nucPhasePartialFourier = 0x10 # Anna\nsTXSPEC.asNucleusInfo[0].tNucleus = \"\"1H\"\"\n"
    "tSequenceFileName = \"\"%SiemensSeq%\\ep2d_bold\"\"\nsWipMemBlock.tFree = \"\"Anna\"\"\n### ASCCONV END "
    "###\" }";

}  // namespace

TEST_CASE("a Siemens protocol keeps its numbers and loses weight, names, dates and UIDs") {
  const std::string cleaned = clean_siemens_protocol(k_protocol, person());
  for (const char* kept :
       {"lBaseResolution", "ulVersion", "0x10\n", "1H", "ep2d_bold", "### ASCCONV END ###"}) {
    CHECK(cleaned.find(kept) != std::string::npos);
  }
  for (const char* gone : {"Weight", "Jansen", "1107", "20190304", "Anna"}) {
    CHECK(cleaned.find(gone) == std::string::npos);
  }
  CHECK(clean_siemens_protocol(cleaned, person()) == cleaned);
  CHECK(clean_siemens_protocol("no such part", person()).empty());
}

TEST_CASE("a CSA header keeps known fields alone and can be read again") {
  const TokenSet tokens = person();
  const BlockContext context{.rules = &rules(), .tokens = &tokens};
  const auto block = csa_of({{"NumberOfImagesInMosaic", "US", "24"},
                             {"UsedPatientWeight", "IS", "71"},
                             {"PatientName", "PN", "Jansen"},
                             {"SliceMeasurementDuration", "DS", "27.5"},
                             {"CoilString", "LO", "Jansen"},
                             {"EchoTrainLength", "IS", "20190304"},
                             {"MrPhoenixProtocol", "UN", k_protocol}});
  const auto cleaned = clean_csa_header(block, context);
  REQUIRE(cleaned.has_value());
  for (const char* kept : {"NumberOfImagesInMosaic", "27.5", "lBaseResolution"}) {
    CHECK(text(*cleaned).find(kept) != std::string::npos);
  }
  for (const char* gone : {"Weight", "PatientName", "Jansen", "20190304", "1107"}) {
    CHECK(text(*cleaned).find(gone) == std::string::npos);
  }
  CHECK(clean_csa_header(*cleaned, context) == cleaned);
}

TEST_CASE("a protocol that the files of a series repeat comes out as if each of them were the only one") {
  std::string protocol = "### ASCCONV BEGIN ###\n";
  for (int i = 0; i < 1000; ++i) protocol += "sWipMemBlock.alFree[" + std::to_string(i) + "] = 4711\n";
  protocol +=
      "sCoilElementID.tCoilID = \"\"HEAD_Jansen\"\"\nlSerial[4] = 661234\nlTotal = 661234\n"
      "### ASCCONV END ###";
  const auto block = csa_of({{"EchoTrainLength", "IS", "64"}, {"MrPhoenixProtocol", "UN", protocol}});
  const auto cleaner = [](std::span<const std::uint8_t> bytes, const TokenSet& tokens) {
    return clean_csa_header(bytes, {.rules = &rules(), .tokens = &tokens});
  };
  TokenSet number, stranger;
  number.add("661234", TokenKind::person_id);
  stranger.add("Petersen^Ida", TokenKind::name);
  stranger.add("2019-03-04", TokenKind::date);
  BlockMemory memory;
  for (const TokenSet& tokens : {stranger, person(), number, stranger, TokenSet{}, number, person()}) {
    const auto alone = cleaner(block, tokens);
    REQUIRE(alone.has_value());
    CHECK(memory.clean(block, PrivateHandling::csa, tokens, cleaner) == alone);
  }
  const auto kept = [&](const TokenSet& tokens, const char* what) {
    return text(*memory.clean(block, PrivateHandling::csa, tokens, cleaner)).find(what) != std::string::npos;
  };
  CHECK(kept(stranger, "661234"));
  CHECK(kept(stranger, "HEAD_Jansen"));
  CHECK_FALSE(kept(number, "661234"));
  CHECK_FALSE(kept(person(), "Jansen"));
}

TEST_CASE("a CSA header that ends early or counts wrongly is dropped, whatever the place") {
  const TokenSet tokens;
  const BlockContext context{.rules = &rules(), .tokens = &tokens};
  const auto block = csa_of({{"NumberOfImagesInMosaic", "US", "24"}, {"EchoTrainLength", "IS", "64"}});
  REQUIRE(clean_csa_header(block, context).has_value());
  for (std::size_t length = 0; length < block.size(); ++length) {
    CHECK_FALSE(clean_csa_header(std::span(block).first(length), context).has_value());
  }
  for (std::size_t at = 8; at < block.size(); ++at) {  // must not read outside, whatever comes of it
    std::vector<std::uint8_t> changed = block;
    changed[at] = 0xff;
    static_cast<void>(clean_csa_header(changed, context));
  }
}

TEST_CASE("a GE protocol block is packed anew without the time and name of its gzip header") {
  const TokenSet tokens = person();
  const BlockContext context{.rules = &rules(), .tokens = &tokens};
  const std::string protocol =
      "set SLICEORDER \"1\"\nset NOTES \"Jansen\"\nset SEDESC \"T1 Anna\"\nset VIEWORDER \"1\"\n";
  std::vector<std::uint8_t> packed(1024);
  z_stream stream{};
  REQUIRE(deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  gz_header header{};
  header.time = 1551693072;
  Bytef name[] = "E1234S5";
  header.name = name;
  deflateSetHeader(&stream, &header);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(protocol.data()));
  stream.avail_in = static_cast<uInt>(protocol.size());
  stream.next_out = packed.data();
  stream.avail_out = 1024;
  REQUIRE(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  std::vector<std::uint8_t> block;
  append(block, static_cast<std::uint32_t>(packed.size()));
  block.insert(block.end(), packed.begin(), packed.end());

  const auto cleaned = clean_ge_block(block, context);
  REQUIRE(cleaned.has_value());
  CHECK(text(*cleaned).find("E1234S5") == std::string::npos);
  CHECK(
      std::all_of(cleaned->begin() + 8, cleaned->begin() + 12, [](std::uint8_t byte) { return byte == 0; }));
  CHECK(clean_ge_block(*cleaned, context) == cleaned);
  CHECK(clean_ge_protocol(protocol, rules(), tokens) == "set SLICEORDER \"1\"\nset VIEWORDER \"1\"\n");
  CHECK_FALSE(clean_ge_block(std::span(block).first(block.size() - 9), context).has_value());
}

TEST_CASE("numbers that can be dates, times since 1970 or serial numbers are no plain numbers") {
  for (const char* fine : {"1", "-2.5", "1e-05", "0x1f", "3900", "+1.5", "123456"})
    CHECK(is_plain_number(fine));
  for (const char* bad : {"20190304", "1551693072", "123456789", "", "abc", "1 2", "0xzz", "12:30"}) {
    CHECK_FALSE(is_plain_number(bad));
  }
}
