#include "deface/head_texture.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <numbers>
#include <utility>

#include "deface/face_region.hpp"
#include "deface/template_look.hpp"
#include "image/grid.hpp"
#include "image/nifti.hpp"

namespace shareready {
namespace {

constexpr Vec3 k_vault_centre{0, -15, 15};
constexpr double k_ray_from_mm = 150, k_ray_to_mm = 55, k_lowest_scalp_z = 14;
constexpr double k_most_sideways = 0.5;  // as a face, the skin looks forward: slices may be thick sideways
constexpr double k_deepest_mm = 8;       // the fat of a scalp lies above
constexpr double k_fade_mm = 2;          // from fat to what lies below
constexpr std::size_t k_fewest_skin_rays = 60, k_fewest_air = 100, k_most_air = 4096;
constexpr double k_air_from_cavity_mm = 35, k_air_lowest_z = -50, k_beside_face_mm = 4;

// Values at template points; nothing outside the field of view.
struct Look {
  const VoxelReader& reader;
  Affine to_voxel;

  [[nodiscard]] std::optional<std::array<std::size_t, 3>> voxel_at(const Vec3& point,
                                                                   std::size_t border) const {
    const Vec3 v = to_voxel(point);
    std::array<std::size_t, 3> out{};
    for (std::size_t r = 0; r < 3; ++r) {
      const double rounded = std::round(v[r]);
      const auto low = static_cast<double>(border);
      if (!(rounded >= low) || rounded + low > static_cast<double>(reader.size()[r] - 1)) return {};
      out[r] = static_cast<std::size_t>(rounded);
    }
    return out;
  }
  [[nodiscard]] std::optional<float> at(const Vec3& point) const {
    const auto v = voxel_at(point, 0);
    if (!v) return {};
    const float value = reader.at((*v)[0], (*v)[1], (*v)[2]);
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
  }
  // Between voxels: values of whole voxels would make a staircase of the edge.
  [[nodiscard]] std::optional<float> between(const Vec3& point) const {
    const Vec3 v = to_voxel(point);
    std::array<std::size_t, 3> low{};
    std::array<float, 3> part{};
    for (std::size_t r = 0; r < 3; ++r) {
      const double down = std::floor(v[r]);
      if (!(down >= 0) || down + 2 > static_cast<double>(reader.size()[r])) return {};
      low[r] = static_cast<std::size_t>(down);
      part[r] = static_cast<float>(v[r] - down);
    }
    float sum = 0;
    for (std::size_t corner = 0; corner < 8; ++corner) {
      float weight = 1;
      std::array<std::size_t, 3> at = low;
      for (std::size_t r = 0; r < 3; ++r) {
        const bool up = ((corner >> r) & 1U) != 0 && low[r] + 1 < reader.size()[r];
        at[r] += up ? 1 : 0;
        weight *= ((corner >> r) & 1U) != 0 ? part[r] : 1 - part[r];
      }
      if (weight > 0) sum += weight * reader.at(at[0], at[1], at[2]);
    }
    return std::isfinite(sum) ? std::optional(sum) : std::nullopt;
  }
};

// Intensity by depth; not a number where no voxel lies so deep.
using Profile = std::vector<float>;

// The voxels along a ray inwards from `skin`, each by the depth of its own centre: values between voxels
// would blur a thin scalp once more.
std::optional<Profile> voxels_below(const Look& look, const Affine& to_template, const Vec3& skin,
                                    const Vec3& direction, double scale) {
  constexpr auto k_depth_bins =
      static_cast<std::size_t>((k_deepest_mm - HeadTexture::k_first_mm) / HeadTexture::k_step_mm) + 1;
  Profile profile(k_depth_bins, std::numeric_limits<float>::quiet_NaN());
  for (std::size_t i = 0; i < k_depth_bins; ++i) {
    const double away = (HeadTexture::k_first_mm + HeadTexture::k_step_mm * static_cast<double>(i)) / scale;
    const auto voxel = look.voxel_at(
        {skin[0] - away * direction[0], skin[1] - away * direction[1], skin[2] - away * direction[2]}, 0);
    if (!voxel) return {};
    const auto [x, y, z] = *voxel;
    const Vec3 centre = to_template({static_cast<double>(x), static_cast<double>(y), static_cast<double>(z)});
    double depth = 0;
    for (std::size_t r = 0; r < 3; ++r) depth += scale * (skin[r] - centre[r]) * direction[r];
    const double at = std::round((depth - HeadTexture::k_first_mm) / HeadTexture::k_step_mm);
    if (at < 0 || at >= static_cast<double>(k_depth_bins)) continue;
    const float value = look.reader.at(x, y, z);
    if (!std::isfinite(value)) return {};
    profile[static_cast<std::size_t>(at)] = value;
  }
  return profile;
}

// The way inwards from where a ray meets the scalp; nothing where it does not.
std::optional<Profile> follow(const Look& look, const Affine& to_template, const Vec3& direction, float level,
                              double scale) {
  const auto point = [&](double r) {
    return Vec3{k_vault_centre[0] + r * direction[0], k_vault_centre[1] + r * direction[1],
                k_vault_centre[2] + r * direction[2]};
  };
  const double step = HeadTexture::k_step_mm / scale;
  float above = 0;  // the value one step farther out
  for (double r = k_ray_from_mm; r > k_ray_to_mm; r -= step) {
    const auto here = look.between(point(r)), below = look.between(point(r - 3 * step));
    const float before = std::exchange(above, here.value_or(0));
    if (!here || !below || *here <= level || *below <= level) continue;
    const float rise = *here - std::min(before, level);
    const double skin = r + step * static_cast<double>((*here - level) / rise);
    if (point(skin)[2] < k_lowest_scalp_z) return {};
    return voxels_below(look, to_template, point(skin), direction, scale);
  }
  return {};
}

std::vector<Profile> scalp_profiles(const Look& look, float level, double scale) {
  const Affine to_template = inverse(look.to_voxel).value_or(Affine{});
  std::vector<Profile> profiles;
  constexpr double k_turn = std::numbers::pi / 24;
  for (double up = 0.1; up < 1.5; up += k_turn) {
    for (double around = 0; around < 2 * std::numbers::pi; around += k_turn / std::cos(up)) {
      const Vec3 direction{std::cos(up) * std::cos(around), std::cos(up) * std::sin(around), std::sin(up)};
      if (std::abs(direction[0]) > k_most_sideways) continue;
      if (auto profile = follow(look, to_template, direction, level, scale))
        profiles.push_back(std::move(*profile));
    }
  }
  return profiles;
}

// The median at each depth, as far as the brightest layer under the skin.
Profile layers_of(const std::vector<Profile>& profiles) {
  Profile layers;
  for (std::size_t i = 0; i < profiles.front().size(); ++i) {
    std::vector<float> values;
    values.reserve(profiles.size());
    for (const Profile& profile : profiles) {
      if (std::isfinite(profile[i])) values.push_back(profile[i]);
    }
    const float above = layers.empty() ? 0 : layers.back();
    layers.push_back(values.empty() ? above : quantile(values, 0.5));
  }
  constexpr auto k_skin = static_cast<std::ptrdiff_t>((1 - HeadTexture::k_first_mm) / HeadTexture::k_step_mm);
  const auto fat = std::max_element(layers.begin() + k_skin, layers.end());
  layers.erase(fat + 1, layers.end());
  return layers;
}

// On both sides of the head.
std::vector<float> values_in_boxes(const Look& look, const Vec3& low, const Vec3& high) {
  std::vector<float> values = values_in_box(look, low, high, 2);
  const std::vector<float> left =
      values_in_box(look, {-high[0], low[1], low[2]}, {-low[0], high[1], high[2]}, 2);
  values.insert(values.end(), left.begin(), left.end());
  return values;
}

// Fluid differs most from the brain among what the ventricles' place shows.
float fluid_of(const Look& look) {
  std::vector<float> values = values_in_boxes(look, {3, -20, 8}, {16, 20, 22});
  std::vector<float> brain = values_in_boxes(look, {20, -40, 20}, {40, 20, 45});
  const float middle = quantile(brain, 0.5), low = quantile(values, 0.1), high = quantile(values, 0.9);
  return middle - low > high - middle ? low : high;
}

bool is_kept_air(const TemplateData& head, const Vec3& p) {
  return cavity_distance_at(head, p) >= k_air_from_cavity_mm && face_depth(p) < -k_beside_face_mm &&
         ear_depth(p) < -k_beside_face_mm;
}

// Between air and skin, from the vault and the air above it alone: no threshold of the whole image, which
// would depend on the face.
float skin_level(const Look& look) {
  constexpr float k_share = 0.2F;
  std::vector<float> brain = values_in_boxes(look, {20, -40, 20}, {40, 20, 45});
  std::vector<float> above = values_in_boxes(look, {0, -80, 112}, {60, 40, 118});
  const float air = quantile(above, 0.5);
  return air + k_share * (quantile(brain, 0.5) - air);
}

// Deviations from the mean of the six neighbours, whose own noise adds a sixth of the variance.
float noise_of(const Look& look) {
  std::vector<float> deviations;
  for (double z = 0; z <= 50; z += 4) {
    for (double y = -70; y <= 40; y += 4) {
      for (double x = -45; x <= 45; x += 4) {
        const auto v = look.voxel_at({x, y, z}, 1);
        if (!v) continue;
        const auto [i, j, k] = *v;
        const VoxelReader& at = look.reader;
        const float mean = (at.at(i - 1, j, k) + at.at(i + 1, j, k) + at.at(i, j - 1, k) +
                            at.at(i, j + 1, k) + at.at(i, j, k - 1) + at.at(i, j, k + 1)) /
                           6;
        deviations.push_back(std::abs(at.at(i, j, k) - mean));
      }
    }
  }
  constexpr float k_sigma_of_median = 1.4826F;
  return k_sigma_of_median * quantile(deviations, 0.5) * std::sqrt(6.0F / 7);
}

std::vector<float> air_of(const Look& look, const TemplateData& head, float level) {
  std::vector<float> air;
  for (double z = k_air_lowest_z; z <= 120; z += 5) {
    for (double y = -140; y <= 140; y += 5) {
      for (double x = -110; x <= 110; x += 5) {
        if (!is_kept_air(head, {x, y, z})) continue;
        const auto value = look.at({x, y, z});
        if (value && *value <= level) air.push_back(*value);
      }
    }
  }
  if (air.size() > k_most_air) {
    const std::size_t step = air.size() / k_most_air + 1;
    std::size_t kept = 0;
    for (std::size_t i = 0; i < air.size(); i += step) air[kept++] = air[i];
    air.resize(kept);
  }
  return air;
}

}  // namespace

Result<std::optional<HeadTexture>> sample_texture(const NiftiImage& image, std::size_t volume,
                                                  const PlacedHead& placed, const TemplateData& head) {
  SR_TRY(const VoxelReader reader, VoxelReader::make(image, volume, "image"));
  SR_TRY(const Affine to_ras, voxel_to_ras(image.header, "image"));
  const Look look{reader, compose(inverse(to_ras).value_or(Affine{}), placed.template_to_image)};
  const double scale = std::cbrt(std::abs(determinant(placed.template_to_image)));
  const float level = skin_level(look);
  const std::vector<Profile> profiles = scalp_profiles(look, level, scale);
  if (profiles.size() < k_fewest_skin_rays) return std::optional<HeadTexture>();
  HeadTexture texture{.layers = layers_of(profiles), .air = air_of(look, head, level)};
  texture.fat = texture.layers.back();
  std::vector<float> temples = values_in_boxes(look, {58, 0, -20}, {68, 26, 4});
  std::erase_if(temples, [&](float x) { return x <= level; });
  texture.deep = temples.empty() ? texture.fat : quantile(temples, 0.4);
  texture.fluid = fluid_of(look);
  texture.noise = noise_of(look);
  if (texture.air.size() < k_fewest_air) texture.air = {texture.layers.front()};
  texture.lowest = *std::min_element(texture.air.begin(), texture.air.end());
  return std::optional(std::move(texture));
}

float layer_at(const HeadTexture& texture, double depth_mm) {
  const double at = (depth_mm - HeadTexture::k_first_mm) / HeadTexture::k_step_mm;
  const auto last = static_cast<double>(texture.layers.size() - 1);
  if (at <= 0) return texture.layers.front();
  if (at < last) {
    const auto low = static_cast<std::size_t>(at);
    const auto part = static_cast<float>(at - static_cast<double>(low));
    return texture.layers[low] + part * (texture.layers[low + 1] - texture.layers[low]);
  }
  const auto faded = static_cast<float>(std::min((at - last) * HeadTexture::k_step_mm / k_fade_mm, 1.0));
  return texture.fat + faded * (texture.deep - texture.fat);
}

}  // namespace shareready
