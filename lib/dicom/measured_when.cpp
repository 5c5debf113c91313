#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <string_view>
#include <vector>

#include "base/byte_source.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "dicom/clean_dicom.hpp"
#include "dicom/dicom_stream.hpp"
#include "dicom/structure.hpp"
#include "dicom/time_of_day.hpp"

namespace shareready {
namespace {

constexpr DicomTag k_series = dicom_tag(0x0020, 0x000e), k_time = dicom_tag(0x0008, 0x0032);
constexpr DicomTag k_day_and_time = dicom_tag(0x0008, 0x002a);
constexpr std::array<DicomTag, 5> k_days{dicom_tag(0x0008, 0x0020), dicom_tag(0x0008, 0x0021),
                                         dicom_tag(0x0008, 0x0022), dicom_tag(0x0008, 0x0023),
                                         k_day_and_time};  // study, series, acquisition, content

// Of the elements before this one: Frame of Reference UID.
constexpr DicomTag k_end = dicom_tag(0x0020, 0x0052);

using TextOf = std::function<std::string(DicomTag)>;

MeasuredWhen moment_of(const TextOf& text_of) {
  MeasuredWhen when{.series = text_of(k_series)};
  for (const DicomTag tag : k_days) {
    const std::string date = text_of(tag);
    if (!date.empty()) when.dates.push_back(date);
  }
  when.seconds = seconds_of_time(text_of(k_time));
  const std::string both = text_of(k_day_and_time);
  if (!when.seconds && both.size() > 8) when.seconds = seconds_of_time(both.substr(8));
  return when;
}

// The first value, without padding.
std::string first_text(std::span<const std::uint8_t> value) {
  const std::string_view all(reinterpret_cast<const char*>(value.data()), value.size());
  return std::string(trim(all.substr(0, all.find_first_of(std::string_view("\\\0", 2)))));
}

// From the first bytes of a file; nothing where they do not reach that far.
std::optional<MeasuredWhen> moment_in(std::span<const std::uint8_t> start) {
  std::map<DicomTag, std::string> texts;
  const bool reached = visit_start(start, k_end, [&](DicomTag tag, std::span<const std::uint8_t> value) {
    if (tag == k_series || tag == k_time || std::find(k_days.begin(), k_days.end(), tag) != k_days.end())
      texts.emplace(tag, first_text(value));
  });
  if (!reached) return std::nullopt;
  return moment_of([&](DicomTag tag) { return texts[tag]; });
}

}  // namespace

Result<MeasuredWhen> measured_when(std::span<const std::uint8_t> file) {
  SR_TRY(const auto object, read_dicom_until(file, DCM_FrameOfReferenceUID));
  DcmDataset& dataset = *object->getDataset();
  return moment_of([&](DicomTag tag) -> std::string {
    OFString value;
    const DcmTagKey key(static_cast<Uint16>(tag >> 16), static_cast<Uint16>(tag & 0xffff));
    return dataset.findAndGetOFString(key, value).good() ? std::string(trim(value.c_str())) : "";
  });
}

Result<MeasuredWhen> measured_when(const std::filesystem::path& file) {
  std::vector<std::uint8_t> bytes(32 << 10);
  SR_TRY(const ByteSource source, open_source(file));
  SR_TRY(const std::size_t count, read_fully(source, bytes));
  if (auto when = moment_in(std::span(bytes).first(count))) return *when;
  SR_TRY(bytes, read_bytes(file));
  return measured_when(bytes);
}

std::vector<std::optional<double>> series_starts(std::span<const MeasuredWhen> objects) {
  std::map<std::string, double> first;
  for (const MeasuredWhen& when : objects) {
    if (!when.seconds) continue;
    const auto [known, is_new] = first.emplace(when.series, *when.seconds);
    if (!is_new) known->second = std::min(known->second, *when.seconds);
  }
  std::vector<std::optional<double>> starts;
  for (const MeasuredWhen& when : objects) {
    const auto found = first.find(when.series);
    starts.push_back(found == first.end() ? std::nullopt : std::optional(found->second));
  }
  return starts;
}

}  // namespace shareready
