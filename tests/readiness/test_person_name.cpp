// Who may be one person, however the name is written.
#include <catch2/catch.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "readiness/person_name.hpp"

using shareready::readiness::may_be_one_person;

namespace {

using Pairs = std::vector<std::pair<std::string_view, std::string_view>>;

}  // namespace

TEST_CASE("one person in two spellings may be one person") {
  const Pairs same{{"F. Gevers", "F. Gevers"},
                   {"Gevers, F.", "F. Gevers, head of department"},
                   {"F. Gevers", "Dr. Frank Gevers, hoofd"},
                   {"mw. F. Gevers (FG)", "Gevers F., head"},
                   {"prof. dr. F.J. Gevers", "frank gevers"},
                   {"Gevers", "F. Gevers"},
                   {"Jan de Vries", "J. P. de Vries, MD PhD"},
                   {"José Núñez", "JOSE NUNEZ"},
                   {"van den Berg, A.", "Anna van den Berg"},
                   {"P. Officer (DPO)", "P. Officer"}};
  for (const auto& [one, other] : same) {
    INFO(one << " | " << other);
    CHECK(may_be_one_person(one, other));
    CHECK(may_be_one_person(other, one));
  }
}

TEST_CASE("two persons, bodies and nobody are not one person") {
  const Pairs others{{"F. Gevers", "M. Gevers"},
                     {"Frank Gevers", "Fatima Gevers"},
                     {"J. de Vries", "J. de Boer"},
                     {"P. Officer", "C. Hoofd, head of department"},
                     {"A. Jansen, F. Gevers' deputy", "F. Gevers"},
                     {"DPO UMC Utrecht", "Board UMC Utrecht"},
                     {"Privacy officer, UMC", "Head of department, UMC"},
                     {"", ""},
                     {" ", "F. Gevers"},
                     {"(FG)", "(FG)"},
                     {"dr.", "dr."}};
  for (const auto& [one, other] : others) {
    INFO(one << " | " << other);
    CHECK_FALSE(may_be_one_person(one, other));
    CHECK_FALSE(may_be_one_person(other, one));
  }
}
