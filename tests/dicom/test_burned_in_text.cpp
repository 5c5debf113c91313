#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstring>
#include <map>
#include <random>
#include <string_view>

#include "dicom/burned_in_text.hpp"
#include "dicom/row_bits.hpp"
#include "dicom/stroke_begins.hpp"
#include "dicom/top_hat.hpp"

using namespace shareready;

namespace {

// Letters of five by seven dots.
const std::map<char, std::array<std::string_view, 7>> k_font{
    {'J', {"..###", "...#.", "...#.", "...#.", "...#.", "#..#.", ".##.."}},
    {'O', {".###.", "#...#", "#...#", "#...#", "#...#", "#...#", ".###."}},
    {'H', {"#...#", "#...#", "#...#", "#####", "#...#", "#...#", "#...#"}},
    {'N', {"#...#", "##..#", "#.#.#", "#..##", "#...#", "#...#", "#...#"}},
    {'D', {"####.", "#...#", "#...#", "#...#", "#...#", "#...#", "####."}},
    {'E', {"#####", "#....", "#....", "####.", "#....", "#....", "#####"}},
    {'1', {"..#..", ".##..", "..#..", "..#..", "..#..", "..#..", ".###."}},
    {'9', {".###.", "#...#", "#...#", ".####", "....#", "...#.", ".##.."}},
    {'7', {"#####", "....#", "...#.", "..#..", ".#...", ".#...", ".#..."}},
    {'0', {".###.", "#...#", "#..##", "#.#.#", "##..#", "#...#", ".###."}}};

struct Drawing {
  FrameLayout layout{};
  std::vector<double> values{};  // 0 to 1
};

// A head-like ellipse of tissue with folds, fat around it and Rician noise; as the scanner would store it.
Drawing head(std::size_t side, unsigned seed) {
  Drawing drawing{
      .layout = {.rows = side, .columns = side, .bits_allocated = 16, .bits_stored = 12, .high_bit = 11}};
  std::mt19937 random(seed);
  std::normal_distribution<double> noise(0, 0.02);
  std::uniform_real_distribution<double> phase(0, 6);
  const double a = phase(random), b = phase(random);
  for (std::size_t y = 0; y < side; ++y) {
    for (std::size_t x = 0; x < side; ++x) {
      const double u = (static_cast<double>(x) / static_cast<double>(side) - 0.5) / 0.40;
      const double v = (static_cast<double>(y) / static_cast<double>(side) - 0.5) / 0.46;
      const double r = std::hypot(u, v);
      double tissue = 0;
      if (r < 1) tissue = r > 0.93 ? 0.9 : 0.45 + 0.2 * std::sin(14 * u + a) * std::cos(17 * v + b);
      if (r > 0.86 && r < 0.93) tissue = 0.05;  // bone
      drawing.values.push_back(std::hypot(tissue + noise(random), noise(random)));
    }
  }
  return drawing;
}

void write_text(Drawing& drawing, std::string_view text, std::size_t left, std::size_t top, std::size_t scale,
                double ink) {
  const std::size_t side = drawing.layout.columns;
  for (const char letter : text) {
    const auto glyph = k_font.find(letter);
    if (glyph != k_font.end()) {
      for (std::size_t y = 0; y < 7 * scale; ++y) {
        for (std::size_t x = 0; x < 5 * scale; ++x) {
          const bool dot = glyph->second[y / scale][x / scale] == '#';
          if (dot && top + y < side && left + x < side) drawing.values[(top + y) * side + left + x] = ink;
        }
      }
    }
    left += 6 * scale;
  }
}

// The same in dots of any size: pixels that a dot covers in part mix with what lies behind.
void write_smoothed_text(Drawing& drawing, std::string_view text, double left, double top, double scale,
                         double ink) {
  constexpr int k_samples = 4;  // a side
  const std::size_t side = drawing.layout.columns;
  std::vector<int> covered(drawing.values.size());
  const auto steps = static_cast<int>(k_samples * scale * 7);
  for (const char letter : text) {
    const auto glyph = k_font.find(letter);
    for (int y = 0; glyph != k_font.end() && y < steps; ++y) {
      for (int x = 0; x < steps * 5 / 7; ++x) {
        const double right = x / (k_samples * scale), down = y / (k_samples * scale);  // in dots
        const auto row = static_cast<std::size_t>(top + y / double{k_samples}),
                   column = static_cast<std::size_t>(left + x / double{k_samples});
        const bool dot =
            glyph->second[static_cast<std::size_t>(down)][static_cast<std::size_t>(right)] == '#';
        if (dot && row < side && column < side) ++covered[row * side + column];
      }
    }
    left += 6 * scale;
  }
  for (std::size_t i = 0; i < covered.size(); ++i) {
    const double share = std::min(1.0, covered[i] / double{k_samples * k_samples});
    drawing.values[i] += share * (ink - drawing.values[i]);
  }
}

// The stored pixels, values above `clip` all the same.
std::vector<std::uint8_t> stored(Drawing& drawing, unsigned bits, double clip = 1.5) {
  drawing.layout.bits_allocated = bits <= 8 ? 8 : 16;
  drawing.layout.bits_stored = bits;
  drawing.layout.high_bit = bits - 1;
  const double most = std::pow(2, bits) - 1;
  std::vector<std::uint8_t> bytes;
  for (const double value : drawing.values) {
    const auto number = static_cast<std::uint16_t>(std::min(value, clip) / 1.5 * most);
    bytes.push_back(static_cast<std::uint8_t>(number & 0xff));
    if (bits > 8) bytes.push_back(static_cast<std::uint8_t>(number >> 8));
  }
  return bytes;
}

}  // namespace

TEST_CASE("a name drawn into an image is found at any size, brightness and place") {
  int found = 0, all = 0;
  for (unsigned seed = 0; seed < 4; ++seed) {
    for (const std::size_t scale : {1, 2, 3, 5}) {
      for (const double ink : {1.5, 1.2, 0.0}) {
        for (const std::size_t top : {4, 100, 180}) {
          for (const unsigned bits : {8, 12, 16}) {
            // black letters on black air cannot be read by anybody
            if (ink == 0.0 && top != 100) continue;
            Drawing drawing = head(256, seed);
            write_text(drawing, "JOHN DOE 1970", ink == 0.0 ? 40 : 6, top, scale, ink);
            ++all;
            found += frame_shows_text(drawing.layout, stored(drawing, bits)) ? 1 : 0;
          }
        }
      }
    }
  }
  INFO(found << " of " << all);
  CHECK(found == all);
}

TEST_CASE(
    "letters smoothed at their edges are found over the head, as bright as what lies behind them or "
    "brighter") {
  int found = 0, all = 0;
  for (unsigned seed = 0; seed < 8; ++seed) {
    for (const double scale : {1.3, 1.6, 2.2}) {
      for (const double ink : {0.45, 0.6, 0.8, 1.2}) {
        for (const double top : {90.2, 120.6}) {
          Drawing drawing = head(256, seed);
          write_smoothed_text(drawing, "JOHN DOE 1970", 70.4, top, scale, ink);
          ++all;
          found += frame_shows_text(drawing.layout, stored(drawing, 12)) ? 1 : 0;
        }
      }
    }
  }
  INFO(found << " of " << all);
  CHECK(found >= 0.9 * all);
}

TEST_CASE("three large letters of one number are found where nothing else has it") {
  Drawing drawing = head(64, 3);
  write_text(drawing, "JOH", 6, 4, 2, 0.7);
  CHECK(frame_shows_text(drawing.layout, stored(drawing, 12)));
}

TEST_CASE("smoothed letters are found in numbers of coarse steps") {
  Drawing drawing = head(256, 4);
  for (double& value : drawing.values) value = std::round(value * 60) / 60;  // of 4095 numbers every 46th
  write_smoothed_text(drawing, "JOHN DOE 1970", 70.4, 120.6, 1.6, 0.507);
  CHECK(frame_shows_text(drawing.layout, stored(drawing, 12)));
}

TEST_CASE("the top-hat is the image less its opening by a square of five") {
  std::mt19937 random(13);
  for (const int columns : {1, 4, 5, 23, 64}) {
    for (const int rows : {1, 3, 5, 17}) {
      GreyFrame frame{.columns = columns, .rows = rows};
      for (int i = 0; i < rows * columns; ++i) frame.values.push_back(static_cast<std::uint16_t>(random()));
      const auto at = [&](const std::vector<std::uint16_t>& from, int x, int y, bool least) {
        int picked = least ? 0xffff : 0;
        for (int v = std::max(0, y - 2); v <= std::min(rows - 1, y + 2); ++v) {
          for (int u = std::max(0, x - 2); u <= std::min(columns - 1, x + 2); ++u) {
            const int value = from[static_cast<std::size_t>(v * columns + u)];
            picked = least ? std::min(picked, value) : std::max(picked, value);
          }
        }
        return static_cast<std::uint16_t>(picked);
      };
      std::vector<std::uint16_t> eroded, wanted;
      for (int i = 0; i < rows * columns; ++i)
        eroded.push_back(at(frame.values, i % columns, i / columns, true));
      for (int i = 0; i < rows * columns; ++i) {
        const int opened = at(eroded, i % columns, i / columns, false);
        wanted.push_back(static_cast<std::uint16_t>(frame.values[static_cast<std::size_t>(i)] - opened));
      }
      const GreyFrame hat = top_hat(frame);
      CHECK(hat.values == wanted);
      CHECK(hat.high == *std::max_element(wanted.begin(), wanted.end()));
    }
  }
}

TEST_CASE("noise raises no alarm, clipped or not") {
  std::mt19937 random(14);
  std::normal_distribution<double> noise(0, 1);
  for (int round = 0; round < 60; ++round) {
    Drawing drawing{
        .layout = {.rows = 192, .columns = 256, .bits_allocated = 16, .bits_stored = 12, .high_bit = 11}};
    const double scale = std::array{0.01, 0.05, 0.2}[static_cast<std::size_t>(round % 3)];
    for (int i = 0; i < 192 * 256; ++i)
      drawing.values.push_back(scale * std::hypot(noise(random), noise(random)));
    CHECK_FALSE(frame_shows_text(drawing.layout, stored(drawing, 12, round % 2 == 0 ? 1.5 : 1.8 * scale)));
  }
}

TEST_CASE("images without text raise no alarm, clipped and coarse ones included") {
  for (unsigned seed = 100; seed < 140; ++seed) {
    for (const unsigned bits : {8, 12, 16}) {
      for (const double clip : {1.5, 0.88, 0.6, 0.45}) {
        Drawing drawing = head(seed % 2 == 0 ? 256 : 128, seed);
        CHECK_FALSE(frame_shows_text(drawing.layout, stored(drawing, bits, clip)));
      }
    }
  }
}

TEST_CASE("empty and constant frames show no text") {
  Drawing drawing{.layout = {.rows = 32, .columns = 32}};
  drawing.values.assign(32 * 32, 0.5);
  CHECK_FALSE(frame_shows_text(drawing.layout, stored(drawing, 12)));
  drawing.values.assign(32 * 32, 0);
  CHECK_FALSE(frame_shows_text(drawing.layout, stored(drawing, 8)));
}

TEST_CASE("pixels are compared alike with and without vectors") {
  std::mt19937 random(11);
  for (int round = 0; round < 200; ++round) {
    std::array<std::uint16_t, 64> pixels{};
    for (auto& pixel : pixels) pixel = static_cast<std::uint16_t>(random());
    for (const std::uint16_t limit : std::array<std::uint16_t, 6>{0, 1, 0x7fff, 0x8000, 0xffff, pixels[5]}) {
      CHECK(at_least_of_64(pixels.data(), limit) == at_least_of_64_anywhere(pixels.data(), limit));
      CHECK((at_least_of_64(pixels.data(), limit) >> 5 & 1) == (pixels[5] >= limit ? 1U : 0U));
    }
  }
}

TEST_CASE("edges beside pixels are found alike with and without vectors") {
  std::mt19937 random(12);
  for (const unsigned range : {3U, 60U, 0xffffU}) {
    for (int round = 0; round < 200; ++round) {
      std::array<std::uint16_t, 68> row{};
      for (auto& pixel : row)
        pixel = static_cast<std::uint16_t>(random() % range + (round % 2 == 0 ? 0 : 0xffff - range));
      for (const int sharp : {1, 2, 25, 0x7fff, 0xffff}) {
        CHECK(begins_of_64(row.data(), Edge(sharp)) == begins_anywhere(row.data(), 64, Edge(sharp)));
      }
    }
  }
}
