// A text is put into another language by the rows of a table: whole, by its parts, by its sentences.
#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "readiness/texts.hpp"

using namespace shareready;
using namespace shareready::readiness;

namespace {

Texts small_table() {
  return Texts::parse(
             "English\tNederlands\n"
             "Open questions\tOpen vragen\n"
             "not said\tniet gezegd\n"
             "Left out: {l}.\tWeggelaten: {}.\n"
             "as it is\tzoals het is\n"
             "{n} of {n} checks\t{} van {} controles\n"
             "{} holds {}\t{2} staat in {1}\n"
             "closed: {}\tdicht: {}\n"
             "This is so.\tHet is zo.\n")
      .value();
}

}  // namespace

TEST_CASE("a text is translated whole, by its changing parts, and by its sentences") {
  const Texts texts = small_table();
  CHECK(texts.translate("Open questions") == "Open vragen");
  CHECK(texts.translate("3 of 94 checks") == "3 van 94 controles");
  CHECK(texts.translate("many of all checks") == "many of all checks");
  CHECK(texts.translate("closed: not said") == "dicht: niet gezegd");
  CHECK(texts.translate("Not said") == "Niet gezegd");
  CHECK(texts.translate("not said; closed: not said") == "niet gezegd; dicht: niet gezegd");
  CHECK(texts.translate("This is so. This is so.") == "Het is zo. Het is zo.");
  CHECK(texts.translate("A1 holds B2") == "B2 staat in A1");
  CHECK(texts.translate(" Open questions ") == " Open vragen ");
  CHECK(texts.translate("0.5 of 94 checks") == "0,5 van 94 controles");
  CHECK(texts.translate("-97.0 %") == "-97,0 %");
  CHECK(texts.translate("2: 55 %, 14.3 %; <0.5") == "2: 55 %, 14,3 %; <0,5");
  for (const char* same :
       {"0.1.0", "2026-11-27", ".5", "5.", "10.1038/41", "1.2.", "nl-2026.1", "RU-HD-1.1"}) {
    CHECK(texts.translate(same) == same);
  }
}

TEST_CASE("both readings of the way wanted are Dutch where each has several open matters") {
  const Texts dutch = load_dutch_texts().value();
  CHECK(dutch.translate(
            "Prepared for: restricted access. Strict reading: undecided, 5 matters are open. Liberal "
            "reading: undecided, 4 matters are open.") ==
        "Gemaakt voor: beperkte toegang. Strenge lezing: onbeslist, 5 punten staan open. Ruime lezing: "
        "onbeslist, 4 punten staan open.");
}

TEST_CASE("names that the data gave stay in a list, and what is said of them is translated") {
  const Texts texts = small_table();
  CHECK(texts.translate("Left out: huisarts.") == "Weggelaten: huisarts.");
  CHECK(texts.translate("Left out: group (as it is), A B (as it is), site.") ==
        "Weggelaten: group (zoals het is), A B (zoals het is), site.");
  CHECK(texts.translate("Left out: group 5; A B 0.5.") == "Weggelaten: group 5; A B 0.5.");
  CHECK(texts.translate("Left out: a. This is so.") == "Weggelaten: a. Het is zo.");
}

TEST_CASE("of a paragraph with one unknown sentence the others are translated") {
  std::set<std::string> unknown;
  CHECK(small_table().translate("This is so. Nobody wrote this. This is so.", &unknown) ==
        "Het is zo. Nobody wrote this. Het is zo.");
  CHECK(unknown == std::set<std::string>{"Nobody wrote this."});
}

TEST_CASE("what the table does not know stays as it is and is told") {
  std::set<std::string> unknown;
  CHECK(small_table().translate("Something else", &unknown) == "Something else");
  CHECK(unknown == std::set<std::string>{"Something else"});
  unknown.clear();
  CHECK(small_table().translate("sub-q7m2xk4d", &unknown) == "sub-q7m2xk4d");
  CHECK(unknown.empty());
}

TEST_CASE("a row whose sides have other parts is refused") {
  CHECK_FALSE(Texts::parse("a\tb\n{} of {}\t{} van\n").ok());
  CHECK_FALSE(Texts::parse("a\tb\nempty\t\n").ok());
}

TEST_CASE("markup, code and paths of a page stay, texts and what is read out change") {
  const std::string page = translate_page(
      "<html lang=\"en\"><a href=\"index.nl.html\" hreflang=\"nl\">x</a><code>Open questions</code>"
      "<a href=\"participants-1.html\" aria-label=\"Open questions\">Open questions</a>"
      "<a href=\"drafts/x.en.md\">y</a></html>",
      "nl", small_table());
  CHECK(page ==
        "<html lang=\"nl\"><a href=\"index.html\" hreflang=\"en\">x</a><code>Open questions</code>"
        "<a href=\"participants-1.nl.html\" aria-label=\"Open vragen\">Open vragen</a>"
        "<a href=\"drafts/x.nl.md\">y</a></html>");
}

TEST_CASE("a long list is translated to its end, however many items it has") {
  std::string english = "not said", dutch = "niet gezegd";
  for (int i = 0; i < 100; ++i) {
    english += "; not said";
    dutch += "; niet gezegd";
  }
  CHECK(small_table().translate(english) == dutch);
}

TEST_CASE("sentences that the table holds as one text stand beside others") {
  const Texts texts = Texts::parse(
                          "English\tNederlands\n"
                          "Mend it. Then look.\tHerstel het. Kijk dan.\n"
                          "This is so.\tHet is zo.\n"
                          "With {v}: {} (now {}).\tMet {}: {} (nu {}).\n"
                          "at least {n}\tminstens {}\n")
                          .value();
  CHECK(texts.translate("This is so. Mend it. Then look. This is so.") ==
        "Het is zo. Herstel het. Kijk dan. Het is zo.");
  // a part that may be anything ends with its sentence
  CHECK(texts.translate("With A1: at least 5 (now at least 6). With B2: <5 (now at least 7).") ==
        "Met A1: minstens 5 (nu minstens 6). Met B2: <5 (nu minstens 7).");
}
