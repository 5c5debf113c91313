#pragma once

#include <vector>

#include "base/json.hpp"
#include "readiness/answers.hpp"
#include "readiness/deposit.hpp"

namespace shareready::readiness {

// Sets 'drafts', each with its sha256, and 'sign_off.agreement': whether the text that the legal department
// approved is a draft that this report ships. A name cannot tell, a hash can; R60 says which it is.
void tell_approved_text(Json& document, const Answers& answers, const std::vector<ReportFile>& drafts);

}  // namespace shareready::readiness
