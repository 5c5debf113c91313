#include "stage/private_folder.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cerrno>

#include "base/files.hpp"
#include "base/hash.hpp"
#include "base/system_failure.hpp"

namespace shareready {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t k_secret_bytes = 32;

constexpr std::string_view k_warning =
    "DO NOT SHARE THIS FOLDER\n"
    "\n"
    "It holds participants under their original labels, pictures of faces, names and dates seen in the\n"
    "source data, and logs. Anyone who has it can tell who is who in the shared dataset.\n"
    "First agree in writing with the privacy officer how long the original, the study key and the release\n"
    "key are kept. Once the dataset is published and you need no second run, delete the folder (the group\n"
    "level does so with --clean). Deleting is no erasure on solid-state disks, in snapshots and in "
    "backups.\n"
    "\n"
    "DEEL DEZE MAP NIET\n"
    "\n"
    "Zij bevat deelnemers onder hun oorspronkelijke labels, beelden van gezichten, namen en datums die in "
    "de\n"
    "brondata zijn gezien, en logboeken. Wie haar heeft, kan zien wie wie is in de gedeelde dataset.\n"
    "Spreek eerst schriftelijk met de functionaris voor gegevensbescherming af hoe lang het origineel, de\n"
    "studiesleutel en de vrijgavesleutel worden bewaard. Verwijder de map zodra de dataset is gepubliceerd "
    "en\n"
    "u haar niet meer nodig hebt (het niveau group doet dat met --clean). Verwijderen is geen wissen op\n"
    "SSD's, in snapshots en in back-ups.\n";

Result<Secret> read_secret(const fs::path& path) {
  SR_TRY(std::vector<std::uint8_t> bytes, read_bytes(path));
  if (bytes.size() != k_secret_bytes) {
    return Error{ErrorCode::bad_data,
                 path.string(),
                 fmt::format("got {} bytes, expected {}; start again in a new private folder", bytes.size(),
                             k_secret_bytes),
                 {}};
  }
  return make_secret(std::move(bytes));
}

}  // namespace

Secret make_secret(std::vector<std::uint8_t> bytes) {
  std::string fingerprint = hmac_sha256_hex(bytes, "shareready secret fingerprint").substr(0, 16);
  return Secret{std::move(bytes), std::move(fingerprint)};
}

Result<PrivateFolder> open_private_folder(const fs::path& root) {
  const PrivateFolder folder{root};
  SR_CHECK(make_folder(root, true));
  for (const fs::path& part :
       {folder.staging(), folder.outcomes(), folder.tokens(), folder.renderings(), folder.logs(),
        folder.report(), folder.locks(), folder.policies(), folder.releases()}) {
    SR_CHECK(make_folder(part, true));
  }
  std::error_code status;
  const fs::path warning = root / "README-DO-NOT-SHARE";
  if (!fs::exists(warning, status)) SR_CHECK(write_file(warning, k_warning, Mode::secret));
  return folder;
}

Result<std::optional<Secret>> find_secret(const PrivateFolder& folder) {
  std::error_code status;
  if (!fs::exists(folder.secret(), status)) return std::optional<Secret>();
  SR_TRY(Secret secret, read_secret(folder.secret()));
  return std::optional(std::move(secret));
}

Result<Secret> obtain_secret(const PrivateFolder& folder, const RandomSource& random) {
  std::error_code status;
  if (fs::exists(folder.secret(), status)) return read_secret(folder.secret());
  std::array<std::uint8_t, k_secret_bytes> bytes{};
  SR_CHECK(random(bytes));
  const fs::path draft = folder.root / fmt::format(".secret.tmp-{}", sha256_hex(bytes).substr(0, 12));
  SR_CHECK(write_file(draft, bytes, Mode::secret));
  // link(2) never replaces: the first process wins, also on network file systems without RENAME_NOREPLACE.
  const int failed = ::link(draft.c_str(), folder.secret().c_str()) == 0 ? 0 : errno;
  ::unlink(draft.c_str());
  if (failed != 0 && failed != EEXIST) {
    return system_failure(ErrorCode::cannot_create, folder.secret(), "cannot be created", failed);
  }
  SR_CHECK(sync_folder(folder.root));
  return read_secret(folder.secret());
}

}  // namespace shareready
