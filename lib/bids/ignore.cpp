#include "bids/ignore.hpp"

#include "base/text.hpp"

namespace shareready {
namespace {

// Matches "[abc]", "[a-z]", "[!a]" at the start of glob against c; moves glob past the bracket. An unclosed
// bracket is the plain character '['.
bool matches_bracket(std::string_view& glob, char c) {
  std::size_t at = 1;
  const bool negated = at < glob.size() && (glob[at] == '!' || glob[at] == '^');
  if (negated) ++at;
  bool found = false;
  for (bool first = true; at < glob.size() && (first || glob[at] != ']'); first = false) {
    const char low = glob[at];
    char high = low;
    if (at + 2 < glob.size() && glob[at + 1] == '-' && glob[at + 2] != ']') {
      high = glob[at + 2];
      at += 2;
    }
    found = found || (low <= c && c <= high);
    ++at;
  }
  if (at >= glob.size()) {
    glob.remove_prefix(1);
    return c == '[';
  }
  glob.remove_prefix(at + 1);
  return found != negated && c != '/';
}

bool matches_one(std::string_view& glob, char c) {
  if (glob.front() == '[') return matches_bracket(glob, c);
  const bool escaped = glob.front() == '\\' && glob.size() > 1;
  const char wanted = escaped ? glob[1] : glob.front();
  const bool any = wanted == '?' && !escaped;
  glob.remove_prefix(escaped ? 2 : 1);
  return any ? c != '/' : c == wanted;
}

// gitignore(5). '*' stays within a folder, "**" (a whole component) spans folders. Backtracking over the last
// '*' and the last "**" only, so the time is at most |glob| * |path|^2.
bool matches_glob(std::string_view glob, std::string_view path) {
  struct Retry {
    std::string_view glob, path;
    bool set = false;
  };
  Retry star, stars;
  while (true) {
    if (glob.starts_with("**")) {
      while (glob.starts_with("*")) glob.remove_prefix(1);
      if (glob.empty()) return true;
      if (glob.starts_with("/")) glob.remove_prefix(1);
      stars = {glob, path, true};
      star.set = false;
      continue;
    }
    if (glob.starts_with("*")) {
      glob.remove_prefix(1);
      star = {glob, path, true};
      continue;
    }
    if (glob.empty() && path.empty()) return true;
    if (!glob.empty() && !path.empty() && matches_one(glob, path.front())) {
      path.remove_prefix(1);
      continue;
    }
    if (star.set && !star.path.empty() && star.path.front() != '/') {
      star.path.remove_prefix(1);
    } else if (const std::size_t slash = stars.path.find('/'); stars.set && slash != std::string_view::npos) {
      stars.path.remove_prefix(slash + 1);
      star = {.glob = {}, .path = {}, .set = false};
      glob = stars.glob;
      path = stars.path;
      continue;
    } else {
      return false;
    }
    glob = star.glob;
    path = star.path;
  }
}

}  // namespace

IgnorePatterns IgnorePatterns::parse(std::string_view text) {
  IgnorePatterns patterns;
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  for (const std::string& raw : split(text, '\n')) {
    std::string_view line = raw;
    while (!line.empty() && (line.back() == ' ' || line.back() == '\t' || line.back() == '\r'))
      line.remove_suffix(1);
    if (line.empty() || line.front() == '#') continue;
    Pattern pattern;
    pattern.negated = line.front() == '!';
    if (pattern.negated) line.remove_prefix(1);
    pattern.folders_only = line.ends_with('/');
    if (pattern.folders_only) line.remove_suffix(1);
    pattern.anchored = line.find('/') != std::string_view::npos;
    if (line.starts_with('/')) line.remove_prefix(1);
    if (line.empty()) continue;
    pattern.glob = line;
    patterns.patterns_.push_back(std::move(pattern));
  }
  return patterns;
}

bool IgnorePatterns::matches_last(std::string_view path, bool is_folder) const {
  const std::string_view name = path.substr(path.rfind('/') + 1);
  for (auto pattern = patterns_.rbegin(); pattern != patterns_.rend(); ++pattern) {
    if (pattern->folders_only && !is_folder) continue;
    if (matches_glob(pattern->glob, pattern->anchored ? path : name)) return !pattern->negated;
  }
  return false;
}

bool IgnorePatterns::is_ignored(std::string_view path, bool is_folder) const {
  if (patterns_.empty()) return false;
  for (std::size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/', slash + 1)) {
    if (matches_last(path.substr(0, slash), true)) return true;
  }
  return matches_last(path, is_folder);
}

}  // namespace shareready
