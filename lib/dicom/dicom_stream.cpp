#include "dicom/dicom_stream.hpp"

#include <fmt/format.h>

#include <mutex>
#include <string_view>

#include "dicom/clean_dicom.hpp"
#include "dicom/structure.hpp"

namespace shareready {
namespace {

Error bad_file(std::string what) { return Error{ErrorCode::bad_data, "DICOM file", std::move(what), {}}; }

// DCMTK keeps its settings and its logger in globals of its own.
void configure_dcmtk() {
  static std::once_flag configured;
  std::call_once(configured, [] {
    OFLog::configure(OFLogger::OFF_LOG_LEVEL);  // its messages hold values of the data
    dcmEnableUnknownVRConversion.set(OFTrue);   // standard attributes written as UN get their VR back
  });
}

bool has_mark(std::span<const std::uint8_t> file) {
  constexpr std::size_t k_preamble = 128;
  return file.size() > k_preamble + 4 &&
         std::string_view(reinterpret_cast<const char*>(file.data()) + k_preamble, 4) == "DICM";
}

}  // namespace

std::jthread load_dicom_dictionary() {
  return std::jthread([] {
    configure_dcmtk();
    dcmDataDict.isDictionaryLoaded();
  });
}

Result<std::unique_ptr<DcmFileFormat>> read_dicom(std::span<const std::uint8_t> file) {
  return read_dicom_until(file, DCM_UndefinedTagKey);
}

Result<std::unique_ptr<DcmFileFormat>> read_dicom_until(std::span<const std::uint8_t> file,
                                                        const DcmTagKey& stop) {
  configure_dcmtk();
  if (!dcmDataDict.isDictionaryLoaded()) {
    return Error{ErrorCode::internal,
                 "DICOM data dictionary",
                 "not found; install DCMTK's dicom.dic or name it in DCMDICTPATH",
                 {}};
  }
  if (!has_mark(file)) return bad_file("no \"DICM\" after a preamble of 128 bytes; nothing was written");
  DcmInputBufferStream stream;
  stream.setBuffer(file.data(), static_cast<offile_off_t>(file.size()));
  stream.setEos();
  auto object = std::make_unique<DcmFileFormat>();
  object->transferInit();
  const OFCondition status =
      object->readUntilTag(stream, EXS_Unknown, EGL_withoutGL, DCM_MaxReadLength, stop);
  object->transferEnd();
  if (status.bad()) {
    return bad_file(fmt::format("cannot be read to its end ({}); it may be truncated", status.text()));
  }
  return object;
}

Status check_encoding(DcmFileFormat& object, std::span<const std::uint8_t> file) {
  OFString name;
  object.getMetaInfo()->findAndGetOFString(DCM_TransferSyntaxUID, name);
  const DcmXfer syntax(name.c_str());
  if (syntax.getXfer() == EXS_Unknown) return bad_file("its transfer syntax is unknown; nothing was written");
  if (!syntax.isLittleEndian() || syntax.getXfer() == EXS_DeflatedLittleEndianExplicit) return Done{};
  return check_structure(file, syntax.isImplicitVR());
}

Result<std::vector<std::uint8_t>> write_dicom(std::unique_ptr<DcmDataset> dataset, std::size_t room) {
  const E_TransferSyntax syntax = dataset->getOriginalXfer();
  return write_dicom_as(std::move(dataset), syntax, room);
}

Result<std::vector<std::uint8_t>> write_dicom_as(std::unique_ptr<DcmDataset> dataset, E_TransferSyntax syntax,
                                                 std::size_t room) {
  DcmFileFormat file(dataset.release(), OFFalse);  // owns it now, with meta information still empty
  // Once given back, a block of this size makes malloc keep what the next file needs instead of asking the
  // kernel for it page by page (mallopt(3), M_MMAP_THRESHOLD).
  constexpr std::size_t k_block = std::size_t{8} << 20;
  const auto block = std::make_unique_for_overwrite<std::uint8_t[]>(k_block);
  DcmOutputBufferStream stream(block.get(), static_cast<offile_off_t>(k_block));
  std::vector<std::uint8_t> written;
  written.reserve(room);
  file.transferInit();
  OFCondition status = EC_StreamNotifyClient;
  const auto empty_block = [&] {
    void* full = nullptr;
    offile_off_t count = 0;
    stream.flushBuffer(full, count);
    const auto* bytes = static_cast<const std::uint8_t*>(full);
    written.insert(written.end(), bytes, bytes + count);
    return count > 0;
  };
  while (status == EC_StreamNotifyClient) {
    status = file.write(stream, syntax, EET_UndefinedLength, nullptr, EGL_noChange, EPD_noChange, 0, 0, 0,
                        written.empty() ? EWM_createNewMeta : EWM_dontUpdateMeta);
    if (!empty_block() && status == EC_StreamNotifyClient) break;
  }
  do {  // what the deflate filter still holds
    stream.flush();
  } while (empty_block() || !stream.isFlushed());
  if (status != EC_Normal) return bad_file(fmt::format("cannot be written again ({})", status.text()));
  return written;
}

}  // namespace shareready
