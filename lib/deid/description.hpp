#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/licences.hpp"
#include "base/result.hpp"
#include "deid/sidecar.hpp"
#include "deid/tokens.hpp"

namespace shareready {

// The name of a release whose own name is missing or would identify.
inline constexpr std::string_view k_fallback_dataset_name = "De-identified dataset";

struct DescriptionContext {
  bool derivative = false;                  // the derivative layout: DatasetType derivative
  Audience audience = Audience::everybody;  // an open licence stays where the release is for everybody
  std::string version = {};                 // of this program
  std::string container_tag = {};           // of the image it runs in; "" outside of one
  const TokenSet* tokens = nullptr;
};

// dataset_description.json of the release: Name, BIDSVersion, HEDVersion, License, Authors, Funding and the
// like stay (Authors and Funding without a check of names, by intent), whatever names the original goes
// (DatasetDOI, SourceDatasets, DatasetLinks, Sources, the source's GeneratedBy), DatasetType and GeneratedBy
// are set. An open licence goes where the data are not public; License then says what binds whoever receives
// them, where the owners state nothing (base/licences.hpp). Name falls back to
// "De-identified dataset" where it holds a token. Errors: bad_data.
Result<ScrubbedSidecar> scrub_dataset_description(const Json& source, const DescriptionContext& context);

}  // namespace shareready
