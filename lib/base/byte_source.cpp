#include "base/byte_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "base/system_failure.hpp"

namespace shareready {
namespace {

std::shared_ptr<const int> shared_descriptor(int number) {
  return {new int(number), [](const int* held) {
            ::close(*held);
            delete held;
          }};
}

}  // namespace

Result<ByteSource> open_source(const std::filesystem::path& path) {
  const int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (number < 0) {
    return system_failure(ErrorCode::no_input, path, "cannot be opened", errno);
  }
  return ByteSource(
      [file = shared_descriptor(number), path](std::span<std::uint8_t> buffer) -> Result<std::size_t> {
        while (true) {
          const ssize_t got = ::read(*file, buffer.data(), buffer.size());
          if (got >= 0) return static_cast<std::size_t>(got);
          if (errno == EINTR) continue;
          return system_failure(ErrorCode::io, path, "cannot be read", errno);
        }
      });
}

ByteSource memory_source(std::vector<std::uint8_t> bytes) {
  auto held = std::make_shared<std::vector<std::uint8_t>>(std::move(bytes));
  return [held, at = std::size_t{0}](std::span<std::uint8_t> buffer) mutable -> Result<std::size_t> {
    const std::size_t count = std::min(buffer.size(), held->size() - at);
    std::copy_n(held->begin() + static_cast<std::ptrdiff_t>(at), count, buffer.begin());
    at += count;
    return count;
  };
}

ByteSource chained_source(std::vector<std::uint8_t> first, ByteSource rest) {
  return [head = memory_source(std::move(first)),
          rest = std::move(rest)](std::span<std::uint8_t> buffer) -> Result<std::size_t> {
    SR_TRY(const std::size_t count, head(buffer));
    return count > 0 ? Result<std::size_t>(count) : rest(buffer);
  };
}

Result<std::size_t> read_fully(const ByteSource& source, std::span<std::uint8_t> buffer) {
  std::size_t filled = 0;
  while (filled < buffer.size()) {
    SR_TRY(const std::size_t count, source(buffer.subspan(filled)));
    if (count == 0) break;
    filled += count;
  }
  return filled;
}

Result<std::vector<std::uint8_t>> read_rest(const ByteSource& source, std::uint64_t most) {
  constexpr std::size_t k_step = std::size_t{1} << 16U;
  std::vector<std::uint8_t> bytes;
  while (true) {
    const std::size_t before = bytes.size();
    if (before > most) {
      return Error{ErrorCode::unsupported, "", fmt::format("more than {} bytes in one piece", most), {}};
    }
    bytes.resize(before + std::max(k_step, before / 2));
    SR_TRY(const std::size_t count, read_fully(source, std::span(bytes).subspan(before)));
    bytes.resize(before + count);
    if (count == 0) return bytes;
  }
}

}  // namespace shareready
