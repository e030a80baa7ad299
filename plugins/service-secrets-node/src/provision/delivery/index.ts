export { type ManifestNames } from './Delivery';
export { deliveryNotes } from './deliveryNotes';
export { manifestYaml } from './manifestYaml';
export { planFiles } from './planFiles';
export { serviceManifests, workloadPatch } from './serviceManifests';
