#include "audit/latin_lookalikes.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace shareready {
namespace {

struct Lookalikes {
  char32_t first;
  std::string_view letters;  // of this character and those behind it; a space: none
};

// Characters that Unicode's confusables (UTS 39, data of version 15) and compatibility mappings take for one
// letter or digit of ASCII, in Latin, Greek, Cyrillic, Armenian, Cherokee, Coptic, Lisu and among the signs
// that look like letters; and small letters whose capitals do. Sorted.
constexpr std::array<Lookalikes, 105> k_lookalikes = {
    {{0xaa, "a"},
     {0xb2, "23"},
     {0xb9, "1o"},
     {0x131, "i"},
     {0x17f, "s"},
     {0x184, "b"},
     {0x18d, "g"},
     {0x196, "I"},
     {0x1a6, "R2"},
     {0x1b7, "3"},
     {0x1bc, "5s  l"},
     {0x21c, "3"},
     {0x222, "88"},
     {0x251, "a"},
     {0x261, "g y"},
     {0x269, "ii"},
     {0x26f, "w"},
     {0x28b, "u   y"},
     {0x2b0, "h jr   wy"},
     {0x2e1, "lsx"},
     {0x37f, "J"},
     {0x391, "AB  EZH IK MN O P  TY X"},
     {0x3b1, "a y e   ik  v o p otu x"},
     {0x3d2, "Y"},
     {0x3dc, "F"},
     {0x3e8, "2"},
     {0x3f1, "pcj"},
     {0x3f9, "CM"},
     {0x405, "SI J"},
     {0x410, "A B  E 3  K MHO PCTY X"},
     {0x42c, "b   a6br e"},
     {0x43a, "k mho pcty x"},
     {0x455, "si j"},
     {0x461, "w"},
     {0x474, "Vv"},
     {0x4ae, "Yy"},
     {0x4bb, "h e  I"},
     {0x4cf, "i"},
     {0x4e0, "3"},
     {0x501, "d"},
     {0x50c, "G"},
     {0x51b, "qWw"},
     {0x54d, "U S"},
     {0x555, "O"},
     {0x561, "w q  q"},
     {0x570, "h"},
     {0x578, "n   nu   g  fo"},
     {0x13a0, "DRT  i   YAJE"},
     {0x13b3, "W   M   H Y  G hZ"},
     {0x13ce, "4b  R WS   VS   LC  P   Kd"},
     {0x13ee, "6"},
     {0x13f3, "GB"},
     {0x1d04, "c"},
     {0x1d0f, "o o"},
     {0x1d1c, "u   vwz   r"},
     {0x1d2c, "A B DE GHIJKLMN O PRTUWa   bde   g km o   ptu  v"},
     {0x1d62, "iruv"},
     {0x1d83, "g"},
     {0x1d8c, "y"},
     {0x1d9c, "c   f"},
     {0x1dbb, "z"},
     {0x1e9d, "f"},
     {0x1eff, "y"},
     {0x1fbe, "i"},
     {0x2070, "0i  456789"},
     {0x207f, "n0123456789"},
     {0x2090, "aeox hklmnpst"},
     {0x2102, "C"},
     {0x210a, "gHHHh IILl N   PQRRR"},
     {0x2124, "Z   Z K BCeeEF Mo"},
     {0x2139, "i   y"},
     {0x2145, "Ddeij"},
     {0x2160, "I   V"},
     {0x2169, "X  LCDMi   v"},
     {0x2179, "x  lcdm"},
     {0x2460, "123456789"},
     {0x24b6, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0"},
     {0x2c7c, "jV"},
     {0x2c85, "r"},
     {0x2c8e, "H   I K   M N   Oo  PpCcT Y   X"},
     {0x2cca, "9 3   L 6"},
     {0xa4d0, "BPdDT GK JC ZF MNLSR  VH  WXY A E lOU"},
     {0xa644, "2  i"},
     {0xa6df, "V"},
     {0xa6ef, "2"},
     {0xa731, "s"},
     {0xa75a, "2"},
     {0xa76a, "3   9"},
     {0xa798, "Ff"},
     {0xa79f, "u"},
     {0xa7ab, "3"},
     {0xa7b2, "JXB"},
     {0xa7f2, "CFQ"},
     {0xab32, "e  f"},
     {0xab3d, "o"},
     {0xab47, "rr"},
     {0xab4e, "u   u"},
     {0xab5a, "y"},
     {0xab75, "i"},
     {0xab81, "r w"},
     {0xab93, "z"},
     {0xaba9, "vs"},
     {0xabaf, "c"},
     {0x1d7ce, "01234567890123456789012345678901234567890123456789"},
     {0x1f130, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"}}};

constexpr bool comes_before(const Lookalikes& a, const Lookalikes& b) {
  return a.first + a.letters.size() <= b.first;
}
static_assert(std::is_sorted(k_lookalikes.begin(), k_lookalikes.end(), comes_before));

// Bold, italic, script and the like: capitals and small letters, again and again (Mathematical Alphanumeric
// Symbols).
constexpr char32_t k_first_mathematical = 0x1d400;
constexpr char32_t k_last_mathematical = 0x1d6a3;

}  // namespace

char latin_lookalike(char32_t point) {
  if (point >= k_first_mathematical && point <= k_last_mathematical) {
    const auto letter = static_cast<int>((point - k_first_mathematical) % 52);
    return static_cast<char>(letter < 26 ? 'A' + letter : 'a' + letter - 26);
  }
  const auto after =
      std::upper_bound(k_lookalikes.begin(), k_lookalikes.end(), point,
                       [](char32_t wanted, const Lookalikes& row) { return wanted < row.first; });
  if (after == k_lookalikes.begin()) return '\0';
  const Lookalikes& row = *std::prev(after);
  const std::size_t at = point - row.first;
  return at < row.letters.size() && row.letters[at] != ' ' ? row.letters[at] : '\0';
}

}  // namespace shareready
