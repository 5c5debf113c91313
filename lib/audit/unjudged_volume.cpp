#include "audit/unjudged_volume.hpp"

namespace shareready {

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
