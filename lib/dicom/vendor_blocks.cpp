#include "dicom/vendor_blocks.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstring>
#include <memory>
#include <string_view>

#include "base/text.hpp"
#include "deid/dates.hpp"
#include "deid/value_check.hpp"
#include "dicom/protocol_text.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_name_bytes = 64;
constexpr std::size_t k_field_bytes = k_name_bytes + 20;  // name, VM, VR, syngo type, items, mark
constexpr std::size_t k_item_bytes = 16;
constexpr std::uint32_t k_most_fields = 1024;
constexpr std::uint32_t k_most_items = 100'000;

class Reader {
 public:
  explicit Reader(std::span<const std::uint8_t> bytes) : bytes_(bytes) {}
  [[nodiscard]] bool has(std::size_t count) const { return count <= bytes_.size() - at_; }
  std::span<const std::uint8_t> take(std::size_t count) {
    const auto piece = bytes_.subspan(at_, count);
    at_ += count;
    return piece;
  }
  std::uint32_t number() {
    const auto b = take(4);
    return static_cast<std::uint32_t>(b[0]) | static_cast<std::uint32_t>(b[1]) << 8 |
           static_cast<std::uint32_t>(b[2]) << 16 | static_cast<std::uint32_t>(b[3]) << 24;
  }

 private:
  std::span<const std::uint8_t> bytes_;
  std::size_t at_ = 0;
};

class Writer {
 public:
  void number(std::uint32_t value) {
    for (int shift = 0; shift < 32; shift += 8) bytes_.push_back(static_cast<std::uint8_t>(value >> shift));
  }
  // The text in `width` bytes, the rest of them zero.
  void text(std::string_view text, std::size_t width) {
    for (std::size_t i = 0; i < width; ++i) {
      bytes_.push_back(i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0});
    }
  }
  std::vector<std::uint8_t> take() { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

struct CsaField {
  std::string name;
  std::uint32_t vm = 0;
  std::string vr;
  std::uint32_t syngo_type = 0;
  std::uint32_t mark = 0;           // 77 or 205
  std::vector<std::string> values;  // of each item, empty ones included
};

struct CsaHeader {
  bool marked = false;  // "SV10"
  std::vector<CsaField> fields;
};

std::string until_nul(std::span<const std::uint8_t> bytes) {
  const auto* text = reinterpret_cast<const char*>(bytes.data());
  return {text, strnlen(text, bytes.size())};
}

bool is_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(),
                                      [](unsigned char c) { return std::isalnum(c) != 0 || c == '_'; });
}

// The length of an item: the second number; in the older format the first one, which is too large by the
// count of items of the first field.
std::optional<std::uint32_t> item_length(const std::array<std::uint32_t, 4>& words, bool marked,
                                         std::uint32_t offset) {
  if (marked) return words[1];
  if (words[0] < offset) return std::nullopt;
  return words[0] - offset;
}

bool read_items(Reader& reader, std::uint32_t count, const CsaHeader& header, std::uint32_t offset,
                CsaField& field) {
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!reader.has(k_item_bytes)) return false;
    std::array<std::uint32_t, 4> words{};
    for (auto& word : words) word = reader.number();
    const auto length = item_length(words, header.marked, offset);
    if (!length) return false;
    const std::size_t padded = (std::size_t{*length} + 3) / 4 * 4;
    if (!reader.has(padded)) return false;
    field.values.push_back(until_nul(reader.take(padded).first(*length)));
  }
  return true;
}

std::optional<CsaHeader> read_csa(std::span<const std::uint8_t> block) {
  CsaHeader header;
  Reader reader(block);
  if (!reader.has(16)) return std::nullopt;
  if (std::string_view(reinterpret_cast<const char*>(block.data()), 4) == "SV10") {
    header.marked = true;
    reader.take(8);
  }
  const std::uint32_t count = reader.number();
  reader.take(4);
  if (count == 0 || count > k_most_fields) return std::nullopt;
  std::uint32_t offset = 0;
  for (std::uint32_t i = 0; i < count; ++i) {
    if (!reader.has(k_field_bytes)) return std::nullopt;
    CsaField field;
    field.name = until_nul(reader.take(k_name_bytes));
    field.vm = reader.number();
    field.vr = until_nul(reader.take(4));
    field.syngo_type = reader.number();
    const std::uint32_t items = reader.number();
    field.mark = reader.number();
    if (!is_name(field.name) || items > k_most_items) return std::nullopt;
    if (i == 0) offset = items;
    if (!read_items(reader, items, header, offset, field)) return std::nullopt;
    header.fields.push_back(std::move(field));
  }
  return header;
}

std::vector<std::uint8_t> write_csa(const CsaHeader& header) {
  Writer writer;
  if (header.marked) {
    writer.text("SV10", 4);
    writer.number(0x01020304);
  }
  writer.number(static_cast<std::uint32_t>(header.fields.size()));
  constexpr std::uint32_t k_mark = 77;
  writer.number(k_mark);
  const auto offset = static_cast<std::uint32_t>(header.marked ? 0 : header.fields.front().values.size());
  for (const CsaField& field : header.fields) {
    writer.text(field.name, k_name_bytes);
    writer.number(field.vm);
    writer.text(field.vr, 4);
    writer.number(field.syngo_type);
    writer.number(static_cast<std::uint32_t>(field.values.size()));
    writer.number(field.mark);
    for (const std::string& value : field.values) {
      const auto length = static_cast<std::uint32_t>(value.empty() ? 0 : value.size() + 1);
      for (const std::uint32_t word : {length + offset, length, k_mark, length}) writer.number(word);
      writer.text(value, (std::size_t{length} + 3) / 4 * 4);
    }
  }
  writer.number(0);
  return writer.take();
}

bool is_numeric_vr(std::string_view vr) {
  constexpr std::array<std::string_view, 8> k_numeric{"DS", "FD", "FL", "IS", "SL", "SS", "UL", "US"};
  return std::find(k_numeric.begin(), k_numeric.end(), vr) != k_numeric.end();
}

bool is_kept_value(const CsaField& field, std::string_view value, const BlockContext& context) {
  const std::string_view text = trim(value);
  if (text.empty()) return true;
  if (field.name == "MosaicRefAcqTimes" && !is_relative_time(text)) return false;
  if (is_numeric_vr(field.vr)) return is_plain_number(text);
  constexpr std::size_t k_longest = 64;
  return text.size() <= k_longest && find_concern(text) == Concern::none && !contains_date(text) &&
         !context.tokens->find_in(text) && context.rules->is_technical(text);
}

void clean_field(CsaField& field, const BlockContext& context) {
  if (field.name == "MrPhoenixProtocol") {
    for (std::string& value : field.values) value = clean_siemens_protocol(value, *context.tokens);
    return;
  }
  const bool kept = context.rules->is_csa_field(field.name) &&
                    std::all_of(field.values.begin(), field.values.end(), [&](const std::string& value) {
                      return is_kept_value(field, value, context);
                    });
  if (!kept) field.values.clear();
}

// One gzip member with a header that says nothing (RFC 1952: no time, no name, unknown system).
std::optional<std::vector<std::uint8_t>> gzip_plainly(std::string_view text) {
  z_stream stream{};
  constexpr int k_gzip_window = 15 + 16;
  if (deflateInit2(&stream, Z_BEST_COMPRESSION, Z_DEFLATED, k_gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    return std::nullopt;
  }
  gz_header plain{};
  plain.os = 255;
  deflateSetHeader(&stream, &plain);
  std::vector<std::uint8_t> packed(deflateBound(&stream, static_cast<uLong>(text.size())) + 32);
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));  // zlib only reads it
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = packed.data();
  stream.avail_out = static_cast<uInt>(packed.size());
  const bool done = deflate(&stream, Z_FINISH) == Z_STREAM_END;
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  if (!done) return std::nullopt;
  return packed;
}

std::optional<std::string> gunzip_small(std::span<const std::uint8_t> packed) {
  z_stream stream{};
  constexpr int k_gzip_window = 15 + 16;
  constexpr std::size_t k_most = 4 << 20;  // protocols are some kilobytes
  if (inflateInit2(&stream, k_gzip_window) != Z_OK) return std::nullopt;
  const auto room = std::make_unique_for_overwrite<Bytef[]>(k_most);  // what stays empty costs nothing
  stream.next_in = const_cast<Bytef*>(packed.data());                 // zlib only reads it
  stream.avail_in = static_cast<uInt>(packed.size());
  stream.next_out = room.get();
  stream.avail_out = static_cast<uInt>(k_most);
  const bool done = inflate(&stream, Z_FINISH) == Z_STREAM_END;
  inflateEnd(&stream);
  if (!done) return std::nullopt;
  return std::string(reinterpret_cast<const char*>(room.get()), stream.total_out);
}

}  // namespace

std::optional<std::vector<std::uint8_t>> clean_csa_header(std::span<const std::uint8_t> block,
                                                          const BlockContext& context) {
  std::optional<CsaHeader> header = read_csa(block);
  if (!header) return std::nullopt;
  for (CsaField& field : header->fields) clean_field(field, context);
  // A name that is not listed might be anything that fits into letters.
  std::erase_if(header->fields, [&](const CsaField& field) {
    return !context.rules->is_csa_field(field.name) || find_concern(field.vr) != Concern::none ||
           !std::all_of(field.vr.begin(), field.vr.end(),
                        [](unsigned char c) { return c >= 'A' && c <= 'Z'; });
  });
  if (header->fields.empty()) return std::nullopt;
  return write_csa(*header);
}

std::optional<std::vector<std::uint8_t>> clean_ge_block(std::span<const std::uint8_t> block,
                                                        const BlockContext& context) {
  constexpr std::size_t k_length_bytes = 4;
  if (block.size() < k_length_bytes + 18) return std::nullopt;
  const std::optional<std::string> text = gunzip_small(block.subspan(k_length_bytes));
  if (!text) return std::nullopt;
  const auto packed = gzip_plainly(clean_ge_protocol(*text, *context.rules, *context.tokens));
  if (!packed) return std::nullopt;
  std::vector<std::uint8_t> cleaned;
  for (int shift = 0; shift < 32; shift += 8) {
    cleaned.push_back(static_cast<std::uint8_t>(packed->size() >> shift));
  }
  cleaned.insert(cleaned.end(), packed->begin(), packed->end());
  if (cleaned.size() % 2 == 1) cleaned.push_back(0);
  return cleaned;
}

std::optional<std::vector<std::uint8_t>> clean_xa_protocol(std::span<const std::uint8_t> block,
                                                           const BlockContext& context) {
  const std::string_view text(reinterpret_cast<const char*>(block.data()), block.size());
  std::string cleaned = clean_siemens_protocol(text, *context.tokens);
  if (cleaned.empty()) return std::nullopt;
  if (cleaned.size() % 2 == 1) cleaned += '\n';
  return std::vector<std::uint8_t>(cleaned.begin(), cleaned.end());
}

}  // namespace shareready
