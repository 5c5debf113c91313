#include "tables_of_share.hpp"

using namespace shareready;

TEST_CASE("a name is found again in any order, case and spelling, and by its parts") {
  TokenSet tokens;
  tokens.add("Vermeer^Johanna", TokenKind::name);
  for (const char* text :
       {"scan of vermeer", "JOHANNA VERMEER", "Johanna_Vermeer_T1w", "vermeerjohanna", "x.Johanna.y"}) {
    INFO(text);
    CHECK(tokens.find_in(text) == TokenKind::name);
  }
  CHECK_FALSE(tokens.find_in("vermeeren"));
  CHECK_FALSE(tokens.find_in("nothing here"));
}

TEST_CASE("names of staff are their own kind, and those of participants outweigh them in any order") {
  const Json sidecar =
      parse_json(
          R"({"OperatorsName": "Bakker^Mia", "ReferringPhysicianName": "Smit^Jan", "PatientName": "Smit^Ada"})",
          "")
          .value();
  TokenSet tokens;
  collect_tokens(sidecar, tokens);
  CHECK(tokens.find_in("bakker") == TokenKind::staff_name);
  CHECK(tokens.find_in("smit") == TokenKind::name);
  TokenSet reversed;
  reversed.add("Smit^Ada", TokenKind::name);
  reversed.add("Smit^Jan", TokenKind::staff_name);
  CHECK(reversed.find_in("smit") == TokenKind::name);
  TokenSet joined;
  joined.add_exact("smit", TokenKind::staff_name);
  joined.add(reversed);
  CHECK(joined.find_in("smit") == TokenKind::name);
  CHECK(parse_tokens_document(tokens_document(tokens)).value().tokens() == tokens.tokens());
}

TEST_CASE("letters with accents are compared without regard to case") {
  TokenSet tokens;
  tokens.add("\xC3\x89lodie Dupr\xC3\xA9", TokenKind::name);
  CHECK(tokens.find_in("\xC3\xA9lodie"));
  CHECK(tokens.find_in("DUPR\xC3\x89"));
}

TEST_CASE("a birth date is found in its other spellings") {
  TokenSet tokens;
  tokens.add("1980-03-04", TokenKind::birth_date);
  for (const char* text :
       {"born 4 March 1980", "4 Mar 1980", "March 4, 1980", "op 4 maart 1980", "am 4. M\xc3\xa4rz 1980",
        "19800304", "04/03/1980", "4-3-1980", "1980.03.04", "03/04/1980", "born 04.03.1980"}) {
    INFO(text);
    CHECK(tokens.find_in(text) == TokenKind::birth_date);
  }
  CHECK_FALSE(tokens.find_in("1980-03-05"));
}

TEST_CASE("what is too short or too common is no token") {
  TokenSet tokens;
  for (const char* text : {"n/a", "4", "23", "M", "F", "", "control", "patient", "12345", "unknown"})
    tokens.add(text, TokenKind::person_id);
  for (const char* text : {"van", "de", "dr"}) tokens.add(text, TokenKind::name);
  tokens.add("Radiology", TokenKind::institution);
  tokens.add("MRI brain", TokenKind::free_text);
  CHECK(tokens.empty());
}

TEST_CASE("times of day are forgotten where they stay") {
  TokenSet tokens;
  tokens.add("11:43:9.397500", TokenKind::clock_time);
  tokens.add("Vermeer", TokenKind::name);
  CHECK(tokens.find_in("at 11:43:9.397500"));
  tokens.erase(TokenKind::clock_time);
  CHECK_FALSE(tokens.find_in("at 11:43:9.397500"));
  CHECK(tokens.tokens().size() == 1);
  CHECK(tokens.find_in("Vermeer"));
}

TEST_CASE("the decimals of a measurement are no token") {
  TokenSet tokens;
  tokens.add("345678", TokenKind::person_id);
  CHECK(tokens.find_in("nr 345678"));
  CHECK(tokens.find_in("345678"));
  CHECK_FALSE(tokens.find_in("12.345678"));
  CHECK_FALSE(tokens.find_in("-0.345678e-3"));
  CHECK(tokens.find_in("345678.0"));
}

TEST_CASE("a postcode is a token with and without its space") {
  TokenSet tokens;
  tokens.add("3511 AB", TokenKind::postcode);
  CHECK(tokens.find_in("lives at 3511AB"));
  CHECK(tokens.find_in("3511 ab"));
}

TEST_CASE("sidecars give up their personal values at any depth, and numbers are no tokens") {
  TokenSet tokens;
  collect_tokens(
      test::json_of(
          R"({"PatientName": "Vermeer^Jan", "global": {"const": {"PatientID": "AB1234", "EchoTime": "Vermeulen"}},
      "list": [{"SeriesInstanceUID": "1.3.12.2.1107.5.2"}], "csa.PatientBirthDate": "19800304"})"),
      tokens);
  CHECK(tokens.find_in("Jan"));
  CHECK(tokens.find_in("ab1234") == TokenKind::person_id);
  CHECK(tokens.find_in("1.3.12.2.1107.5.2") == TokenKind::uid);
  CHECK(tokens.find_in("1980-03-04") == TokenKind::birth_date);
  CHECK_FALSE(tokens.find_in("Vermeulen"));
}

TEST_CASE("tokens survive the private folder") {
  TokenSet tokens;
  tokens.add("Vermeer^Johanna", TokenKind::name);
  tokens.add("1980-03-04", TokenKind::birth_date);
  tokens.add("10, rue de l'\xC3\x89glise", TokenKind::address);
  const auto again = parse_tokens_document(test::json_of(format_json(tokens_document(tokens))));
  REQUIRE(again.ok());
  CHECK(again->tokens() == tokens.tokens());
  CHECK_FALSE(parse_tokens_document(test::json_of(R"({"format": 2, "tokens": []})")).ok());
}
