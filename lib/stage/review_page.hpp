#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "image/picture.hpp"

namespace shareready {

// One image as a person should look at it before it is shared.
struct ReviewedImage {
  std::string path = {};     // relative to the input, generic
  std::string verdict = {};  // "done", "doubtful", "failed"
  std::string reason = {};
  std::vector<std::pair<std::string, double>> figures = {};  // name with unit, value
  std::string accept_line = {};  // what a file for --accept must hold to accept it; empty where not needed
  Picture before = {};           // either may be empty: not rendered
  Picture after = {};
  std::string method = {};  // outcome.hpp
};

// Writes the pictures (PNG), review.json and the page in English and Dutch for one participant into an
// existing folder. The page needs nothing but this folder. It shows faces and source labels: it never leaves
// private/. Errors: as write_file, no_input where the tables of share/ are missing.
Status write_review_page(const std::filesystem::path& folder, const std::string& participant,
                         const std::vector<ReviewedImage>& images);

// The paths in the source of the images of which a picture before and one after are there to look at.
std::set<std::string> drawn_images(const std::filesystem::path& renderings);

// Writes renderings/index.html and index.nl.html anew from the review.json of every participant's folder in
// it: all images, those that need a look first. Safe beside other processes doing the same; the group stage
// has the last word. Folders without a readable review.json are named on the page. Errors: as
// write_review_page.
Status write_review_index(const std::filesystem::path& renderings);

}  // namespace shareready
