#pragma once

#include <functional>
#include <map>
#include <string>

#include "base/json.hpp"

// No draft states as fact what the report contradicts.
namespace shareready::readiness {

using DraftValues = std::map<std::string, std::string, std::less<>>;
using Translate = std::function<std::string(const std::string&)>;

// Says beside each value that an answer gave, and a finding contradicts, that it is to be settled first; and
// sets `contradicted`: all contradictions of the document in one block, empty where there is none.
void mark_contradicted(const Json& document, const Translate& say, DraftValues& values);

}  // namespace shareready::readiness
