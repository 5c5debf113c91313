#include <algorithm>
#include <set>

#include "dicom/clean_dicom.hpp"

namespace shareready {

bool is_face_free(const std::vector<DicomFacts>& series) {
  constexpr std::size_t k_least_volumes = 5;  // fewer are a reference, which shows more than a time series
  std::set<std::string> positions;
  std::int64_t temporal_positions = 0;
  for (const DicomFacts& facts : series) {
    if (!facts.echo_planar || facts.perfusion || facts.reference) return false;
    positions.insert(facts.position);
    temporal_positions = std::max(temporal_positions, facts.temporal_positions);
  }
  if (positions.empty()) return false;
  const std::size_t volumes = series.size() / positions.size();
  return std::max(volumes, static_cast<std::size_t>(temporal_positions)) >= k_least_volumes;
}

}  // namespace shareready
