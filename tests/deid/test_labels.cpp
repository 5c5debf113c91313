#include <algorithm>
#include <catch2/catch.hpp>
#include <ctime>
#include <set>

#include "base/hash.hpp"
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

TEST_CASE("who was in an earlier release keeps the labels of it; newcomers get others") {
  const LinkKey previous{.secret = {},
                         .participants = {{"001", "kept0001", {{"20190304", "01"}, {"20200101", "02"}}, {}},
                                          {"gone", "kept0002", {}, {}}},
                         .withdrawn = {"left"},
                         .retired = {"kept0003"}};
  LabelRequest request{
      .participants = {{"001", {{"20200101", ""}, {"20190909", ""}, {"20190304", ""}}}, {"002", {}}},
      .mode = LabelMode::random,
      .taken = {},
      .tokens = nullptr,
      .previous = &previous};
  const LabelMap map = draw_labels(request, test::seeded_random(11)).value();
  CHECK(map.participant("001") == "kept0001");
  CHECK(map.session("001", "20190304") == "01");
  CHECK(map.session("001", "20200101") == "02");
  CHECK(map.session("001", "20190909") == "01n");  // between them in time; 01 and 02 are taken for good
  CHECK(map.participant("002")->size() == 8);

  request.participants.push_back({"kept0002", {}});  // somebody's own label is another one's new label
  CHECK(draw_labels(request, test::seeded_random(11)).error().code == ErrorCode::bad_data);
}

TEST_CASE("a label of an earlier release goes to nobody else, withdrawn or not") {
  // A source of few bytes draws the same labels again and again: those of before are passed over.
  const LabelMap first = draw(numbered(40), LabelMode::random, 12);
  LinkKey previous{.secret = {}, .participants = {}, .withdrawn = {}, .retired = first.new_participants()};
  std::vector<LabelledParticipant> others;
  for (int i = 0; i < 40; ++i) others.push_back({"n" + std::to_string(i), {}});
  const LabelMap second = draw_labels({.participants = others,
                                       .mode = LabelMode::random,
                                       .taken = {},
                                       .tokens = nullptr,
                                       .previous = &previous},
                                      test::seeded_random(12))
                              .value();
  for (const std::string& label : second.new_participants()) {
    CHECK_FALSE(std::binary_search(previous.retired.begin(), previous.retired.end(), label));
  }
}

TEST_CASE("keyed labels are the same at every site that has the secret, whoever else is there") {
  const std::vector<std::uint8_t> secret(32, 1), other_secret(32, 2);
  const auto keyed = [](std::vector<LabelledParticipant> participants, std::span<const std::uint8_t> key) {
    return draw_labels({.participants = std::move(participants), .mode = LabelMode::keyed, .secret = key},
                       test::seeded_random(1))
        .value();
  };
  const LabelMap site = keyed({{"A17", {}}, {"B02", {}}}, secret);
  const LabelMap other_site = keyed({{"C99", {}}, {"A17", {}}}, secret);
  CHECK(site.participant("A17") == other_site.participant("A17"));
  CHECK(site.participant("A17") != keyed({{"A17", {}}}, other_secret).participant("A17"));
  const LabelMap many = keyed(numbered(999), secret);
  std::set<std::string> seen;
  for (const std::string& label : many.new_participants()) {
    CHECK(label.size() == 12);
    CHECK_FALSE(is_digits(label.substr(0, 1)));
    seen.insert(label);
  }
  CHECK(seen.size() == 999);
}

TEST_CASE("a dictionary of all old labels finds none of the new ones without the secret") {
  const std::vector<std::uint8_t> secret(32, 77), empty, guess(32, 0);
  const auto participants = numbered(200);
  for (const LabelMode mode : {LabelMode::random, LabelMode::keyed}) {
    const auto labels = draw_labels({.participants = participants, .mode = mode, .secret = secret}, os_random)
                            .value()
                            .new_participants();
    const std::set<std::string> published(labels.begin(), labels.end());
    std::size_t found = 0;
    for (const auto& old : participants) {
      for (const auto& key : {empty, guess}) {
        const auto attack =
            draw_labels({.participants = {old}, .mode = LabelMode::keyed, .secret = key}, os_random);
        found += published.contains(*attack.value().participant(old.label)) ? 1 : 0;
      }
      for (const std::string& text : {old.label, "sub-" + old.label}) {
        const std::string hash = sha256_hex(text);
        for (const std::size_t length : {8, 12}) found += published.contains(hash.substr(0, length)) ? 1 : 0;
      }
    }
    CHECK(found == 0);
  }
}

TEST_CASE(
    "two releases of the same people without a shared key have no label in common, nor the same order") {
  const auto participants = numbered(300);
  const auto draw_anew = [&] {
    return draw_labels({.participants = participants, .mode = LabelMode::random}, os_random).value();
  };
  const LabelMap one = draw_anew(), other = draw_anew();
  const auto first = one.new_participants();
  for (const std::string& label : other.new_participants()) {
    CHECK_FALSE(std::binary_search(first.begin(), first.end(), label));
  }
  const auto order = one.old_participants_by_new(), again = other.old_participants_by_new();
  std::size_t same_place = 0;
  for (std::size_t i = 0; i < order.size(); ++i) same_place += order[i] == again[i] ? 1 : 0;
  CHECK(same_place < 10);  // 1 expected by chance; ten or more: about once in a million runs
}

TEST_CASE("labels of 100,000 participants are drawn in linear time") {
  const auto started = std::clock();
  CHECK(draw(numbered(100000), LabelMode::random, 13).new_participants().size() == 100000);
  CHECK(static_cast<double>(std::clock() - started) / CLOCKS_PER_SEC < 20.0);  // quadratic: minutes
}
