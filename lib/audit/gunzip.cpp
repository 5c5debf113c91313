#include "audit/gunzip.hpp"

#include <zlib.h>

#include <algorithm>
#include <array>

#include "image/compressed_input.hpp"

namespace shareready {
namespace {

constexpr int k_gzip_window = 15 + 16;  // zlib: 32 KiB window, gzip wrapper only
constexpr std::size_t k_most_kept_members = 1000;
constexpr std::size_t k_most_kept_trailing = std::size_t{1} << 20U;

Error damaged(const char* what) {
  return Error{
      ErrorCode::bad_data, "", std::string("expected an intact gzip stream, got one that is ") + what, {}};
}

std::string text_in(const std::array<Bytef, 65536>& field) {
  const auto end = std::find(field.begin(), field.end(), Bytef{0});
  return {field.begin(), end};
}

}  // namespace

struct GzipReader::State {
  ByteSource source;
  z_stream stream{};
  gz_header header{};
  std::array<Bytef, 65536> name{}, comment{}, extra{};
  std::array<std::uint8_t, 65536> input{};
  std::vector<GzipFields> fields;
  std::vector<std::uint8_t> trailing;
  bool opened = false;
  bool in_member = false;
  bool source_ended = false;
  bool done = false;

  explicit State(ByteSource compressed) : source(std::move(compressed)) {
    opened = inflateInit2(&stream, k_gzip_window) == Z_OK;
  }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
  ~State() {
    if (opened) inflateEnd(&stream);
  }

  void begin_member() {
    name[0] = comment[0] = 0;
    header = gz_header{};
    header.name = name.data();
    header.name_max = static_cast<uInt>(name.size());
    header.comment = comment.data();
    header.comm_max = static_cast<uInt>(comment.size());
    header.extra = extra.data();
    header.extra_max = static_cast<uInt>(extra.size());
    inflateReset(&stream);
    inflateGetHeader(&stream, &header);
    in_member = true;
  }

  void keep_fields() {
    if (fields.size() >= k_most_kept_members) return;
    GzipFields kept;
    if (header.name != nullptr) kept.file_name = text_in(name);
    if (header.comment != nullptr) kept.comment = text_in(comment);
    if (header.extra != nullptr) {
      const std::size_t length = std::min<std::size_t>(header.extra_len, extra.size());
      kept.extra.assign(extra.begin(), extra.begin() + static_cast<std::ptrdiff_t>(length));
    }
    kept.modified = static_cast<std::uint32_t>(header.time);
    if (std::find(fields.begin(), fields.end(), kept) == fields.end()) fields.push_back(std::move(kept));
  }

  Status refill() { return shareready::refill(stream, source, input, source_ended); }

  [[nodiscard]] bool at_member() const {
    return stream.avail_in >= 2 && stream.next_in[0] == 0x1f && stream.next_in[1] == 0x8b;
  }

  Status keep_trailing() {
    bool only_zeros = true;
    while (stream.avail_in > 0) {
      const std::span<const std::uint8_t> rest(stream.next_in, stream.avail_in);
      only_zeros = only_zeros && std::all_of(rest.begin(), rest.end(), [](std::uint8_t b) { return b == 0; });
      const std::size_t room = k_most_kept_trailing - std::min(trailing.size(), k_most_kept_trailing);
      const auto kept = static_cast<std::ptrdiff_t>(std::min(room, rest.size()));
      trailing.insert(trailing.end(), rest.begin(), rest.begin() + kept);
      stream.avail_in = 0;
      SR_CHECK(refill());
    }
    if (only_zeros) trailing.clear();
    done = true;
    return Done{};
  }

  Result<std::size_t> read(std::span<std::uint8_t> buffer) {
    stream.next_out = buffer.data();
    stream.avail_out = static_cast<uInt>(std::min<std::size_t>(buffer.size(), 1U << 30U));
    const uInt wanted = stream.avail_out;
    while (stream.avail_out == wanted && !done) {
      SR_CHECK(refill());
      if (!in_member && !at_member()) {
        if (fields.empty()) return damaged("not gzip");
        SR_CHECK(keep_trailing());
        break;
      }
      if (!in_member) begin_member();
      const int status = inflate(&stream, Z_NO_FLUSH);
      if (status == Z_STREAM_END) {
        keep_fields();
        in_member = false;
      } else if (const bool stuck = status == Z_BUF_ERROR && stream.avail_in >= 2;
                 stuck || (status != Z_OK && status != Z_BUF_ERROR)) {
        return damaged("damaged");
      } else if (stream.avail_out == wanted && stream.avail_in == 0 && source_ended) {
        return damaged("cut off");
      }
    }
    return static_cast<std::size_t>(wanted - stream.avail_out);
  }
};

GzipReader::GzipReader(ByteSource compressed) : state_(std::make_shared<State>(std::move(compressed))) {}

Result<std::size_t> GzipReader::read(std::span<std::uint8_t> buffer) {
  if (!state_->opened) return damaged("not readable: no memory");
  return state_->read(buffer);
}

const std::vector<GzipFields>& GzipReader::fields() const { return state_->fields; }
const std::vector<std::uint8_t>& GzipReader::trailing() const { return state_->trailing; }

InflatedStream inflate_stream(std::span<const std::uint8_t> bytes, std::uint64_t most) {
  InflatedStream inflated;
  z_stream stream{};
  constexpr int k_zlib_or_gzip = 15 + 32;
  if (inflateInit2(&stream, k_zlib_or_gzip) != Z_OK) return inflated;
  const std::unique_ptr<z_stream, int (*)(z_stream*)> closer(&stream,
                                                             [](z_stream* s) { return inflateEnd(s); });
  constexpr std::size_t k_first_bytes = 4096;         // most that looks like a stream is none, and ends soon
  stream.next_in = const_cast<Bytef*>(bytes.data());  // zlib's interface is not const-correct; it only reads
  stream.avail_in = static_cast<uInt>(bytes.size());
  int status = Z_OK;
  while (status == Z_OK && inflated.bytes.size() <= most) {
    const std::size_t before = inflated.bytes.size();
    inflated.bytes.resize(before + std::max(k_first_bytes, before));
    stream.next_out = inflated.bytes.data() + before;
    stream.avail_out = static_cast<uInt>(inflated.bytes.size() - before);
    status = inflate(&stream, Z_NO_FLUSH);
    inflated.bytes.resize(inflated.bytes.size() - stream.avail_out);
  }
  inflated.used = bytes.size() - stream.avail_in;
  inflated.end = status == Z_STREAM_END  ? StreamEnd::whole
                 : status == Z_OK        ? StreamEnd::too_long
                 : status == Z_BUF_ERROR ? StreamEnd::cut_off
                                         : StreamEnd::damaged;
  return inflated;
}

Result<std::vector<std::uint8_t>> inflate_zlib(std::span<const std::uint8_t> bytes, std::uint64_t most) {
  InflatedStream inflated = inflate_stream(bytes, most);
  if (inflated.end != StreamEnd::whole) return damaged("damaged");
  return std::move(inflated.bytes);
}

bool begins_as_zlib(std::span<const std::uint8_t> head) {
  z_stream stream{};
  if (head.size() < 8 || inflateInit(&stream) != Z_OK) return false;
  const std::unique_ptr<z_stream, int (*)(z_stream*)> closer(&stream,
                                                             [](z_stream* s) { return inflateEnd(s); });
  std::array<std::uint8_t, 4096> block{};
  stream.next_in = const_cast<Bytef*>(head.data());
  stream.avail_in = static_cast<uInt>(head.size());
  stream.next_out = block.data();
  stream.avail_out = static_cast<uInt>(block.size());
  const int status = inflate(&stream, Z_NO_FLUSH);
  return status == Z_OK || status == Z_STREAM_END;
}

}  // namespace shareready
