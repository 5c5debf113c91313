#include "image/gzip_stream.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <limits>

#include "image/compressed_input.hpp"

namespace shareready {
namespace {

constexpr int k_gzip_window = 15 + 16;  // zlib.h, inflateInit2: 16 more for gzip decoding
// Longer texts of a header are cut: nothing is done with them but to say that they were there.
constexpr std::size_t k_most_kept_text = 4096;
constexpr std::size_t k_input_size = std::size_t{1} << 18U;

std::string text_in(const std::array<Bytef, k_most_kept_text>& field) {
  return {field.begin(), std::find(field.begin(), field.end(), Bytef{0})};
}

}  // namespace

struct GzipStream::State {
  ByteSource source;
  std::string subject;
  z_stream stream{};
  gz_header header{};
  std::array<Bytef, k_most_kept_text> name{}, comment{}, extra{};
  std::vector<std::uint8_t> input = std::vector<std::uint8_t>(k_input_size);
  std::vector<GzipMember> members;
  bool opened = false;
  bool in_member = false;
  bool any_member = false;
  bool source_ended = false;

  State(ByteSource from, std::string name_of_it) : source(std::move(from)), subject(std::move(name_of_it)) {
    opened = inflateInit2(&stream, k_gzip_window) == Z_OK;
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (opened) inflateEnd(&stream);
  }

  [[nodiscard]] Error damaged(std::string what) const {
    return Error{ErrorCode::bad_data, subject, std::move(what), {}};
  }

  Status refill() { return shareready::refill(stream, source, input, source_ended); }

  Status begin_member() {
    if (!is_gzip({stream.next_in, stream.avail_in})) {
      return damaged(any_member ? "bytes that are not gzip follow the compressed data; expected the end of "
                                  "the file"
                                : "the file is not gzip; expected it to begin with 1f 8b");
    }
    name[0] = comment[0] = 0;
    header = gz_header{};
    header.name = name.data();
    header.name_max = k_most_kept_text - 1;
    header.comment = comment.data();
    header.comm_max = k_most_kept_text - 1;
    header.extra = extra.data();
    header.extra_max = k_most_kept_text;
    inflateReset(&stream);
    inflateGetHeader(&stream, &header);
    in_member = any_member = true;
    return Done{};
  }

  void end_member() {
    in_member = false;
    if (members.size() >= k_most_kept_members) return;
    GzipMember member;
    if (header.name != nullptr) member.name = text_in(name);
    if (header.comment != nullptr) member.comment = text_in(comment);
    if (header.extra != nullptr) {
      member.extra.assign(extra.begin(),
                          extra.begin() + std::min<std::ptrdiff_t>(header.extra_len, k_most_kept_text));
    }
    member.modified = static_cast<std::uint32_t>(header.time);
    member.system = static_cast<std::uint8_t>(header.os);
    member.size = stream.total_out;
    members.push_back(std::move(member));
  }

  // One call of zlib on what is at hand.
  Result<GzipStep> inflate_once(std::span<std::uint8_t> buffer, ReadTo to) {
    const Bytef* const begin = stream.next_in;
    const uInt room = static_cast<uInt>(std::min<std::size_t>(buffer.size(), 1U << 30U));
    stream.next_out = buffer.data();
    stream.avail_out = room;
    const int status = inflate(&stream, to == ReadTo::block_end ? Z_BLOCK : Z_NO_FLUSH);
    GzipStep step{.taken = {begin, stream.next_in}, .produced = room - stream.avail_out};
    if (status == Z_STREAM_END) {
      step.member_ended = true;
      end_member();
      return step;
    }
    if (status == Z_MEM_ERROR) {
      return Error{ErrorCode::unsupported, subject, "there is not enough memory to decompress it", {}};
    }
    if (status != Z_OK && status != Z_BUF_ERROR) {
      return damaged("the compressed data or its checksum is damaged; get an intact copy of the file");
    }
    if (step.taken.empty() && step.produced == 0 && source_ended) {
      return damaged("the gzip file ends too early, its content is incomplete; get a complete copy");
    }
    // zlib.h, inflate(): data_type holds the unused bits, 64 in the last block, 128 between blocks. Before
    // the first block it stands right after the header.
    const bool between = (stream.data_type & 128) != 0 && (stream.data_type & 64) == 0;
    step.between_blocks = between && stream.total_out > 0;
    step.unused_bits = stream.data_type & 7;
    return step;
  }

  Result<GzipStep> read(std::span<std::uint8_t> buffer, ReadTo to) {
    SR_CHECK(refill());
    if (!in_member && stream.avail_in == 0 && any_member) return GzipStep{.taken = {}, .file_ended = true};
    if (!in_member) SR_CHECK(begin_member());
    return inflate_once(buffer, to);
  }
};

Result<GzipStream> GzipStream::open(const std::filesystem::path& path) {
  SR_TRY(ByteSource source, open_source(path));
  auto state = std::make_shared<State>(std::move(source), path.string());
  if (!state->opened) {
    return Error{ErrorCode::unsupported, path.string(), "there is not enough memory to decompress it", {}};
  }
  return GzipStream(std::move(state));
}

Result<GzipStep> GzipStream::read(std::span<std::uint8_t> buffer, ReadTo to) {
  return state_->read(buffer, to);
}

const std::vector<GzipMember>& GzipStream::members() const { return state_->members; }

std::uint32_t GzipStream::checksum() const { return static_cast<std::uint32_t>(state_->stream.adler); }

}  // namespace shareready
