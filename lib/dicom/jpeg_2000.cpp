#include "dicom/jpeg_2000.hpp"

#include <openjpeg.h>

#include <algorithm>
#include <cstring>
#include <memory>

namespace shareready {
namespace {

Error cannot_decode() {
  return Error{ErrorCode::unsupported, "DICOM file", "its JPEG 2000 pixel data cannot be decoded", {}};
}

struct CodecDeleter {
  void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
struct StreamDeleter {
  void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
struct ImageDeleter {
  void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};
using Codec = std::unique_ptr<opj_codec_t, CodecDeleter>;
using Stream = std::unique_ptr<opj_stream_t, StreamDeleter>;
using Image = std::unique_ptr<opj_image_t, ImageDeleter>;

struct Memory {
  std::span<const std::uint8_t> bytes;
  std::size_t at = 0;
};

OPJ_SIZE_T read_memory(void* buffer, OPJ_SIZE_T wanted, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  const std::size_t count = std::min<std::size_t>(wanted, memory.bytes.size() - memory.at);
  if (count == 0) return static_cast<OPJ_SIZE_T>(-1);
  std::memcpy(buffer, memory.bytes.data() + memory.at, count);
  memory.at += count;
  return count;
}

OPJ_OFF_T skip_memory(OPJ_OFF_T count, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  if (count < 0 || static_cast<std::size_t>(count) > memory.bytes.size() - memory.at) return -1;
  memory.at += static_cast<std::size_t>(count);
  return count;
}

OPJ_BOOL seek_memory(OPJ_OFF_T to, void* user) {
  auto& memory = *static_cast<Memory*>(user);
  if (to < 0 || static_cast<std::size_t>(to) > memory.bytes.size()) return OPJ_FALSE;
  memory.at = static_cast<std::size_t>(to);
  return OPJ_TRUE;
}

Stream stream_over(Memory& memory) {
  Stream stream(opj_stream_default_create(OPJ_TRUE));
  if (!stream) return stream;
  opj_stream_set_user_data(stream.get(), &memory, nullptr);
  opj_stream_set_user_data_length(stream.get(), memory.bytes.size());
  opj_stream_set_read_function(stream.get(), read_memory);
  opj_stream_set_skip_function(stream.get(), skip_memory);
  opj_stream_set_seek_function(stream.get(), seek_memory);
  return stream;
}

bool has_size(const opj_image_t& image, const FrameLayout& layout) {
  return image.numcomps == 1 && image.comps[0].w == layout.columns && image.comps[0].h == layout.rows &&
         image.comps[0].prec <= layout.bits_allocated;
}

// Nothing where it is damaged or of another size: the header is looked at before any memory is taken.
Image decode_codestream(Memory& memory, const FrameLayout& layout) {
  const Codec codec(opj_create_decompress(OPJ_CODEC_J2K));
  const Stream stream = stream_over(memory);
  opj_dparameters_t parameters;
  opj_set_default_decoder_parameters(&parameters);
  if (!codec || !stream || opj_setup_decoder(codec.get(), &parameters) == OPJ_FALSE) return nullptr;
  opj_decoder_set_strict_mode(codec.get(), OPJ_TRUE);  // a cut codestream is an error
  opj_image_t* header = nullptr;
  if (opj_read_header(stream.get(), codec.get(), &header) == OPJ_FALSE) return nullptr;
  Image image(header);
  const bool fine = has_size(*image, layout) &&
                    opj_decode(codec.get(), stream.get(), image.get()) != OPJ_FALSE &&
                    opj_end_decompress(codec.get(), stream.get()) != OPJ_FALSE;
  return fine ? std::move(image) : nullptr;
}

}  // namespace

Result<std::vector<std::uint8_t>> decode_jpeg_2000(std::span<const std::uint8_t> codestream,
                                                   const FrameLayout& layout) {
  Memory memory{codestream};
  const Image image = decode_codestream(memory, layout);
  if (!image || !has_size(*image, layout) || image->comps[0].data == nullptr) return cannot_decode();
  const opj_image_comp_t& grey = image->comps[0];
  const std::size_t width = layout.bits_allocated / 8;
  const std::size_t count = layout.rows * layout.columns;
  std::vector<std::uint8_t> pixels(count * width);
  for (std::size_t i = 0; i < count; ++i) std::memcpy(pixels.data() + i * width, grey.data + i, width);
  return pixels;
}

}  // namespace shareready
