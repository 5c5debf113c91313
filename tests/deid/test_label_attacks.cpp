#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "base/hash.hpp"
#include "deid/dates.hpp"
#include "deid/labels.hpp"
#include "random_sources.hpp"

using namespace shareready;

namespace {

std::vector<LabelledParticipant> people(int from, int to) {
  std::vector<LabelledParticipant> participants;
  for (int i = from; i < to; ++i) participants.push_back({std::to_string(i), {}});
  return participants;
}

std::vector<std::uint8_t> secret_of(std::uint64_t seed) {
  std::vector<std::uint8_t> secret(32);
  REQUIRE(test::seeded_random(seed)(secret).ok());
  return secret;
}

LabelMap drawn(LabelMode mode, std::uint64_t seed, std::span<const std::uint8_t> secret = {}) {
  auto map = draw_labels({.participants = people(100, 400), .mode = mode, .secret = secret},
                         test::seeded_random(seed));
  REQUIRE(map.ok());
  return std::move(*map);
}

// Every label that somebody who knows all old labels, but no secret, could compute from them.
std::set<std::string> dictionary(const std::string& old_label) {
  constexpr std::string_view k_alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
  std::set<std::string> guesses;
  for (const std::string& text :
       {old_label, "sub-" + old_label, "label 0 of " + old_label, "label 1 of " + old_label}) {
    const std::vector<std::vector<std::uint8_t>> keys = {
        {}, std::vector<std::uint8_t>(32, 0), {'s', 'h', 'a', 'r', 'e', 'r', 'e', 'a', 'd', 'y'}};
    for (const auto& key : keys) {
      std::string label;
      for (const std::uint8_t byte : hmac_sha256(key, text)) label += k_alphabet[byte % k_alphabet.size()];
      guesses.insert(label.substr(0, 8));
      guesses.insert(label.substr(0, 12));
    }
    guesses.insert(sha256_hex(text).substr(0, 8));
    guesses.insert(sha256_hex(text).substr(0, 12));
  }
  return guesses;
}

}  // namespace

TEST_CASE("who knows every old label and how labels are made, but no secret, computes none of the new ones") {
  const auto secret = secret_of(7);
  for (const LabelMode mode : {LabelMode::random, LabelMode::keyed}) {
    const LabelMap map = drawn(mode, 1, secret);
    const std::vector<std::string> all = map.new_participants();
    const std::set<std::string> released(all.begin(), all.end());
    int hits = 0;
    for (const LabelledParticipant& person : people(100, 400)) {
      for (const std::string& guess : dictionary(person.label)) hits += released.contains(guess) ? 1 : 0;
    }
    CHECK(hits == 0);
  }
}

TEST_CASE("the attack is able to succeed: with the secret in the dictionary every keyed label is found") {
  const auto secret = secret_of(7);
  const LabelMap map = drawn(LabelMode::keyed, 1, secret), again = drawn(LabelMode::keyed, 2, secret);
  for (const LabelledParticipant& person : people(100, 400)) {
    CHECK(map.participant(person.label) == again.participant(person.label));
  }
}

TEST_CASE("two releases of the same people without a shared key have no label in common") {
  const auto one_secret = secret_of(1), other_secret = secret_of(2);
  const std::vector<std::pair<LabelMap, LabelMap>> releases = {
      {drawn(LabelMode::random, 11), drawn(LabelMode::random, 12)},
      {drawn(LabelMode::keyed, 11, one_secret), drawn(LabelMode::keyed, 12, other_secret)}};
  for (const auto& [first, second] : releases) {
    const std::vector<std::string> labels = first.new_participants();
    const std::set<std::string> before(labels.begin(), labels.end());
    for (const std::string& label : second.new_participants()) CHECK_FALSE(before.contains(label));
  }
}

TEST_CASE("permuted numbers of two releases agree no more often than by chance") {
  int same = 0;
  constexpr int k_pairs = 200;
  for (std::uint64_t pair = 0; pair < k_pairs; ++pair) {
    const LabelMap first = drawn(LabelMode::permute, 2 * pair),
                   second = drawn(LabelMode::permute, 2 * pair + 1);
    for (const LabelledParticipant& person : people(100, 400)) {
      same += first.participant(person.label) == second.participant(person.label) ? 1 : 0;
    }
  }
  CHECK(same > 150);  // one of 300 in each pair: 200 expected, standard deviation 14
  CHECK(same < 250);
}

TEST_CASE("shifts of days cannot be told from the label: all secrets but the right one give other days") {
  const DateSpan span{.first = {2019, 3, 4}, .last = {2020, 3, 4}};
  const auto true_shift = make_date_shift(secret_of(7), "101", span);
  REQUIRE(true_shift.ok());
  int same = 0;
  std::map<std::int64_t, int> spread;
  constexpr int k_guesses = 2000;
  for (std::uint64_t guess = 100; guess < 100 + k_guesses; ++guess) {
    const auto shift = make_date_shift(secret_of(guess), "101", span);
    REQUIRE(shift.ok());
    same += shift->days == true_shift->days ? 1 : 0;
    ++spread[shift->days];
  }
  CHECK(same < 8);  // of some 4,700 days that are possible: 0.4 expected
  CHECK(spread.size() > 1500);
}
