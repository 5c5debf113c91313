#include "stage/places.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace shareready {
namespace {

namespace fs = std::filesystem;

Error apart(const fs::path& path, std::string what) {
  return Error{ErrorCode::usage, path.string(), std::move(what), {}};
}

Result<fs::path> input_folder(const fs::path& given) {
  std::error_code status;
  const fs::path real = fs::canonical(given, status);
  if (status) {
    return Error{ErrorCode::no_input,
                 given.string(),
                 fmt::format("the input folder cannot be opened: {}", status.message()),
                 {}};
  }
  if (!fs::is_directory(real, status)) {
    return Error{
        ErrorCode::no_input, given.string(), "got a file, expected the folder of a BIDS dataset", {}};
  }
  return real;
}

Result<fs::path> output_folder(const fs::path& given) {
  std::error_code status;
  fs::path real = fs::weakly_canonical(fs::absolute(given, status), status);
  if (status) {
    return Error{ErrorCode::cannot_create,
                 given.string(),
                 fmt::format("the path cannot be resolved: {}", status.message()),
                 {}};
  }
  if (!real.has_filename()) real = real.parent_path();
  if (fs::exists(real, status) && !fs::is_directory(real, status)) {
    return Error{ErrorCode::cannot_create, given.string(), "got a file, expected a folder or a new name", {}};
  }
  return real;
}

Status check_input(const Places& places, bool only_audit) {
  if (lies_in(places.output_dir, places.bids_dir)) {
    return apart(places.output_dir,
                 "the output lies in the input, which is never written; choose a folder outside it");
  }
  const bool own_dataset = only_audit && places.bids_dir == places.dataset();
  if (lies_in(places.bids_dir, places.output_dir) && !own_dataset) {
    return apart(places.bids_dir, "the input lies in the output; choose an output folder outside it");
  }
  if (lies_in(places.private_dir, places.bids_dir)) {
    return apart(places.private_dir, "the private folder lies in the input, which is never written");
  }
  if (lies_in(places.bids_dir, places.private_dir)) {
    return apart(places.bids_dir, "the input lies in the private folder; choose another --private-dir");
  }
  return Done{};
}

Status check_private(const Places& places) {
  if (lies_in(places.private_dir, places.dataset()) || lies_in(places.private_dir, places.report())) {
    return apart(places.private_dir, "the private folder lies in what will be shared; choose another place");
  }
  return Done{};
}

}  // namespace

bool lies_in(const fs::path& path, const fs::path& folder) {
  const auto [end, rest] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return end == folder.end();
}

Result<Places> check_places(const PlacesRequest& request) {
  Places places;
  if (!request.is_gone) {
    SR_TRY(places.bids_dir, input_folder(request.bids_dir));
  }
  SR_TRY(places.output_dir, output_folder(request.output_dir));
  places.private_named = !request.private_dir.empty();
  places.private_dir = places.usual_private();
  if (places.private_named) {
    SR_TRY(places.private_dir, output_folder(request.private_dir));
  }
  if (!request.is_gone) SR_CHECK(check_input(places, request.only_audit));
  SR_CHECK(check_private(places));
  return places;
}

}  // namespace shareready
