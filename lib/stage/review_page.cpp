#include "stage/review_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "image/png.hpp"
#include "readiness/review_html.hpp"
#include "readiness/texts.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_review_file = "review.json";

using readiness::ReviewCard;
using readiness::ReviewSheet;

// For a link: only the characters that BIDS names are made of stay as they are.
std::string escape_url(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '-' || c == '_' || c == '.' || c == '/';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

// review.json holds what the page shows, with the names of its pictures.
Json to_json(const ReviewCard& card) {
  Json figures = Json::Object{};
  for (const auto& [name, value] : card.figures) figures.set(name, value);
  return Json::Object{{"path", card.path},     {"verdict", card.verdict},
                      {"reason", card.reason}, {"accept_line", card.accept_line},
                      {"before", card.before}, {"after", card.after},
                      {"figures", figures},    {"method", card.method}};
}

ReviewCard from_json(const Json& json, const std::string& folder) {
  const auto text = [&](std::string_view key) { return json.at(key).as_string(); };
  const auto place = [&](std::string_view key) { return text(key).empty() ? "" : folder + "/" + text(key); };
  ReviewCard card{.path = text("path"),
                  .verdict = text("verdict"),
                  .reason = text("reason"),
                  .accept_line = text("accept_line"),
                  .before = place("before"),
                  .after = place("after"),
                  .figures = {},
                  .method = text("method")};
  for (const auto& [name, value] : json.at("figures").as_object())
    card.figures.emplace_back(name, value.as_double());
  return card;
}

// A file name for pictures of this image, different from all before.
std::string picture_stem(const std::string& path, std::set<std::string>& taken) {
  std::string stem = fs::path(path).filename().string();
  for (const std::string_view ending : {".gz", ".nii"}) {
    if (stem.size() > ending.size() && stem.ends_with(ending)) stem.resize(stem.size() - ending.size());
  }
  std::string name = stem;
  for (int number = 2; !taken.insert(name).second; ++number) name = fmt::format("{}_{}", stem, number);
  return name;
}

Result<std::string> write_picture(const fs::path& folder, const std::string& name, const Picture& picture) {
  if (picture.grey.empty()) return std::string();
  SR_TRY(const std::vector<std::uint8_t> png, encode_png(picture));
  SR_CHECK(write_file(folder / name, png, Mode::secret));
  return name;
}

// The page in both languages, its pictures by addresses.
Status write_pages(const fs::path& folder, ReviewSheet sheet) {
  std::sort(sheet.cards.begin(), sheet.cards.end(),
            [](const ReviewCard& a, const ReviewCard& b) { return a.path < b.path; });
  for (ReviewCard& card : sheet.cards) {
    card.before = escape_url(card.before);
    card.after = escape_url(card.after);
  }
  SR_TRY(const readiness::RuleTables tables, readiness::load_rule_tables());
  SR_TRY(const readiness::Texts dutch, readiness::load_dutch_texts());
  const std::string page = readiness::render_review_html(sheet, tables.figures);
  SR_CHECK(write_file(folder / "index.html", page, Mode::secret));
  return write_file(folder / "index.nl.html", readiness::translate_page(page, "nl", dutch), Mode::secret);
}

// Adds the cards of one participant's folder; false where its review.json cannot be read.
bool collect(const fs::path& folder, std::vector<ReviewCard>& cards) {
  const Result<std::string> text = read_text(folder / k_review_file);
  if (!text.ok()) return false;
  const Result<Json> json = parse_json(*text, k_review_file);
  if (!json.ok()) return false;
  for (const Json& entry : json->at("images").as_array())
    cards.push_back(from_json(entry, folder.filename().string()));
  return true;
}

std::vector<fs::path> subfolders(const fs::path& folder) {
  std::vector<fs::path> found;
  std::error_code status;
  for (fs::directory_iterator it(folder, status), end; !status && it != end; it.increment(status)) {
    if (it->is_directory(status) && !it->path().filename().string().starts_with('.'))
      found.push_back(it->path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

Status write_review_page(const fs::path& folder, const std::string& participant,
                         const std::vector<ReviewedImage>& images) {
  ReviewSheet sheet{.participant = participant, .cards = {}, .unreadable = {}};
  Json entries = Json::Array{};
  std::set<std::string> taken;
  for (const ReviewedImage& image : images) {
    const std::string stem = picture_stem(image.path, taken);
    ReviewCard card{image.path, image.verdict, image.reason, image.accept_line, {},
                    {},         image.figures, image.method};
    SR_TRY(card.before, write_picture(folder, stem + "_before.png", image.before));
    SR_TRY(card.after, write_picture(folder, stem + "_after.png", image.after));
    entries.push_back(to_json(card));
    sheet.cards.push_back(std::move(card));
  }
  SR_CHECK(write_file(folder / k_review_file, format_json(Json::Object{{"images", entries}}), Mode::secret));
  return write_pages(folder, std::move(sheet));
}

std::set<std::string> drawn_images(const fs::path& renderings) {
  std::set<std::string> drawn;
  for (const fs::path& folder : subfolders(renderings)) {
    std::vector<ReviewCard> cards;
    collect(folder, cards);
    for (const ReviewCard& card : cards) {
      const auto is_there = [&](const std::string& picture) {
        std::error_code status;
        return !picture.empty() && fs::is_regular_file(renderings / picture, status);
      };
      if (is_there(card.before) && is_there(card.after)) drawn.insert(card.path);
    }
  }
  return drawn;
}

Status write_review_index(const fs::path& renderings) {
  ReviewSheet sheet;
  for (const fs::path& folder : subfolders(renderings)) {
    if (!collect(folder, sheet.cards)) sheet.unreadable.push_back(folder.filename().string());
  }
  return write_pages(renderings, std::move(sheet));
}

}  // namespace shareready
