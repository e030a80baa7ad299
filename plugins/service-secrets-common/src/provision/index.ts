export * from './choices';
export * from './offers';
export * from './outcome';
export * from './plan';
export * from './request';
