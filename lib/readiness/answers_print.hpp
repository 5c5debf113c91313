#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

// What an advice, a decision and an impact assessment rest on beside the files: every answer but what people
// sign or look at.
namespace shareready::readiness {

// How the answers are named together that no report repeats: a hash of one alone would confirm a guess of it.
inline constexpr std::string_view k_unrepeated_answers =
    "dua.signatory.name / foresight.text / key.location / population.sampling_fraction / population.size";

// The fingerprint of such answers. Short hashes tell which of two sets differ without repeating an answer.
struct AnswersPrint {
  std::string sha256 = {};                          // of all; empty where no answers were given
  std::map<std::string, std::string> answers = {};  // 'legal_basis.type' -> short hash of what is answered;
                                                    // of k_unrepeated_answers together
  friend bool operator==(const AnswersPrint&, const AnswersPrint&) = default;
};

// Of an answers file: comments, null, the order of keys and of words in a list leave it as it is, and so do
// dpia, dpo, controller, faces, extremes and what the legal department says of the text of the agreement.
AnswersPrint print_of(const Json& answers);

// The answers that differ, by name, sorted; one that is missing on either side differs.
std::vector<std::string> differing(const AnswersPrint& one, const AnswersPrint& other);

// As readiness.json keeps it, and read back.
Json to_json(const AnswersPrint& print);
AnswersPrint print_from(const Json& json);

}  // namespace shareready::readiness
