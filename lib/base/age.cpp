#include "base/age.hpp"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include "base/pipe.hpp"
#include "base/text.hpp"

namespace shareready {
namespace {

constexpr std::string_view k_magic = "age-encryption.org/v1\n";
constexpr const char* k_install = "the program `age` is needed for key files; install it: apt install age";

Result<Piped> run_age(const std::vector<std::string>& words, std::span<const std::uint8_t> input,
                      ErrorCode missing) {
  std::vector<std::string> all{"age"};
  all.insert(all.end(), words.begin(), words.end());
  Result<Piped> piped = pipe_through(all, input);
  if (!piped.ok() && piped.error().code == ErrorCode::no_input) return Error{missing, "age", k_install, {}};
  return piped;
}

Result<Piped> encrypt(std::string_view plaintext, const std::vector<std::string>& recipients) {
  std::vector<std::string> words{"--encrypt"};
  for (const std::string& recipient : recipients) {
    words.emplace_back("--recipient");
    words.push_back(recipient);
  }
  const auto* bytes = reinterpret_cast<const std::uint8_t*>(plaintext.data());
  return run_age(words, {bytes, plaintext.size()}, ErrorCode::cannot_create);
}

bool is_sealed(const Piped& piped) {
  const std::string_view output(reinterpret_cast<const char*>(piped.output.data()), piped.output.size());
  return piped.exit_code == 0 && output.starts_with(k_magic);
}

}  // namespace

Status check_age_recipients(const std::vector<std::string>& recipients) {
  for (std::size_t i = 0; i < recipients.size(); ++i) {
    if (to_lower(recipients[i]).starts_with("age-secret-key")) {
      return Error{
          ErrorCode::usage,
          "--key-recipient",
          fmt::format("key {} is a secret key, which must stay secret (and stands in the shell's history "
                      "now); give the public one, which begins with age1",
                      i + 1),
          {}};
    }
    const bool form = recipients[i].starts_with("age1");
    SR_TRY(const Piped trial, form ? encrypt("", {recipients[i]}) : Result<Piped>(Piped{{}, {}, 1}));
    if (is_sealed(trial)) continue;
    return Error{
        ErrorCode::usage,
        "--key-recipient",
        fmt::format("key {} is no public key that `age` takes; expected age1..., as `age-keygen -o FILE` "
                    "prints it",
                    i + 1),
        {}};
  }
  return Done{};
}

Result<std::vector<std::uint8_t>> age_encrypt(std::string_view plaintext,
                                              const std::vector<std::string>& recipients) {
  SR_TRY(Piped piped, encrypt(plaintext, recipients));
  if (is_sealed(piped)) return std::move(piped.output);
  return Error{ErrorCode::cannot_create,
               "age",
               fmt::format("did not encrypt (exit code {}): {}", piped.exit_code, trim(piped.complaint)),
               {}};
}

Result<std::string> age_decrypt(std::span<const std::uint8_t> ciphertext,
                                const std::filesystem::path& identity) {
  std::error_code status;
  if (!std::filesystem::exists(identity, status)) {
    return Error{ErrorCode::no_input, identity.string(), "there is no such identity file", {}};
  }
  const std::string file = std::filesystem::absolute(identity, status).string();
  SR_TRY(Piped piped, run_age({"--decrypt", "--identity", file}, ciphertext, ErrorCode::no_input));
  std::string plaintext(piped.output.begin(), piped.output.end());
  OPENSSL_cleanse(piped.output.data(), piped.output.size());
  if (piped.exit_code == 0) return plaintext;
  return Error{ErrorCode::bad_data,
               identity.string(),
               fmt::format("does not open the key file: {}", trim(piped.complaint)),
               {}};
}

void wipe(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
  text.clear();
}

}  // namespace shareready
