/**
 * Words everyone shares: model, permissions, annotations, naming, finding codes.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './durationWords';
export * from './findingCodes';
export * from './findingDefinitions';
export * from './fleet';
export * from './grammar';
export * from './model';
export * from './naming';
export * from './operate';
export * from './permissions';
export * from './provision';
export * from './readServiceBinding';
