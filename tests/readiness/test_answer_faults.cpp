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
      CHECK(test::contains(fault_of(test::with_answer(filled_form(), path, text)), "name of a person"));
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

TEST_CASE("a paper that was refused, not given or not answered is none, whatever stands around it") {
  const auto is_refused = [](const char* path, const char* text) {
    return test::contains(fault_of(test::with_answer(filled_form(), path, text)), "expected an answer");
  };
  for (const char* path :
       {"dpo.ref", "legal_basis.ref", "legal_basis.agreed", "legal_basis.article9_other", "dpia.ref",
        "dpia.advice", "dpia.consultation", "ethics.approval", "institution.policy_ref"}) {
    for (const char* text : {"METC refused 2019.123",
                             "AP was asked, no answer",
                             "FG refused",
                             "DPO was not asked",
                             "ask Frank",
                             "letter 3: not approved",
                             "the committee declined",
                             "negative advice of the METC, 2019.123",
                             "METC heeft geweigerd",
                             "aanvraag afgewezen (2019.123)",
                             "FG is niet gevraagd",
                             "AP: geen antwoord",
                             "vraag aan Frank",
                             "CMO, nog niet ingediend",
                             "Ethikkommission hat abgelehnt",
                             "Antrag 12, noch nicht genehmigt",
                             "DSB: keine Antwort",
                             "CPP: refus\u00e9 en 2019",
                             "CNIL, pas de r\u00e9ponse",
                             "Avis d\u00e9favorable 12",
                             "letter of the DPO: not available"}) {
      INFO(path << " = " << text);
      CHECK(is_refused(path, text));
    }
    for (const char* text :
         {"METC 2019.123", "No 12", "No objection, METC 2019.123", "geen bezwaar, CMO 2018-4563",
          "Niet-WMO-verklaring METC W19.123", "not subject to the WMO, METC W19.123",
          "refused in 2018, approved 2019-4", "afgewezen in 2018, goedgekeurd 2019-4",
          "Keine Einw\u00e4nde, Votum 12/2019", "letter 3 of the DPO", "policy 2.1, not available online",
          "decision of the Refugee Study Board 4", "CPP Ouest 12, favorable"}) {
      INFO(path << " = " << text);
      CHECK_FALSE(is_refused(path, text));
    }
  }
}

TEST_CASE("where a person is to be named an office is nobody, and no name or title is taken for one") {
  const auto is_refused = [](const char* path, const char* text) {
    return test::contains(fault_of(test::with_answer(filled_form(), path, text)),
                          "expected the name of a person");
  };
  for (const char* path : {"dpo.name", "controller.represented_by", "faces.looked_at_by",
                           "extremes.judged_by", "dua.signatory.name"}) {
    for (const char* text : {"secretariat",
                             "privacy office",
                             "The Privacy Officer",
                             "DPO",
                             "FG",
                             "Functionaris gegevensbescherming",
                             "secretariaat",
                             "Juridische Zaken",
                             "legal department",
                             "Sekretariat",
                             "Datenschutz",
                             "nobody yet",
                             "not appointed",
                             "not known yet?",
                             "nog niet benoemd",
                             "vacant",
                             "vakant",
                             "the researcher",
                             "Dean",
                             "afdelingshoofd",
                             "service juridique"}) {
      INFO(path << " = " << text);
      CHECK(is_refused(path, text));
    }
    for (const char* text :
         {"F. Gevers", "Dr. Frank Gevers, privacy officer", "C. Hoofd", "A. Decaan", "B. Dean, dean",
          "Jan de Raad", "De Raad", "M. Bureau", "S. Student", "L. Legal", "Head, A.", "Niemandsverdriet, K.",
          "Dr. Kein", "Privacy Office Radboudumc", "Anna Vakant"}) {
      INFO(path << " = " << text);
      CHECK_FALSE(is_refused(path, text));
    }
  }
  for (const char* path : {"controller.name", "other_place.kept_by", "dua.reviewed_by"}) {  // bodies
    CHECK_FALSE(is_refused(path, "University Hospital"));
    CHECK_FALSE(is_refused(path, "legal department"));
  }
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
