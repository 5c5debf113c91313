#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

// What an impact assessment, an advice and a decision rest on beside the files: every answer, and each of the
// three on what was signed before it.
namespace shareready::readiness {

// How the answers are named together that no report repeats: a hash of one alone would confirm a guess of it.
inline constexpr std::string_view k_unrepeated_answers =
    "dua.signatory.name / foresight.text / key.location / population.sampling_fraction / population.size";

// In the order in which they sign: who comes later rests on what those before signed.
enum class Signer { assessment, advice, decision };

// The fingerprint of such answers. Short hashes tell which of two sets differ without repeating an answer.
struct AnswersPrint {
  // Of all that each rests on; empty where no answers were given.
  std::string assessment = {}, advice = {}, decision = {};
  std::map<std::string, std::string> answers = {};  // 'legal_basis.type' -> short hash of what is answered;
                                                    // of k_unrepeated_answers together
  [[nodiscard]] const std::string& of(Signer signer) const;
  friend bool operator==(const AnswersPrint&, const AnswersPrint&) = default;
};

// Of an answers file: comments, null, the order of keys and of words in a list leave it as it is, and so do
// what the controller decided and extremes. The assessment (dpia) counts for advice and decision; the advice
// (dpo, without who confirmed its conditions), who looked at the images (faces) and what the legal department
// says of the text of the agreement for the decision.
AnswersPrint print_of(const Json& answers);

// The answers that differ of those that a signer rests on, by name, sorted; one that is missing on either
// side differs.
std::vector<std::string> differing(const AnswersPrint& one, const AnswersPrint& other, Signer signer);

// As readiness.json keeps it, and read back.
Json to_json(const AnswersPrint& print);
AnswersPrint print_from(const Json& json);

}  // namespace shareready::readiness
