#include "audit/unjudged_volume.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace shareready {
namespace {

using namespace std::string_view_literals;

// Samples and the header that says what they are.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> k_samples{
    {{".eeg", ".vhdr"}, {".fdt", ".set"}, {".img", ".hdr"}}};

bool has_header_beside(std::string_view path, const std::set<std::string>& paths) {
  return std::any_of(k_samples.begin(), k_samples.end(), [&](const auto& pair) {
    if (!path.ends_with(pair.first)) return false;
    const std::string_view stem = path.substr(0, path.size() - pair.first.size());
    return paths.contains(std::string(stem).append(pair.second));
  });
}

// Folders that are one recording (CTF, MEF3): files without a mark of their own belong to it.
bool is_in_recording(std::string_view path) {
  return path.find(".ds/") != std::string_view::npos || path.find(".mefd/") != std::string_view::npos;
}

// Whether what the name says stops publishing already, or knows the format.
bool is_enough(const NameRule* rule) {
  return rule != nullptr && (rule->severity <= Severity::major || rule->kind == FindingKind::foreign_format);
}

bool has_rule(std::string_view path, const AuditTables& tables) {
  if (is_enough(find_name_rule(tables.names, path, false))) return true;
  for (std::size_t end = path.rfind('/'); end != std::string_view::npos && end > 0;
       end = path.rfind('/', end - 1)) {
    if (is_enough(find_name_rule(tables.names, path.substr(0, end), true))) return true;
  }
  return false;
}

std::uint32_t big_endian_at(std::string_view bytes, std::size_t at) {
  std::uint32_t number = 0;
  for (const char c : bytes.substr(at, 4)) number = (number << 8U) | static_cast<unsigned char>(c);
  return number;
}

constexpr std::uint32_t k_most_vertices = 10'000'000;

// FreeSurfer's triangles: FF FF FE and a line of text that says who made them.
bool is_surface(std::string_view head) {
  if (!head.starts_with("\xff\xff\xfe"sv)) return false;
  const std::string_view line = head.substr(3, head.find('\n') - 3);
  return head.find('\n') != std::string_view::npos && !line.empty() &&
         std::all_of(line.begin(), line.end(), [](char c) { return c >= ' ' && c < 127; });
}

// One value for each vertex: FF FF FF, numbers of vertices, faces, and values a vertex.
bool is_values_of_surface(std::string_view head) {
  if (!head.starts_with("\xff\xff\xff"sv) || head.size() < 15) return false;
  const std::uint32_t vertices = big_endian_at(head, 3);
  return vertices > 0 && vertices < k_most_vertices && big_endian_at(head, 11) == 1;
}

// Annotations have no mark but their name: the number of vertices, then pairs of vertex 0, 1, ... and colour.
bool is_annotation(std::string_view head, std::string_view path) {
  if (!path.ends_with(".annot") || head.size() < 20) return false;
  const std::uint32_t vertices = big_endian_at(head, 0);
  return vertices > 1 && vertices < k_most_vertices && big_endian_at(head, 4) == 0 &&
         big_endian_at(head, 12) == 1;
}

}  // namespace

bool is_expected_binary(std::span<const std::uint8_t> bytes, std::string_view path, const AuditTables& tables,
                        const std::set<std::string>& paths) {
  const std::string_view head(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  return is_surface(head) || is_values_of_surface(head) || is_annotation(head, path) ||
         is_in_recording(path) || has_header_beside(path, paths) || has_rule(path, tables);
}

std::string_view unjudged_volume(std::span<const std::uint8_t> bytes) {
  const std::string_view head(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const auto has = [&](std::string_view text) { return head.find(text) != std::string_view::npos; };
  if (head.starts_with("NRRD000")) return "a NRRD volume";
  if (head.starts_with("mrtrix image\n")) return "an MRtrix volume";
  if (has("ElementType = MET_") && has("NDims = ")) return "a MetaImage volume";
  if (has("DATASET_DIMENSIONS") && has("-attribute")) return "the header of an AFNI volume";
  const bool is_netcdf = head.starts_with("CDF\x01") || head.starts_with("CDF\x02");
  const bool is_hdf5 = head.starts_with("\x89HDF\r\n");
  if ((is_netcdf && has("zspace")) || (is_hdf5 && has("minc-2.0"))) return "a MINC volume";
  return {};
}

}  // namespace shareready
