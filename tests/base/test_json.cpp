#include <catch2/catch.hpp>

#include "base/json.hpp"

using namespace shareready;

TEST_CASE("JSON keeps the spelling of numbers and the order of keys") {
  const std::string text =
      R"({"b":1.50,"a":[1e3,-0,12345678901234567890,0.1],"c":{"d":null,"e":true,"f":"x\n"}})";
  const auto parsed = parse_json(text, "test");
  REQUIRE(parsed.ok());
  CHECK(format_json_line(*parsed) == text);
  CHECK(*parse_json(format_json(*parsed), "again") == *parsed);
}

TEST_CASE("JSON that a reader could understand in two ways is refused") {
  const char* const text =
      GENERATE(R"({"a":1,"a":2})", R"({"a":1} x)", R"({"a":NaN})", R"({"a":})", "", "{\"a\":\"\xFF\"}");
  const auto parsed = parse_json(text, "sidecar.json");
  REQUIRE_FALSE(parsed.ok());
  CHECK(parsed.error().code == ErrorCode::bad_data);
  CHECK(parsed.error().subject == "sidecar.json");
}

TEST_CASE("JSON nested beyond any use does not exhaust the stack") {
  CHECK_FALSE(parse_json(std::string(100000, '['), "deep").ok());
}

TEST_CASE("members are found, replaced in place and erased") {
  Json value = *parse_json(R"({"a":1,"b":2})", "test");
  value.set("a", "x");
  value.set("c", 2.5);
  CHECK(value.erase("b"));
  CHECK_FALSE(value.erase("b"));
  CHECK(format_json_line(value) == R"({"a":"x","c":2.5})");
  CHECK(value.at("missing").is_null());
}

TEST_CASE("whatever a text holds, what is written can be read again") {
  const std::string text =
      GENERATE(as<std::string>{},
               "Gr\xF6\xDF"
               "e",
               "\xC3\xA9", "\xED\xA0\x80", "\xF0\x9F\xA7\xA0", "\xC0\xAF", "\xE2\x82", "a\nb\x01");
  const Json json(Json::Object{{text, text}});
  const auto again = parse_json(format_json(json), "t");
  REQUIRE(again.ok());
  const std::string& read = again->as_object().front().second.as_string();
  CHECK(format_json(*again) == format_json(json));
  CHECK(((read == text) != (read.find("\xEF\xBF\xBD") != std::string::npos)));
}
