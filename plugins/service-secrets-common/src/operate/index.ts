export * from './abilities';
export * from './certificateOperation';
export * from './leaseOperation';
