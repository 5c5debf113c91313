#include <algorithm>
#include <map>
#include <vector>

#include "base/byte_source.hpp"
#include "base/files.hpp"
#include "base/text.hpp"
#include "dicom/clean_dicom.hpp"
#include "dicom/dicom_stream.hpp"
#include "dicom/time_of_day.hpp"

namespace shareready {
namespace {

std::string text_in(DcmDataset& dataset, const DcmTagKey& key) {
  OFString value;
  return dataset.findAndGetOFString(key, value).good() ? std::string(trim(value.c_str())) : "";
}

// Of the elements before this one.
const DcmTagKey k_end = DCM_FrameOfReferenceUID;

MeasuredWhen moment_of(DcmDataset& dataset) {
  MeasuredWhen when{.series = text_in(dataset, DCM_SeriesInstanceUID)};
  for (const DcmTagKey& key :
       {DCM_StudyDate, DCM_SeriesDate, DCM_AcquisitionDate, DCM_ContentDate, DCM_AcquisitionDateTime}) {
    const std::string date = text_in(dataset, key);
    if (!date.empty()) when.dates.push_back(date);
  }
  when.seconds = seconds_of_time(text_in(dataset, DCM_AcquisitionTime));
  const std::string both = text_in(dataset, DCM_AcquisitionDateTime);
  if (!when.seconds && both.size() > 8) when.seconds = seconds_of_time(both.substr(8));
  return when;
}

}  // namespace

Result<MeasuredWhen> measured_when(std::span<const std::uint8_t> file) {
  SR_TRY(const auto object, read_dicom_until(file, k_end));
  return moment_of(*object->getDataset());
}

Result<MeasuredWhen> measured_when(const std::filesystem::path& file) {
  std::vector<std::uint8_t> bytes(32 << 10);
  SR_TRY(const ByteSource source, open_source(file));
  SR_TRY(const std::size_t count, read_fully(source, bytes));
  const auto object = read_dicom_until(std::span(bytes).first(count), k_end, true);
  if (object.ok()) return moment_of(*object.value()->getDataset());
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
