#include "stage/preparation.hpp"

#include "stage/source_images.hpp"

namespace shareready {

Result<Preparation> prepare(const std::filesystem::path& bids_dir, const InventoryFilter& filter,
                            const Policy& policy) {
  SR_TRY(const FaceTable faces, load_face_table());
  SR_TRY(Inventory inventory, take_inventory(bids_dir, filter));
  Preparation preparation;
  preparation.inventory = std::make_unique<const Inventory>(std::move(inventory));
  preparation.index = std::make_unique<const InheritanceIndex>(*preparation.inventory);
  preparation.plan = make_plan(*preparation.inventory, policy, faces);
  if (policy.sourcedata) SR_CHECK(plan_source_images(*preparation.inventory, preparation.plan));
  return preparation;
}

std::string filters_of(const Inventory& inventory) {
  InventoryFilter filter = inventory.filter;
  filter.participants.clear();
  filter.excluded.clear();
  return filter.fingerprint();
}

}  // namespace shareready
