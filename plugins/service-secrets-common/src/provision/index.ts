export * from './choices';
export * from './deliveryComparison';
export * from './formatSupport';
export * from './offers';
export * from './outcome';
export * from './plan';
export * from './request';
