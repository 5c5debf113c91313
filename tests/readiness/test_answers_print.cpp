// The fingerprint of the answers: what an advice rests on moves it, and nothing else does.
#include <algorithm>
#include <catch2/catch.hpp>
#include <functional>
#include <string>
#include <vector>

#include "readiness/answers_print.hpp"
#include "readiness/decision_cases.hpp"

using namespace shareready;
using namespace shareready::readiness;
using namespace shareready::readiness::test;

namespace {

std::string print_with(const char* path, const Json& value) {
  return print_hash_of(with_answer(plain_answers(), path, value));
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

bool is_signed_by_somebody(const std::string& path) {
  for (const char* group : {"dpia.", "dpo.", "controller.", "faces.", "extremes.", "dua.legal_review",
                            "dua.reviewed_", "format"}) {
    if (path.starts_with(group)) return true;
  }
  return false;
}

}  // namespace

TEST_CASE("every answer moves the fingerprint, and names itself, but what people sign or look at") {
  const AnswersPrint whole = print_of(plain_answers());
  std::size_t answers = 0, signs = 0;
  for_each_answer(plain_answers(), "", [&](const std::string& path, const Json&) {
    INFO(path);
    const AnswersPrint without = print_of(with_answer(plain_answers(), path, Json()));
    const bool sign = is_signed_by_somebody(path);
    CHECK((without.sha256 == whole.sha256) == sign);
    CHECK(differing(whole, without) == (sign ? std::vector<std::string>{} : std::vector<std::string>{path}));
    CHECK(differing(without, whole) == differing(whole, without));
    ++(sign ? signs : answers);
  });
  CHECK(answers > 35);
  CHECK(signs > 20);
}

TEST_CASE(
    "comments, keys without an answer, and the order of keys and of words leave the fingerprint alone") {
  const std::string whole = print_hash_of(plain_answers());
  CHECK(print_with("_comment_mine", "a note") == whole);
  CHECK(print_with("consent._comment", "a note") == whole);
  Json turned = plain_answers();
  std::reverse(turned.object().begin(), turned.object().end());
  CHECK(print_hash_of(turned) == whole);
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
  CHECK(differing(one, other) == std::vector<std::string>{"licence", "scc"});
}

TEST_CASE("readiness.json keeps a fingerprint and repeats no answer in it") {
  const AnswersPrint print = print_of(plain_answers());
  CHECK(print_from(to_json(print)) == print);
  CHECK(print_from(Json()) == AnswersPrint{});
  CHECK_FALSE(contains(format_json(to_json(print)), "kluis 4"));
}
