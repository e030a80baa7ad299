/** The channel on which a signal says that the collection went on; its message holds no fact of a service. */
export const fleetSignalChannel = 'service-secrets:fleet';
