#include <fmt/format.h>

#include "readiness/html_sections.hpp"

namespace shareready::readiness {
Html sign_off(const Json& readiness) {
  const Json& sign = readiness.at("sign_off");
  const std::string& state = sign.at("state").as_string();
  if (state == "valid") {
    return paragraph(
        fmt::format("Advice of the privacy officer: in favour, {} on {}, for this release by its hash.",
                    sign.at("name").as_string(), sign.at("date").as_string()));
  }
  if (state == "refused") return paragraph("Advice of the privacy officer: against sharing.");
  if (state == "other_release") {
    return paragraph("Advice of the privacy officer: given on another release. This one needs its own.");
  }
  return paragraph(
      "Advice of the privacy officer: missing. It holds for one release by its hash: ask for it once this "
      "release needs no further run.");
}

// Who decides, and whether a person has looked.
Html decision_of_people(const Json& signs) {
  const Json& controller = signs.at("controller");
  const std::string& state = controller.at("state").as_string();
  std::string words = "Decision of the controller: missing.";
  if (state == "approved")
    words = fmt::format("Decision of the controller: to share, by {} on {}, for this release by its hash.",
                        controller.at("represented_by").as_string(), controller.at("date").as_string());
  if (state == "refused") words = "Decision of the controller: not to share.";
  if (state == "other_release")
    words = "Decision of the controller: on another release. This one needs its own.";
  const Json& faces = signs.at("faces");
  const std::string& looked = faces.at("looked_at_by").as_string();
  const std::string look =
      looked.empty() ? std::string("The images before and after: nobody is named who looked at them.")
                     : fmt::format("The images before and after: looked at by {} on {}, as declared.", looked,
                                   faces.at("date").as_string());
  return paragraph(words) + paragraph(look);
}

}  // namespace shareready::readiness
