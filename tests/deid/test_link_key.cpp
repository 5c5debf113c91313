#include <catch2/catch.hpp>

#include "deid/link_key.hpp"

using namespace shareready;

namespace {

LinkKey example() {
  return {
      .secret = std::vector<std::uint8_t>(32, 7),
      .participants =
          {{"01", "kfx31a9b", {{"20190101", "01"}, {"pre", "pre"}}, -40000, {{"family", "F1", "q3r5t7w9"}}},
           {"02", "ab12cd3e", {}, {}}},
      .withdrawn = {"03"},
      .retired = {"zzz9zzz9"}};
}

}  // namespace

TEST_CASE("a key reads back as it was written") {
  const LinkKey key = parse_link_key(link_key_document(example()), "key").value();
  CHECK(key.secret == example().secret);
  CHECK(key.withdrawn == example().withdrawn);
  CHECK(key.retired == example().retired);
  REQUIRE(key.find("01") != nullptr);
  CHECK(key.find("01")->new_label == "kfx31a9b");
  CHECK(key.find("01")->sessions == example().participants[0].sessions);
  CHECK(key.find("01")->shift_days == -40000);
  CHECK(key.find("01")->codes == example().participants[0].codes);
  CHECK_FALSE(key.find("02")->shift_days.has_value());
  CHECK(key.find("03") == nullptr);
  CHECK(key.old_labels() == std::vector<std::string>{"03", "01", "02"});
}

TEST_CASE("who withdraws leaves no pair of labels behind, only a label that nobody gets again") {
  LinkKey key = example();
  withdraw(key, {"01", "never-released"});
  CHECK(key.find("01") == nullptr);
  CHECK(key.withdrawn == std::vector<std::string>{"01", "03", "never-released"});
  CHECK(key.retired == std::vector<std::string>{"kfx31a9b", "q3r5t7w9", "zzz9zzz9"});
}

TEST_CASE("what is no key file is refused, and nothing of it is repeated") {
  CHECK(parse_link_key(Json::Object{{"format", 9}}, "key").error().code == ErrorCode::unsupported);
  CHECK_FALSE(parse_link_key(Json(), "key").ok());
  Json half = link_key_document(example());
  half.find("participants")->array().front().erase("new");
  CHECK(parse_link_key(half, "key").error().code == ErrorCode::bad_data);
  Json secret = link_key_document(example());
  secret.set("secret", "abc");
  const auto refused = parse_link_key(secret, "key");
  CHECK(refused.error().code == ErrorCode::bad_data);
  CHECK(refused.error().what.find("abc") == std::string::npos);
}
