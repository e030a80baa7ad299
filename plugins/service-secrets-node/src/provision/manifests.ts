export {
  manifestYaml,
  serviceManifests,
  type ManifestNames,
} from './delivery';
