#pragma once

#include <string>

#include "audit/file_report.hpp"
#include "audit/image_keeper.hpp"
#include "base/byte_source.hpp"

namespace shareready {

// Where in a file a piece of content lies: "" for the file itself, "gzip > ", "archive member 3 > ", ...
struct Layer {
  std::string where;
  std::string name;  // what the content is called, without endings of compressions
  unsigned depth = 0;
  std::filesystem::path file{};   // that it is the whole content of; empty for what is packed in something
  ImageKeeper* keeper = nullptr;  // of the unpacked content, for who judges it as an image
  std::vector<std::uint8_t>* dicom = nullptr;  // takes a DICOM file, for who judges its series
};

// A file, or a member of an archive, of this path: its content, and its face where it may show one.
void audit_file_content(const ByteSource& source, Layer layer, const std::string& path, FileReport& report);

// Searches one piece of content by what it is, and whatever is packed in it.
void audit_content(const ByteSource& source, const Layer& layer, FileReport& report);

}  // namespace shareready
