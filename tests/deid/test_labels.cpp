#include <algorithm>
#include <catch2/catch.hpp>
#include <set>

#include "base/text.hpp"
#include "deid/labels.hpp"
#include "random_sources.hpp"

using namespace shareready;

namespace {

std::vector<LabelledParticipant> numbered(int count) {
  std::vector<LabelledParticipant> participants;
  for (int i = 1; i <= count; ++i) {
    const std::string digits = std::to_string(i);
    participants.push_back(
        {std::string(digits.size() < 3 ? 3 - digits.size() : 0, '0') + digits, {{"01", ""}, {"02", ""}}});
  }
  return participants;
}

LabelMap draw(std::vector<LabelledParticipant> participants, LabelMode mode, std::uint64_t seed) {
  auto map =
      draw_labels({.participants = std::move(participants), .mode = mode, .taken = {}, .tokens = nullptr},
                  test::seeded_random(seed));
  REQUIRE(map.ok());
  return std::move(map).value();
}

}  // namespace

TEST_CASE("new labels are unique without regard to case and neither equal nor contain an old one") {
  for (const LabelMode mode : {LabelMode::random, LabelMode::permute}) {
    const auto participants = numbered(300);
    const LabelMap map = draw(participants, mode, 1);
    std::set<std::string> seen;
    for (const std::string& label : map.new_participants()) {
      CHECK(seen.insert(to_lower(label)).second);
      CHECK(std::all_of(label.begin(), label.end(),
                        [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }));
      for (const auto& old : participants) {
        CHECK(label != old.label);
        if (mode == LabelMode::random) CHECK(label.find(old.label) == std::string::npos);
      }
    }
    CHECK(seen.size() == 300);
  }
}

TEST_CASE("random labels have eight characters of Crockford's base 32 and begin with a letter") {
  for (const std::string& label : draw(numbered(200), LabelMode::random, 2).new_participants()) {
    CHECK(label.size() == 8);
    CHECK(label.find_first_not_of("0123456789abcdefghjkmnpqrstvwxyz") == std::string::npos);
    CHECK_FALSE(is_digits(label.substr(0, 1)));
  }
}

TEST_CASE("the labels do not depend on the order in which participants are listed") {
  auto participants = numbered(50);
  const LabelMap map = draw(participants, LabelMode::random, 3);
  std::reverse(participants.begin(), participants.end());
  const LabelMap again = draw(participants, LabelMode::random, 3);
  for (const auto& participant : participants)
    CHECK(map.participant(participant.label) == again.participant(participant.label));
}

TEST_CASE("another draw gives other labels") {
  const LabelMap one = draw(numbered(20), LabelMode::random, 4);
  const LabelMap other = draw(numbered(20), LabelMode::random, 5);
  CHECK(one.new_participants() != other.new_participants());
}

TEST_CASE(
    "permuted labels are a permutation: every number once, not in the old order, with a prefix of their "
    "own") {
  const LabelMap map = draw(numbered(100), LabelMode::permute, 6);
  const auto labels = map.new_participants();
  CHECK(labels.size() == 100);
  CHECK(labels.front() == "p001");
  CHECK(labels.back() == "p100");
  auto old_order = map.old_participants_by_new();
  CHECK_FALSE(std::is_sorted(old_order.begin(), old_order.end()));

  const LabelMap other = draw({{"p001", {}}, {"Q7", {}}}, LabelMode::permute, 6);
  CHECK(other.new_participants().front().substr(0, 1) == "r");
}

TEST_CASE("each place of a permutation is equally likely") {
  std::map<std::string, int> first;
  for (std::uint64_t seed = 0; seed < 3000; ++seed) {
    ++first[*draw({{"01", {}}, {"02", {}}, {"03", {}}}, LabelMode::permute, seed).participant("01")];
  }
  REQUIRE(first.size() == 3);
  for (const auto& [label, count] : first) {
    CHECK(count > 850);  // 1000 expected, standard deviation 26
    CHECK(count < 1150);
  }
}

TEST_CASE("session labels that are dates become ordinals in time order, harmless ones stay") {
  const LabelMap map =
      draw({{"a", {{"20200101", ""}, {"20190304", ""}, {"pre", ""}, {"02", ""}}}}, LabelMode::random, 7);
  CHECK(map.session("a", "pre") == "pre");
  CHECK(map.session("a", "02") == "02");
  CHECK(map.session("a", "20190304") == "01");
  CHECK(map.session("a", "20200101") == "03");
}

TEST_CASE("session labels with a long number or a token become ordinals by the date of the first scan") {
  TokenSet tokens;
  tokens.add("Vermeer", TokenKind::name);
  auto map = draw_labels(
      {.participants = {{"a", {{"vermeer", "2021-01-01"}, {"exam4711", "2019-01-01"}, {"baseline", ""}}}},
       .mode = LabelMode::random,
       .taken = {},
       .tokens = &tokens},
      test::seeded_random(8));
  REQUIRE(map.ok());
  CHECK(map->session("a", "exam4711") == "01");
  CHECK(map->session("a", "vermeer") == "02");
  CHECK(map->session("a", "baseline") == "baseline");
}

TEST_CASE("no label that was a participant's or was replaced is anybody's new label") {
  const LabelMap map = draw({{"S01", {{"s02", ""}, {"20190304", ""}, {"02", ""}}},
                             {"S02", {{"S01", ""}, {"pre", ""}}},
                             {"02", {{"02", ""}}}},
                            LabelMode::random, 10);
  CHECK(map.session("S01", "s02") != "s02");
  CHECK(map.session("S02", "S01") == "01");
  CHECK(map.session("02", "02") == "02");  // a short number points at nobody
  CHECK(map.new_sessions() == std::set<std::string>{"01", "02", "03", "pre"});
}

TEST_CASE("a participant listed twice is refused, and so is a random source that fails") {
  CHECK_FALSE(draw_labels({.participants = {{"a", {}}, {"a", {}}}}, test::seeded_random(1)).ok());
  const RandomSource broken = [](std::span<std::uint8_t>) -> Status {
    return Error{ErrorCode::internal, "random", "broken", {}};
  };
  CHECK_FALSE(draw_labels({.participants = {{"a", {}}}}, broken).ok());
}

TEST_CASE("labels of one character each still leave room for new ones") {
  std::vector<LabelledParticipant> participants;
  for (const char c : std::string("123456789abcdefgh")) participants.push_back({std::string(1, c), {}});
  CHECK(draw(participants, LabelMode::random, 9).new_participants().size() == 17);
}
