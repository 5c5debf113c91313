#include "image/png.hpp"

#include <png.h>

#include <csetjmp>
#include <string>

namespace shareready {
namespace {

void append(png_structp writer, png_bytep data, png_size_t size) {
  auto* out = static_cast<std::vector<std::uint8_t>*>(png_get_io_ptr(writer));
  out->insert(out->end(), data, data + size);
}

void flush_nothing(png_structp) {}

void stay_silent(png_structp, png_const_charp) {}

struct Writer {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, nullptr, nullptr, &stay_silent);
  png_infop header = png ? png_create_info_struct(png) : nullptr;
  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() { png_destroy_write_struct(&png, &header); }
};

// False where libpng gave up. It reports by longjmp: nothing with a destructor may live in this function.
bool write(const Writer& writer, const Picture& picture) {
  if (setjmp(png_jmpbuf(writer.png)) != 0) return false;
  constexpr int k_quick = 2;  // zlib's level: review pages are many, small and short-lived
  png_set_compression_level(writer.png, k_quick);
  png_set_filter(writer.png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
  png_set_IHDR(writer.png, writer.header, static_cast<png_uint_32>(picture.width),
               static_cast<png_uint_32>(picture.height), 8, PNG_COLOR_TYPE_GRAY, PNG_INTERLACE_NONE,
               PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  png_write_info(writer.png, writer.header);
  for (std::size_t y = 0; y < picture.height; ++y) {
    png_write_row(writer.png, picture.grey.data() + y * picture.width);
  }
  png_write_end(writer.png, writer.header);
  return true;
}

}  // namespace

Result<std::vector<std::uint8_t>> encode_png(const Picture& picture) {
  std::vector<std::uint8_t> out;
  const Writer writer;
  if (writer.header == nullptr || picture.grey.empty()) {
    return Error{ErrorCode::internal, "PNG", "the picture is empty or there is no memory for it", {}};
  }
  png_set_write_fn(writer.png, &out, &append, &flush_nothing);
  if (!write(writer, picture)) return Error{ErrorCode::internal, "PNG", "the picture cannot be encoded", {}};
  return out;
}

}  // namespace shareready
