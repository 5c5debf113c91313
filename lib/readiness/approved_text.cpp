#include "readiness/approved_text.hpp"

#include <algorithm>
#include <string>
#include <string_view>

#include "base/hash.hpp"
#include "base/text.hpp"
#include "readiness/document_release.hpp"

namespace shareready::readiness {
namespace {

constexpr std::string_view k_rule = "R60";
constexpr std::string_view k_agreement = "drafts/data_use_agreement.";

// The first sha256 in a text; empty: none.
std::string hash_in(const std::string& text) {
  constexpr std::size_t k_digits = 64;
  const std::string lower = to_lower(text);
  std::size_t begin = 0;
  while ((begin = lower.find_first_of("0123456789abcdef", begin)) != std::string::npos) {
    const std::size_t end = std::min(lower.find_first_not_of("0123456789abcdef", begin), lower.size());
    if (end - begin == k_digits) return lower.substr(begin, k_digits);
    begin = end;
  }
  return {};
}

// What was approved against the drafts, and how R60 says it.
struct Compared {
  std::string_view state, words;
  std::string file;
};

Compared compare(const std::string& approved, const Json& drafts) {
  const std::string hash = hash_in(approved);
  if (hash.empty())
    return {"name_alone", "; a name alone cannot tell whether it is the draft that stands here", {}};
  for (const Json& draft : drafts.as_array()) {
    const std::string& file = draft.at("file").as_string();
    if (file.starts_with(k_agreement) && draft.at("sha256").as_string() == hash)
      return {"shipped", "; by its hash it is the draft that stands here: ", file};
  }
  return {"other_text",
          "; by its hash it is no draft that stands here (answers given since change the drafts): see that "
          "the text "
          "to be signed is the one approved",
          {}};
}

Json* approved_check(Json& document) {
  for (Json& check : document.find("checks")->array()) {
    const std::string& status = check.at("status").as_string();
    const bool approved = status == "PASS" || status == "WARN";  // the latter long ago
    if (approved && check.at("id").as_string() == k_rule) return &check;
  }
  return nullptr;
}

}  // namespace

void tell_approved_text(Json& document, const Answers& answers, const std::vector<ReportFile>& drafts) {
  Json rows{Json::Array{}};
  for (const ReportFile& draft : drafts)
    rows.push_back(object({{"file", draft.path}, {"sha256", sha256_hex(std::string_view(draft.content))}}));
  Compared compared{"not_approved", {}, {}};
  Json* check = approved_check(document);
  if (check != nullptr && answers.dua.reviewed_text) {
    compared = compare(*answers.dua.reviewed_text, rows);
    check->set("observed", check->at("observed").as_string() + std::string(compared.words) + compared.file);
  }
  document.set("drafts", std::move(rows));
  document.find("sign_off")->set("agreement", object({{"state", compared.state}, {"file", compared.file}}));
}

}  // namespace shareready::readiness
