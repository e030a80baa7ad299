// The library needs decorator metadata before it loads.
import 'reflect-metadata';

export * from '@peculiar/x509';
