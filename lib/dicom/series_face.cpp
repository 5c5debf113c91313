#include <algorithm>
#include <map>

#include "dicom/clean_dicom.hpp"

namespace shareready {
namespace {

constexpr std::size_t k_least_volumes = 5;  // fewer are a reference, which shows more than a time series
constexpr double k_least_spacing_mm = 1.2;  // finer series show the face as structural ones do

bool is_coarse(const FramePlace& place) {
  return place.row_spacing_mm >= k_least_spacing_mm && place.column_spacing_mm >= k_least_spacing_mm;
}

// How often each place along the slices' normal was measured; nothing where one frame does not say where it
// lies or is too fine.
std::map<Vec3, std::size_t> visits_of(const std::vector<DicomFacts>& series) {
  std::map<Vec3, std::size_t> visits;
  for (const DicomFacts& facts : series) {
    if (facts.layout.frames.empty()) return {};
    for (const FramePlace& place : facts.layout.frames) {
      if (!is_coarse(place)) return {};
      ++visits[place.position_lps_mm];
    }
  }
  return visits;
}

}  // namespace

bool is_face_free(const std::vector<DicomFacts>& series) {
  const bool said = std::all_of(series.begin(), series.end(), [](const DicomFacts& facts) {
    return facts.echo_planar && !facts.perfusion && !facts.reference;
  });
  if (!said) return false;
  const auto visits = visits_of(series);
  return !visits.empty() && std::all_of(visits.begin(), visits.end(),
                                        [](const auto& place) { return place.second >= k_least_volumes; });
}

}  // namespace shareready
