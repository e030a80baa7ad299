/** The home-page card, as both frontend systems describe it. */
export const fleetWidget = {
  title: 'Service Secrets',
  description: 'Broken and degraded services of the fleet, worst first',
  layout: {
    width: { minColumns: 3, defaultColumns: 4 },
    height: { minRows: 3, defaultRows: 5 },
  },
  components: () =>
    import('./FleetWidget').then(({ FleetWidget }) => ({
      Content: FleetWidget,
    })),
};
