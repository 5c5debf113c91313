#include "hidings.hpp"

#include <algorithm>
#include <bitset>
#include <string>
#include <vector>

#include "base/text.hpp"
#include "bytes.hpp"

namespace shareready::test {
namespace {

const std::string k_said = std::string("sub-") + k_label + " was " + k_name;

// The field that RFC 1952 leaves to others, behind the header's ten bytes.
std::string with_extra_field(std::string packed, const std::string& text) {
  packed[3] = static_cast<char>(packed[3] | 4);
  std::string field = {static_cast<char>(text.size() + 4), 0, 'S', 'R', static_cast<char>(text.size()), 0};
  return packed.insert(10, field + text);
}

std::string with_comment(std::string zip, const std::string& text) {
  zip[zip.size() - 2] = static_cast<char>(text.size());
  return zip + text;
}

std::string lines_of(const std::string& text, std::size_t width) {
  std::string lines;
  for (std::size_t at = 0; at < text.size(); at += width) lines += text.substr(at, width) + "\n";
  return lines;
}

std::string url_letters(std::string base64) {
  std::replace(base64.begin(), base64.end(), '+', '-');
  std::replace(base64.begin(), base64.end(), '/', '_');
  return base64;
}

// Code page 037 of the letters, digits and signs that are used here.
std::string ebcdic(const std::string& text) {
  const std::string small = "abcdefghijklmnopqrstuvwxyz";
  std::string bytes;
  for (const char c : text) {
    const char lower = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9') {
      bytes += static_cast<char>(0xf0 + c - '0');
    } else if (const std::size_t at = small.find(lower); at != std::string::npos) {
      const std::size_t column = at < 9 ? 0x81 + at : at < 18 ? 0x91 + at - 9 : 0xa2 + at - 18;
      bytes += static_cast<char>(c == lower ? column : column + 0x40);
    } else {
      bytes += static_cast<char>(c == '-' ? 0x60 : c == ',' ? 0x6b : c == '\n' ? 0x15 : 0x40);
    }
  }
  return bytes;
}

// A picture of one pixel, with a text of its own kind in blocks of few bytes.
std::string gif(const std::string& text, char extension) {
  using namespace std::string_literals;
  std::string bytes = "GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff\x21\xf9\4\0\0\0\0\0"s;
  bytes += "\x21"s + extension;
  constexpr std::size_t k_block = 7;
  for (std::size_t at = 0; at < text.size(); at += k_block) {
    const std::string block = text.substr(at, k_block);
    bytes += static_cast<char>(block.size()) + block;
  }
  return bytes + "\0\x2c\0\0\0\0\1\0\1\0\0\2\2\x44\1\0\x3b"s;
}

// A PDF whose page has the letters of a text as numbers of glyphs, from 1 on in the order in which they first
// occur, and the table that tells them: letter by letter, or as ranges.
std::string pdf_of_glyphs(const std::string& text, bool in_ranges) {
  const auto hex16 = [](unsigned number) {
    return hex(std::string{static_cast<char>(number >> 8U), static_cast<char>(number & 0xffU)});
  };
  std::string drawn, table;
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto letter = static_cast<unsigned char>(text[i]);
    const unsigned glyph = in_ranges ? letter - 0x1dU : static_cast<unsigned>(text.find(text[i])) + 1;
    drawn += hex16(glyph);
    if (in_ranges || text.find(text[i]) != i) continue;
    table += "<" + hex16(glyph) + "> <" + hex16(letter) + ">\n";
    ++count;
  }
  table = in_ranges ? "1 beginbfrange\n<0003> <0061> <0020>\nendbfrange\n"
                    : std::to_string(count) + " beginbfchar\n" + table + "endbfchar\n";
  const std::string cmap =
      "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n" + table + "endcmap end end\n";
  return "%PDF-1.7\n1 0 obj<<>>stream\n" +
         zlib("BT /F1 12 Tf [<" + drawn.substr(0, 20) + "> -20 <" + drawn.substr(20) + ">] TJ ET") +
         "\nendstream\n2 0 obj<<>>stream\n" + zlib(cmap) + "\nendstream\n";
}

// Each byte as a number with base 10 or as eight binary digits.
std::string numbers(const std::string& text, int base, std::string_view between) {
  std::string written;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (!written.empty()) written += between;
    written += base == 2 ? std::bitset<8>(byte).to_string() : std::to_string(byte);
  }
  return written;
}

// A matrix of text, little-endian: type 51 (numbers of 8 bytes held as text would be 1), one row, one name.
std::string matlab_4(const std::string& text) {
  std::string bytes;
  for (const std::size_t number :
       {std::size_t{51}, std::size_t{1}, text.size(), std::size_t{0}, std::size_t{2}}) {
    bytes += {static_cast<char>(number), 0, 0, 0};
  }
  return bytes + std::string("x\0", 2) + text;
}

// A matrix of characters with these rows, of one length: flags, sizes, a name, and UTF-16 column by column.
std::string rows_of_matlab(const std::vector<std::string>& rows) {
  const auto number = [](std::size_t value) { return std::string{static_cast<char>(value), 0, 0, 0}; };
  std::string columns;
  for (std::size_t i = 0; i < rows[0].size(); ++i)
    for (const std::string& row : rows) columns += std::string{row[i], 0};
  return number(6) + number(8) + number(4) + number(0) + number(5) + number(8) + number(rows.size()) +
         number(rows[0].size()) + std::string("\1\0\1\0x\0\0\0", 8) + number(4) + number(columns.size()) +
         columns;
}

std::string each(std::string_view before, std::string_view text, std::string_view between = "") {
  std::string all;
  for (const char c : text)
    all += (all.empty() ? "" : std::string(between)) + std::string(before) + hex(std::string_view(&c, 1));
  return all;
}

// The beginning of a picture with one chunk of text; nothing checks its sums.
std::string png(const std::string& chunk, const std::string& data) {
  const std::string size{0, 0, static_cast<char>(data.size() >> 8U), static_cast<char>(data.size())};
  return "\x89PNG\r\n\x1a\n" + size + chunk + data + "sum." + std::string(4, '\0') + "IEND\xae\x42\x60\x82";
}

std::string pdf(const std::string& stream) {
  return "%PDF-1.4\n1 0 obj << /Filter /FlateDecode >>\nstream\n" + stream + "\nendstream\n%%EOF\n";
}

std::string database(const std::string& blob) {
  return std::string("SQLite format 3\0", 16) + std::string(200, '\1') + blob + std::string(50, '\0');
}

// Escapes, dumps and encodings of text that logs, mail, programs and NumPy write.
std::vector<Hiding> written_otherwise() {
  const std::string filled = k_said + std::string(100, '.');
  return {
      {"escapes in lines of JSON", "a.jsonl", "{}\n{\"A\": \"sub\\u002dZq81canary \\u0050apadopoulou\"}\n"},
      {"JSON in a string of JSON", "a.json",
       R"({"A": "{\"B\": \"sub\\u002dZq81canary \\u0050apadopoulou\"}"})"},
      {"escapes of a program", "a.py", R"(x = "sub\x2dZq81canary \x50apadopoulou")"},
      {"octal escapes", "a.txt", R"(path sub\055Zq81canary \120apadopoulou)"},
      {"escaped URL in a URL", "a.md", "x/sub%252DZq81canary/%2550apadopoulou"},
      {"escaped reference", "a.html", "<p>sub&amp;#45;Zq81canary &amp;#x50;apadopoulou</p>"},
      {"quoted-printable", "a.txt", each("=", k_said)},
      {"line of mail that goes on", "a.txt", "x sub-Zq81can=\nary and Papadop=\r\noulou\n"},
      {"characters without width", "a.txt",
       "sub-Zq81can\xe2\x80\x8b"
       "ary Papado\xc2\xadpoulou\n"},
      {"another hyphen", "a.txt", "sub\xe2\x80\x90Zq81canary Papadopoulou\n"},
      {"hex with spaces", "a.txt", each("", k_said, " ")},
      {"hex with colons", "a.txt", each("", k_said, ":")},
      {"hex of a DICOM dump", "a.txt", "(0029,1010) OB " + each("", k_said, "\\") + " # 40, 1 Unknown\n"},
      {"bytes of a program", "a.h", "{" + each("0x", k_said, ", ") + "}"},
      {"hex in lines", "a.txt", lines_of(hex(k_said), 16)},
      {"gzip in hex", "a.txt", hex(gzip(k_said))},
      {"base64 of base64", "a.txt", "blob " + base64(base64(k_said))},
      {"base64 three times", "a.txt", "blob " + base64(base64(base64(k_said)))},
      {"base64 of hex", "a.txt", base64(hex(k_said))},
      {"hex of base64", "a.txt", hex(base64(k_said))},
      {"zlib in base64", "a.gii", "<Data>" + base64(zlib(k_said)) + "</Data>"},
      {"base64 in indented lines", "a.yaml",
       "k: |\n  " + replace_all(lines_of(base64(filled), 76), "\n", "\n  ")},
      {"zlib", "a.z", zlib(filled)},
      {"object of git", "x/ab/0123", zlib(std::string("blob 31\0", 8) + k_said)},
      {"zlib in a NIfTI extension", "a.nii", nifti({.extension = zlib(filled)})},
      {"UTF-32 LE", "a.txt", std::string("\xff\xfe\0\0", 4) + utf32(k_said, false)},
      {"UTF-32 BE without mark", "a.txt", utf32(k_said, true)},
      {"UTF-32 of NumPy", "a.npy",
       "\x93NUMPY" + std::string(30, '\1') + utf32(k_said, false) + utf32("x", false)},
      {"UTF-32 BE in bytes", "a.bin", std::string("\1\2\3\4\xff", 5) + utf32(k_said, true) + "\xfe\1"},
      {"packed text of a PNG", "a.png", png("zTXt", std::string("Comment\0\0", 9) + zlib(k_said))},
      {"PNG in base64", "a.html",
       "<img src='data:;base64," + base64(png("zTXt", std::string("C\0\0", 3) + zlib(filled))) + "'>"},
      {"page of a PDF", "a.pdf", pdf(zlib("BT (" + k_said + ") Tj ET"))},
      {"hex in a page of a PDF", "a.pdf", pdf(zlib("BT <" + hex(k_said) + "> Tj ET"))},
      {"gzip in a database", "a.db", database(gzip(filled))},
      {"zip in a database", "a.db", database(archive("zip", {{"b.txt", k_said}}))},
      {"bytes after bzip2", "a.bz2", compressed("bzip2", "nothing here") + " " + k_said + " "},
  };
}

std::vector<Hiding> hidings() {
  const std::string page = "<html><body>" + std::string(100, 'x') + "</body></html>";
  return {
      {"plain text", "README", "Scanned: " + k_said + "\n"},
      {"gzip", "a.txt.gz", gzip(k_said)},
      {"gzip in gzip", "a.txt.gz.gz", gzip(gzip(k_said))},
      {"a second gzip member", "a.txt.gz", gzip("nothing here") + gzip(k_said)},
      {"bytes after a gzip stream", "a.txt.gz", gzip("nothing here") + k_said},
      {"gzip file name", "a.txt.gz", gzip("nothing here", k_said)},
      {"gzip comment", "a.txt.gz", gzip("nothing here", "", k_said)},
      {"zip", "a.zip", archive("zip", {{"b.txt", k_said}})},
      {"spreadsheet", "a.xlsx",
       archive("zip", {{"[Content_Types].xml", "<x/>"}, {"xl/sharedStrings.xml", "<t>" + k_said + "</t>"}})},
      {"name in a zip", "a.zip", archive("zip", {{k_said + ".txt", "x"}})},
      {"tar", "a.tar", archive("tar", {{"b.txt", k_said}})},
      {"tar in gzip", "a.tgz", gzip(archive("tar", {{"b.txt", k_said}}))},
      {"link in a tar", "a.tar", archive("tar", {{"b", "->" + k_said}})},
      {"7z", "a.7z", archive("7zip", {{"b.txt", k_said}})},
      {"zip in tar", "a.tar", archive("tar", {{"b.zip", archive("zip", {{"c.txt", k_said}})}})},
      {"bzip2", "a.bz2", compressed("bzip2", k_said)},
      {"xz", "a.xz", compressed("xz", k_said)},
      {"zstd", "a.zst", compressed("zstd", k_said)},
      {"UTF-16 LE", "a.txt", utf16(k_said, false, true)},
      {"UTF-16 BE", "a.txt", utf16(k_said, true, true)},
      {"UTF-16 without mark", "a.txt", utf16(k_said, false, false)},
      {"base64 in html", "a.html", page + "<img src=\"data:text/plain;base64," + base64(k_said) + "\">"},
      {"gzip in base64 in svg", "a.svg",
       "<svg><a href='data:x;base64," + base64(gzip(k_said + std::string(200, '.'))) + "'/></svg>"},
      {"base64 in JSON", "a.json", "{\"Blob\": \"" + base64(k_said) + "\"}"},
      {"JSON value", "a.json", "{\"A\": {\"B\": [1, {\"C\": \"" + k_said + "\"}]}}"},
      {"JSON key", "a.json", "{\"" + k_said + "\": 1}"},
      {"JSON escapes", "a.json", "{\"A\": \"sub\\u002dZq81canary \\u0050apadopoulou\"}"},
      {"HTML references", "a.svg", "<svg>sub&#45;Zq81canary &#x50;apadopoulou</svg>"},
      {"URL escapes", "a.md", "x/sub%2DZq81canary/%50apadopoulou"},
      {"TSV cell", "a.tsv", "x\ty\n1\tsub-Zq81canary\n2\tPapadopoulou\n"},
      {"NIfTI descrip", "a.nii", nifti({.descrip = k_said})},
      {"NIfTI descrip in gzip", "a.nii.gz", gzip(nifti({.descrip = k_said}))},
      {"NIfTI aux_file", "a.nii", nifti({.aux_file = "sub-Zq81canary", .db_name = "Papadopoulou"})},
      {"NIfTI extension", "a.nii.gz", gzip(nifti({.extension = k_said}))},
      {"gzip in a NIfTI extension", "a.nii", nifti({.extension = gzip(k_said)})},
      {"bytes after a NIfTI image", "a.nii.gz", gzip(nifti({.trailing = k_said}))},
      {"voxels", "a.nii.gz", gzip(nifti({.voxels = k_said}))},
      {"hex", "a.txt", "blob 0x" + hex(k_said) + "\n"},
      {"hex in JSON", "a.json", "{\"Blob\": \"" + hex(k_said) + "\"}"},
      {"base64 behind other characters", "a.txt", "key=ab" + base64(k_said)},
      {"xz in base64", "a.html", page + base64(compressed("xz", k_said))},
      {"document of an office", "a.docx",
       archive("zip", {{"word/document.xml", "<w:t>" + k_said + "</w:t>"}})},
      {"UTF-16 in a zip", "a.zip", archive("zip", {{"b.txt", utf16(k_said, false, true)}})},
      {"tar in bzip2", "a.tar.bz2", compressed("bzip2", archive("tar", {{"b.txt", k_said}}))},
      {"NIfTI in a zip", "a.zip", archive("zip", {{"b.nii", nifti({.descrip = k_said})}})},
      {"MAT-file", "a.mat", matlab(k_said)},
      {"UTF-16 in a MAT-file", "a.mat", matlab("\1\2\3" + utf16(k_said, false, false) + "\4\5")},
      {"HDF5", "a.h5", hdf5(k_said, Hdf5Place::plain)},
      {"HDF5, deflated", "a.h5", hdf5(k_said, Hdf5Place::deflated)},
      {"HDF5, shuffled and deflated", "a.h5", hdf5(k_said, Hdf5Place::shuffled)},
      {"HDF5, deflated UTF-16", "a.h5", hdf5(k_said, Hdf5Place::utf16)},
      {"HDF5, text of any length", "a.h5", hdf5(k_said, Hdf5Place::variable)},
      {"HDF5 attribute", "a.h5", hdf5(k_said, Hdf5Place::attribute)},
      {"rows of characters in HDF5", "a.mat.h5", hdf5(k_said, Hdf5Place::columns)},
      {"gzip in HDF5", "a.h5", hdf5(gzip(k_said + std::string(200, '.')), Hdf5Place::plain)},
      {"gzip in HDF5, deflated", "a.h5", hdf5(gzip(k_said + std::string(200, '.')), Hdf5Place::deflated)},
      {"zip in HDF5", "a.h5", hdf5(archive("zip", {{"b.txt", k_said}}), Hdf5Place::plain)},
      {"HDF5 in gzip", "a.h5.gz", gzip(hdf5(k_said, Hdf5Place::deflated))},
      {"gzip extra field", "a.txt.gz", with_extra_field(gzip("nothing here"), k_said)},
      {"base64 in lines", "a.eml.txt", lines_of(base64(k_said + std::string(120, '.')), 76)},
      {"base64 with the letters of URLs", "a.txt", url_letters(base64("\xfb\xff\xfe" + k_said))},
      {"UTF-16 in base64", "a.json", "{\"Blob\": \"" + base64(utf16(k_said, false, true)) + "\"}"},
      {"zip in base64", "a.svg",
       "<svg href='data:x;base64," + base64(archive("zip", {{"b.txt", k_said}})) + "'/>"},
      {"MAT-file of level 4", "a.mat", matlab_4(k_said)},
      {"comment of a zip", "a.zip", with_comment(archive("zip", {{"b.txt", "x"}}), k_said)},
      {"long name in a tar", "a.tar", archive("tar", {{std::string(120, 'd') + "/" + k_said, "x"}})},
      {"lzma", "a.lzma", compressed("lzma", k_said)},
      {"lz4", "a.lz4", compressed("lz4", k_said)},
      {"binary file", "a.bin", std::string("\x01\x02\0\x03\xff", 5) + k_said + std::string(20, '\0')},
  };
}

// What somebody reads in a document whose format cuts it into pieces, and rarer ways to write bytes as text;
// made by Python's base64, binascii and zlib.
std::vector<Hiding> in_documents() {
  return {
      {"uuencode", "a.txt", "begin 644 a.txt\n\?<W5B+5IQ.#%C86YA<GD@=V%S(%!A<&%D;W!O=6QO=0  \n`\nend\n"},
      {"base32", "a.txt", "secret ON2WELK2OE4DCY3BNZQXE6JAO5QXGICQMFYGCZDPOBXXK3DPOU======"},
      {"Ascii85", "a.txt", "<~F*1qD>&cMV@ps7`Ed8dO@<3Pf@;oXcDfBW;Ci=F~>"},
      {"page of a PDF in Ascii85", "a.pdf",
       pdf("Garg^;:$^D:\"#\"NZnP0KbY'Le<%(Nn<X;5I85.,Ya=kf[0@a#-a\\m'e!<=cs%SQ~>")},
      {"kerned page of a PDF", "a.pdf",
       pdf(zlib("BT [(sub-Zq81)20(canary)-250(was)-333(Papa)80(dop)-5(oul)-90 (ou)] TJ ET"))},
      {"runs of Word", "a.docx",
       archive("zip",
               {{"word/document.xml",
                 "<?xml version=\"1.0\"?><w:p><w:r><w:rPr><w:b/></w:rPr><w:t>sub-Zq81</w:t></w:r><w:proofErr "
                 "w:type=\"spellStart\"/><w:r><w:rPr><w:lang>nl</w:lang></w:rPr><w:t>canary was "
                 "Papado</w:t></w:r><w:r><w:t xml:space=\"preserve\">poulou</w:t></w:r></w:p>"}})},
      {"letters of HTML", "a.html", "<html><p>sub-Zq81<b>canary</b> was <i>Papa</i>dopou&#108;ou</p></html>"},
      {"rich text", "a.rtf",
       R"({\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 sub-Zq81{\b canary} was \u80?apadop\'6fulou\par})"},
      {"soft hyphens and comments of HTML", "a.html",
       "<html>sub-Zq81&shy;can<!-- <p> -->ary Papa<wbr>dop<!-- > -->ou&shy;lou</html>"},
      {"hex in a PDF", "a.pdf", "%PDF-1.7\n<</Author<FEFF" + hex(utf16(k_said, true, false)) + ">>>\n"},
      {"escapes in a PDF", "a.pdf", "%PDF-1.7\n<</Author(sub\\055Zq81canary \\120apadopoulou)>>\n"},
      {"colours of a terminal", "a.log.txt", "\x1b[1msub-Zq81\x1b[0mcanary \x1b[31mPapadopoulou\x1b[0m\n"},
      {"dash of a word processor", "a.txt",
       "sub\xe2\x80\x93Zq81"
       "canary \xe2\x80\x9cPapadopoulou\xe2\x80\x9d\n"},
      {"wide letters", "a.txt",
       "sub\xef\xbc\x8dZq81"
       "canary \xef\xbc\xb0"
       "apadopoulou\n"},
      {"base64 in a database", "a.db", database(base64(k_said))},
      {"pickle", "a.pkl",
       std::string("\x80\2]q\0(X\x0e\0\0\0sub-Zq81"
                   "canaryq\1X\x0c\0\0\0Papadopoulouq\2e.",
                   48)},
      {"rows of characters in a MAT-file", "a.mat",
       matlab(rows_of_matlab({"/data/sub-Zq81canary/", "seen by Papadopoulou "}))},
      {"rich text in a zip", "a.zip",
       archive("zip", {{"b.rtf", R"({\rtf1 sub-Zq81{\i canary}\par Papa\-dop{\b oulou}})"}})},
  };
}

// Texts that people still read, and the rarer codes; made by Python's base64, codecs and zlib.
std::vector<Hiding> in_disguise() {
  return {
      {"spaced letters", "a.txt", "It was s u b - Z q 8 1 c a n a r y, P a p a d o p o u l o u today\n"},
      {"spaced words", "a.md", "s u b - Z q 8 1 c a n a r y   w a s   P a p a d o p o u l o u"},
      {"dotted letters", "a.txt", "s.u.b.-.Z.q.8.1.c.a.n.a.r.y. P.a.p.a.d.o.p.o.u.l.o.u.\n"},
      {"letters beside single ones", "a.txt",
       "a s u b - Z q 8 1 c a n a r y a P a p a d o p o u l o u a b\n"},
      {"letters with hyphens", "a.txt", "s-u-b---Z-q-8-1-c-a-n-a-r-y P-a-p-a-d-o-p-o-u-l-o-u\n"},
      {"list of letters", "a.py",
       "['s', 'u', 'b', 'Z', 'q', '8', '1', 'c', 'a', 'n', 'a', 'r', 'y'], ['P', 'a', 'p', 'a', 'd', 'o', "
       "'p', "
       "'o', 'u', 'l', 'o', 'u']\n"},
      {"letters below each other", "a.txt",
       "s\nu\nb\n-\nZ\nq\n8\n1\nc\na\nn\na\nr\ny\n\nP\na\np\na\nd\no\np\no\nu\nl\no\nu\n"},
      {"spaced letters in JSON", "a.json",
       R"({"A": "s u b - Z q 8 1 c a n a r y", "B": "P a p a d o p o u l o u"})"},
      {"backwards", "a.txt", "uoluopodapaP saw yranac18qZ-bus\n"},
      {"backwards in JSON", "a.json", R"({"A": "yranac18qZ-bus", "B": "uoluopodapaP"})"},
      {"ROT13", "a.txt", "fho-Md81pnanel jnf Cncnqbcbhybh\n"},
      {"Cyrillic letters", "a.txt",
       "\xd1\x95u\xd0\xac-Zq81\xd1\x81\xd0\xb0n\xd0\xb0r\xd1\x83 "
       "\xd0\xa0\xd0\xb0\xd1\x80\xd0\xb0\xd4\x81\xd0\xbe\xd1\x80\xd0\xbeul\xd0\xbeu\n"},
      {"Greek letters", "a.tsv",
       "x\ty\n1\tsub-\xce\x96q81can\xce\xb1ry\n2\t\xce\xa1"
       "apad\xce\xbfp\xce\xbf\xcf\x85l\xce\xbfu\n"},
      {"letters of mathematics", "a.txt",
       "sub-\xf0\x9d\x90\x99q81canary \xf0\x9d\x91\x83\xf0\x9d\x91\x8epadopoulou\n"},
      {"escaped look-alike letters", "a.json", R"({"A": "sub-Zq81c\u0430nary", "B": "\u0420apadopoulou"})"},
      {"words that go on in the next line", "a.txt", "was sub-Zq81can-\nary or Papado-\r\n   poulou\n"},
      {"label and name together", "a.txt", "T1 of sub-Zq81canaryPapadopoulou\n"},
      {"name and label together", "a.txt", "T1 of Papadopoulousub-Zq81canary\n"},
      {"label and name together in JSON", "a.json", R"({"A": "x/sub-Zq81canaryPapadopoulou_T1w.nii.gz"})"},
      {"label and name in a name", "a.zip", archive("zip", {{"sub-Zq81canaryPapadopoulou.txt", "x"}})},
      {"backwards in a name", "a.zip", archive("zip", {{"uoluopodapaP_yranac18qZ-bus.txt", "x"}})},
      {"base85", "a.txt", "key b9G`ZT5&irV_|M#a(N(kVRIl*VQ^t&Z*XsQY;Sb\n"},
      {"base85 in JSON", "a.json", R"({"A": "b9G`ZT5&irV_|M#a(M", "B": "P+@RkWN&b9b!=~S"})"},
      {"base85 behind other characters", "a.txt", "key=b9G`ZT5&irV_|M#a(N(kVRIl*VQ^t&Z*XsQY;Sb\n"},
      {"base85 in HTML", "a.html", "<html><p>b9G`ZT5&amp;irV_|M#a(N(kVRIl*VQ^t&amp;Z*XsQY;Sb</p></html>"},
      {"zlib in base85", "a.py", "x = b'c$_OPP121jv@lFg%u6h)R47j@RtQKeNKDBu$S=*wF9iUz*$b`'\n"},
      {"Z85", "a.txt", "key B9g}zt5=IRv{%m-A^n^KvriL/vq]T=z/xSqy&sCG\n"},
      {"Ascii85 without marks", "a.txt", "key F*1qD>&cMV@ps7`Ed8dO@<3Pf@;oXcDfBW;Ci=F\n"},
      {"bytes as decimal numbers", "a.txt", "x = [" + numbers(k_said, 10, ", ") + "]\n"},
      {"bytes as numbers in JSON, one a line", "a.json",
       "{\"A\": [\n    " + numbers(k_said, 10, ",\n    ") + "\n]}"},
      {"bytes as numbers in a line of a table", "a.tsv", "x\n" + numbers(k_said, 10, "\t") + "\n"},
      {"bytes as binary numbers", "a.txt", "key " + numbers(k_said, 2, " ") + "\n"},
      {"bytes as binary numbers without spaces", "a.txt", "key " + numbers(k_said, 2, "") + "\n"},
      {"base32 in small letters", "a.txt", "on2welk2oe4dcy3bnzqxe6jao5qxgicqmfygczdpobxxk3dpou======\n"},
      {"numbered glyphs of a PDF", "a.pdf", pdf_of_glyphs(k_said, false)},
      {"ranges of numbered glyphs of a PDF", "a.pdf", pdf_of_glyphs(k_said, true)},
      {"EBCDIC", "a.txt", ebcdic("Visit of the day\n" + k_said + ", at home\n")},
      {"EBCDIC in records of one length", "a.dat",
       ebcdic(k_said + std::string(80 - k_said.size(), ' ') + "at home")},
      {"EBCDIC, packed", "a.txt.gz", gzip(ebcdic("Visit of the day\n" + k_said + ", at home\n"))},
      {"a comment of a GIF", "a.gif", gif(k_said, '\xfe')},
      {"an application block of a GIF", "a.gif", gif("XMP DataXMP" + k_said, '\xff')},
      {"base32hex", "a.txt", "EDQM4BAQE4S32OR1DPGN4U90ETGN682GC5O62P3FE1NNAR3FEK======\n"},
      {"base32hex in small letters", "a.json",
       R"({"A": "edqm4baqe4s32or1dpgn4u90etgn682gc5o62p3fe1nnar3fek"})"},
  };
}

}  // namespace

std::vector<Hiding> all_hidings() {
  std::vector<Hiding> all = hidings();
  for (Hiding& hiding : written_otherwise()) all.push_back(std::move(hiding));
  for (Hiding& hiding : in_documents()) all.push_back(std::move(hiding));
  for (Hiding& hiding : in_disguise()) all.push_back(std::move(hiding));
  return all;
}

}  // namespace shareready::test
