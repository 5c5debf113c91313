// What an answers file is refused for, and how that is said.
#include <catch2/catch.hpp>
#include <string>

#include "readiness/answers.hpp"
#include "readiness/example_inputs.hpp"
#include "readiness/schema_check.hpp"

using namespace shareready;
using namespace shareready::readiness;

namespace {

const Json& form_schema() {
  static const Json loaded = load_answers_schema().value();
  return loaded;
}

std::string fault_of(const Json& answers) {
  const auto parsed = parse_answers(format_json(answers), "answers.json", form_schema());
  return parsed.ok() ? "" : describe(parsed.error());
}

Json filled_form() { return test::example_answers(test::example_inputs().release.manifest_sha256); }

}  // namespace

TEST_CASE("a fault in the answers names file, key, got and expected, and the next step") {
  const std::string word = fault_of(test::with_answer(filled_form(), "consent.purpose", "everything"));
  for (const char* part : {"answers.json", "'consent.purpose'", "\"everything\"", "any_research", "null"})
    CHECK(test::contains(word, part));
  CHECK(test::contains(fault_of(test::with_answer(filled_form(), "key.exists", "yes")), "true or false"));
  CHECK(test::contains(fault_of(test::with_answer(filled_form(), "population.size", 0)), "at least 1"));
  CHECK(test::contains(fault_of(test::with_answer(filled_form(), "population.size", Json(2.5))),
                       "a whole number"));
  CHECK(test::contains(fault_of(test::with_answer(filled_form(), "population.sampling_fraction", 2)),
                       "at most 1"));
  CHECK(test::contains(fault_of(test::with_answer(filled_form(), "dpo.date", "2026-02-30")), "YYYY-MM-DD"));
  CHECK(test::contains(fault_of(test::with_answer(filled_form(), "dpo.release", "abc")), "dpo.release"));
  CHECK(
      test::contains(fault_of(test::with_answer(filled_form(), "dpo.phone", "1")), "'dpo.phone' is unknown"));
  CHECK(test::contains(fault_of(test::with_answer(filled_form(), "vulnerable", Json(Json::Array{}))),
                       "at least one word"));
  CHECK(test::contains(
      fault_of(test::with_answer(filled_form(), "vulnerable", Json(Json::Array{"none", "other"}))),
      "none beside"));
  CHECK(test::contains(
      fault_of(test::with_answer(filled_form(), "vulnerable", Json(Json::Array{"other", "other"}))),
      "each word once"));
  CHECK(test::contains(fault_of(test::with_answer(filled_form(), "format", 2)), "'format'"));
  CHECK(test::contains(fault_of(Json(Json::Object{})), "lacks 'format'"));
  const auto broken = parse_answers("{\"format\": 1,", "answers.json", form_schema());
  REQUIRE_FALSE(broken.ok());
  CHECK(broken.error().code == ErrorCode::usage);
  CHECK(test::contains(describe(broken.error()), "--print-answers"));
}

TEST_CASE("a text of blanks and signs, or a word that holds a place open, is no answer") {
  for (const char* path : {"dpo.ref", "key.location", "dpia.reasons", "controller.represented_by"}) {
    for (const char* text : {" ", "\u00a0", "\u2003\u200b", "\u3000", "?", "...", "-", "\u2014", "\ufeff"}) {
      INFO(path << " = '" << text << "'");
      CHECK(test::contains(fault_of(test::with_answer(filled_form(), path, text)), "a letter or digit"));
    }
    for (const char* text :
         {"TODO", " tbd", "n/a", "XXX", "none", "x", "Not yet", "to be filled in", "pending", "nog niet",
          "Not yet.", "N.v.t.", "in te vullen", "none yet", "noch nicht", "pas encore"})
      CHECK(test::contains(fault_of(test::with_answer(filled_form(), path, text)), path));
  }
  for (const char* path : {"dpo.ref", "legal_basis.agreed", "dpia.consultation", "ethics.approval"}) {
    for (const char* text : {"not agreed", "no letter", "Nog niet gevraagd", "niet ingediend", "pas demande"})
      CHECK(test::contains(fault_of(test::with_answer(filled_form(), path, text)), path));
    for (const char* text : {"No 12", "nota 4", "letter 3"})
      CHECK(parse_answers(format_json(test::with_answer(filled_form(), path, text)), "", form_schema()).ok());
  }
  for (const char* path : {"dpo.name", "faces.looked_at_by", "controller.name", "dua.signatory.name"}) {
    for (const char* text : {"nobody", "Unknown", "None", "me", "to be filled in", "niemand", "Naam",
                             "nobody yet", "Not appointed"})
      CHECK(test::contains(fault_of(test::with_answer(filled_form(), path, text)),
                           "name of a person or a body"));
  }
  const Json conditions =
      parse_json(R"([{"text": "ages in bands", "confirmed_by": "nobody", "date": null}])", "").value();
  CHECK(test::contains(fault_of(test::with_answer(filled_form(), "dpo.conditions", conditions)),
                       "confirmed_by"));
  for (const char* text :
       {"Å. Ström", "李", "Ж", "4", "none of the images show a face", "X. Xu", "Nobody Owens"})
    CHECK(parse_answers(format_json(test::with_answer(filled_form(), "dpo.name", text)), "", form_schema())
              .ok());
  CHECK(parse_answers(format_json(test::with_answer(filled_form(), "clinical", "none")), "", form_schema())
            .ok());
}

TEST_CASE("an opinion in the words of an earlier form is refused with what to write") {
  const std::string agreed = fault_of(test::with_answer(filled_form(), "dpo.opinion", "agreed"));
  for (const char* part : {"'dpo.opinion'", "earlier form", "positive_with_conditions"})
    CHECK(test::contains(agreed, part));
  CHECK(
      test::contains(fault_of(test::with_answer(filled_form(), "dpo.opinion", "refused")), "write negative"));
  const Json nameless = parse_json(R"([{"confirmed_by": "C. Hoofd"}])", "").value();
  CHECK(
      test::contains(fault_of(test::with_answer(filled_form(), "dpo.conditions", nameless)), "lacks 'text'"));
}

TEST_CASE("comments are ignored wherever they stand") {
  Json answers = test::with_answer(filled_form(), "_comment_mine", "a note");
  answers = test::with_answer(answers, "dua.signatory._comment", Json(Json::Array{1}));
  CHECK(fault_of(answers).empty());
}

TEST_CASE("days are those of the calendar") {
  CHECK(is_day("2024-02-29"));
  for (const char* text : {"2023-02-29", "2026-13-01", "2026-1-01", "20261123", "", "2026-11-2x"})
    CHECK_FALSE(is_day(text));
}
