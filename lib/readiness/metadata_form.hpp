#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace shareready::readiness {

struct FilledForm {
  Json content;
  std::vector<std::string> missing;  // paths of what has to be filled in, such as 'creators' or 'data.title'
};

// A form of share/metadata_forms.json with the values of `record` (names and values). Nothing is invented: a
// value that is not known is left out, or written as missing and listed where the form asks for it.
FilledForm fill_form(const Json& form, const Json& record);

}  // namespace shareready::readiness
