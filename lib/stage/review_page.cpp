#include "stage/review_page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

#include "base/files.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "image/png.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view k_review_file = "review.json";
constexpr std::string_view k_page_file = "index.html";

constexpr std::string_view k_style = R"(
:root{color-scheme:light dark;--back:#fff;--card:#f4f4f2;--text:#1b1b1b;--dim:#5d5d5d;--line:#d6d6d2;--bad:#b3261e;--look:#8a5a00;--good:#1e6b34}
@media(prefers-color-scheme:dark){:root{--back:#151515;--card:#212121;--text:#ececec;--dim:#a5a5a5;--line:#3a3a3a;--bad:#ff8a80;--look:#ffc766;--good:#7fd99a}}
*{box-sizing:border-box}
body{margin:0;padding:1rem;background:var(--back);color:var(--text);font:15px/1.45 system-ui,sans-serif}
header{max-width:70rem;margin-bottom:1rem}
h1{font-size:1.35rem;margin:.2rem 0}
h2{font-size:1.1rem;margin:1.6rem 0 .6rem}
.never{background:var(--bad);color:var(--back);font-weight:700;padding:.4rem .7rem;border-radius:.3rem}
.grid{display:grid;gap:1rem;grid-template-columns:repeat(auto-fill,minmax(min(100%,42rem),1fr))}
article{background:var(--card);border:1px solid var(--line);border-radius:.4rem;padding:.6rem;min-width:0}
article h3{font-size:.95rem;margin:0 0 .4rem;overflow-wrap:anywhere}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.4rem}
figure{margin:0}
figcaption,.figures{color:var(--dim);font-size:.82rem}
img{display:block;width:100%;height:auto;background:#000}
.none{aspect-ratio:3/2;display:grid;place-items:center;border:1px dashed var(--line)}
.verdict{font-weight:700}.done{color:var(--good)}.doubtful{color:var(--look)}.failed{color:var(--bad)}
code{overflow-wrap:anywhere;font-size:.82rem}
p{margin:.35rem 0}
)";

std::string escape_html(std::string text) {
  text = replace_all(std::move(text), "&", "&amp;");
  text = replace_all(std::move(text), "<", "&lt;");
  text = replace_all(std::move(text), ">", "&gt;");
  return replace_all(std::move(text), "\"", "&quot;");
}

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

// review.json, read back: a card with the places of its pictures relative to the page.
struct Card {
  std::string path, verdict, reason, accept_line, before, after;
  std::vector<std::pair<std::string, double>> figures;
};

Json to_json(const Card& card) {
  Json figures = Json::Object{};
  for (const auto& [name, value] : card.figures) figures.set(name, value);
  return Json::Object{{"path", card.path},     {"verdict", card.verdict},
                      {"reason", card.reason}, {"accept_line", card.accept_line},
                      {"before", card.before}, {"after", card.after},
                      {"figures", figures}};
}

Card from_json(const Json& json, const std::string& folder) {
  const auto text = [&](std::string_view key) { return json.at(key).as_string(); };
  const auto place = [&](std::string_view key) { return text(key).empty() ? "" : folder + "/" + text(key); };
  Card card{.path = text("path"),
            .verdict = text("verdict"),
            .reason = text("reason"),
            .accept_line = text("accept_line"),
            .before = place("before"),
            .after = place("after"),
            .figures = {}};
  for (const auto& [name, value] : json.at("figures").as_object())
    card.figures.emplace_back(name, value.as_double());
  return card;
}

std::string picture_html(const std::string& file, std::string_view caption) {
  if (file.empty())
    return fmt::format("<figure><div class=\"none\">no picture</div><figcaption>{}</figcaption></figure>",
                       caption);
  return fmt::format(
      "<figure><img loading=\"lazy\" width=\"660\" height=\"440\" alt=\"{0}\" "
      "src=\"{1}\"><figcaption>{0}</figcaption></figure>",
      caption, escape_url(file));
}

std::string card_html(const Card& card) {
  std::vector<std::string> figures;
  for (const auto& [name, value] : card.figures) {
    figures.push_back(fmt::format("{} {:.4g}", escape_html(replace_all(name, "_", " ")), value));
  }
  const std::string reason = card.reason.empty() ? "" : ": " + escape_html(card.reason);
  const std::string accept =
      card.accept_line.empty()
          ? ""
          : fmt::format("<p>To accept it, add this line to the file for --accept:<br><code>{}</code></p>",
                        escape_html(card.accept_line));
  const std::string verdict = escape_html(card.verdict);
  return fmt::format(
      "<article><h3>{}</h3><div class=\"pair\">{}{}</div><p><span class=\"verdict {}\">{}</span>{}</p>"
      "<p class=\"figures\">{}</p>{}</article>\n",
      escape_html(card.path), picture_html(card.before, "before"), picture_html(card.after, "after"), verdict,
      verdict, reason, join(figures, " · "), accept);
}

struct Section {
  std::string heading;
  std::vector<Card> cards;
};

std::string page_html(std::string_view title, const std::vector<Section>& sections, std::string_view note) {
  std::string body;
  for (const Section& section : sections) {
    if (section.cards.empty()) continue;
    body += fmt::format("<h2>{} ({})</h2>\n<div class=\"grid\">\n", escape_html(section.heading),
                        section.cards.size());
    for (const Card& card : section.cards) body += card_html(card);
    body += "</div>\n";
  }
  return fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" "
      "content=\"width=device-width,initial-scale=1\"><meta name=\"robots\" "
      "content=\"noindex\"><title>{0}</title>"
      "<style>{1}</style></head><body>\n<header><p class=\"never\">Private: never share this page or its "
      "folder. It "
      "shows faces and source labels.</p><h1>{0}</h1><p>Look at each pair: the face (eyes, nose, mouth, "
      "chin, ears) "
      "must be gone on the right, the brain untouched. Above: sagittal, coronal and axial slice, the head's "
      "right on "
      "the right. Below: the surface from the front, from its left and from its right "
      "side.</p>{2}</header>\n{3}"
      "</body></html>\n",
      escape_html(std::string(title)), k_style, note, body);
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
  SR_CHECK(write_file(folder / name, png));
  return name;
}

std::vector<Section> sections_by_verdict(std::vector<Card> cards) {
  std::vector<Section> sections{{"Look at these first", {}}, {"Defaced", {}}};
  std::sort(cards.begin(), cards.end(), [](const Card& a, const Card& b) { return a.path < b.path; });
  for (Card& card : cards) sections[card.verdict == "done" ? 1 : 0].cards.push_back(std::move(card));
  return sections;
}

// Adds the cards of one participant's folder; false where its review.json cannot be read.
bool collect(const fs::path& folder, std::vector<Card>& cards) {
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
  std::vector<Card> cards;
  Json entries = Json::Array{};
  std::set<std::string> taken;
  for (const ReviewedImage& image : images) {
    const std::string stem = picture_stem(image.path, taken);
    Card card{image.path, image.verdict, image.reason, image.accept_line, {}, {}, image.figures};
    SR_TRY(card.before, write_picture(folder, stem + "_before.png", image.before));
    SR_TRY(card.after, write_picture(folder, stem + "_after.png", image.after));
    entries.push_back(to_json(card));
    cards.push_back(std::move(card));
  }
  SR_CHECK(write_file(folder / k_review_file, format_json(Json::Object{{"images", entries}})));
  return write_file(folder / k_page_file, page_html("Review of participant " + participant,
                                                    sections_by_verdict(std::move(cards)), ""));
}

Status write_review_index(const fs::path& renderings) {
  std::vector<Card> cards;
  std::string note;
  for (const fs::path& folder : subfolders(renderings)) {
    if (collect(folder, cards)) continue;
    note += fmt::format("<p>No readable review in folder {}: run its participant again.</p>",
                        escape_html(folder.filename().string()));
  }
  const auto title = fmt::format("Review of {} images", cards.size());
  return write_file(renderings / k_page_file, page_html(title, sections_by_verdict(std::move(cards)), note));
}

}  // namespace shareready
