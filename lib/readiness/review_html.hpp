#pragma once

#include <string>
#include <utility>
#include <vector>

#include "readiness/rules.hpp"

// The private edition's page of pictures. It names source labels and shows faces: it never leaves private/.
namespace shareready::readiness {

// One image before and after; pictures are addresses relative to the page, empty where there is none.
struct ReviewCard {
  std::string path, verdict, reason, accept_line, before, after;  // verdict: done, doubtful, failed
  std::vector<std::pair<std::string, double>> figures;
  std::string method = {};  // deface, own_mask, reface, skullstrip
};

struct ReviewSheet {
  std::string participant;  // empty: all participants
  std::vector<ReviewCard> cards;
  std::vector<std::string> unreadable;  // folders whose review cannot be read
};

// English, with a link to index.nl.html; translate_page makes that. Without JavaScript the pictures stand
// side by side, with it one lies over the other and a slider moves the border.
std::string render_review_html(const ReviewSheet& sheet, const std::vector<FigureWords>& figures);

}  // namespace shareready::readiness
