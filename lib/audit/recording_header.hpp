#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "audit/content_audit.hpp"

namespace shareready {

// The personal fields of an EDF or BDF header: who, and when (edfplus.info/specs/edfplus.html: patient at
// byte 8, date at 168). `head` holds at least the first 256 bytes, or all there is.
void audit_edf_header(std::span<const std::uint8_t> head, const Layer& layer, FileReport& report);

// The personal fields of a FIFF file (Neuromag/MEGIN): names, birth date, identifier, experimenter, date of
// the measurement. Tags are followed as they come, chunk by chunk.
class FiffWalk {
 public:
  FiffWalk(const Layer& layer, FileReport& report) : layer_(layer), report_(report) {}
  void feed(std::span<const std::uint8_t> chunk);

 private:
  void read_header();
  void judge_tag();
  [[nodiscard]] std::int32_t number_at(std::size_t offset) const;

  const Layer& layer_;
  FileReport& report_;
  std::string collected_;  // a tag's header, or its data where it matters
  std::size_t wanted_ = 16;
  std::uint64_t skipped_ = 0;  // bytes still to pass over
  std::int32_t kind_ = 0;
  bool in_data_ = false;
  bool ended_ = false;
};

}  // namespace shareready
