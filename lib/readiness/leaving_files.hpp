#pragma once

#include <string>

#include "base/json.hpp"
#include "readiness/inputs.hpp"

// What leaving out kinds of image, keys of sidecars and persons would leave alone.
namespace shareready::readiness {

// The members 'without_images', 'without_keys' and 'without_persons' of the risk; the last is null where
// nobody would be left out.
Json without_images_json(const ReadinessInputs& inputs);
Json without_keys_json(const ReadinessInputs& inputs);
Json without_persons_json(const ReadinessInputs& inputs);

// The same in a sentence for each, with a space before it; `risk`: the member of readiness.json.
std::string told_of_without_images(const Json& risk);
std::string told_of_without_keys(const Json& risk);
std::string told_of_without_persons(const Json& risk);

}  // namespace shareready::readiness
