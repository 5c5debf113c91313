#include "readiness/html.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "readiness/html_sections.hpp"
#include "readiness/replaced_release.hpp"
#include "readiness/words.hpp"

namespace shareready::readiness {
namespace {

Html state_badge(std::string_view state) {
  if (state == "cleared") return badge("good", "✓", "Cleared by the people named here");
  if (state == "ready_for_review") return badge("ask", "?", "Not yet: ready for review");
  if (state == "needs_answers") return badge("ask", "?", "Not yet: answers are missing");
  if (state == "attention") return badge("look", "!", "Not yet: rules are not met");
  return badge("bad", "✕", "No: nothing was made");
}

std::string_view state_class(std::string_view state) {
  if (state == "cleared") return "verdict good";
  if (state == "ready_for_review" || state == "needs_answers") return "verdict ask";
  return state == "attention" ? "verdict look" : "verdict bad";
}

// The checks that did not pass, each with a link to its place.
Html failed_checks(const Json& checks) {
  constexpr std::size_t k_most = 8;
  Html items;
  std::size_t n = 0;
  for (const Json& check : checks.as_array()) {
    if (check.at("status").as_string() != "FAIL" || ++n > k_most) continue;
    const std::string& id = check.at("id").as_string();
    items += element("li", text(check.at("question").as_string() + " ") +
                               element("a", {{"href", "#" + id}}, text(id)) +
                               text(": " + check.at("observed").as_string()));
  }
  if (n > k_most) items += element("li", fmt::format("and {} more, see below", n - k_most));
  return items.empty() ? Html() : element("ul", {{"class", "failed"}}, items);
}

// Who is asked how much: the first thing a reader wants to know next.
Html asked_of(const Json& questions) {
  Html parts;
  for (const std::string_view owner : k_owners) {
    const auto& list = questions.as_array();
    const auto n = std::count_if(list.begin(), list.end(), [&](const Json& question) {
      return question.at("owner").as_string() == owner;
    });
    if (n == 0) continue;
    if (!parts.empty()) parts += text(" · ");
    parts += element("a", {{"href", "#ask-" + std::string(owner)}},
                     text(fmt::format("{}: {} needed before sharing, {} in all", owner_words(owner),
                                      pressing_questions(questions, owner), n)));
  }
  return parts.empty() ? Html() : element("p", text("Open questions by person: ") + parts);
}

// The first steps in a line: who, and what.
Html first_steps(const Json& steps) {
  constexpr std::size_t k_most = 3;
  Html parts;
  for (std::size_t i = 0; i < std::min(k_most, steps.as_array().size()); ++i) {
    const Json& step = steps.as_array()[i];
    parts += element("li", element("span", owner_words(step.at("owner").as_string())) + text(": ") +
                               element("a", {{"href", "#steps"}}, text(step.at("title").as_string())));
  }
  return parts.empty() ? Html() : element("p", "Next:") + element("ol", {{"class", "failed"}}, parts);
}

Html paragraph_of(const std::string& sentences) { return sentences.empty() ? Html() : paragraph(sentences); }

// Who is alone for whoever knows the tables, and for whoever knows everything; by what else, for those who
// ask.
Html those_alone(const std::string& sentences) {
  constexpr std::size_t k_most = 3;  // that a first box can hold
  std::vector<std::string> each;
  for (std::size_t at = 0; at < sentences.size();) {
    const std::size_t dot = sentences.find(". ", at);
    const std::size_t end = dot == std::string::npos ? sentences.size() : dot + 1;
    each.push_back(sentences.substr(at, end - at));
    at = end + 1;
  }
  if (each.size() <= k_most) return paragraph_of(sentences);
  Html between;
  for (std::size_t i = 1; i + 1 < each.size(); ++i) between += element("li", each[i]);
  return paragraph(each.front()) + folded("By what else, one by one", element("ul", between)) +
         paragraph(each.back());
}

// Before any figure: what a reader of the box alone would not know otherwise.
Html told_points(std::string_view title, const Json& points) {
  Html items;
  for (const Json& point : points.as_array())
    items += element("li", element("span", point.at("sentence").as_string()) + text(" ") +
                               requirement_link(point.at("requirement").as_string()));
  return items.empty() ? Html() : element("p", title) + element("ul", {{"class", "failed"}}, items);
}

Html verdict_card(const Json& readiness) {
  const Json& verdict = readiness.at("verdict");
  const std::string& state = verdict.at("state").as_string();
  Html card = state_badge(state) +
              element("p", {{"class", "say"}}, text(verdict.at("sentence").as_string())) +
              failed_checks(readiness.at("checks")) +
              told_points("What sharing rests on, as declared:", verdict.at("ground")) +
              told_points("Of the persons in this release:", verdict.at("persons")) +
              those_alone(verdict.at("alone").as_string()) +
              paragraph_of(told_of_replaced_release(readiness.at("policy"))) +
              (state == "not_published" ? Html() : told_of_opinion(readiness) + people_list(readiness)) +
              (state == "cleared" || state == "ready_for_review" ? bounds_of_way(readiness) : Html()) +
              first_steps(readiness.at("next_steps")) + paragraph(verdict.at("limits").as_string()) +
              asked_of(readiness.at("questions"));
  card += element("p", element("a", {{"href", "#decision"}}, text("Ways to share it")) + text(" · ") +
                           element("a", {{"href", "#steps"}}, text("What to do next, by whom")) +
                           text(" · ") + element("a", {{"href", "#questions"}}, text("Open questions")) +
                           text(" · ") + element("a", {{"href", "#risks"}}, text("Residual risks")));
  return element("div", {{"class", std::string(state_class(state))}}, card);
}

Html fact(std::string_view term, const std::string& value) {
  return element("div", element("dt", term) + element("dd", value));
}

// A name that the data or the answers brought along: never translated.
Html own_fact(std::string_view term, const std::string& name, std::string_view without) {
  const Html value = name.empty() ? text(without) : element("span", {{"class", "own"}}, text(name));
  return element("div", {{"class", "own-fact"}}, element("dt", term) + element("dd", value));
}

// Whose data these are, and what they are called.
Html identity(const Json& readiness) {
  const std::string& title = readiness.at("description").at("title").as_string();
  const Json& controller = readiness.at("sign_off").at("controller");
  const std::string& name = controller.at("name").as_string();
  return own_fact("Dataset", title, "without a title of its own") +
         own_fact("Controller", name, "not named yet") +
         element("div", {{"class", "wide-fact"}},  // the Dutch words are long
                 element("dt", "Prepared for") +
                     element("dd", access_words(readiness.at("decision").at("wanted").as_string())));
}

Html facts(const Json& readiness) {
  const Json& release = readiness.at("release");
  Html list = identity(readiness);
  list += fact("Participants", release.at("participants").as_string());
  if (release.at("sessions").as_int() > 0) list += fact("Sessions", release.at("sessions").as_string());
  list += fact("Images", release.at("images").as_string()) + fact("Files", release.at("files").as_string()) +
          fact("Size", human_bytes(release.at("bytes").as_double()));
  return element("dl", {{"class", "facts"}}, list);
}

Html hash_line(const Json& release) {
  const std::string& hash = release.at("manifest_sha256").as_string();
  if (hash.empty()) return {};
  return element(
      "p", {{"class", "note"}},
      text("Hash of this release, a fingerprint of exactly these files (answers and --package leave it as "
           "it is; preparing the release again makes a new one, and advice, decision and agreements name the "
           "last): ") +
          element("code", hash));
}

// Who signs rests on those before: the hash of one is of no use before theirs is in.
Html signing_line(const char* name, const std::string& hash, std::string_view state) {
  Html line = text(name) + text(": ");
  if (!hash.empty()) line += element("code", hash) + text(" ");
  return element("li", line + element("span", "(" + std::string(state) + ")"));
}

struct Signature {
  const char* name;
  const char* print;
  const Json& said;
  std::vector<std::string_view> holds;    // states in which it names the hash that is shown
  std::vector<std::string_view> refuses;  // nothing follows
};

Html signing_lines(const Json& print, const std::vector<Signature>& signatures) {
  const auto is_one_of = [](const std::vector<std::string_view>& states, const std::string& state) {
    return std::find(states.begin(), states.end(), state) != states.end();
  };
  Html lines;
  bool due = true;
  for (const Signature& one : signatures) {
    const std::string& state = one.said.at("state").as_string();
    const std::string& hash = print.at(one.print).as_string();
    if (state == "not_needed") {
      lines += signing_line(one.name, {}, "not needed");
      continue;
    }
    const bool holds = is_one_of(one.holds, state), refuses = is_one_of(one.refuses, state);
    const char* told = refuses ? "said no" : holds ? "signed" : due ? "to be signed now" : "later";
    lines += signing_line(one.name, !refuses && (holds || due) ? hash : std::string(), told);
    due = due && holds;
  }
  return lines;
}

Html answers_line(const Json& readiness) {
  const Json& print = readiness.at("answers").at("print");
  const Json& sign_off = readiness.at("sign_off");
  if (print.at("assessment").as_string().empty()) return {};
  const Html lines = signing_lines(
      print,
      {{"impact assessment (dpia)",
        "assessment",
        sign_off.at("assessment"),
        {"done", "not_mandatory", "high_risk"},
        {}},
       {"advice of the privacy officer (dpo)", "advice", sign_off, {"valid", "conditional"}, {"refused"}},
       {"decision of the controller (controller)",
        "decision",
        sign_off.at("controller"),
        {"approved"},
        {"refused"}}});
  return element(
             "p", {{"class", "note"}},
             text(
                 "Hashes of the answers, fingerprints of what each of these rests on. Whoever signs writes "
                 "the hash "
                 "of the release under 'release' and the one named here under 'answers'. One signs after the "
                 "other: enter what is signed, run the group level with --answers, and the report has the "
                 "hash for "
                 "the next. Where something changes later that somebody signed on, the report asks again.")) +
         element("ol", {{"class", "note"}}, lines);
}

std::string subtitle(const Json& readiness) {
  const std::string& created = readiness.at("created").as_string();
  std::string made = fmt::format("Edition of this report without details of persons, made by {} {}",
                                 readiness.at("tool").at("name").as_string(),
                                 readiness.at("tool").at("version").as_string());
  if (created.empty()) return made;
  // A report is renewed by answers long after its release was made.
  const std::string& renewed = readiness.at("answers").at("date").as_string();
  return renewed.empty() || renewed == created
             ? made + " on " + created
             : fmt::format("{} on {}, renewed with the answers of {}", made, created, renewed);
}

Page main_page(const Json& readiness, bool participants_beside) {
  Page page{.language = readiness.at("language").as_string(),
            .title = "Is this dataset ready to share?",
            .subtitle = subtitle(readiness),
            .other_language = "index.nl.html",
            .opening = {},
            .sections = {},
            .closing = {}};
  page.opening = facts(readiness) + verdict_card(readiness) + hash_line(readiness.at("release")) +
                 answers_line(readiness) + glossary(readiness.at("policy").at("k").as_string());
  page.sections = {steps_section(readiness),
                   questions_section(readiness),
                   decision_section(readiness),
                   repositories_section(readiness),
                   alternatives_section(readiness),
                   risks_section(readiness),
                   risk_section(readiness),
                   kinds_section(readiness),
                   participants_section(readiness, participants_beside),
                   left_out_section(readiness),
                   tables_section(readiness),
                   audit_section(readiness),
                   checks_section(readiness),
                   made_section(readiness)};
  page.closing = text(
      "Made from readiness.json, which stands beside this page. The page loads nothing from a network. It "
      "holds new labels only and no picture of a person.");
  return page;
}

Page participants_page(const Json& readiness, const PageSection& section, std::size_t number) {
  Page page{.language = readiness.at("language").as_string(),
            .title = "Participants and their images",
            .subtitle = subtitle(readiness),
            .other_language = replace_all(participant_page_name(number), ".html", ".nl.html"),
            .opening = element("p", element("a", {{"href", "index.html"}}, text("Back to the report"))),
            .sections = {section},
            .closing = text("New labels only, and no picture of a person.")};
  return page;
}

}  // namespace

std::vector<ReportFile> render_html(const Json& readiness) {
  const bool beside = participants_need_pages(readiness);
  std::vector<ReportFile> pages{{"index.html", format_page(main_page(readiness, beside))}};
  if (!beside) return pages;
  const std::vector<PageSection> parts = participant_pages(readiness);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    pages.push_back({participant_page_name(i), format_page(participants_page(readiness, parts[i], i))});
  }
  return pages;
}

}  // namespace shareready::readiness
