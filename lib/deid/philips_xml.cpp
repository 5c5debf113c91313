#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "deid/philips_walk.hpp"

// XML/REC: <Attribute Name="Patient Name" Type="String">value</Attribute> within known elements.
namespace shareready::philips {
namespace {

constexpr std::array<std::string_view, 6> k_elements{"Attribute", "Image_Array", "Image_Info",
                                                     "Key",       "PRIDE_V5",    "Series_Info"};
constexpr std::array<std::string_view, 7> k_xml_attributes{"ArraySize", "Calc", "EnumType", "Level",
                                                           "Name",      "Tag",  "Type"};

struct Tag {
  std::string name;
  bool closing = false;
  std::map<std::string, std::string> attributes;
};

Error bad_xml(std::string_view subject) {
  return Error{ErrorCode::bad_data, std::string(subject), "its XML is damaged or of an unknown kind", {}};
}

bool is_tame(std::string_view text) {
  return consists_of(to_lower(text), "abcdefghijklmnopqrstuvwxyz0123456789_ .-/()");
}

// `inside`: between < and >.
Result<Tag> parse_tag(std::string_view inside, std::string_view subject) {
  Tag tag;
  if (inside.starts_with("/")) {
    tag.closing = true;
    inside.remove_prefix(1);
  }
  const std::size_t end = std::min(inside.find_first_of(" \t\r\n"), inside.size());
  tag.name = inside.substr(0, end);
  inside = trim(inside.substr(end));
  if (std::find(k_elements.begin(), k_elements.end(), tag.name) == k_elements.end()) return bad_xml(subject);
  while (!inside.empty()) {
    const std::size_t equals = inside.find("=\"");
    if (equals == std::string_view::npos) return bad_xml(subject);
    const std::size_t close = inside.find('"', equals + 2);
    if (close == std::string_view::npos) return bad_xml(subject);
    const std::string name(inside.substr(0, equals));
    const std::string value(inside.substr(equals + 2, close - equals - 2));
    const bool known =
        std::find(k_xml_attributes.begin(), k_xml_attributes.end(), name) != k_xml_attributes.end();
    if (!known || !is_tame(value)) return bad_xml(subject);
    tag.attributes[name] = value;
    inside = trim(inside.substr(close + 1));
  }
  return tag;
}

// Numbers and flags stay by their type, everything else by the table.
std::string scrub_xml_value(Walk& walk, const Tag& tag, std::string_view text) {
  const auto get = [&](const char* name) {
    const auto found = tag.attributes.find(name);
    return found == tag.attributes.end() ? std::string() : found->second;
  };
  const std::string label = normalised(get("Name")), type = to_lower(get("Type"));
  const PhilipsField* field = walk.context.fields->find("xml", label);
  const bool numeric =
      type.starts_with("int") || type.starts_with("uint") || type == "float" || type == "double";
  const PhilipsField plain{.format = "xml", .label = "a number", .action = FieldAction::number, .words = {}};
  const PhilipsField flag{
      .format = "xml", .label = "a flag", .action = FieldAction::words, .words = {"y", "n", "yes", "no"}};
  if (field == nullptr && numeric) field = &plain;
  if (field == nullptr && type == "boolean") field = &flag;
  std::string fresh = with_value(walk, field, "", text);
  take_numbers(walk, label, fresh);
  return fresh;
}

void take_xml_image(Walk& walk) {
  const double bits = number_of(walk, "pixel size"), x = number_of(walk, "resolution x"),
               y = number_of(walk, "resolution y");
  constexpr double k_largest = 16384;
  const bool plausible = (bits == 8 || bits == 16) && x >= 1 && x <= k_largest && y >= 1 && y <= k_largest;
  walk.out.facts.data_bytes += plausible ? static_cast<std::uint64_t>(bits / 8) *
                                               static_cast<std::uint64_t>(x) * static_cast<std::uint64_t>(y)
                                         : 0;
  take_spacing(walk, number_of(walk, "pixel spacing"));
  take_spacing(walk, number_of(walk, std::string("pixel spacing") + k_second));
  ++walk.positions[fmt::format("{} {} {}", number_of(walk, "slice"), number_of(walk, "echo"),
                               number_of(walk, "phase"))];
}
}  // namespace

Status scrub_xml(Walk& walk, std::string_view text, std::string_view subject) {
  std::optional<Tag> open;  // the Attribute whose value comes
  while (!text.empty()) {
    const std::size_t begin = std::min(text.find('<'), text.size());
    const std::string_view between = text.substr(0, begin);
    if (open) {
      walk.out.text += scrub_xml_value(walk, *open, between);
    } else if (consists_of(between, " \t\r\n") || (walk.out.text.empty() && between == "\xEF\xBB\xBF")) {
      walk.out.text += between;
    } else {
      return bad_xml(subject);
    }
    text.remove_prefix(begin);
    if (text.empty()) break;
    const std::size_t end = text.find('>');
    if (end == std::string_view::npos) return bad_xml(subject);
    const std::string_view inside = text.substr(1, end - 1);
    const bool declaration = walk.positions.empty() && inside.starts_with("?xml version=\"1.0\"");
    if (declaration && !consists_of(to_lower(inside), "?xml version=\"1.0 encodig utf-8 standalone ys'")) {
      return bad_xml(subject);
    }
    if (!declaration) {
      SR_TRY(Tag tag, parse_tag(inside, subject));
      if (open && !(tag.closing && tag.name == "Attribute")) return bad_xml(subject);
      if (tag.closing && tag.name == "Image_Info") take_xml_image(walk);
      open = !tag.closing && tag.name == "Attribute" ? std::optional(std::move(tag)) : std::nullopt;
    }
    walk.out.text += text.substr(0, end + 1);
    text.remove_prefix(end + 1);
  }
  if (open || walk.positions.empty()) return bad_xml(subject);
  PhilipsFacts& facts = walk.out.facts;
  for (const auto& [position, count] : walk.positions) facts.volumes = std::max(facts.volumes, count);
  facts.echo_planar = number_of(walk, "epi factor") > 1;
  facts.perfusion = number_of(walk, "no label types") > 0 || number_of(walk, "max no label types") > 0;
  return Done{};
}
}  // namespace shareready::philips
