#include "base/zip_directory.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

namespace shareready {
namespace {

using namespace std::string_view_literals;
using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t k_end_bytes = 22, k_zip64_locator_bytes = 20, k_zip64_end_bytes = 56;
constexpr std::size_t k_entry_bytes = 46, k_header_bytes = 30, k_mark_bytes = 4;
constexpr std::size_t k_longest_comment = 0xffff;
constexpr std::uint64_t k_most_directory_bytes = std::uint64_t{1} << 30U;
constexpr std::size_t k_scan_bytes = std::size_t{1} << 20U;
constexpr std::uint64_t k_in_zip64 = 0xffffffff;

std::uint64_t number_in(const Bytes& bytes, std::size_t at, std::size_t width) {
  std::uint64_t number = 0;
  for (std::size_t i = width; i > 0; --i) number = (number << 8U) | bytes[at + i - 1];
  return number;
}

std::string_view text_of(const Bytes& bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::optional<Bytes> read_at(const SeekableBytes& zip, std::uint64_t offset, std::uint64_t size) {
  if (offset > zip.size || size > zip.size - offset) return std::nullopt;
  Bytes bytes(size);
  if (!zip.read(offset, bytes)) return std::nullopt;
  return bytes;
}

struct Directory {
  std::uint64_t begin = 0, size = 0;
  std::uint64_t moved = 0;  // by what stands before the archive, which its offsets do not count
};

Directory directory_before(std::uint64_t end, std::uint64_t size, std::uint64_t told) {
  const std::uint64_t begin = end - std::min(size, end);
  return {.begin = begin, .size = size, .moved = begin - std::min(told, begin)};
}

// From the last record of that kind, as libarchive takes it; nothing without one.
std::optional<Directory> find_directory(const SeekableBytes& zip) {
  const std::uint64_t tail_begin =
      zip.size - std::min<std::uint64_t>(zip.size, k_longest_comment + k_end_bytes);
  const auto tail = read_at(zip, tail_begin, zip.size - tail_begin);
  const std::size_t at = tail ? text_of(*tail).rfind("PK\5\6"sv) : std::string_view::npos;
  if (at == std::string_view::npos || at + k_end_bytes > tail->size()) return std::nullopt;
  const std::uint64_t end = tail_begin + at;
  if (at >= k_zip64_locator_bytes &&
      text_of(*tail).substr(at - k_zip64_locator_bytes).starts_with("PK\6\7"sv)) {
    const auto record = read_at(zip, number_in(*tail, at - k_zip64_locator_bytes + 8, 8), k_zip64_end_bytes);
    if (record && text_of(*record).starts_with("PK\6\6"sv))
      return Directory{.begin = number_in(*record, 48, 8), .size = number_in(*record, 40, 8), .moved = 0};
  }
  return directory_before(end, number_in(*tail, at + 12, 4), number_in(*tail, at + 16, 4));
}

struct Member {
  std::uint64_t begin = 0;  // of its local header
  std::uint64_t size = 0;   // packed
};

// What does not fit into 32 bits stands in an extra field of number 1: unpacked size, packed size, offset.
void widen(const Bytes& directory, std::size_t extra, std::size_t extra_end, bool has_size, Member& member) {
  for (; extra + 4 <= extra_end; extra += 4 + number_in(directory, extra + 2, 2)) {
    if (number_in(directory, extra, 2) != 1) continue;
    std::size_t at = extra + 4 + (has_size ? 8U : 0U);
    for (std::uint64_t* const field : {&member.size, &member.begin}) {
      if (*field != k_in_zip64 || at + 8 > extra_end) continue;
      *field = number_in(directory, at, 8);
      at += 8;
    }
    return;
  }
}

std::optional<std::vector<Member>> listed_members(const SeekableBytes& zip, const Directory& place) {
  const auto directory =
      place.size <= k_most_directory_bytes ? read_at(zip, place.begin, place.size) : std::nullopt;
  if (!directory) return std::nullopt;
  std::vector<Member> members;
  for (std::size_t at = 0; at + k_entry_bytes <= directory->size();) {
    if (!text_of(*directory).substr(at).starts_with("PK\1\2"sv)) break;  // a signature may follow
    Member member{.begin = number_in(*directory, at + 42, 4), .size = number_in(*directory, at + 20, 4)};
    const std::size_t extra = at + k_entry_bytes + number_in(*directory, at + 28, 2);
    const std::size_t extra_end = extra + number_in(*directory, at + 30, 2);
    if (extra_end > directory->size()) return std::nullopt;
    widen(*directory, extra, extra_end, number_in(*directory, at + 24, 4) == k_in_zip64, member);
    member.begin += place.moved;
    members.push_back(member);
    at = extra_end + number_in(*directory, at + 32, 2);
  }
  if (members.empty() && place.size > 0) return std::nullopt;
  std::sort(members.begin(), members.end(),
            [](const Member& a, const Member& b) { return a.begin < b.begin; });
  return members;
}

bool has_header_between(const SeekableBytes& zip, std::uint64_t begin, std::uint64_t end) {
  while (begin < end && end - begin >= k_mark_bytes) {
    const auto bytes = read_at(zip, begin, std::min<std::uint64_t>(end - begin, k_scan_bytes));
    if (!bytes || text_of(*bytes).find("PK\3\4"sv) != std::string_view::npos) return true;
    begin += bytes->size() - (k_mark_bytes - 1);
  }
  return false;
}

}  // namespace

bool has_unlisted_members(const SeekableBytes& zip) {
  const auto directory = find_directory(zip);
  if (!directory) return false;
  const auto members = listed_members(zip, *directory);
  if (!members) return true;
  std::uint64_t done = 0;
  for (const Member& member : *members) {
    if (has_header_between(zip, done, member.begin)) return true;
    const auto header = read_at(zip, member.begin, k_header_bytes);
    if (!header || !text_of(*header).starts_with("PK\3\4"sv)) return true;
    const std::uint64_t data =
        member.begin + k_header_bytes + number_in(*header, 26, 2) + number_in(*header, 28, 2);
    if (has_header_between(zip, member.begin + k_mark_bytes, data)) return true;
    done = std::max(done, data + member.size);
  }
  return has_header_between(zip, done, zip.size);
}

}  // namespace shareready
