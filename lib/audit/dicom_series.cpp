#include "audit/dicom_series.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <map>

#include "audit/dicom_elements.hpp"
#include "base/text.hpp"
#include "image/float_image.hpp"

namespace shareready {
namespace {

constexpr double k_series_mm = 1.2;
constexpr std::size_t k_time_series = 5;

// What one file says of its frames. Values of enhanced objects are those of their functional groups, in
// order.
struct Picture {
  std::string series{};
  std::size_t rows = 0, columns = 0, frames = 1;
  std::size_t bits_allocated = 16, bits_stored = 16;
  bool is_inverted = false;  // larger is darker
  bool is_signed = false, is_grey = false, is_mosaic = false, is_echo_planar = false;
  std::vector<double> spacing{}, directions{}, positions{};
  std::vector<double> slopes{}, intercepts{};
  std::vector<std::uint8_t> bytes{};
  std::size_t pixels_at = 0, pixels_length = 0;
};

struct Slice {
  const Picture* picture = nullptr;
  std::size_t frame = 0;
  Vec3 position{};  // LPS mm
  double height = 0;
};

std::vector<double> values_of_element(const std::string& text) {
  std::vector<double> numbers;
  for (const std::string& value : split(text, '\\')) {
    char* end = nullptr;
    const double number = std::strtod(value.c_str(), &end);
    if (end == value.c_str() || !std::isfinite(number)) return {};
    numbers.push_back(number);
  }
  return numbers;
}

std::size_t count_of_text(const std::string& text) {
  return is_digits(text) && text.size() < 9 ? std::stoul(text) : 0;
}

void add_all(std::vector<double>& to, const std::vector<double>& numbers, std::size_t count) {
  if (numbers.size() == count) to.insert(to.end(), numbers.begin(), numbers.end());
}

void take(const DicomElement& element, Picture& picture) {
  const auto text = [&] { return dicom_text(picture.bytes, element); };
  const auto small = [&] {
    std::uint16_t number = 0;
    if (element.length >= 2) std::memcpy(&number, picture.bytes.data() + element.at, 2);
    return static_cast<std::size_t>(number);
  };
  switch (element.tag) {
    case 0x00080008:
      picture.is_mosaic = text().find("MOSAIC") != std::string::npos;
      break;
    case 0x00180020:
      picture.is_echo_planar |= text().find("EP") != std::string::npos;
      break;
    case 0x00189018:
      picture.is_echo_planar |= text() == "YES";
      break;
    case 0x0020000e:
      if (element.depth == 0) picture.series = text();
      break;
    case 0x00200032:
      add_all(picture.positions, values_of_element(text()), 3);
      break;
    case 0x00200037:
      add_all(picture.directions, values_of_element(text()), 6);
      break;
    case 0x00280002:  // an icon in a sequence has a size and bits of its own
      if (element.depth == 0) picture.is_grey = small() == 1;
      break;
    case 0x00280004:
      if (element.depth == 0) picture.is_inverted = text() == "MONOCHROME1";
      break;
    case 0x00280008:
      picture.frames = count_of_text(text());
      break;
    case 0x00280010:
      if (element.depth == 0) picture.rows = small();
      break;
    case 0x00280011:
      if (element.depth == 0) picture.columns = small();
      break;
    case 0x00280030:
      add_all(picture.spacing, values_of_element(text()), 2);
      break;
    case 0x00280100:
      if (element.depth == 0) picture.bits_allocated = small();
      break;
    case 0x00280101:
      if (element.depth == 0) picture.bits_stored = small();
      break;
    case 0x00280103:
      if (element.depth == 0) picture.is_signed = small() == 1;
      break;
    case 0x00281052:
      add_all(picture.intercepts, values_of_element(text()), 1);
      break;
    case 0x00281053:
      add_all(picture.slopes, values_of_element(text()), 1);
      break;
    case k_dicom_pixel_data:
      if (element.depth == 0) picture.pixels_at = element.at, picture.pixels_length = element.length;
      break;
    default:
      break;
  }
}

std::optional<Picture> picture_of(std::vector<std::uint8_t> bytes) {
  Picture picture;
  picture.bytes = std::move(bytes);
  const DicomEvents events{
      .meta = {}, .sequence = {}, .value = [&](const DicomElement& element) { take(element, picture); }};
  if (!read_dicom_elements(picture.bytes, events)) return std::nullopt;
  return picture;
}

bool is_complete(const Picture& picture) {
  const std::size_t pixels = picture.rows * picture.columns * picture.frames * picture.bits_allocated / 8;
  const bool numbers = picture.bits_allocated == 8 || picture.bits_allocated == 16;
  return picture.is_grey && numbers && pixels > 0 && picture.pixels_at > 0 &&
         picture.pixels_length >= pixels && picture.directions.size() >= 6 && picture.spacing.size() >= 2 &&
         picture.positions.size() == 3 * picture.frames;
}

bool is_time_series(const std::vector<Picture>& series) {
  std::map<std::array<double, 3>, std::size_t> visits;
  for (const Picture& picture : series) {
    if (!picture.is_echo_planar || picture.spacing.size() < 2) return false;
    if (picture.spacing[0] < k_series_mm || picture.spacing[1] < k_series_mm) return false;
    if (picture.positions.size() != 3 * picture.frames || picture.frames == 0) return false;
    for (std::size_t i = 0; i < picture.positions.size(); i += 3) {
      ++visits[{picture.positions[i], picture.positions[i + 1], picture.positions[i + 2]}];
    }
  }
  return std::all_of(visits.begin(), visits.end(), [](const auto& v) { return v.second >= k_time_series; });
}

// One slice a place, in the order of their heights; empty where the slices do not belong together.
std::vector<Slice> slices_of(const std::vector<Picture>& series) {
  const Picture& first = series.front();
  const auto& d = first.directions;
  const Vec3 normal{d[1] * d[5] - d[2] * d[4], d[2] * d[3] - d[0] * d[5], d[0] * d[4] - d[1] * d[3]};
  std::vector<Slice> slices;
  for (const Picture& picture : series) {
    const bool alike = picture.rows == first.rows && picture.columns == first.columns;
    for (std::size_t i = 0; i < picture.directions.size(); ++i) {
      if (!alike || std::abs(picture.directions[i] - d[i % 6]) > 1e-3) return {};
    }
    for (std::size_t frame = 0; frame < picture.frames; ++frame) {
      Slice slice{.picture = &picture, .frame = frame};
      for (std::size_t axis = 0; axis < 3; ++axis) {
        slice.position[axis] = picture.positions[3 * frame + axis];
        slice.height += slice.position[axis] * normal[axis];
      }
      slices.push_back(slice);
    }
  }
  std::stable_sort(slices.begin(), slices.end(),
                   [](const Slice& one, const Slice& other) { return one.height < other.height; });
  const auto same = [](const Slice& one, const Slice& other) { return other.height - one.height < 0.05; };
  slices.erase(std::unique(slices.begin(), slices.end(), same), slices.end());
  return slices;
}

void read_slice(const Slice& slice, std::span<float> out) {
  const Picture& picture = *slice.picture;
  const std::size_t width = picture.bits_allocated / 8;
  const auto of = [&](const std::vector<double>& numbers, double fallback) {
    if (numbers.empty()) return fallback;
    return numbers.size() == picture.frames ? numbers[slice.frame] : numbers.front();
  };
  const double slope = of(picture.slopes, 1), intercept = of(picture.intercepts, 0);
  const std::uint8_t* from = picture.bytes.data() + picture.pixels_at + slice.frame * out.size() * width;
  const std::uint32_t mask = (1U << picture.bits_stored) - 1;
  for (float& value : out) {
    std::uint16_t raw = 0;
    std::memcpy(&raw, from, width);
    from += width;
    const std::uint32_t stored = (raw & mask) ^ (picture.is_inverted ? mask : 0U);
    const bool negative = picture.is_signed && (stored >> (picture.bits_stored - 1) & 1U) != 0;
    const double number = static_cast<double>(stored) - (negative ? static_cast<double>(mask) + 1 : 0);
    value = static_cast<float>(number * slope + intercept);
  }
}

DicomVolume volume_of(const std::vector<Picture>& series) {
  if (std::any_of(series.begin(), series.end(), [](const Picture& p) { return p.is_mosaic; })) {
    return {.problem = "its slices lie side by side in mosaics"};
  }
  if (!std::all_of(series.begin(), series.end(), is_complete)) {
    return {.problem = "it is compressed, or does not say where its slices lie"};
  }
  const std::vector<Slice> slices = slices_of(series);
  if (slices.size() < 2) return {.problem = "its slices are no stack"};
  const Picture& first = series.front();
  Affine lps;
  for (std::size_t axis = 0; axis < 3; ++axis) {
    const double step = (slices.back().position[axis] - slices.front().position[axis]) /
                        static_cast<double>(slices.size() - 1);
    lps.rows[axis] = {first.directions[axis] * first.spacing[1],
                      first.directions[axis + 3] * first.spacing[0], step, slices.front().position[axis]};
  }
  Volume volume{.size = {first.columns, first.rows, slices.size()}, .voxel_to_ras = flip_ras_lps(lps)};
  const std::size_t area = first.columns * first.rows;
  volume.values.resize(area * slices.size());
  for (std::size_t k = 0; k < slices.size(); ++k) {
    read_slice(slices[k], std::span(volume.values).subspan(k * area, area));
  }
  auto image = make_float_image(volume);
  if (!image.ok()) return {.problem = "it is too large"};
  return {.image = std::move(*image)};
}

bool is_source_file(const TreeEntry& entry) {
  return entry.type == EntryType::file && entry.path.starts_with("sourcedata/");
}

std::string folder_of(const std::string& path) { return path.substr(0, path.rfind('/')); }

}  // namespace

// NOLINTNEXTLINE(performance-unnecessary-value-param): its bytes are moved out, through a structured binding
std::vector<DicomVolume> volumes_with_faces(DicomFiles files) {
  std::map<std::string, std::vector<Picture>> all;
  std::vector<DicomVolume> volumes;
  for (auto& [path, bytes] : files) {
    auto picture = picture_of(std::move(bytes));
    if (picture) {
      all[picture->series].push_back(std::move(*picture));
    } else {
      volumes.push_back({.problem = "a file of it cannot be read"});
    }
  }
  for (const auto& [uid, series] : all) {
    if (!is_time_series(series)) volumes.push_back(volume_of(series));
  }
  return volumes;
}

SeriesFolders::SeriesFolders(const std::vector<TreeEntry>& entries) {
  for (const TreeEntry& entry : entries) {
    if (is_source_file(entry)) ++folders_[folder_of(entry.path)].unread;
  }
}

void SeriesFolders::keep(const std::string& path, std::vector<std::uint8_t> bytes) {
  const std::lock_guard guard(mutex_);
  folders_[folder_of(path)].files[path] = std::move(bytes);
}

DicomFiles SeriesFolders::finish(const TreeEntry& entry) {
  if (!is_source_file(entry)) return {};
  const std::lock_guard guard(mutex_);
  Folder& folder = folders_[folder_of(entry.path)];
  if (--folder.unread > 0) return {};
  return std::move(folder.files);
}

}  // namespace shareready
