// The fingerprint of the answers: what an advice rests on moves it, and nothing else does.
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "readiness/answers_print.hpp"
#include "readiness/decision_cases.hpp"
#include "readiness/document.hpp"
#include "readiness/table_rows.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

std::string hash_of(const Json& answers) { return print_of(answers).decision; }

std::string print_with(const char* path, const Json& value) {
  return hash_of(with_answer(plain_answers(), path, value));
}

// Every answer of the example, by its path.
void for_each_answer(const Json& part, const std::string& path,
                     const std::function<void(const std::string&, const Json&)>& use) {
  for (const auto& [name, value] : part.as_object()) {
    const std::string own = path.empty() ? name : path + "." + name;
    if (value.is_object())
      for_each_answer(value, own, use);
    else
      use(own, value);
  }
}

bool starts_with_one(const std::string& path, const std::vector<std::string>& starts) {
  return std::any_of(starts.begin(), starts.end(),
                     [&](const auto& start) { return path.starts_with(start); });
}

// How many of the three, from the last one back, rest on an answer.
int signers_after(const std::string& path) {
  if (path == "controller.name") return 3;  // whose word it is, all have to know
  if (starts_with_one(path, {"controller.", "extremes.", "format"})) return 0;
  if (starts_with_one(path, {"dpo.", "dua.legal_review", "dua.reviewed_", "faces."})) return 1;
  return path.starts_with("dpia.") ? 2 : 3;
}

}  // namespace

TEST_CASE("every answer moves the fingerprint of whom rests on it, and names itself") {
  Json given = with_answer(with_answer(plain_answers(), "other_place.country", "NL"), "other_place.kept_by",
                           "computing centre");
  given = with_answer(given, "legal_basis.agreed", "letter 3");
  given = with_answer(given, "legal_basis.article9_other", "point (i)");
  const AnswersPrint whole = print_of(given);
  std::array<int, 4> seen{};
  for_each_answer(given, "", [&](const std::string& path, const Json&) {
    INFO(path);
    const AnswersPrint without = print_of(with_answer(given, path, Json()));
    const int signers = signers_after(path);
    for (const Signer signer : {Signer::assessment, Signer::advice, Signer::decision}) {
      const bool rests = static_cast<int>(signer) >= 3 - signers;
      CHECK((without.of(signer) != whole.of(signer)) == rests);
      const std::vector<std::string> changed = differing(whole, without, signer);
      CHECK(changed.size() == (rests ? 1 : 0));
      if (rests) CHECK((changed.front() == path || changed.front() == k_unrepeated_answers));
      CHECK(differing(without, whole, signer) == changed);
    }
    ++seen.at(static_cast<std::size_t>(signers));
  });
  CHECK(seen[0] > 5);
  CHECK(seen[1] > 6);
  CHECK(seen[2] > 6);
  CHECK(seen[3] > 35);
}

TEST_CASE(
    "an answer that the report does not repeat has no hash of its own, by which a guess could be tried") {
  const Json free = parse_json(read_share("answers.schema.json").value(), "answers.schema.json").value();
  std::size_t hidden = 0;
  for_each_answer(plain_answers(), "", [&](const std::string& path, const Json& value) {
    const Json* found = &free;
    for (const std::string& part : split(path, '.')) found = &found->at("properties").at(part);
    const Json& kind = *found;
    const bool own_words = value.is_string() && kind.find("enum") == nullptr &&
                           kind.find("format") == nullptr && kind.find("pattern") == nullptr;
    // named where the table has it, and where the table does not
    const bool place = path == "repository" || path.starts_with("other_place.");
    if (!own_words || place || signers_after(path) == 0) return;
    INFO(path);
    constexpr const char* k_token = "Qwzx 4711 own words";
    ReadinessInputs inputs = plain_inputs();
    const Json given = with_answer(plain_answers(), path, k_token);
    inputs.answers = answers_of(given);
    const bool told = contains(format_json(readiness_document(inputs, rule_tables())), k_token);
    CHECK(print_of(given).answers.contains(path) == told);
    hidden += told ? 0U : 1U;
  });
  CHECK(hidden > 1);
}

TEST_CASE(
    "comments, keys without an answer, and the order of keys and of words leave the fingerprint alone") {
  const std::string whole = hash_of(plain_answers());
  CHECK(print_with("_comment_mine", "a note") == whole);
  CHECK(print_with("consent._comment", "a note") == whole);
  Json turned = plain_answers();
  std::reverse(turned.object().begin(), turned.object().end());
  CHECK(hash_of(turned) == whole);
  const Json ab = Json(Json::Array{"public", "researchers"}), ba = Json(Json::Array{"researchers", "public"});
  CHECK(print_with("consent.recipients", ab) == print_with("consent.recipients", ba));
  CHECK(print_with("consent.recipients", ab) !=
        print_with("consent.recipients", Json(Json::Array{"public"})));
  CHECK(print_with("consent.recipients", ab) !=
        print_with("consent.recipients", Json(Json::Array{"public researchers"})));
  CHECK(print_with("key.exists", true) != print_with("key.exists", "true"));
  // one answer less and another more is no rest of the first
  const AnswersPrint one = print_of(with_answer(plain_answers(), "scc", Json()));
  const AnswersPrint other = print_of(with_answer(plain_answers(), "licence", Json()));
  CHECK(differing(one, other, Signer::decision) == std::vector<std::string>{"licence", "scc"});
}

TEST_CASE("readiness.json keeps a fingerprint and repeats no answer in it") {
  const AnswersPrint print = print_of(plain_answers());
  CHECK(print_from(to_json(print)) == print);
  CHECK(print_from(Json()) == AnswersPrint{});
  CHECK_FALSE(contains(format_json(to_json(print)), "kluis 4"));
}
