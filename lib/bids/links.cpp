#include "bids/links.hpp"

#include <algorithm>

#include "base/files.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

// The .git of a sub-dataset is a folder, a link to one, or a file "gitdir: PATH" (gitrepository-layout(5)).
fs::path git_folder(const fs::path& root) {
  const fs::path git = root / ".git";
  std::error_code status;
  if (!fs::is_regular_file(git, status)) return git;
  const auto text = read_text(git);
  constexpr std::string_view k_key = "gitdir:";
  if (!text.ok() || !text->starts_with(k_key)) return git;
  return root / std::string(trim(std::string_view(*text).substr(k_key.size())));
}

LinkTarget unusable(LinkTarget::State state, FileKind kind, std::string problem) {
  return {.state = state, .path = {}, .kind = kind, .problem = std::move(problem)};
}

LinkTarget broken_link(const fs::path& link) {
  std::error_code status;
  const fs::path text = fs::read_symlink(link, status);
  if (text.generic_string().find(".git/annex/objects/") != std::string::npos ||
      (text.generic_string().find("annex/objects/") != std::string::npos)) {
    return unusable(LinkTarget::State::broken, FileKind::missing_content,
                    "its content is in git-annex and was not fetched; run `datalad get` on it");
  }
  return unusable(LinkTarget::State::broken, FileKind::broken_link,
                  "the link leads nowhere; restore its target or remove the link");
}

}  // namespace

bool is_inside(const fs::path& path, const fs::path& folder) {
  const auto [rest, end] = std::mismatch(folder.begin(), folder.end(), path.begin(), path.end());
  return rest == folder.end();
}

LinkBounds link_bounds(const fs::path& root) {
  LinkBounds bounds{.root = root, .annexes = {}};
  std::error_code status;
  const fs::path annex = fs::canonical(git_folder(root) / "annex", status);
  if (!status) bounds.annexes.push_back(annex);
  return bounds;
}

LinkTarget resolve_link(const fs::path& link, const LinkBounds& bounds) {
  std::error_code status;
  const fs::path target = fs::canonical(link, status);
  if (status) return broken_link(link);
  const bool in_annex = std::any_of(bounds.annexes.begin(), bounds.annexes.end(),
                                    [&](const fs::path& annex) { return is_inside(target, annex); });
  if (!in_annex && !is_inside(target, bounds.root)) {
    return unusable(LinkTarget::State::outside, FileKind::outside_link,
                    "the link leaves the dataset; replace it by the file itself");
  }
  const fs::file_status type = fs::status(target, status);
  if (fs::is_regular_file(type)) {
    return {.state = LinkTarget::State::file, .path = target, .kind = FileKind::unknown, .problem = ""};
  }
  if (fs::is_directory(type)) {
    return {
        .state = LinkTarget::State::folder, .path = target, .kind = FileKind::linked_folder, .problem = ""};
  }
  return unusable(LinkTarget::State::special, FileKind::special, "the link leads to no ordinary file");
}

}  // namespace shareready
