#include "dicom/private_elements.hpp"

#include <algorithm>
#include <array>

#include "deid/value_check.hpp"
#include "dicom/element_values.hpp"
#include "dicom/protocol_text.hpp"
#include "dicom/vendor_blocks.hpp"

namespace shareready {
namespace {

bool is_code(std::string_view value) {
  constexpr std::size_t k_longest = 16;  // of VR CS
  return value.size() <= k_longest && std::all_of(value.begin(), value.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == ' ' || c == '-';
         });
}

// "H->F", as UIH writes the direction of phase encoding (0065,xx05).
bool is_direction(std::string_view value) {
  constexpr std::string_view k_ends = "AFHLPR";
  return value.size() == 4 && k_ends.find(value.front()) != std::string_view::npos &&
         value.substr(1, 2) == "->" && k_ends.find(value.back()) != std::string_view::npos;
}

bool passes(const std::string& value, PrivateHandling handling, const PrivateContext& context) {
  if (value.empty()) return true;
  switch (handling) {
    case PrivateHandling::number:
      return is_plain_number(value) && !context.tokens->find_in(value);
    case PrivateHandling::times:
      return is_plain_number(value) && is_relative_time(value);
    case PrivateHandling::code:
      return context.judged->once('c', value, [&](std::string_view code) {
        return is_code(code) && context.rules->is_of_device(code) && !context.tokens->find_in(code) &&
               find_concern(code) == Concern::none &&
               std::count_if(code.begin(), code.end(), [](char c) { return c >= '0' && c <= '9'; }) <= 4;
      });
    case PrivateHandling::text:
      return context.judged->once('t', value, [&](std::string_view text) {
        return (is_direction(text) || context.rules->is_technical(text)) && !context.tokens->find_in(text) &&
               find_concern(text) == Concern::none;
      });
    default:
      return false;
  }
}

PrivateFate judge_values(DcmElement& element, const PrivateRule& rule, const PrivateContext& context) {
  const bool unknown = has_unknown_vr(element);
  if (unknown && !context.little_endian) return PrivateFate::drop;
  const auto values = unknown ? values_of_unknown(element, rule.vr) : values_of(element);
  if (!values) return PrivateFate::drop;
  const bool fine = std::all_of(values->begin(), values->end(), [&](const std::string& value) {
    return passes(value, rule.handling, context);
  });
  return fine ? PrivateFate::keep : PrivateFate::drop;
}

std::optional<std::vector<std::uint8_t>> clean_block(std::span<const std::uint8_t> bytes,
                                                     PrivateHandling handling,
                                                     const PrivateContext& context) {
  const auto cleaner = [&](std::span<const std::uint8_t> block, const TokenSet& tokens) {
    const BlockContext own{.rules = context.rules, .tokens = &tokens};
    return handling == PrivateHandling::csa ? clean_csa_header(block, own) : clean_xa_protocol(block, own);
  };
  if (handling == PrivateHandling::ge_protocol) {
    return clean_ge_block(bytes, {.rules = context.rules, .tokens = context.tokens});
  }
  if (context.blocks == nullptr) return cleaner(bytes, *context.tokens);
  return context.blocks->clean(bytes, handling, *context.tokens, cleaner);
}

PrivateFate replace_block(DcmElement& element, PrivateHandling handling, const PrivateContext& context) {
  const auto bytes = bytes_of(element);
  if (!bytes || bytes->empty() || !context.little_endian) return PrivateFate::drop;
  const auto cleaned = clean_block(*bytes, handling, context);
  if (!cleaned || cleaned->size() % 2 == 1) return PrivateFate::drop;
  if (element.getVR() == EVR_OW) {
    const auto* words = reinterpret_cast<const Uint16*>(cleaned->data());
    const bool set = element.putUint16Array(words, static_cast<unsigned long>(cleaned->size() / 2)).good();
    return set ? PrivateFate::keep : PrivateFate::drop;
  }
  const bool set = element.putUint8Array(cleaned->data(), static_cast<unsigned long>(cleaned->size())).good();
  return set ? PrivateFate::keep : PrivateFate::drop;
}

}  // namespace

PrivateFate clean_private(DcmElement& element, std::string_view creator, const PrivateContext& context) {
  const PrivateRule* rule = context.rules->find_private(creator, tag_of(element));
  if (rule == nullptr) return PrivateFate::drop;
  switch (rule->handling) {
    case PrivateHandling::sequence:
      return !element.isLeaf() || has_unknown_vr(element) ? PrivateFate::clean_items : PrivateFate::drop;
    case PrivateHandling::csa:
    case PrivateHandling::protocol:
    case PrivateHandling::ge_protocol:
      return replace_block(element, rule->handling, context);
    default:
      return judge_values(element, *rule, context);
  }
}

DcmSequenceOfItems* parse_unknown_sequence(DcmElement& element) {
  const auto bytes = bytes_of(element);
  if (!bytes || bytes->empty()) return nullptr;
  // As a data set of one element whose length is open: DCMTK reads that as a sequence.
  const std::uint32_t group = element.getGTag();
  const std::uint32_t number = element.getETag();
  std::vector<std::uint8_t> coded;
  for (const std::uint32_t half : {group, number, 0xffffU, 0xffffU}) {
    coded.push_back(static_cast<std::uint8_t>(half));
    coded.push_back(static_cast<std::uint8_t>(half >> 8));
  }
  coded.insert(coded.end(), bytes->begin(), bytes->end());
  constexpr std::array<std::uint8_t, 8> k_sequence_end{0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0};
  coded.insert(coded.end(), k_sequence_end.begin(), k_sequence_end.end());
  DcmInputBufferStream stream;
  stream.setBuffer(coded.data(), static_cast<offile_off_t>(coded.size()));
  stream.setEos();
  DcmDataset wrapper;
  wrapper.transferInit();
  const OFCondition status = wrapper.read(stream, EXS_LittleEndianImplicit, EGL_withoutGL, DCM_MaxReadLength);
  wrapper.transferEnd();
  if (status.bad() || wrapper.card() != 1) return nullptr;
  DcmElement* only = wrapper.getElement(0);
  auto* sequence = dynamic_cast<DcmSequenceOfItems*>(only);
  if (sequence == nullptr || sequence->card() == 0) return nullptr;
  wrapper.remove(only);
  return sequence;
}

}  // namespace shareready
